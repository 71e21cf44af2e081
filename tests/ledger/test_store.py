"""Intake and the life of a job: what is a duplicate, who holds what, and that a late twin changes nothing."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import Any

import pytest

from ledger import outbox as sweeping
from ledger.book import Ledger
from ledger.store import audits, intake, jobs, outbox, reports, workers
from ledger.store.intake import Delivery, Receipt
from ledger.store.jobs import Claim
from ledger.store.reports import Filter

DELIVERY = Delivery("local", "报告.txt", {"year": 2020}, None, "catalogue-1")


def audit(**changes: Any) -> bytes:
    """An audit in the shape of the contract, as small as can be."""
    plain = {
        "schema": "gouji.audit/1",
        "engine": {"version": "0", "catalogue": "catalogue-1"},
        "report": {"title": "示例报告", "agency": {"name": "示例局"}, "year": 2020, "template": "format-2019"},
        "facts": [],
        "findings": [{"rule": "ARI-01", "severity": "error", "fingerprint": "f"}],
        "checks": [],
        "summary": {"error": 1, "warning": 0, "notice": 0, "outcome": "findings"},
    }
    return json.dumps(plain | changes).encode()


def hand_in(ledger: Ledger, data: bytes = b"a report", delivery: Delivery = DELIVERY) -> Receipt:
    incoming = ledger.blobs.receive(1000)
    incoming.write(data)
    try:
        return intake.accept(ledger.database, ledger.blobs, incoming, delivery, grace_seconds=0.0)
    finally:
        incoming.drop()


def claim(ledger: Ledger, job_id: str, lease: float = 10.0) -> Claim | None:
    return jobs.claim(ledger.database, job_id, "worker", lease, max_lost=3)


def held(ledger: Ledger, job_id: str, lease: float = 10.0) -> Claim:
    found = claim(ledger, job_id, lease)
    assert found is not None
    return found


def state(ledger: Ledger, job_id: str) -> dict[str, Any]:
    found = jobs.find(ledger.database, "local", job_id)
    assert found is not None
    return found


# --- intake ----------------------------------------------------------------------------------------


def test_the_same_document_again_is_the_same_report(ledger: Ledger) -> None:
    first, second = hand_in(ledger), hand_in(ledger)
    assert (first.duplicate, first.fresh) == (False, True)
    assert second == Receipt(first.report_id, first.job_id, duplicate=True, fresh=False)


@pytest.mark.parametrize(
    "other",
    [
        replace(DELIVERY, submission={"year": 2021}),
        replace(DELIVERY, tenant="city"),
        replace(DELIVERY, external_id="7"),
    ],
)
def test_other_particulars_make_another_report(ledger: Ledger, other: Delivery) -> None:
    assert hand_in(ledger).report_id != hand_in(ledger, delivery=other).report_id


def test_another_file_name_does_not(ledger: Ledger) -> None:
    assert hand_in(ledger).report_id == hand_in(ledger, delivery=replace(DELIVERY, filename="x.txt")).report_id


def test_new_rules_are_worth_another_audit_of_the_same_report(ledger: Ledger) -> None:
    first = hand_in(ledger)
    audits.finish(ledger.database, held(ledger, first.job_id), audit())
    again = hand_in(ledger, delivery=replace(DELIVERY, catalogue="catalogue-2"))
    assert (again.report_id, again.duplicate, again.fresh) == (first.report_id, True, True)
    assert again.job_id != first.job_id


def test_a_lost_job_is_worth_another_try_and_an_unreadable_file_is_not(ledger: Ledger) -> None:
    lost, unreadable = hand_in(ledger), hand_in(ledger, b"locked")
    jobs.fail(ledger.database, held(ledger, lost.job_id), "engine-failed", "ValueError")
    problem = {"type": "/v1/problems/encrypted", "code": "encrypted", "title": {}, "detail": {}}
    audits.finish(ledger.database, held(ledger, unreadable.job_id), audit(problem=problem, report=None))
    assert hand_in(ledger).fresh
    assert not hand_in(ledger, b"locked").fresh
    assert state(ledger, unreadable.job_id)["state"] == "failed"


def test_many_at_once_of_the_same_document_make_one_report(ledger: Ledger) -> None:
    receipts: list[Receipt] = []
    threads = [threading.Thread(target=lambda: receipts.append(hand_in(ledger))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({receipt.report_id for receipt in receipts}) == 1
    assert sum(receipt.fresh for receipt in receipts) == 1


# --- the life of a job -----------------------------------------------------------------------------


def test_only_one_claim_succeeds(ledger: Ledger) -> None:
    job_id = hand_in(ledger).job_id
    first = held(ledger, job_id)
    assert (first.attempt, first.submission, first.filename) == (1, {"year": 2020}, "报告.txt")
    assert claim(ledger, job_id) is None
    assert outbox.due(ledger.database) == []


def test_a_finished_job_is_never_claimed_again(ledger: Ledger) -> None:
    job_id = hand_in(ledger).job_id
    assert audits.finish(ledger.database, held(ledger, job_id), audit())
    assert state(ledger, job_id)["state"] == "succeeded"
    assert claim(ledger, job_id) is None


def test_a_late_twin_changes_nothing(ledger: Ledger) -> None:
    receipt = hand_in(ledger)
    late = held(ledger, receipt.job_id, lease=-1.0)
    current = held(ledger, receipt.job_id)
    assert (late.attempt, current.attempt) == (1, 2)
    assert not jobs.heartbeat(ledger.database, late, 10.0)
    assert not audits.finish(ledger.database, late, audit(summary={"outcome": "late"}))
    assert not jobs.release(ledger.database, late)
    assert jobs.lose(ledger.database, late.job_id, late.attempt, "crash", 3) is None
    assert audits.finish(ledger.database, current, audit())
    stored = audits.find(ledger.database, "local", receipt.report_id)
    assert stored is not None
    assert stored.body == audit()


def test_three_lost_attempts_end_the_job(ledger: Ledger) -> None:
    job_id = hand_in(ledger).job_id
    ends = [jobs.lose(ledger.database, job_id, held(ledger, job_id).attempt, "memory", 3) for _ in range(3)]
    assert ends == ["queued", "queued", "failed"]
    assert state(ledger, job_id)["problem"] == {"code": "worker_lost", "reason": "memory"}
    assert claim(ledger, job_id) is None


def test_a_released_job_waits_again_and_no_attempt_counts_as_lost(ledger: Ledger) -> None:
    job_id = hand_in(ledger).job_id
    for _ in range(5):
        assert jobs.release(ledger.database, held(ledger, job_id))
    found = state(ledger, job_id)
    assert (found["state"], found["lost"], found["attempt"]) == ("queued", 0, 5)
    assert outbox.due(ledger.database) == [(job_id, "fast")]


def test_an_erased_report_leaves_nothing_and_its_worker_writes_nothing(ledger: Ledger) -> None:
    receipt = hand_in(ledger)
    busy = held(ledger, receipt.job_id)
    place = ledger.blobs.path("local", busy.sha256)
    assert not reports.erase(ledger.database, ledger.blobs, "city", receipt.report_id)
    assert place.exists()
    assert reports.erase(ledger.database, ledger.blobs, "local", receipt.report_id)
    assert not place.exists()
    assert not audits.finish(ledger.database, busy, audit())
    assert jobs.find(ledger.database, "local", receipt.job_id) is None


def test_bytes_stay_while_another_report_has_the_same(ledger: Ledger) -> None:
    one, other = hand_in(ledger), hand_in(ledger, delivery=replace(DELIVERY, external_id="7"))
    place = ledger.blobs.path("local", held(ledger, one.job_id).sha256)
    reports.erase(ledger.database, ledger.blobs, "local", one.report_id)
    assert place.exists()
    reports.erase(ledger.database, ledger.blobs, "local", other.report_id)
    assert not place.exists()


# --- the sweeper -----------------------------------------------------------------------------------


class Broker:
    """A queue that writes down what is published, or is away."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.away = False

    def publish(self, job_id: str, queue: str = "fast") -> bool:
        if not self.away:
            self.sent.append(job_id)
        return not self.away


def sweep(ledger: Ledger, broker: Broker) -> sweeping.Swept:
    return sweeping.sweep(ledger.database, ledger.blobs, broker, ledger.settings)  # type: ignore[arg-type]


def test_what_the_broker_did_not_take_is_sent_when_it_is_back(ledger: Ledger) -> None:
    broker, job_id = Broker(), hand_in(ledger).job_id
    broker.away = True
    assert sweep(ledger, broker).published == 0
    broker.away = False
    assert sweep(ledger, broker).published == 1
    assert sweep(ledger, broker).published == 0, "not again before its time"
    assert broker.sent == [job_id]


def test_an_expired_lease_goes_back_to_the_queue(ledger: Ledger) -> None:
    broker, job_id = Broker(), hand_in(ledger).job_id
    held(ledger, job_id, lease=-1.0)
    swept = sweep(ledger, broker)
    assert (swept.returned, swept.published) == (1, 1)
    assert (state(ledger, job_id)["state"], state(ledger, job_id)["lost"]) == ("queued", 1)


def test_a_job_whose_workers_keep_vanishing_fails(ledger: Ledger) -> None:
    broker, job_id = Broker(), hand_in(ledger).job_id
    for _ in range(3):
        held(ledger, job_id, lease=-1.0)
        swept = sweep(ledger, broker)
    assert swept.failed == 1
    assert state(ledger, job_id)["problem"] == {"code": "worker_lost", "reason": "lease_expired"}


# --- lists -----------------------------------------------------------------------------------------


def test_lists_are_narrowed_and_paged_newest_first(ledger: Ledger) -> None:
    receipts = [hand_in(ledger, f"report {number}".encode()) for number in range(5)]
    audits.finish(ledger.database, held(ledger, receipts[2].job_id), audit())
    newest = [receipt.report_id for receipt in reversed(receipts)]
    page = reports.listed(ledger.database, "local", Filter(limit=2))
    assert [row["id"] for row in page] == newest[:3], "one more than asked for: there is a next page"
    page = reports.listed(ledger.database, "local", Filter(limit=2, before=newest[1]))
    assert [row["id"] for row in page] == newest[2:5]
    for wanted in (Filter(rule="ARI-01"), Filter(agency="示例局"), Filter(year=2020, outcome="findings")):
        assert [row["id"] for row in reports.listed(ledger.database, "local", wanted)] == [receipts[2].report_id]
    assert reports.listed(ledger.database, "local", Filter(rule="ARI-02")) == []
    assert reports.listed(ledger.database, "city", Filter()) == []


def test_workers_are_seen_and_gone(ledger: Ledger) -> None:
    workers.seen(ledger.database, "one")
    workers.seen(ledger.database, "one")
    assert workers.alive(ledger.database, 10.0) == 1
    workers.gone(ledger.database, "one")
    assert workers.alive(ledger.database, 10.0) == 0
