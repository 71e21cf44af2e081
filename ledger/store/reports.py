"""Reading and erasing reports. Every query names the tenant: another tenant's id is an id that does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, delete, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement

from ledger.blobs import Blobs
from ledger.clock import first_id
from ledger.database import Database
from ledger.schema import Audit, Finding, Job, Outbox, Report
from ledger.store import auditlog, batches, entries, events, idempotency

Row = dict[str, Any]
_EQUAL = (
    Report.agency, Report.year, Report.template, Report.outcome, Report.problem, Report.external_id, Report.sha256,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed by; None is no condition. ``before`` is the cursor: the id of the last row seen.
    ``since`` and ``until`` are moments of receipt in milliseconds, ``words`` a text that title or agency contain."""

    agency: str | None = None
    year: int | None = None
    template: str | None = None
    outcome: str | None = None
    problem: str | None = None
    rule: str | None = None
    external_id: str | None = None
    sha256: str | None = None
    words: str | None = None
    since: int | None = None
    until: int | None = None
    before: str | None = None
    limit: int = 50


def find(database: Database, tenant: str, report_id: str) -> Row | None:
    """One report with its latest job (``job``)."""
    with database.read() as connection:
        row = (
            connection.execute(select(Report.__table__).where(Report.tenant == tenant, Report.id == report_id))
            .mappings()
            .first()
        )
        if row is None:
            return None
        job = connection.execute(
            select(Job.id, Job.state).where(Job.report_id == report_id).order_by(Job.id.desc()).limit(1)
        ).first()
        return {**row, "job_id": job.id if job else None, "state": job.state if job else None}


def listed(database: Database, tenant: str, wanted: Filter) -> list[Row]:
    """Newest first, one more than ``limit`` when there is a next page."""
    with database.read() as connection:
        rows = connection.execute(statement(tenant, wanted)).mappings().all()
        work = select(Job.report_id, Job.id, Job.state).where(Job.report_id.in_([row["id"] for row in rows]))
        newest = {job.report_id: job for job in connection.execute(work.order_by(Job.id))}
        return [{**row, "job_id": newest[row["id"]].id, "state": newest[row["id"]].state} for row in rows]


def statement(tenant: str, wanted: Filter) -> Select[Any]:
    """The query of ``listed``, without the jobs."""
    chosen = select(Report.__table__).where(Report.tenant == tenant)
    for column in _EQUAL:
        value = getattr(wanted, column.key)
        if value is not None:
            chosen = chosen.where(column == value)
    if wanted.words is not None:
        chosen = chosen.where(_containing(tenant, wanted))
    if wanted.rule is not None:
        broken = select(Finding.report_id).where(Finding.tenant == tenant, Finding.rule == wanted.rule)
        chosen = chosen.where(Report.id.in_(broken))
    if wanted.since is not None:
        chosen = chosen.where(Report.id >= first_id(wanted.since))
    if wanted.until is not None:
        chosen = chosen.where(Report.id < first_id(wanted.until))
    if wanted.before is not None:
        chosen = chosen.where(Report.id < wanted.before)
    return chosen.order_by(Report.id.desc()).limit(wanted.limit + 1)


def _containing(tenant: str, wanted: Filter) -> ColumnElement[bool]:
    """Title or agency contain the words. Alone, they are sought in an index that holds nothing else; beside another
    filter, in what that has found."""
    words = entries.words(wanted.words or "")
    if any(getattr(wanted, column.key) is not None for column in _EQUAL) or wanted.rule is not None:
        return _Position(Report.words, words) > 0
    other = aliased(Report)
    ids = select(other.id).where(other.tenant == tenant, _Position(other.words, words) > 0)
    if wanted.since is not None:
        ids = ids.where(other.id >= first_id(wanted.since))
    if (end := wanted.before or (first_id(wanted.until) if wanted.until is not None else None)) is not None:
        ids = ids.where(other.id < end)
    return Report.id.in_(ids.order_by(other.id.desc()).limit(wanted.limit + 1))


class _Position(FunctionElement[int]):
    """Where a text stands in another, from 1; 0 for nowhere. No character has a meaning of its own, as in LIKE."""

    type = Integer()
    inherit_cache = True


@compiles(_Position, "postgresql")
def _strpos(element: _Position, compiler: Any, **more: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **more)})"


@compiles(_Position, "sqlite")
def _instr(element: _Position, compiler: Any, **more: Any) -> str:
    return f"instr({compiler.process(element.clauses, **more)})"


def erase(database: Database, blobs: Blobs, tenant: str, report_id: str, *, expired: bool = False) -> bool:
    """Delete a report, its jobs and audits, and its bytes unless another report of the tenant has the same. A worker
    that is busy with it finds its claim void. The bytes go before the commit: should that fail, erase again."""
    with database.write() as connection:
        report = connection.execute(
            select(Report.sha256).where(Report.tenant == tenant, Report.id == report_id)
        ).first()
        if report is None:
            return False
        database.lock(connection, f"{tenant}/{report.sha256}")
        if connection.execute(select(Report.id).where(Report.id == report_id)).first() is None:
            return False  # somebody else was faster
        events.scrub(connection, tenant, report_id)
        events.of_report(connection, events.EXPIRED if expired else events.DELETED, report_id)
        auditlog.note(connection, "report.expired" if expired else "report.erased", report_id, tenant=tenant)
        # jobs first: from then on no worker finishes one, and what one has finished meanwhile is seen here
        work = connection.execute(delete(Job).where(Job.report_id == report_id).returning(Job.id)).scalars().all()
        connection.execute(select(Report.id).where(Report.id == report_id).with_for_update())
        connection.execute(delete(Outbox).where(Outbox.key.in_(work)))
        entries.drop(connection, report_id)
        connection.execute(delete(Audit).where(Audit.report_id == report_id))
        connection.execute(delete(Report).where(Report.id == report_id))
        idempotency.erase(connection, tenant, report_id)
        batches.forget_report(connection, report_id)
        shared = select(Report.id).where(Report.tenant == tenant, Report.sha256 == report.sha256).limit(1)
        if connection.execute(shared).first() is None:
            blobs.erase(tenant, report.sha256)
        return True
