"""One job at the desk: every way in which it can end, and nothing lost in any of them."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import zip_longest
from typing import Any

import pytest
from s3_server import client, new_bucket
from sqlalchemy.exc import OperationalError

from ledger.book import Ledger, open_blobs, open_ledger
from ledger.s3 import S3Blobs
from ledger.settings import BadSettingError, Settings
from ledger.store import audits, intake, jobs, outbox, profiles, reports, webhooks
from ledger.store.intake import Delivery, Receipt
from ledger.store.webhooks import Wish
from workers.desk import Desk
from workers.lanes import Lanes

REPORT = "示例市示例局2020年政府信息公开工作年度报告".encode()


@pytest.fixture
def desk(ledger: Ledger) -> Iterator[Desk]:
    one = Desk(ledger)
    yield one
    one.pool.close()
    one.slow_pool.close()


def until(met: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end
        time.sleep(0.02)


def hand_in(ledger: Ledger, data: bytes, queue: str = "fast") -> Receipt:
    incoming = ledger.blobs.receive(10_000)
    incoming.write(data)
    delivery = Delivery("local", "报告.txt", {}, None, "catalogue", queue)
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
    assert outbox.due(ledger.database) == [(receipt.job_id, "fast")]


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


# --- queues, progress, cancelling ------------------------------------------------------------------


def test_what_has_to_be_recognised_is_handed_over_uncounted(desk: Desk, ledger: Ledger) -> None:
    receipt = hand_in(ledger, b"!picture!" + REPORT)
    desk.work(receipt.job_id)
    found = job(ledger, receipt)
    assert (found["state"], found["queue"], found["lost"], found["attempt"]) == ("queued", "slow", 0, 1)
    assert found["step"] is None
    desk.work(receipt.job_id)
    assert job(ledger, receipt)["state"] == "queued", "an old message of the fast queue finds nothing there"
    desk.work(receipt.job_id, "slow")
    assert (job(ledger, receipt)["state"], job(ledger, receipt)["lost"]) == ("succeeded", 0)


@pytest.mark.parametrize(
    ("order", "fast"),
    [("hang", {"fast_seconds": 1.0}), ("memory", {"fast_memory_mb": 400}), ("spin", {"fast_cpu_seconds": 1})],
)
def test_what_exceeds_the_fast_budget_gets_the_whole_one(ledger: Ledger, order: str, fast: dict[str, Any]) -> None:
    whole = {"document_seconds": 30.0, "document_cpu_seconds": 3}
    desk = Desk(replace(ledger, settings=replace(ledger.settings, **(whole | fast))))
    receipt = hand_in(ledger, f"!{order}!".encode())
    desk.work(receipt.job_id)
    desk.pool.close()
    found = job(ledger, receipt)
    assert (found["state"], found["queue"], found["lost"]) == ("queued", "slow", 0)


def test_full_places_of_the_slow_queue_keep_no_message_waiting(desk: Desk, ledger: Ledger) -> None:
    """Whoever has the place does what was turned away, oldest first."""
    receipts = [hand_in(ledger, data, "slow") for data in (b"!slow1!" + REPORT, REPORT, REPORT + b"2")]
    first = threading.Thread(target=desk.work, args=(receipts[0].job_id, "slow"))
    first.start()
    until(lambda: job(ledger, receipts[0])["state"] == "running")
    began = time.monotonic()
    desk.work(receipts[1].job_id, "slow")
    assert time.monotonic() - began < 0.9, "turned away at once"
    fast = hand_in(ledger, REPORT + b"3")
    desk.work(fast.job_id)
    assert job(ledger, fast)["state"] == "succeeded", "fast work goes on beside it"
    first.join()
    assert [job(ledger, each)["state"] for each in receipts] == ["succeeded"] * 3


def test_a_cancelled_job_is_let_go_of_within_seconds(desk: Desk, ledger: Ledger) -> None:
    receipt = hand_in(ledger, b"!hang!")
    desk.pool.warm(1)
    busy = threading.Thread(target=desk.work, args=(receipt.job_id,))
    busy.start()
    until(lambda: job(ledger, receipt)["state"] == "running")
    assert jobs.cancel(ledger.database, "local", receipt.job_id) == "cancelled"
    busy.join(timeout=2.8)
    assert not busy.is_alive(), "before its budget of three seconds has ended it"
    assert job(ledger, receipt)["state"] == "cancelled"


def test_a_long_job_says_how_far_it_is(desk: Desk, ledger: Ledger) -> None:
    receipt = hand_in(ledger, b"!steps!" + REPORT)
    seen = set()
    busy = threading.Thread(target=desk.work, args=(receipt.job_id,))
    busy.start()
    while busy.is_alive():
        found = job(ledger, receipt)
        seen.add((found["step"], found["progress"]))
        time.sleep(0.02)
    assert ("extracting", 0.75) in seen
    assert (job(ledger, receipt)["state"], job(ledger, receipt)["step"]) == ("succeeded", None)


def test_a_short_job_writes_no_progress(desk: Desk, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[Any] = []
    monkeypatch.setattr(jobs, "heartbeat", lambda *given: beats.append(given) or True)
    desk.pool.warm(1)
    receipt = hand_in(ledger, REPORT)
    desk.work(receipt.job_id)
    assert (job(ledger, receipt)["state"], beats) == ("succeeded", [])


def test_a_database_that_is_away_for_a_moment_costs_no_work(
    desk: Desk, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = iter((True, True, False))
    whole = audits.finish

    def finish(*given: Any) -> bool:
        if next(away):
            raise OperationalError("", {}, Exception())
        return whole(*given)

    monkeypatch.setattr(audits, "finish", finish)
    monkeypatch.setattr("workers.desk.STORE_PAUSE", 0.01)
    receipt = hand_in(ledger, REPORT)
    desk.work(receipt.job_id)
    assert (job(ledger, receipt)["state"], job(ledger, receipt)["attempt"]) == ("succeeded", 1)


def test_a_worker_serves_the_queues_that_it_is_told_to(ledger: Ledger) -> None:
    lanes = Lanes(replace(ledger.settings, worker_queues="slow, hooks", slow_threads=3, hook_threads=2))
    assert (lanes.places, lanes.threads) == ({"slow": 3, "hooks": 2}, 5)
    assert not lanes.enter("fast")
    for wrong in ("", "quick", "fast,quick"):
        with pytest.raises(BadSettingError, match="GOUJI_WORKER_QUEUES"):
            Lanes(replace(ledger.settings, worker_queues=wrong))


def test_webhooks_are_told_as_soon_as_a_job_has_ended(
    desk: Desk, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(ledger.queue, "publish", lambda *key: called.append(key) or True)
    made = webhooks.create(ledger.database, "local", "hook", Wish("https://hooks.example/", None, "", True), "whsec_x")
    webhooks.create(ledger.database, "other", "others", Wish("https://hooks.example/", None, "", True), "whsec_x")
    desk.work(hand_in(ledger, REPORT).job_id)
    assert called == [(made["id"], "hooks")]


HOSTILE = {
    "hang": "worker_lost",
    "spin": "worker_lost",
    "memory": "worker_lost",
    "crash": "worker_lost",
    "exit": "worker_lost",
    "endless": "worker_lost",
    "flood": "worker_lost",
    "nonsense": "worker_lost",
    "raise": "engine-failed",
    "bomb": "engine-failed",
    "start": "engine-failed",
    "connect": "engine-failed",
    "native /tmp": "engine-failed",
    "murder": "engine-failed",
}


@pytest.mark.one_database  # what they hurt is no database
def test_hostile_documents_hurt_only_their_own_jobs(ledger: Ledger) -> None:
    """All of them and honest ones between them, several at once: each ends as it should, the honest at first try."""
    chosen = replace(ledger.settings, worker_threads=3, max_lost=1, document_seconds=20.0, document_cpu_seconds=5)
    desk = Desk(replace(ledger, settings=chosen))
    hostile = {order: hand_in(ledger, f"!{order}!".encode()) for order in HOSTILE}
    honest = [hand_in(ledger, REPORT + b" " * number) for number in range(8)]
    mixed = [each for pair in zip_longest(hostile.values(), honest) for each in pair if each]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda receipt: desk.work(receipt.job_id), mixed))
    desk.pool.close()
    ended = {order: job(ledger, receipt) for order, receipt in hostile.items()}
    assert {order: found["problem"]["code"] for order, found in ended.items()} == HOSTILE
    assert {found["state"] for found in ended.values()} == {"failed"}
    assert [(job(ledger, each)["state"], job(ledger, each)["attempt"]) for each in honest] == [("succeeded", 1)] * 8
