"""Webhooks as their owners see them: made, listed, changed, dropped, with a secret that can be replaced.

Secrets go in and out as they are kept (see ledger.secrets); here nobody can read them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, update

from ledger.clock import now
from ledger.database import Database
from ledger.schema import Callback, Delivery, Webhook
from ledger.store import events

MOST = 50  # of one tenant
MOST_OLD = 4  # secrets that sign along
_ALIVE: dict[str, Any] = {"disabled": None, "failures": 0, "failing_since": None, "rest_until": None}

Row = dict[str, Any]


class TooManyError(Exception):
    """The tenant has as many webhooks as it may have."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an owner says of a webhook. ``types`` None is every type."""

    url: str
    types: list[str] | None
    description: str
    enabled: bool


def create(database: Database, tenant: str, webhook_id: str, wish: Wish, secret: str) -> Row:
    """A webhook, which is told of everything from now on. Made again under the same id, because nobody has learnt of
    the first, it takes the place of that. Raises TooManyError."""
    zero = {"old_secrets": [], "turn": 0, "failures": 0, "disabled": None if wish.enabled else "caller"}
    row = {"id": webhook_id, "tenant": tenant, **asdict(wish), "secret": secret, **zero, "created_at": now()}
    mine = Webhook.tenant == tenant
    with database.write() as connection:
        database.lock(connection, f"{tenant}/webhooks")
        connection.execute(delete(Webhook).where(mine, Webhook.id == webhook_id))
        if connection.execute(select(func.count()).where(mine)).scalar_one() >= MOST:
            raise TooManyError
        made = insert(Webhook).values(row).returning(Webhook.__table__)
        return dict(connection.execute(made).mappings().one())


def listed(database: Database, tenant: str) -> list[Row]:
    """All of the tenant, oldest first."""
    with database.read() as connection:
        statement = select(Webhook.__table__).where(Webhook.tenant == tenant).order_by(Webhook.id)
        return [dict(row) for row in connection.execute(statement).mappings()]


def find(database: Database, tenant: str, webhook_id: str) -> Row | None:
    """One webhook, None when there is none or it belongs to another tenant."""
    with database.read() as connection:
        statement = select(Webhook.__table__).where(Webhook.tenant == tenant, Webhook.id == webhook_id)
        row = connection.execute(statement).mappings().first()
        return dict(row) if row else None


def change(database: Database, tenant: str, webhook_id: str, values: Row) -> Row | None:
    """Change url, types, description or enabled. One that is enabled again starts with a clean slate."""
    if values.get("enabled"):
        values = {**values, **_ALIVE}
    elif "enabled" in values:
        values = {**values, "disabled": "caller"}
    if "url" in values:
        values = {**values, "failures": 0, "failing_since": None, "rest_until": None}
    return _update(database, tenant, webhook_id, values)


def rotate(database: Database, tenant: str, webhook_id: str, secret: str, grace_seconds: float) -> Row | None:
    """A new secret; the one before signs along for so long, and so do those before it for what is left of theirs."""
    moment = now()
    mine = and_(Webhook.tenant == tenant, Webhook.id == webhook_id)
    with database.write() as connection:
        row = connection.execute(select(Webhook.__table__).where(mine).with_for_update()).first()
        if row is None:
            return None
        before = [each for each in row.old_secrets if each[1] > moment]
        old = [[row.secret, moment + int(grace_seconds * 1000)], *before][:MOST_OLD]
        statement = update(Webhook).where(mine).values(secret=secret, old_secrets=old)
        return dict(connection.execute(statement.returning(Webhook.__table__)).mappings().one())


def drop(database: Database, tenant: str, webhook_id: str) -> bool:
    """Forget the webhook, what was on its way to it, and its log."""
    with database.write() as connection:
        gone = connection.execute(delete(Webhook).where(Webhook.tenant == tenant, Webhook.id == webhook_id)).rowcount
        if gone:
            connection.execute(delete(Delivery).where(Delivery.webhook_id == webhook_id))
            connection.execute(delete(Callback).where(Callback.webhook_id == webhook_id))
        return gone == 1


def ping(database: Database, tenant: str, webhook_id: str) -> bool:
    """Send a test event to this webhook alone. False when there is none."""
    with database.write() as connection:
        known = select(Webhook.id).where(Webhook.tenant == tenant, Webhook.id == webhook_id)
        if connection.execute(known).first() is None:
            return False
        events.record(connection, tenant, events.PING, webhook_id, {"webhook_id": webhook_id})
        return True


def _update(database: Database, tenant: str, webhook_id: str, values: Row) -> Row | None:
    statement = update(Webhook).where(Webhook.tenant == tenant, Webhook.id == webhook_id)
    with database.write() as connection:
        changed = connection.execute(statement.values(values).returning(Webhook.__table__)).mappings().first()
        return dict(changed) if changed else None
