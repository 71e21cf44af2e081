"""One job at the desk: every way in which it can end, and nothing lost in any of them."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from s3_server import client, new_bucket

from ledger.book import Ledger, open_blobs, open_ledger
from ledger.s3 import S3Blobs
from ledger.settings import Settings
from ledger.store import audits, intake, jobs, outbox, profiles, reports
from ledger.store.intake import Delivery, Receipt
from workers.desk import Desk

REPORT = "示例市示例局2020年政府信息公开工作年度报告".encode()


@pytest.fixture
def desk(ledger: Ledger) -> Iterator[Desk]:
    one = Desk(ledger)
    yield one
    one.pool.close()


def hand_in(ledger: Ledger, data: bytes) -> Receipt:
    incoming = ledger.blobs.receive(10_000)
    incoming.write(data)
    delivery = Delivery("local", "报告.txt", {}, None, "catalogue")
    receipt = intake.accept(ledger.database, ledger.blobs, incoming, delivery, grace_seconds=60.0)
    incoming.drop()
    return receipt


def job(ledger: Ledger, receipt: Receipt) -> dict[str, Any]:
    found = jobs.find(ledger.database, "local", receipt.job_id)
    assert found is not None
    return found


def test_a_job_is_done_once_however_often_its_message_comes(desk: Desk, ledger: Ledger) -> None:
    receipt = hand_in(ledger, REPORT)
    threads = [threading.Thread(target=desk.work, args=(receipt.job_id,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.work(receipt.job_id)
    assert (job(ledger, receipt)["state"], job(ledger, receipt)["attempt"]) == ("succeeded", 1)
    stored = audits.find(ledger.database, "local", receipt.report_id)
    assert stored is not None
    assert stored.parsed()["schema"] == "gouji.audit/1"


def test_a_file_that_cannot_be_read_fails_with_the_engines_problem(desk: Desk, ledger: Ledger) -> None:
    receipt = hand_in(ledger, b"PK\x03\x04 this is no archive")
    desk.work(receipt.job_id)
    assert job(ledger, receipt)["state"] == "failed"
    assert job(ledger, receipt)["problem"]["code"] == "damaged"
    report = reports.find(ledger.database, "local", receipt.report_id)
    assert report is not None
    assert (report["outcome"], report["problem"]) == ("incomplete", "damaged")


def test_three_crashes_set_a_document_aside_and_the_next_is_served(desk: Desk, ledger: Ledger) -> None:
    hostile, honest = hand_in(ledger, b"!crash!"), hand_in(ledger, REPORT)
    for expected in ("queued", "queued", "failed"):
        desk.work(hostile.job_id)
        assert job(ledger, hostile)["state"] == expected
    assert job(ledger, hostile)["problem"] == {"code": "worker_lost", "reason": "crash"}
    desk.work(honest.job_id)
    assert job(ledger, honest)["state"] == "succeeded"


def test_a_defect_of_the_engine_is_not_tried_again(desk: Desk, ledger: Ledger) -> None:
    receipt = hand_in(ledger, b"!raise!")
    desk.work(receipt.job_id)
    assert job(ledger, receipt)["problem"] == {"code": "engine-failed", "reason": "RuntimeError"}


def test_an_answer_that_is_no_audit_counts_as_lost(desk: Desk, ledger: Ledger) -> None:
    receipt = hand_in(ledger, b"!nonsense!")
    desk.work(receipt.job_id)
    assert (job(ledger, receipt)["state"], job(ledger, receipt)["lost"]) == ("queued", 1)


def test_a_clean_stop_hands_the_job_back_uncounted(desk: Desk, ledger: Ledger) -> None:
    receipt = hand_in(ledger, b"!hang!")
    desk.pool.warm(1)
    threading.Timer(0.3, desk.stopping.set).start()
    began = time.monotonic()
    desk.work(receipt.job_id)
    assert time.monotonic() - began < 2.0
    assert (job(ledger, receipt)["state"], job(ledger, receipt)["lost"]) == ("queued", 0)
    assert outbox.due(ledger.database) == [receipt.job_id]


def test_a_report_erased_meanwhile_ends_the_work_on_it(desk: Desk, ledger: Ledger) -> None:
    receipt = hand_in(ledger, b"!slow1!" + REPORT)
    threading.Timer(0.5, lambda: reports.erase(ledger.database, ledger.blobs, "local", receipt.report_id)).start()
    desk.work(receipt.job_id)
    assert jobs.find(ledger.database, "local", receipt.job_id) is None
    assert audits.find(ledger.database, "local", receipt.report_id) is None


def test_the_child_audits_under_the_tenants_profile(desk: Desk, ledger: Ledger) -> None:
    body = {"name": "试", "select": ["STR-01"]}
    profiles.put(ledger.database, "local", "0123456789abcdef", body)
    receipt = hand_in(ledger, REPORT)
    desk.work(receipt.job_id)
    stored = audits.find(ledger.database, "local", receipt.report_id)
    assert stored is not None
    assert stored.parsed()["profile"]["name"] == "试"
    assert {check["rule"] for check in stored.parsed()["checks"]} == {"STR-01"}


# --- the store of bytes in a bucket ----------------------------------------------------------------


@pytest.fixture
def remote(settings: Settings, s3: str) -> Iterator[Desk]:
    """A desk whose bytes are in a bucket."""
    ledger = open_ledger(replace(settings, blobs_url=new_bucket(s3)))
    one = Desk(ledger)
    yield one
    one.pool.close()
    ledger.close()


@pytest.mark.one_database
def test_bytes_from_a_bucket_are_audited_and_leave_nothing_here(remote: Desk) -> None:
    receipt = hand_in(remote.ledger, REPORT)
    remote.work(receipt.job_id)
    assert job(remote.ledger, receipt)["state"] == "succeeded"
    assert list((remote.ledger.settings.state / "spool").iterdir()) == []
    assert reports.erase(remote.ledger.database, remote.ledger.blobs, "local", receipt.report_id)
    assert client_of(remote).list_objects_v2(Bucket=remote.ledger.blobs.bucket.name)["KeyCount"] == 0


@pytest.mark.one_database
def test_while_the_bucket_is_away_jobs_wait_uncounted_and_are_done_when_it_is_back(remote: Desk) -> None:
    receipt, ledger = hand_in(remote.ledger, REPORT), remote.ledger
    away = open_blobs(replace(ledger.settings, blobs_url="s3://bucket?endpoint=http://127.0.0.1:1"))
    remote.ledger = replace(ledger, blobs=away)
    for _ in range(ledger.settings.max_lost + 1):
        remote.work(receipt.job_id)
    assert (job(ledger, receipt)["state"], job(ledger, receipt)["lost"]) == ("queued", 0)
    assert outbox.due(ledger.database) == [], "not at once again"
    remote.ledger = ledger
    remote.work(receipt.job_id)
    assert job(ledger, receipt)["state"] == "succeeded"


def lose_the_bytes(one: Desk) -> None:
    receipt = hand_in(one.ledger, REPORT)
    one.ledger.blobs.erase("local", hashlib.sha256(REPORT).hexdigest())
    one.work(receipt.job_id)
    assert job(one.ledger, receipt)["problem"] == {"code": "bytes-lost", "reason": "missing"}
    again = hand_in(one.ledger, REPORT)
    assert again.fresh
    one.work(again.job_id)
    assert job(one.ledger, again)["state"] == "succeeded"


@pytest.mark.one_database
def test_bytes_lost_from_the_folder_end_the_job_with_a_word_of_their_own(desk: Desk) -> None:
    lose_the_bytes(desk)


@pytest.mark.one_database
def test_bytes_lost_from_the_bucket_end_the_job_with_a_word_of_their_own(remote: Desk) -> None:
    lose_the_bytes(remote)


def client_of(desk: Desk) -> Any:
    assert isinstance(desk.ledger.blobs, S3Blobs)
    return client(str(desk.ledger.blobs.bucket.endpoint))
