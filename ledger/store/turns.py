"""Whose turn it is to deliver to a webhook, and how its receiver fares.

One courier at a time has a webhook: the turn's number is its fencing token, a lease hands it on should the courier
vanish. A receiver that fails in a whole round rests before the next, so that a dead one costs one try now and then and
holds nobody else up; one that fails for days, or says that it is gone, is disabled and the tenant is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, update

from ledger.clock import now
from ledger.database import Database
from ledger.schema import Delivery, Webhook
from ledger.store import events
from ledger.store.fanout import PENDING

LEASES = 4  # of a job: above what a batch can take, so that only a courier that has vanished loses its turn
LONGEST_REST = 86_400  # seconds that a receiver may ask for
SLACK = 15_000  # milliseconds by which two machines' clocks may differ


@dataclass(frozen=True, slots=True)
class Turn:
    """A webhook in hand. ``secrets`` are as kept, the newest first; ``failures`` rounds in a row went wrong."""

    webhook_id: str
    number: int
    tenant: str
    url: str
    secrets: tuple[str, ...]
    failures: int


def due(database: Database, pause_seconds: float, tenant: str | None = None, limit: int = 500) -> list[str]:
    """Webhooks with something to deliver for which no courier has been called lately, in no order: whichever has the
    most to deliver comes no sooner than others."""
    moment = now()
    waiting = exists().where(
        Delivery.webhook_id == Webhook.id,
        Delivery.state == PENDING,
        or_(Delivery.next_at <= moment, Delivery.created_at > moment + SLACK),
    )
    called = or_(Webhook.told_at.is_(None), Webhook.told_at < moment - int(pause_seconds * 1000))
    statement = select(Webhook.id).where(_free(moment), called, waiting)
    if tenant is not None:
        statement = statement.where(Webhook.tenant == tenant)
    with database.read() as connection:
        return list(connection.execute(statement.order_by(func.random()).limit(limit)).scalars())


def called(database: Database, webhook_ids: list[str]) -> None:
    """A courier has been called for these."""
    with database.write() as connection:
        connection.execute(update(Webhook).where(Webhook.id.in_(webhook_ids)).values(told_at=now()))


def claim(database: Database, webhook_id: str, lease_seconds: float) -> Turn | None:
    """Take the webhook in hand, if nobody has it and its receiver does not rest."""
    moment = now()
    values = {"turn": Webhook.turn + 1, "lease_until": moment + int(lease_seconds * 1000), "told_at": None}
    with database.write() as connection:
        statement = update(Webhook).where(Webhook.id == webhook_id, _free(moment)).values(values)
        row = connection.execute(statement.returning(Webhook.__table__)).first()
    if row is None:
        return None
    old = [secret for secret, until in row.old_secrets if until > moment]
    return Turn(row.id, row.turn, row.tenant, row.url, (row.secret, *old), row.failures)


def bring_back(database: Database, lease_seconds: float) -> None:
    """Let nobody wait for moments further ahead than anybody can have set them: the wall clock has gone back since."""
    moment = now()
    lease = moment + int(lease_seconds * 1000) + SLACK
    longest = moment + LONGEST_REST * 1000 + SLACK
    with database.write() as connection:
        connection.execute(update(Webhook).where(Webhook.lease_until > lease).values(lease_until=lease))
        connection.execute(update(Webhook).where(Webhook.rest_until > longest).values(rest_until=moment))
        connection.execute(update(Webhook).where(Webhook.told_at > moment + SLACK).values(told_at=None))


def fared(
    database: Database, turn: Turn, good: bool, *, lease_seconds: float, rest_seconds: float, disable_days: float
) -> bool:
    """How a round went: ``good`` when the receiver took something. True when the turn goes on."""
    moment = now()
    if good:
        values: dict[str, Any] = {"failures": 0, "failing_since": None, "rest_until": None}
        return _mine(database, turn, {**values, "lease_until": moment + int(lease_seconds * 1000)})
    rest = {"failures": Webhook.failures + 1, "rest_until": moment + int(rest_seconds * 1000), "lease_until": None}
    with database.write() as connection:
        known = update(Webhook).where(_held(turn))
        row = connection.execute(known.values(rest).returning(Webhook.failing_since)).first()
        if row and row.failing_since is None:
            connection.execute(known.values(failing_since=moment))
        late = row and row.failing_since and row.failing_since < moment - int(disable_days * 86_400_000)
    if late:
        disable(database, turn, "failing")
    return False


def release(database: Database, turn: Turn) -> None:
    """Hand the webhook back: there is nothing to deliver now, or the courier stops."""
    _mine(database, turn, {"lease_until": None})


def disable(database: Database, turn: Turn, why: str) -> None:
    """Nothing more is sent there until the owner enables it again. The tenant's other receivers are told."""
    with database.write() as connection:
        statement = update(Webhook).where(_held(turn), Webhook.enabled)
        if connection.execute(statement.values(enabled=False, disabled=why, lease_until=None)).rowcount:
            data = {"webhook_id": turn.webhook_id, "reason": why}
            events.record(connection, turn.tenant, events.DISABLED, turn.webhook_id, data)


def _free(moment: int) -> Any:
    at_hand = or_(Webhook.lease_until.is_(None), Webhook.lease_until < moment)
    awake = or_(Webhook.rest_until.is_(None), Webhook.rest_until <= moment)
    return and_(Webhook.enabled, at_hand, awake)


def _held(turn: Turn) -> Any:
    return and_(Webhook.id == turn.webhook_id, Webhook.turn == turn.number)


def _mine(database: Database, turn: Turn, values: dict[str, Any]) -> bool:
    with database.write() as connection:
        return connection.execute(update(Webhook).where(_held(turn)).values(values)).rowcount == 1
