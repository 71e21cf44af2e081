"""The audit log: who did what to what, when and from where. It takes rows and gives none back.

Who acts is known where a request begins, what is done where the transaction is: ``act`` and ``actor`` carry the one to
the other. An entry holds ids and codes, never a file's name or its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from ledger.clock import new_id, now
from ledger.database import Database
from ledger.schema import LogEntry

DONE = "done"
KEPT_DAYS = 180  # younger entries cannot be deleted: the Cybersecurity Law asks for half a year (art. 21)
PAGE = 1000


@dataclass(slots=True)
class Actor:
    """Who acts: a credential's id, or the name of one of our own processes. ``noted``: what it does is in the log."""

    credential: str | None = None
    tenant: str | None = None
    address: str | None = None
    trace_id: str | None = None
    noted: bool = False


_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)


def act(somebody: Actor | None) -> None:
    """From now on (in this thread, until it is said again) it is they who act; None: nobody who is known."""
    _acting.set(somebody)


def actor() -> Actor:
    """Who acts."""
    return _acting.get() or Actor()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the log is narrowed by; None is no condition. ``before`` is the cursor: the id of the last entry seen."""

    tenant: str | None = None
    action: str | None = None
    target: str | None = None
    credential: str | None = None
    since: int | None = None
    before: str | None = None
    limit: int = 50


def note(
    connection: Connection, action: str, target: str | None = None, *, tenant: str | None = None, outcome: str = DONE
) -> None:
    """Enter what the caller's transaction does: it is in the log exactly if it is done. ``tenant`` is whom it is
    about, the actor's own if None."""
    who = actor()
    connection.execute(
        insert(LogEntry).values(
            id=new_id(),
            at=now(),
            tenant=tenant or who.tenant,
            credential=who.credential,
            action=action,
            target=target,
            outcome=outcome,
            address=who.address,
            trace_id=who.trace_id,
        )
    )
    who.noted = True


def listed(database: Database, wanted: Wanted) -> list[dict[str, Any]]:
    """Newest first, one more than ``limit`` when there is a next page."""
    statement = select(LogEntry.__table__).order_by(LogEntry.id.desc()).limit(wanted.limit + 1)
    for column in (LogEntry.tenant, LogEntry.action, LogEntry.target, LogEntry.credential):
        value = getattr(wanted, column.key)
        if value is not None:
            statement = statement.where(column == value)
    if wanted.before is not None:
        statement = statement.where(LogEntry.id < wanted.before)
    if wanted.since is not None:
        statement = statement.where(LogEntry.at >= wanted.since)
    with database.read() as connection:
        return [dict(row) for row in connection.execute(statement).mappings()]


def whole(database: Database, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Everything that is wanted, oldest first, without holding it in memory."""
    statement = select(LogEntry.__table__).order_by(LogEntry.id).limit(PAGE)
    if wanted.tenant is not None:
        statement = statement.where(LogEntry.tenant == wanted.tenant)
    if wanted.since is not None:
        statement = statement.where(LogEntry.at >= wanted.since)
    last = ""
    while True:
        with database.read() as connection:
            rows = connection.execute(statement.where(LogEntry.id > last)).mappings().all()
        yield from map(dict, rows)
        if len(rows) < PAGE:
            return
        last = rows[-1]["id"]


def forget(database: Database, days: int, limit: int = 1000) -> int:
    """Delete the oldest entries beyond so many days; returns how many. Fewer days than KEPT_DAYS are not granted."""
    oldest = now() - max(days, KEPT_DAYS) * 86_400_000
    over = select(LogEntry.id).where(LogEntry.at < oldest).order_by(LogEntry.id).limit(limit)
    with database.write() as connection:
        return connection.execute(delete(LogEntry).where(LogEntry.id.in_(over))).rowcount
