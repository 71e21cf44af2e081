"""The sweeper: several at once do no harm, a clock that jumps forward loses nothing, a long backlog is sent soon."""

from __future__ import annotations

import threading
import time
from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from ledger import outbox as sweeping
from ledger.book import Ledger
from ledger.clock import Clock, new_id, now
from ledger.schema import Job, Outbox
from ledger.store import audits, intake, jobs, outbox
from ledger.store.intake import Delivery
from ledger.store.jobs import Claim
from workers import sweeper
from workers.meters import Sweeps

AUDIT = b'{"engine":{"version":"0","catalogue":"c"},"facts":[],"findings":[],"report":null,"summary":{"error":0,"warning":0,"notice":0,"outcome":"no_findings"}}'
HOURS = 6 * 3600 * 10**9


class Broker:
    """A queue that writes down what is published."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def publish(self, key: str, queue: str = "fast") -> bool:
        self.sent.append((key, queue))
        return True


def hand_in(ledger: Ledger, data: bytes, queue: str = "fast") -> str:
    incoming = ledger.blobs.receive(1000)
    incoming.write(data)
    delivery = Delivery("local", "a.txt", {}, None, "c", queue)
    receipt = intake.accept(ledger.database, ledger.blobs, incoming, delivery, grace_seconds=0.0)
    incoming.drop()
    return receipt.job_id


def claim(ledger: Ledger, job_id: str, lease: float = 10.0) -> Claim:
    held = jobs.claim(ledger.database, job_id, "worker", lease, 3)
    assert held is not None
    return held


def state(ledger: Ledger, job_id: str) -> dict[str, Any]:
    found = jobs.find(ledger.database, "local", job_id)
    assert found is not None
    return found


def sweep(ledger: Ledger, broker: Broker, **more: Any) -> sweeping.Swept:
    return sweeping.sweep(ledger.database, ledger.blobs, broker, ledger.settings, **more)  # type: ignore[arg-type]


def shift(monkeypatch: pytest.MonkeyPatch, nanoseconds: int) -> None:
    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() + nanoseconds)


def test_several_sweepers_at_once_count_each_lost_attempt_once(ledger: Ledger) -> None:
    running = [hand_in(ledger, f"report {number}".encode()) for number in range(6)]
    for job_id in running:
        claim(ledger, job_id, lease=-1.0)
    waiting = [hand_in(ledger, f"scan {number}".encode(), "slow") for number in range(6)]
    broker, failed = Broker(), []

    def round_after_round() -> None:
        try:
            for _ in range(3):
                sweep(ledger, broker)
        except Exception as trouble:
            failed.append(trouble)

    threads = [threading.Thread(target=round_after_round) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [(state(ledger, each)["state"], state(ledger, each)["lost"]) for each in running] == [("queued", 1)] * 6
    assert set(broker.sent) == {(each, "fast") for each in running} | {(each, "slow") for each in waiting}
    with ledger.database.read() as connection:
        assert len(connection.execute(select(Outbox.key)).all()) == 12, "one row a job"


def test_a_clock_that_jumps_forward_takes_no_job_from_its_holder(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, broker, held = Clock(), Broker(), claim(ledger, hand_in(ledger, b"a report"))
    assert not clock.jumped()
    shift(monkeypatch, HOURS)
    swept = sweep(ledger, broker, jumped=clock.jumped())
    assert (swept.returned, state(ledger, held.job_id)["lost"]) == (0, 0)
    assert not clock.jumped(), "once"
    assert audits.finish(ledger.database, held, AUDIT)
    assert state(ledger, held.job_id)["state"] == "succeeded"


def test_a_holder_that_died_before_the_jump_is_found_out_one_lease_later(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, broker, held = Clock(), Broker(), claim(ledger, hand_in(ledger, b"a report"))
    shift(monkeypatch, HOURS)
    sweep(ledger, broker, jumped=clock.jumped())
    assert state(ledger, held.job_id)["lease_until"] <= now() + ledger.settings.lease_seconds * 1000
    shift(monkeypatch, int((ledger.settings.lease_seconds + 1) * 10**9))
    assert sweep(ledger, broker).returned == 1
    assert state(ledger, held.job_id)["lost"] == 1


def test_time_that_passes_and_a_clock_that_goes_back_are_no_jump_forward(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    time.sleep(0.05)
    assert not clock.jumped()
    shift(monkeypatch, -HOURS)
    assert not clock.jumped()


def test_the_sweeper_looks_at_its_clock_in_every_round(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, seen = threading.Event(), []
    jumps = iter((False, True))
    monkeypatch.setattr(Clock, "jumped", lambda _: next(jumps))

    def swept(*_: Any, jumped: bool) -> sweeping.Swept:
        seen.append(jumped)
        if len(seen) == 2:
            stop.set()
        return sweeping.Swept(*[0] * len(fields(sweeping.Swept)))

    monkeypatch.setattr(sweeper, "sweep", swept)
    sweeper.run(ledger, stop, Sweeps())
    assert seen == [False, True]


def test_a_backlog_whose_messages_were_lost_is_sent_in_one_round(ledger: Ledger) -> None:
    hand_in(ledger, b"a report")
    ids, moment = [new_id() for _ in range(1200)], now()
    with ledger.database.write() as connection:
        known = connection.execute(select(Job.tenant, Job.report_id)).one()._asdict()
        fresh = {**known, "queue": "fast", "state": "queued", "attempt": 0, "lost": 0, "created_at": moment}
        connection.execute(insert(Job), [{**fresh, "id": each} for each in ids])
        row = {"topic": outbox.JOB, "created_at": moment, "due_at": moment, "tries": 0}
        connection.execute(insert(Outbox), [{**row, "id": new_id(), "key": each} for each in ids])
    broker = Broker()
    sweeping.SENDING, before = 600.0, sweeping.SENDING  # a busy machine may take its time
    try:
        assert sweep(ledger, broker).published == 1201
    finally:
        sweeping.SENDING = before
    assert sweep(ledger, broker).published == 0, "not again before their time"


def test_a_job_that_waits_for_days_is_called_for_every_hour(ledger: Ledger) -> None:
    job_id = hand_in(ledger, b"a report")
    days = now() - 3 * 86_400_000
    with ledger.database.write() as connection:
        connection.execute(update(Outbox).values(created_at=days, due_at=days))
    assert sweep(ledger, Broker()).published == 1
    with ledger.database.read() as connection:
        due = connection.execute(select(Outbox.due_at).where(Outbox.key == job_id)).scalar_one()
    assert now() < due <= now() + 3_600_000
