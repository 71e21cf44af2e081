"""Jobs in lists, and how long their queues are. Every query is bounded, whatever the backlog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from ledger.clock import first_id, now
from ledger.database import Database
from ledger.lookup import Lookup
from ledger.schema import Job

FURTHEST = 1000  # positions beyond this one are not counted


_EARLIER = (
    select(Job.id)
    .where(Job.state == "queued", Job.queue == bindparam("queue"), Job.id < bindparam("id"))
    .limit(FURTHEST - 1)
)
_BEFORE = Lookup(select(func.count().label("count")).select_from(_EARLIER.subquery()))


@dataclass(frozen=True, slots=True)
class JobFilter:
    """What a list of jobs is narrowed by; None is no condition. ``since`` is a moment in milliseconds, ``before`` the
    cursor: the id of the last row seen."""

    state: str | None = None
    queue: str | None = None
    since: int | None = None
    report_id: str | None = None
    before: str | None = None
    limit: int = 50


def listed(database: Database, tenant: str, wanted: JobFilter) -> list[dict[str, Any]]:
    """Newest first, one more than ``limit`` when there is a next page."""
    statement = select(Job.__table__).where(Job.tenant == tenant).order_by(Job.id.desc()).limit(wanted.limit + 1)
    for column in (Job.state, Job.queue, Job.report_id):
        value = getattr(wanted, column.key)
        if value is not None:
            statement = statement.where(column == value)
    if wanted.since is not None:
        statement = statement.where(Job.id >= first_id(wanted.since))
    if wanted.before is not None:
        statement = statement.where(Job.id < wanted.before)
    with database.read() as connection:
        return [dict(row) for row in connection.execute(statement).mappings()]


def position(database: Database, job: dict[str, Any]) -> int | None:
    """How many jobs of its queue are taken before it, itself counted; at most FURTHEST. None unless it waits."""
    if job["state"] != "queued":
        return None
    before = _BEFORE.one(database, queue=job["queue"], id=job["id"])
    return 1 + int(before["count"]) if before else None


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many jobs wait in a queue, counted up to a limit, and when the oldest was created (milliseconds)."""

    length: int
    oldest: int | None


def backlog(database: Database, queue: str, limit: int) -> Backlog:
    """What waits in a queue, all tenants together."""
    waiting = select(Job.id).where(Job.state == "queued", Job.queue == queue)
    with database.read() as connection:
        length = connection.execute(select(func.count()).select_from(waiting.limit(limit).subquery())).scalar_one()
        first = waiting.with_only_columns(Job.created_at).order_by(Job.id).limit(1)
        return Backlog(length, connection.execute(first).scalar())


def finished(database: Database, queue: str, seconds: float) -> int:
    """How many jobs of a queue have ended within the last seconds."""
    lately = Job.finished_at > now() - int(seconds * 1000)
    with database.read() as connection:
        return connection.execute(select(func.count()).where(Job.queue == queue, lately)).scalar_one()


def next_waiting(database: Database, queue: str) -> str | None:
    """The job of the queue that waits longest."""
    oldest = select(Job.id).where(Job.state == "queued", Job.queue == queue).order_by(Job.id).limit(1)
    with database.read() as connection:
        return connection.execute(oldest).scalar()
