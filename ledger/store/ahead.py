"""Moments that lie further ahead than anybody can have set them: the wall clock has gone back since.

A lease reaches ``lease_seconds`` ahead and a message is due again at most twice its job's age later. What lies beyond
would keep a job waiting for as long as the clock has jumped, so it is brought back to where it could lie now.
"""

from __future__ import annotations

from sqlalchemy import case, update

from ledger.clock import now
from ledger.database import Database
from ledger.schema import Job, Outbox, Worker
from ledger.store.outbox import JOB

SLACK = 15_000  # milliseconds by which two machines' clocks may differ, and that a released job may wait


def bring_back(database: Database, lease_seconds: float, republish_seconds: float) -> int:
    """Give running jobs a lease from now on, and have messages sent now, where the moment on record is impossible.
    A holder that lives goes on extending its lease; one that died is found out when the new lease ends. Returns how
    many were brought back."""
    moment = now()
    lease, pause = int(lease_seconds * 1000), int(republish_seconds * 1000)
    age = case((Outbox.created_at < moment, moment - Outbox.created_at), else_=0)
    with database.write() as connection:
        leases = connection.execute(
            update(Job)
            .where(Job.state == "running", Job.lease_until > moment + lease + SLACK)
            .values(lease_until=moment + lease)
        )
        messages = connection.execute(
            update(Outbox)
            .where(Outbox.topic == JOB, Outbox.due_at > moment + pause + 2 * age + SLACK)
            .values(due_at=moment, created_at=case((Outbox.created_at < moment, Outbox.created_at), else_=moment))
        )
        connection.execute(update(Worker).where(Worker.seen_at > moment + SLACK).values(seen_at=moment))
    return int(leases.rowcount + messages.rowcount)


def renew(database: Database, lease_seconds: float) -> int:
    """Give every running job a whole lease from now on: the clock has gone forward, not its holder away. One that died
    is found out when that ends."""
    end = now() + int(lease_seconds * 1000)
    with database.write() as connection:
        short = update(Job).where(Job.state == "running", Job.lease_until < end)
        return connection.execute(short.values(lease_until=end)).rowcount
