"""Which receivers an event goes to: decided in the transaction that writes it, as rows that wait for a courier."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, insert, select

from ledger.clock import new_id, now
from ledger.schema import Callback, Delivery, Webhook

PENDING = "pending"
OWN = ""  # the target of a delivery that goes to the webhook's own address

Goal = tuple[str, str, str | None]  # webhook, target, address of a callback


def spread(
    connection: Connection, tenant: str, number: int, kind: str, *, only: str | None, ended: str | None
) -> None:
    """One delivery for every webhook that wants this type, or for one ``only``; and for every callback of the job that
    has ``ended`` with this event."""
    goals = {(only, OWN, None)} if only else _subscribed(connection, tenant, kind)
    if ended:
        goals |= _called_back(connection, ended)
    if goals:
        connection.execute(insert(Delivery), [row(tenant, number, *goal) for goal in sorted(goals, key=str)])


def row(tenant: str, number: int, webhook_id: str, target: str = OWN, url: str | None = None) -> dict[str, object]:
    """A delivery that is due now."""
    return {
        "id": new_id(),
        "tenant": tenant,
        "webhook_id": webhook_id,
        "number": number,
        "target": target,
        "url": url,
        "state": PENDING,
        "attempts": 0,
        "next_at": now(),
        "created_at": now(),
        "log": [],
    }


def call_back(connection: Connection, job_id: str, webhook_id: str, url: str) -> None:
    """Have the end of the job told at this address too."""
    target = hashlib.sha256(url.encode()).hexdigest()
    known = select(Callback.job_id).where(Callback.job_id == job_id, Callback.target == target)
    if connection.execute(known).first() is None:
        connection.execute(insert(Callback).values(job_id=job_id, target=target, webhook_id=webhook_id, url=url))


def _subscribed(connection: Connection, tenant: str, kind: str) -> set[Goal]:
    rows = connection.execute(select(Webhook.id, Webhook.types).where(Webhook.tenant == tenant, Webhook.enabled))
    return {(each.id, OWN, None) for each in rows if each.types is None or kind in each.types}


def _called_back(connection: Connection, job_id: str) -> set[Goal]:
    rows = connection.execute(select(Callback.__table__).where(Callback.job_id == job_id))
    return {(each.webhook_id, each.target, each.url) for each in rows}
