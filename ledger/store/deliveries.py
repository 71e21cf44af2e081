"""Deliveries: what is due, how each attempt went, the log, and sending again what was sent before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, insert, or_, select, update

from ledger.clock import now
from ledger.database import Database
from ledger.schema import Delivery, Event, Webhook
from ledger.store import events, fanout
from ledger.store.events import Told
from ledger.store.fanout import OWN, PENDING
from ledger.store.turns import SLACK, Turn

LOGGED = 50  # attempts that the log keeps

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """One delivery to be tried: what, where to (None: the webhook's own address), and the attempts so far."""

    id: str
    told: Told
    url: str | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one try went: the status, if there was one, the milliseconds, and the kind of error (None: taken)."""

    status: int | None
    ms: int
    error: str | None

    @property
    def good(self) -> bool:
        return self.error is None


def batch(database: Database, turn: Turn, limit: int) -> list[Due]:
    """The deliveries of the webhook that have waited longest. One from the future is due too: the clock went back."""
    moment = now()
    late = or_(Delivery.next_at <= moment, Delivery.created_at > moment + SLACK)
    statement = (
        select(Delivery.id.label("delivery_id"), Delivery.url, Delivery.attempts, Event.__table__)
        .join(Event, and_(Event.tenant == Delivery.tenant, Event.number == Delivery.number))
        .where(Delivery.webhook_id == turn.webhook_id, Delivery.state == PENDING, late)
        .order_by(Delivery.next_at, Delivery.number)
        .limit(limit)
    )
    with database.read() as connection:
        rows = connection.execute(statement).all()
    return [Due(row.delivery_id, events.told(row), row.url, row.attempts) for row in rows]


def settle(database: Database, due: Due, attempt: Attempt, again_seconds: float | None) -> bool:
    """Write down how the attempt went: delivered, to be tried again after so long, or failed for good (None). False
    when it has been settled meanwhile; then nothing has changed."""
    state = "delivered" if attempt.good else "failed" if again_seconds is None else PENDING
    next_at = now() + int((again_seconds or 0) * 1000) if state == PENDING else None
    entry = {"at": now(), "status": attempt.status, "ms": attempt.ms, "error": attempt.error}
    known = and_(Delivery.id == due.id, Delivery.attempts == due.attempts, Delivery.state == PENDING)
    with database.write() as connection:
        log = connection.execute(select(Delivery.log).where(known)).scalar()
        if log is None:
            return False
        values = {"state": state, "next_at": next_at, "attempts": due.attempts + 1, "log": [*log, entry][-LOGGED:]}
        return connection.execute(update(Delivery).where(known).values(values)).rowcount == 1


def listed(
    database: Database, webhook_id: str, *, state: str | None = None, before: str | None = None, limit: int = 50
) -> list[Row]:
    """The log of a webhook, newest first, one more than ``limit`` when there is a next page."""
    statement = (
        select(Delivery.__table__, Event.id.label("event_id"), Event.type)
        .join(Event, and_(Event.tenant == Delivery.tenant, Event.number == Delivery.number))
        .where(Delivery.webhook_id == webhook_id)
        .order_by(Delivery.id.desc())
        .limit(limit + 1)
    )
    if state is not None:
        statement = statement.where(Delivery.state == state)
    if before is not None:
        statement = statement.where(Delivery.id < before)
    with database.read() as connection:
        return [dict(row) for row in connection.execute(statement).mappings()]


def replay(database: Database, webhook_id: str, delivery_id: str) -> bool:
    """Send one again, as if for the first time, under the same id. False when there is none."""
    known = and_(Delivery.id == delivery_id, Delivery.webhook_id == webhook_id)
    with database.write() as connection:
        return connection.execute(update(Delivery).where(known).values(_anew())).rowcount == 1


def replay_after(database: Database, webhook: Row, cursor: int, limit: int) -> tuple[int, int]:
    """Send again what happened behind the cursor, sent before or not, as far as the webhook wants its type. Returns
    how many deliveries are due by it and the cursor to go on from. Raises CursorError."""
    tenant, types = webhook["tenant"], webhook["types"]
    kinds = tuple(events.TYPES if types is None else types)
    page = events.after(database, tenant, cursor, kinds, limit) if kinds else None
    if page is None or not page.events:
        return 0, page.reached if page else cursor
    wanted = {each.number for each in page.events if each.type != events.PING}
    with database.write() as connection:
        mine = and_(Delivery.webhook_id == webhook["id"], Delivery.target == OWN, Delivery.number.in_(wanted))
        connection.execute(
            select(Webhook.id).where(Webhook.id == webhook["id"]).with_for_update()
        )  # one replay a time
        known = set(connection.execute(select(Delivery.number).where(mine)).scalars())
        connection.execute(update(Delivery).where(mine).values(_anew()))
        if missing := sorted(wanted - known):
            rows = [fanout.row(tenant, number, webhook["id"]) for number in missing]
            connection.execute(insert(Delivery), rows)
    return len(wanted), page.reached


def _anew() -> Row:
    return {"state": PENDING, "attempts": 0, "next_at": now()}
