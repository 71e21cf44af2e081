"""Which workers are alive: each writes its name and the time into one row."""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select, update

from ledger.clock import now
from ledger.database import Database
from ledger.schema import Worker


def seen(database: Database, name: str) -> None:
    """The worker is alive now."""
    with database.write() as connection:
        if not connection.execute(update(Worker).where(Worker.name == name).values(seen_at=now())).rowcount:
            connection.execute(insert(Worker).values(name=name, seen_at=now()))


def gone(database: Database, name: str) -> None:
    """The worker has stopped."""
    with database.write() as connection:
        connection.execute(delete(Worker).where(Worker.name == name))


def alive(database: Database, within_seconds: float) -> int:
    """How many have been seen lately."""
    with database.read() as connection:
        lately = Worker.seen_at > now() - int(within_seconds * 1000)
        return connection.execute(select(func.count()).where(lately)).scalar_one()


def forget(database: Database, after_seconds: float = 86_400.0) -> None:
    """Drop the rows of workers that ended without a word long ago."""
    with database.write() as connection:
        connection.execute(delete(Worker).where(Worker.seen_at < now() - int(after_seconds * 1000)))
