"""The life of a job: claim, heartbeat, and one of finish, lose, release.

Each is one conditional UPDATE. The attempt number that the claim hands out is the fencing token: whoever holds an
older one changes nothing, however late it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, or_, select, update

from ledger.clock import now
from ledger.database import Database
from ledger.schema import Job, Report
from ledger.store import events, profiles
from ledger.store.outbox import enqueue, settle

DONE = ("succeeded", "failed")

_FIND = select(Job.__table__).where(Job.id == bindparam("id"), Job.tenant == bindparam("tenant"))  # built once


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


def claim(database: Database, job_id: str, worker: str, lease_seconds: float, max_lost: int) -> Claim | None:
    """Take the job if it waits, or if its holder's lease has run out (that attempt then counts as lost). None when
    there is nothing to do: a duplicate message, a job in other hands, a deleted report."""
    moment = now()
    expired = and_(Job.state == "running", Job.lease_until < moment, Job.lost + 1 < max_lost)
    with database.write() as connection:
        row = connection.execute(
            update(Job)
            .where(Job.id == job_id, or_(Job.state == "queued", expired))
            .values(
                state="running",
                attempt=Job.attempt + 1,
                lost=case((Job.state == "running", Job.lost + 1), else_=Job.lost),
                worker=worker,
                lease_until=moment + int(lease_seconds * 1000),
                started_at=moment,
            )
            .returning(Job.attempt, Job.report_id)
        ).first()
        if row is None:
            return None
        settle(connection, job_id)
        report = connection.execute(select(Report.__table__).where(Report.id == row.report_id)).one()
        profile = profiles.of(connection, report.tenant)
    known = (report.tenant, report.id, report.sha256, report.filename, dict(report.submission))
    return Claim(job_id, row.attempt, *known, profile=profile.body if profile else None)


def heartbeat(database: Database, held: Claim, lease_seconds: float) -> bool:
    """Extend the lease. False: the job is no longer ours, stop working on it."""
    with database.write() as connection:
        return _mine(connection, held, lease_until=now() + int(lease_seconds * 1000))


def release(database: Database, held: Claim, after_seconds: float = 0.0) -> bool:
    """Hand the job back unharmed, as a clean stop does: no attempt is counted as lost. ``after_seconds`` is how long
    its next message waits."""
    with database.write() as connection:
        if not _mine(connection, held, state="queued", worker=None, lease_until=None):
            return False
        enqueue(connection, held.job_id, due_at=now() + int(after_seconds * 1000))
        return True


def lose(database: Database, job_id: str, attempt: int, reason: str, max_lost: int) -> str | None:
    """The attempt ended without an answer. The job waits again, or fails for good after ``max_lost`` such attempts.
    Returns the new state, None when the attempt was not current."""
    with database.write() as connection:
        current = and_(Job.id == job_id, Job.attempt == attempt, Job.state == "running")
        row = connection.execute(
            update(Job)
            .where(current)
            .values(lost=Job.lost + 1, lease_until=None, worker=None)
            .returning(Job.lost, Job.report_id)
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
        if not _mine(connection, held, state="failed", finished_at=now(), lease_until=None, problem=problem):
            return False
        events.of_report(connection, events.FAILED, held.report_id, held.job_id, problem=code)
        return True


def conclude(connection: Connection, held: Claim, problem: dict[str, Any] | None) -> bool:
    """Set the final state inside the transaction that stores the audit. False: not ours any more."""
    state = "failed" if problem else "succeeded"
    return _mine(connection, held, state=state, finished_at=now(), lease_until=None, problem=problem)


def expired(database: Database, limit: int = 500) -> list[tuple[str, int]]:
    """Running jobs whose lease has run out, with their attempt."""
    with database.read() as connection:
        late = and_(Job.state == "running", Job.lease_until < now())
        return [
            (row.id, row.attempt) for row in connection.execute(select(Job.id, Job.attempt).where(late).limit(limit))
        ]


def find(database: Database, tenant: str, job_id: str) -> dict[str, Any] | None:
    """One job as a row, None when there is none or it belongs to another tenant."""
    with database.read() as connection:
        row = connection.execute(_FIND, {"id": job_id, "tenant": tenant}).mappings().first()
        return dict(row) if row else None


def latest(database: Database, tenant: str, report_id: str) -> dict[str, Any] | None:
    """The newest job of a report."""
    statement = (
        select(Job.__table__).where(Job.tenant == tenant, Job.report_id == report_id).order_by(Job.id.desc()).limit(1)
    )
    with database.read() as connection:
        row = connection.execute(statement).mappings().first()
        return dict(row) if row else None


def _mine(connection: Connection, held: Claim, **values: Any) -> bool:
    current = and_(Job.id == held.job_id, Job.attempt == held.attempt, Job.state == "running")
    return connection.execute(update(Job).where(current).values(**values)).rowcount == 1
