"""Calling couriers for webhooks that have something to deliver."""

from __future__ import annotations

from ledger.database import Database
from ledger.queue import Queue
from ledger.store import turns


def call_couriers(database: Database, queue: Queue, pause_seconds: float, tenant: str | None = None) -> int:
    """One message for every webhook with something due, at most one in ``pause_seconds``; those of one tenant or of
    all. Returns how many the broker took."""
    called = []
    for webhook_id in turns.due(database, pause_seconds, tenant):
        if not queue.publish(webhook_id, "hooks"):
            break
        called.append(webhook_id)
    if called:
        turns.called(database, called)
    return len(called)
