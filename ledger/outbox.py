"""Sending what the outbox holds, and taking back what lost its holder: one round of the sweeper."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import takewhile

from ledger.blobs import Blobs
from ledger.database import Database
from ledger.hooks import call_couriers
from ledger.queue import Queue
from ledger.settings import Settings
from ledger.store import ahead, auditlog, entries, events, idempotency, jobs, outbox, retention, turns, usage, workers

SENDING = 2.0  # seconds of one round that sending may take
_TENDED_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Swept:
    """What one round did."""

    published: int
    returned: int
    failed: int
    uploads_dropped: int
    events_dropped: int
    couriers_called: int
    expired: int


def publish_due(database: Database, queue: Queue, pause_seconds: float) -> int:
    """Send the messages of all jobs that are due; stops at the first that the broker does not take, and after
    SENDING, for there is other work."""
    end, count = time.monotonic() + SENDING, 0
    while waiting := outbox.due(database):
        taken = list(takewhile(lambda job: queue.publish(*job), waiting))
        if taken:
            outbox.sent(database, [job_id for job_id, _ in taken], pause_seconds)
        count += len(taken)
        if len(taken) < len(waiting) or time.monotonic() > end:
            break
    return count


def sweep(database: Database, blobs: Blobs, queue: Queue, settings: Settings, *, jumped: bool = False) -> Swept:
    """Bring back moments that a jump of the clock left ahead, return expired leases, send what is due, drop what is
    too old or was cut off, make rows of audits without. ``jumped``: the clock has just gone forward, and every lease
    seems to have run out; then its holder gets the time to extend it."""
    if jumped:
        ahead.renew(database, settings.lease_seconds)
    ahead.bring_back(database, settings.lease_seconds, settings.republish_seconds)
    turns.bring_back(database, turns.LEASES * settings.lease_seconds)
    states = [
        jobs.lose(database, job_id, attempt, "lease_expired", settings.max_lost)
        for job_id, attempt in jobs.expired(database)
    ]
    published = publish_due(database, queue, settings.republish_seconds)
    called = call_couriers(database, queue, settings.republish_seconds)
    workers.forget(database)
    idempotency.forget(database)
    entries.catch_up(database)
    database.tend(_TENDED_SECONDS)
    dropped = events.forget(database, settings.event_days)
    expired = retention.expire(database, blobs, settings.retention_days)
    if settings.audit_log_days:
        auditlog.forget(database, settings.audit_log_days)
    usage.forget(database)
    database.tidy()
    return Swept(published, states.count("queued"), states.count("failed"), blobs.sweep(), dropped, called, expired)
