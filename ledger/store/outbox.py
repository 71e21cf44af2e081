"""Rows of the outbox: what must still be told to the outside, and when next."""

from __future__ import annotations

from sqlalchemy import BigInteger, Connection, case, delete, insert, literal, select, update

from ledger.clock import new_id, now
from ledger.database import Database
from ledger.schema import Job, Outbox

JOB = "job"
MOST = 3_600_000  # milliseconds between two messages of a job that waits


def enqueue(connection: Connection, job_id: str, due_at: int) -> None:
    """The job waits for a worker from now on (part of the caller's transaction)."""
    connection.execute(
        insert(Outbox).values(id=new_id(), topic=JOB, key=job_id, created_at=now(), due_at=due_at, tries=0)
    )


def settle(connection: Connection, job_id: str) -> None:
    """The job has a worker, or needs none any more."""
    connection.execute(delete(Outbox).where(Outbox.topic == JOB, Outbox.key == job_id))


def hasten(database: Database, job_id: str) -> None:
    """Publishing failed: the sweeper shall not wait for the grace period."""
    with database.write() as connection:
        connection.execute(update(Outbox).where(Outbox.topic == JOB, Outbox.key == job_id).values(due_at=now()))


def due(database: Database, limit: int = 500) -> list[tuple[str, str]]:
    """Jobs whose message is to be sent (again), oldest first, each with its queue."""
    waiting = (
        select(Outbox.key, Job.queue)
        .join(Job, Job.id == Outbox.key)
        .where(Outbox.topic == JOB, Outbox.due_at <= now())
        .order_by(Outbox.due_at)
        .limit(limit)
    )
    with database.read() as connection:
        return [(row.key, row.queue) for row in connection.execute(waiting)]


def sent(database: Database, job_ids: list[str], pause_seconds: float) -> None:
    """Their messages are out. The next try comes after twice the time that the row has waited, at least the pause, so
    that a long queue is not flooded with copies, and at most MOST."""
    moment, floor = now(), int(pause_seconds * 1000)
    wait = (moment - Outbox.created_at) * 2
    soonest, latest = literal(moment + floor, BigInteger), literal(moment + max(MOST, floor), BigInteger)
    due_at = case((wait < floor, soonest), (wait > MOST, latest), else_=literal(moment, BigInteger) + wait)
    rows = update(Outbox).where(Outbox.topic == JOB, Outbox.key.in_(job_ids))
    with database.write() as connection:
        database.lock(connection, "outbox")  # two sweepers would wait for each other's rows
        connection.execute(rows.values(due_at=due_at, tries=Outbox.tries + 1))
