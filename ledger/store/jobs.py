"""The life of a job: claim, heartbeat, and one of finish, lose, release, hand over, cancel.

Each is one conditional UPDATE. The attempt number that the claim hands out is the fencing token: whoever holds an
older one changes nothing, however late it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, or_, select, true, update

from ledger.clock import now
from ledger.database import Database
from ledger.lookup import Lookup
from ledger.schema import Job, Report
from ledger.store import events, profiles
from ledger.store.outbox import enqueue, settle

DONE = ("succeeded", "failed", "cancelled")
FAST, SLOW = "fast", "slow"  # queues
IDLE: dict[str, Any] = {"worker": None, "lease_until": None, "step": None, "progress": None}  # in nobody's hands

_FIND = Lookup(select(Job.__table__).where(Job.id == bindparam("id"), Job.tenant == bindparam("tenant")))


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in hand: ``attempt`` proves it, the rest is what the audit needs."""

    job_id: str
    attempt: int
    tenant: str
    report_id: str
    sha256: str
    filename: str
    submission: dict[str, Any]
    profile: dict[str, Any] | None = None  # the tenant's rule profile at the time of the claim
    queue: str = FAST
    traceparent: str | None = None


def claim(
    database: Database, job_id: str, worker: str, lease_seconds: float, max_lost: int, queue: str | None = None
) -> Claim | None:
    """Take the job if it waits, or if its holder's lease has run out (that attempt then counts as lost). None when
    there is nothing to do: a duplicate message, a job in other hands or in another ``queue``, a deleted report."""
    moment = now()
    expired = and_(Job.state == "running", Job.lease_until < moment, Job.lost + 1 < max_lost)
    here = Job.queue == queue if queue else true()
    with database.write() as connection:
        row = connection.execute(
            update(Job)
            .where(Job.id == job_id, here, or_(Job.state == "queued", expired))
            .values(
                state="running",
                attempt=Job.attempt + 1,
                lost=case((Job.state == "running", Job.lost + 1), else_=Job.lost),
                worker=worker,
                lease_until=moment + int(lease_seconds * 1000),
                started_at=moment,
                step="reading",
                progress=0.0,
            )
            .returning(Job.attempt, Job.report_id, Job.queue, Job.traceparent)
        ).first()
        if row is None:
            return None
        settle(connection, job_id)
        report = connection.execute(select(Report.__table__).where(Report.id == row.report_id)).one()
        profile = profiles.of(connection, report.tenant)
    known = (report.tenant, report.id, report.sha256, report.filename, dict(report.submission))
    body = profile.body if profile else None
    return Claim(job_id, row.attempt, *known, profile=body, queue=row.queue, traceparent=row.traceparent)


def heartbeat(
    database: Database, held: Claim, lease_seconds: float, step: str | None = None, progress: float | None = None
) -> bool:
    """Extend the lease and say how far the work is. False: the job is no longer ours, stop working on it."""
    values: dict[str, Any] = {"lease_until": now() + int(lease_seconds * 1000)}
    with database.write() as connection:
        return _mine(connection, held, **values, **({"step": step, "progress": progress} if step else {}))


def held_still(database: Database, held: Claim) -> bool:
    """Whether the job is still ours. Costs no write, so that it can be asked every second."""
    with database.read() as connection:
        return connection.execute(select(Job.id).where(_current(held))).first() is not None


def release(database: Database, held: Claim, after_seconds: float = 0.0) -> bool:
    """Hand the job back unharmed, as a clean stop does: no attempt is counted as lost. ``after_seconds`` is how long
    its next message waits."""
    with database.write() as connection:
        if not _mine(connection, held, state="queued", **IDLE):
            return False
        enqueue(connection, held.job_id, due_at=now() + int(after_seconds * 1000))
        return True


def hand_over(database: Database, held: Claim) -> bool:
    """The job is none for the fast queue: it waits in the slow one, and no attempt is counted as lost."""
    with database.write() as connection:
        if not _mine(connection, held, state="queued", queue=SLOW, **IDLE):
            return False
        enqueue(connection, held.job_id, due_at=now())
        return True


def cancel(database: Database, tenant: str, job_id: str) -> str | None:
    """End a job that waits or runs, for good; whoever works on it finds the claim void. Returns the state in which
    the job is now: that it was cancelled before is no difference. None when there is no such job."""
    own = and_(Job.id == job_id, Job.tenant == tenant)
    with database.write() as connection:
        ended = {**IDLE, "state": "cancelled", "finished_at": now()}
        alive = Job.state.in_(("queued", "running"))
        row = connection.execute(update(Job).where(own, alive).values(ended).returning(Job.report_id)).first()
        if row:
            settle(connection, job_id)
            events.of_report(connection, events.CANCELLED, row.report_id, job_id)
        return connection.execute(select(Job.state).where(own)).scalar()


def lose(database: Database, job_id: str, attempt: int, reason: str, max_lost: int) -> str | None:
    """The attempt ended without an answer. The job waits again, or fails for good after ``max_lost`` such attempts.
    Returns the new state, None when the attempt was not current."""
    with database.write() as connection:
        current = and_(Job.id == job_id, Job.attempt == attempt, Job.state == "running")
        row = connection.execute(
            update(Job).where(current).values({**IDLE, "lost": Job.lost + 1}).returning(Job.lost, Job.report_id)
        ).first()
        if row is None:
            return None
        if row.lost < max_lost:
            connection.execute(update(Job).where(Job.id == job_id).values(state="queued"))
            enqueue(connection, job_id, due_at=now())
            return "queued"
        problem = {"code": "worker_lost", "reason": reason}
        values = {"state": "failed", "finished_at": now(), "problem": problem}
        connection.execute(update(Job).where(Job.id == job_id).values(**values))
        events.of_report(connection, events.FAILED, row.report_id, job_id, problem="worker_lost")
        return "failed"


def fail(database: Database, held: Claim, code: str, reason: str) -> bool:
    """End the job without an audit, for good. ``code`` is a problem type, ``reason`` a word without report text."""
    with database.write() as connection:
        problem = {"code": code, "reason": reason}
        if not _mine(connection, held, **_ended("failed", problem)):
            return False
        events.of_report(connection, events.FAILED, held.report_id, held.job_id, problem=code)
        return True


def conclude(connection: Connection, held: Claim, problem: dict[str, Any] | None) -> bool:
    """Set the final state inside the transaction that stores the audit. False: not ours any more."""
    state = "failed" if problem else "succeeded"
    return _mine(connection, held, **_ended(state, problem))


def expired(database: Database, limit: int = 500) -> list[tuple[str, int]]:
    """Running jobs whose lease has run out, with their attempt."""
    with database.read() as connection:
        late = and_(Job.state == "running", Job.lease_until < now())
        return [
            (row.id, row.attempt) for row in connection.execute(select(Job.id, Job.attempt).where(late).limit(limit))
        ]


def find(database: Database, tenant: str, job_id: str) -> dict[str, Any] | None:
    """One job as a row, None when there is none or it belongs to another tenant."""
    return _FIND.one(database, id=job_id, tenant=tenant)


def _ended(state: str, problem: dict[str, Any] | None) -> dict[str, Any]:
    """The last values of a job. Its worker stays on record."""
    kept = {key: value for key, value in IDLE.items() if key != "worker"}
    return {**kept, "state": state, "finished_at": now(), "problem": problem}


def _current(held: Claim) -> ColumnElement[bool]:
    return and_(Job.id == held.job_id, Job.attempt == held.attempt, Job.state == "running")


def _mine(connection: Connection, held: Claim, **values: Any) -> bool:
    return connection.execute(update(Job).where(_current(held)).values(**values)).rowcount == 1
