"""Events: told exactly when their transaction is committed, in an order that no reader can fall behind."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update
from test_store import DELIVERY, audit, hand_in, held

from ledger import clock
from ledger.book import Ledger
from ledger.cloudevents import body, envelope
from ledger.database import Step, at_end
from ledger.schema import Event
from ledger.store import audits, events, jobs, reports


def told(ledger: Ledger, tenant: str = "local", **narrowed: Any) -> list[tuple[str, dict[str, Any]]]:
    page = events.after(ledger.database, tenant, None, **narrowed)
    return [(each.type, each.data) for each in page.events]


def note(ledger: Ledger, word: str, tenant: str = "local", then: Step = lambda _: None) -> None:
    with ledger.database.write() as connection:
        events.record(connection, tenant, word, word, {})
        at_end(connection, then)


def test_a_report_is_told_of_from_its_receipt_to_its_end(ledger: Ledger) -> None:
    receipt = hand_in(ledger, delivery=replace(DELIVERY, external_id="7"))
    audits.finish(ledger.database, held(ledger, receipt.job_id), audit())
    (_, before), *_ = told(ledger)
    assert before["external_id"] == "7"
    reports.erase(ledger.database, ledger.blobs, "local", receipt.report_id)
    (one, received), (two, audited), (three, deleted) = told(ledger)
    assert (one, two, three) == (events.RECEIVED, events.AUDITED, events.DELETED)
    known = {"report_id": receipt.report_id, "job_id": receipt.job_id, "external_id": None}
    assert received == {**known, "duplicate": False}
    assert audited.pop("audit_id")
    counts = {"error": 1, "warning": 0, "notice": 0}
    assert audited == {**known, "outcome": "findings", "problem": None, "counts": counts}
    assert deleted == {**known, "job_id": None, "external_id": "7"}, "the caller's own words stay in the last alone"


def test_every_way_to_fail_is_told_once(ledger: Ledger) -> None:
    broken, lost, unreadable = (hand_in(ledger, data) for data in (b"1", b"2", b"3"))
    jobs.fail(ledger.database, held(ledger, broken.job_id), "engine-failed", "ValueError")
    for _ in range(3):
        jobs.lose(ledger.database, lost.job_id, held(ledger, lost.job_id).attempt, "memory", 3)
    problem = {"type": "/v1/problems/encrypted", "code": "encrypted", "title": {}, "detail": {}}
    late = held(ledger, unreadable.job_id, lease=-1.0)
    audits.finish(ledger.database, held(ledger, unreadable.job_id), audit(problem=problem, report=None))
    assert not audits.finish(ledger.database, late, audit())
    assert not jobs.fail(ledger.database, late, "engine-failed", "ValueError")
    failed = told(ledger, kinds=(events.FAILED,))
    assert [data["problem"] for _, data in failed] == ["engine-failed", "worker_lost", "encrypted"]
    assert told(ledger, kinds=(events.AUDITED,)) == []


def test_a_duplicate_is_no_event_and_another_audit_is(ledger: Ledger) -> None:
    first = hand_in(ledger)
    hand_in(ledger)
    assert len(told(ledger)) == 1
    audits.finish(ledger.database, held(ledger, first.job_id), audit())
    hand_in(ledger, delivery=replace(DELIVERY, catalogue="catalogue-2"))
    assert [data["duplicate"] for _, data in told(ledger, kinds=(events.RECEIVED,))] == [False, True]


def test_what_is_rolled_back_is_never_told(ledger: Ledger) -> None:
    note(ledger, "one")

    def fail(_: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        note(ledger, "never", then=fail)
    note(ledger, "two")
    page = events.after(ledger.database, "local", None)
    assert [(each.number, each.type) for each in page.events] == [(1, "one"), (2, "two")]


def test_tenants_have_streams_of_their_own(ledger: Ledger) -> None:
    note(ledger, "one")
    note(ledger, "other", "city")
    assert told(ledger, "city") == [("other", {})]
    assert events.after(ledger.database, "city", None).reached == 1
    assert events.after(ledger.database, "town", None) == events.Page([], 0)


def test_a_reader_among_many_writers_misses_nothing_and_sees_nothing_twice(ledger: Ledger) -> None:
    def write(name: str) -> None:
        for number in range(25):
            note(ledger, f"{name}-{number}")

    writers = [threading.Thread(target=write, args=(str(name),)) for name in range(6)]
    for writer in writers:
        writer.start()
    seen: list[str] = []
    reached, busy = 0, True
    while busy:
        busy = any(writer.is_alive() for writer in writers)  # looked at before the last page is read
        page = events.after(ledger.database, "local", reached, limit=7 if busy else 1000)
        seen += [each.type for each in page.events]
        reached = page.reached
    assert len(seen) == len(set(seen)) == 150
    for name in range(6):
        assert [each for each in seen if each.startswith(f"{name}-")] == [f"{name}-{number}" for number in range(25)]


def test_a_number_is_given_only_when_all_before_it_are_to_be_seen(ledger: Ledger) -> None:
    """Two transactions at once: the second waits for the first, or it would be read while the first is skipped."""
    numbered, go_on = threading.Event(), threading.Event()

    def wait(_: Any) -> None:
        numbered.set()
        go_on.wait(20)

    first = threading.Thread(target=note, args=(ledger, "slow"), kwargs={"then": wait})
    second = threading.Thread(target=note, args=(ledger, "quick"))
    first.start()
    assert numbered.wait(20)
    second.start()
    second.join(0.3)
    assert events.after(ledger.database, "local", None) == events.Page([], 0)
    go_on.set()
    first.join()
    second.join()
    assert [kind for kind, _ in told(ledger)] == ["slow", "quick"]


def test_a_filter_moves_the_cursor_past_what_it_leaves_out(ledger: Ledger) -> None:
    for word in ("a", "b", "a", "b", "b"):
        note(ledger, word)
    page = events.after(ledger.database, "local", None, ("a",), limit=2)
    assert ([each.number for each in page.events], page.reached) == ([1, 3], 3)
    assert events.after(ledger.database, "local", 3, ("a",), limit=2) == events.Page([], 5)


def test_old_events_go_and_their_cursors_are_refused(ledger: Ledger) -> None:
    for word in ("one", "two", "three"):
        note(ledger, word)
    with ledger.database.write() as connection:
        old = clock.now() - 2 * 86_400_000
        connection.execute(update(Event).where(Event.number <= 2).values(at=old))
    assert events.forget(ledger.database, days=1.0) == 2
    assert [kind for kind, _ in told(ledger)] == ["three"]
    assert [each.type for each in events.after(ledger.database, "local", 2).events] == ["three"]
    for lost in (0, 1, 4):
        with pytest.raises(events.CursorError):
            events.after(ledger.database, "local", lost)
    note(ledger, "four")
    assert events.forget(ledger.database, days=-1.0) == 2
    note(ledger, "five")
    assert [each.number for each in events.after(ledger.database, "local", None).events] == [5]


def test_an_event_reads_as_cloudevents(ledger: Ledger) -> None:
    receipt = hand_in(ledger)
    told = events.after(ledger.database, "local", None).events[0]
    shown = envelope(told, "https://gouji.example/")
    assert shown["source"] == "https://gouji.example/v1"
    assert shown["type"] == "cn.gouji.report.received"
    assert (shown["subject"], shown["sequence"]) == (receipt.report_id, "0000000000000000001")
    base = "https://gouji.example/v1"
    assert shown["data"]["links"] == {
        "report": f"{base}/reports/{receipt.report_id}",
        "job": f"{base}/jobs/{receipt.job_id}",
    }
    assert body(told, "") == body(told, ""), "what is signed is the same however often it is sent"
    assert "报告" not in body(told, "").decode()
