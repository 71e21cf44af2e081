"""Batches: files handed in together, each judged by itself, all committed in one transaction.

When ``accept`` returns, every file that was not refused is a report with a job, and the list of all files says so;
before, there is nothing. The id is the caller's, so that a request which is tried again finds what the first has made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from ledger.blobs import Blobs, Incoming
from ledger.clock import now
from ledger.database import Database
from ledger.schema import Batch, BatchEntry, Job, Report
from ledger.store import auditlog, intake
from ledger.store.intake import Delivery, Receipt
from ledger.store.jobs import FAST
from ledger.store.usage import Allowance

Row = dict[str, Any]


@dataclass(slots=True)
class Entry:
    """One file: what came (None when it was refused), and why it was refused. ``problem`` holds code and detail."""

    name: str
    bytes: int
    incoming: Incoming | None = None
    queue: str = FAST
    problem: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the caller says about every file of the batch."""

    tenant: str
    submission: dict[str, Any]
    catalogue: str
    allowances: tuple[Allowance, ...] = ()


def accept(
    database: Database,
    blobs: Blobs,
    batch_id: str,
    entries: Sequence[Entry],
    particulars: Particulars,
    *,
    grace_seconds: float,
    full: Mapping[str, Exception | None],
) -> list[Receipt]:
    """Commit a batch and all its files; returns the receipts of those that have a new job. ``full`` says, by queue,
    what is raised instead of adding a job."""
    tenant = particulars.tenant
    taken = [(number, entry, entry.incoming) for number, entry in enumerate(entries, 1) if entry.incoming]
    for _, _, incoming in taken:
        blobs.stage(incoming, tenant)
    receipts: dict[int, Receipt] = {}
    with database.write() as connection:
        for sha256 in sorted({incoming.sha256 for _, _, incoming in taken}):
            database.lock(connection, f"{tenant}/{sha256}")  # all, in one order, before anything else is held
        for number, entry, incoming in taken:
            delivery = _delivery(entry, particulars)
            receipts[number] = intake.take(
                connection, database, blobs, incoming, delivery, grace_seconds, full.get(entry.queue)
            )
        _insert(connection, tenant, batch_id, entries, receipts)
        auditlog.note(connection, "batch.handed-in", batch_id, tenant=tenant)
    return [receipts[number] for number in sorted(receipts) if receipts[number].fresh]


def _delivery(entry: Entry, said: Particulars) -> Delivery:
    filename = entry.name.replace("\\", "/").rpartition("/")[2]
    return Delivery(said.tenant, filename, said.submission, None, said.catalogue, entry.queue, said.allowances)


def find(database: Database, tenant: str, batch_id: str) -> Row | None:
    """One batch with its counts by state."""
    with database.read() as connection:
        rows = _with_counts(connection, select(Batch.__table__).where(Batch.tenant == tenant, Batch.id == batch_id))
    return rows[0] if rows else None


def listed(database: Database, tenant: str, before: str | None, limit: int) -> list[Row]:
    """Newest first, one more than ``limit`` when there is a next page."""
    wanted = select(Batch.__table__).where(Batch.tenant == tenant).order_by(Batch.id.desc()).limit(limit + 1)
    if before is not None:
        wanted = wanted.where(Batch.id < before)
    with database.read() as connection:
        return _with_counts(connection, wanted)


def entries_of(database: Database, batch_id: str, after: int, limit: int) -> list[Row]:
    """The files of a batch in their order, after a number; one more than ``limit`` when there is a next page."""
    wanted = (
        select(BatchEntry.__table__, Job.state, Report.outcome)
        .join(Job, Job.id == BatchEntry.job_id, isouter=True)
        .join(Report, Report.id == BatchEntry.report_id, isouter=True)
        .where(BatchEntry.batch_id == batch_id, BatchEntry.number > after)
        .order_by(BatchEntry.number)
        .limit(limit + 1)
    )
    with database.read() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def forget_report(connection: Connection, report_id: str) -> None:
    """A report is erased: its name and ids with it (part of the caller's transaction)."""
    gone = {"name": None, "report_id": None, "job_id": None}
    connection.execute(update(BatchEntry).where(BatchEntry.report_id == report_id).values(**gone))


def _insert(
    connection: Connection, tenant: str, batch_id: str, entries: Sequence[Entry], receipts: dict[int, Receipt]
) -> None:
    refused = len(entries) - len(receipts)
    connection.execute(
        insert(Batch).values(id=batch_id, tenant=tenant, created_at=now(), entries=len(entries), refused=refused)
    )
    rows = []
    for number, entry in enumerate(entries, 1):
        receipt = receipts.get(number)
        rows.append(
            {
                "batch_id": batch_id,
                "number": number,
                "name": entry.name,
                "bytes": entry.bytes,
                "report_id": receipt.report_id if receipt else None,
                "job_id": receipt.job_id if receipt else None,
                "duplicate": bool(receipt and receipt.duplicate),
                "problem": entry.problem,
            }
        )
    connection.execute(insert(BatchEntry), rows)


def _with_counts(connection: Connection, wanted: Select[Any]) -> list[Row]:
    found = [dict(row) for row in connection.execute(wanted).mappings()]
    counts = connection.execute(
        select(BatchEntry.batch_id, Job.state, func.count().label("number"))
        .join(Job, Job.id == BatchEntry.job_id)
        .where(BatchEntry.batch_id.in_([row["id"] for row in found]))
        .group_by(BatchEntry.batch_id, Job.state)
    ).all()
    for row in found:
        row["states"] = {each.state: each.number for each in counts if each.batch_id == row["id"]}
    return found
