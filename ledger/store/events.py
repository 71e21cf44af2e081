"""What happened, as it is told to the outside: written in the transaction that did it, read by a cursor.

An event's number is given at the end of its transaction, by the one row of the tenant's stream that the transaction
then holds until it is committed. Numbers therefore have no gaps and become visible in their order, on every database:
whoever has read up to n has missed nothing before it. The row is taken last, so that nobody who holds it waits for
anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ledger.clock import new_id, now
from ledger.database import Database, at_end
from ledger.schema import Delivery, Event, Report, Stream
from ledger.store.fanout import spread

RECEIVED = "report.received"
AUDITED = "report.audited"
FAILED = "job.failed"
CANCELLED = "job.cancelled"
DELETED = "report.deleted"
EXPIRED = "report.expired"
DISABLED = "webhook.disabled"
PING = "webhook.ping"
TYPES = (RECEIVED, AUDITED, FAILED, CANCELLED, DELETED, EXPIRED, DISABLED, PING)
ENDS = (AUDITED, FAILED, CANCELLED)  # a job ends with exactly one of these

AT_ONCE = 5000  # events that are deleted in one transaction


@dataclass(frozen=True, slots=True)
class Told:
    """One event. ``number`` is its place in the tenant's stream, ``at`` milliseconds, ``data`` plain JSON."""

    tenant: str
    number: int
    id: str
    type: str
    subject: str
    at: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Events after a cursor; ``reached`` is the cursor to go on from, which moves past what was filtered out."""

    events: list[Told]
    reached: int


class CursorError(Exception):
    """The cursor is none of this stream any more: what came after it has been deleted, or has never been."""


def record(connection: Connection, tenant: str, kind: str, subject: str, data: dict[str, Any]) -> None:
    """Tell that this happened, if the transaction is committed."""
    at_end(connection, lambda last: _append(last, tenant, kind, subject, data))


def of_report(connection: Connection, kind: str, report_id: str, job_id: str | None = None, **more: Any) -> None:
    """Tell something of a report that is (still) there; ``more`` are ids, codes and counts."""
    report = connection.execute(select(Report.tenant, Report.external_id).where(Report.id == report_id)).one()
    known = {"report_id": report_id, "job_id": job_id, "external_id": report.external_id}
    record(connection, report.tenant, kind, report_id, known | more)


def scrub(connection: Connection, tenant: str, report_id: str) -> None:
    """Take the caller's own words out of what was told of a report; ids and counts stay until the event is dropped."""
    of_it = and_(Event.tenant == tenant, Event.subject == report_id)
    for row in connection.execute(select(Event.number, Event.data).where(of_it)).all():
        wiped = {**row.data, "external_id": None}
        connection.execute(update(Event).where(of_it, Event.number == row.number).values(data=wiped))


def after(database: Database, tenant: str, cursor: int | None, kinds: tuple[str, ...] = (), limit: int = 100) -> Page:
    """The oldest events behind the cursor, None for the first that is kept. Raises CursorError."""
    behind = [Event.tenant == Stream.tenant, Event.number > (cursor or 0)]
    if kinds:
        behind.append(Event.type.in_(kinds))
    statement = (  # one statement is one snapshot: no event goes between the bounds and the page
        select(Stream.last, Stream.dropped, Event.__table__)
        .outerjoin_from(Stream, Event, and_(*behind))
        .where(Stream.tenant == tenant)
        .order_by(Event.number)
        .limit(limit)
    )
    with database.read() as connection:
        rows = connection.execute(statement).all()
    last, dropped = (rows[0].last, rows[0].dropped) if rows else (0, 0)
    if cursor is not None and not dropped <= cursor <= last:
        raise CursorError
    found = [told(row) for row in rows if row.number is not None]
    return Page(found, found[-1].number if len(found) == limit else last)


def forget(database: Database, days: float) -> int:
    """Delete what is older, oldest first, so many at a time; returns how many."""
    oldest = now() - int(days * 86_400_000)
    first = and_(Event.tenant == Stream.tenant, Event.number == Stream.dropped + 1)
    with database.read() as connection:
        late = select(Stream.tenant).join(Event, first).where(Event.at < oldest)
        tenants = connection.execute(late).scalars().all()
    return sum(_forget(database, tenant, oldest) for tenant in tenants)


def _forget(database: Database, tenant: str, oldest: int) -> int:
    with database.write() as connection:
        stream = update(Stream).where(Stream.tenant == tenant)
        hold = stream.values(last=Stream.last).returning(Stream.last, Stream.dropped)
        last, dropped = connection.execute(hold).one()
        young = select(func.min(Event.number)).where(
            Event.tenant == tenant, Event.at >= oldest, Event.number <= dropped + AT_ONCE
        )
        kept = connection.execute(young).scalar_one() or min(last, dropped + AT_ONCE) + 1
        connection.execute(delete(Delivery).where(Delivery.tenant == tenant, Delivery.number < kept))
        gone = connection.execute(delete(Event).where(Event.tenant == tenant, Event.number < kept)).rowcount
        connection.execute(stream.values(dropped=kept - 1))
        return gone


def _append(connection: Connection, tenant: str, kind: str, subject: str, data: dict[str, Any]) -> None:
    number = _next(connection, tenant)
    row = {"tenant": tenant, "number": number, "id": new_id(), "type": kind, "subject": subject, "at": now()}
    connection.execute(insert(Event).values(**row, data=data))
    only = str(data["webhook_id"]) if kind == PING else None
    ended = str(data["job_id"]) if kind in ENDS else None
    spread(connection, tenant, number, kind, only=only, ended=ended)


def _next(connection: Connection, tenant: str) -> int:
    """The next number; from now on until the commit nobody else gets one of this tenant."""
    step = update(Stream).where(Stream.tenant == tenant).values(last=Stream.last + 1).returning(Stream.last)
    number = connection.execute(step).scalar()
    if number is None:
        begin = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(begin(Stream).values(tenant=tenant, last=0, dropped=0).on_conflict_do_nothing())
        number = connection.execute(step).scalar_one()
    return number


def told(row: Row[Any]) -> Told:
    """An event from a row that holds its columns."""
    return Told(row.tenant, row.number, row.id, row.type, row.subject, row.at, dict(row.data))
