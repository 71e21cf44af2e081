"""Taking a document in: bytes into their place, report, job and outbox row in one transaction.

The same bytes with the same particulars are the same report. What it is worth doing again (the last run failed, or the
catalogue or the tenant's rule profile has changed since) gets a new job on that report; everything else is answered
from what is there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from ledger import tracing
from ledger.blobs import Blobs, Incoming
from ledger.clock import new_id, now
from ledger.database import Database
from ledger.schema import Job, Report
from ledger.store import auditlog, events, profiles, usage
from ledger.store.fanout import call_back
from ledger.store.jobs import DONE, FAST
from ledger.store.outbox import enqueue
from ledger.store.usage import Allowance

Known = Row[str, str | None, str | None, str, str]

HANDED_IN = "report.handed-in"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a caller hands in besides the bytes. ``submission`` holds agency, agency_kind, year and published as far as
    given; ``catalogue`` is the engine's current digest; ``queue`` is where a job for it waits;
    ``allowances`` is what the caller may hand in a day; ``callback`` is a webhook's id and the address to which the
    end of the job is told in its name."""

    tenant: str
    filename: str
    submission: dict[str, Any]
    external_id: str | None
    catalogue: str
    queue: str = FAST
    allowances: tuple[Allowance, ...] = ()
    callback: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where the document stands: ``duplicate`` when the report was there before, ``fresh`` when a job was added."""

    report_id: str
    job_id: str
    duplicate: bool
    fresh: bool
    queue: str = FAST


def identity(delivery: Delivery, sha256: str) -> str:
    """The digest that makes two deliveries the same report. The file's name does not count, nor does the order."""
    parts = [sha256, delivery.external_id, sorted(delivery.submission.items())]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def accept(
    database: Database,
    blobs: Blobs,
    incoming: Incoming,
    delivery: Delivery,
    *,
    grace_seconds: float,
    full: Exception | None = None,
) -> Receipt:
    """Commit the document. When this returns, bytes and job survive a crash. ``grace_seconds`` is how long the caller
    has to publish the job's message before the sweeper does. ``full`` is raised instead of adding a job, QuotaError
    for one document too many: then nothing is kept. What is there already is answered all the same."""
    blobs.stage(incoming, delivery.tenant)
    with database.write() as connection:
        return take(connection, database, blobs, incoming, delivery, grace_seconds, full)


def take(
    connection: Connection,
    database: Database,
    blobs: Blobs,
    incoming: Incoming,
    delivery: Delivery,
    grace_seconds: float,
    full: Exception | None = None,
) -> Receipt:
    """The same for a staged document inside another transaction. The document's hash is locked until its end."""
    key = identity(delivery, incoming.sha256)
    database.lock(connection, f"{delivery.tenant}/{incoming.sha256}")
    known = _known(connection, delivery.tenant, key)
    profile = profiles.of(connection, delivery.tenant)
    fresh = not known or _worth_repeating(known, delivery.catalogue, profile.digest if profile else None)
    if fresh and full:
        raise full
    if fresh:
        usage.charge(connection, delivery.tenant, delivery.allowances, incoming.size)
    blobs.keep(incoming, delivery.tenant)
    if known and not fresh:
        auditlog.note(connection, HANDED_IN, known.id, tenant=delivery.tenant, outcome="duplicate")
        _call_back(connection, known.job_id, delivery)
        return Receipt(known.id, known.job_id, True, False)
    report_id = known.id if known else _new_report(connection, key, incoming, delivery)
    job_id = _new_job(connection, delivery, report_id, grace_seconds)
    _call_back(connection, job_id, delivery)
    events.of_report(connection, events.RECEIVED, report_id, job_id, duplicate=known is not None)
    auditlog.note(connection, HANDED_IN, report_id, tenant=delivery.tenant)
    return Receipt(report_id, job_id, known is not None, True, delivery.queue)


def _known(connection: Connection, tenant: str, key: str) -> Known | None:
    return connection.execute(
        select(Report.id, Report.catalogue, Report.profile, Job.id.label("job_id"), Job.state)
        .join(Job, Job.report_id == Report.id)
        .where(Report.tenant == tenant, Report.identity == key)
        .order_by(Job.id.desc())
        .limit(1)
    ).first()


def _call_back(connection: Connection, job_id: str, delivery: Delivery) -> None:
    """Note the callback while the job has not ended: whoever ends it meanwhile waits, or has been waited for."""
    if delivery.callback is None:
        return
    state = connection.execute(select(Job.state).where(Job.id == job_id).with_for_update()).scalar()
    if state not in DONE:
        call_back(connection, job_id, *delivery.callback)


def _worth_repeating(known: Known, catalogue: str, profile: str | None) -> bool:
    """A failure that was not the document's, or an audit by other rules. A job under way is never doubled."""
    if known.state in ("queued", "running"):
        return False
    return (known.catalogue, known.profile) != (catalogue, profile)


def _new_report(connection: Connection, key: str, incoming: Incoming, delivery: Delivery) -> str:
    received_at = now()  # before the id is made, whose time a list by time goes by
    report_id = new_id()
    connection.execute(
        insert(Report).values(
            id=report_id,
            tenant=delivery.tenant,
            identity=key,
            sha256=incoming.sha256,
            bytes=incoming.size,
            filename=delivery.filename,
            external_id=delivery.external_id,
            submission=delivery.submission,
            received_at=received_at,
        )
    )
    return report_id


def _new_job(connection: Connection, delivery: Delivery, report_id: str, grace_seconds: float) -> str:
    job_id = new_id()
    fresh = {"state": "queued", "attempt": 0, "lost": 0, "created_at": now(), "traceparent": tracing.current()}
    owner = {"tenant": delivery.tenant, "report_id": report_id, "queue": delivery.queue}
    connection.execute(insert(Job).values(id=job_id, **owner, **fresh))
    enqueue(connection, job_id, due_at=now() + int(grace_seconds * 1000))
    return job_id
