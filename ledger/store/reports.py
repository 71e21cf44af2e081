"""Reading and erasing reports. Every query names the tenant: another tenant's id is an id that does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, exists, select

from ledger.blobs import Blobs
from ledger.database import Database
from ledger.schema import Audit, Finding, Job, Outbox, Report
from ledger.store import auditlog, entries, events, idempotency

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed by; None is no condition. ``before`` is the cursor: the id of the last row seen."""

    agency: str | None = None
    year: int | None = None
    template: str | None = None
    outcome: str | None = None
    rule: str | None = None
    external_id: str | None = None
    sha256: str | None = None
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
    newest = (
        select(Job.id).where(Job.report_id == Report.id).order_by(Job.id.desc()).limit(1).correlate(Report)
    ).scalar_subquery()
    statement = (
        select(Report.__table__, Job.id.label("job_id"), Job.state)
        .join(Job, Job.id == newest)
        .where(Report.tenant == tenant)
        .order_by(Report.id.desc())
        .limit(wanted.limit + 1)
    )
    with database.read() as connection:
        return [dict(row) for row in connection.execute(_narrowed(statement, tenant, wanted)).mappings()]


def _narrowed(statement: Select[Any], tenant: str, wanted: Filter) -> Select[Any]:
    for column in (Report.agency, Report.year, Report.template, Report.outcome, Report.external_id, Report.sha256):
        value = getattr(wanted, column.key)
        if value is not None:
            statement = statement.where(column == value)
    if wanted.before is not None:
        statement = statement.where(Report.id < wanted.before)
    if wanted.rule is not None:
        broken = exists().where(
            Finding.tenant == tenant, Finding.rule == wanted.rule, Finding.audit_id == Report.audit_id
        )
        statement = statement.where(broken)
    return statement


def erase(database: Database, blobs: Blobs, tenant: str, report_id: str) -> bool:
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
        events.of_report(connection, events.DELETED, report_id)
        auditlog.note(connection, "report.erased", report_id, tenant=tenant)
        # jobs first: from then on no worker finishes one, and what one has finished meanwhile is seen here
        work = connection.execute(delete(Job).where(Job.report_id == report_id).returning(Job.id)).scalars().all()
        connection.execute(select(Report.id).where(Report.id == report_id).with_for_update())
        connection.execute(delete(Outbox).where(Outbox.key.in_(work)))
        entries.drop(connection, report_id)
        connection.execute(delete(Audit).where(Audit.report_id == report_id))
        connection.execute(delete(Report).where(Report.id == report_id))
        idempotency.erase(connection, tenant, report_id)
        shared = select(Report.id).where(Report.tenant == tenant, Report.sha256 == report.sha256).limit(1)
        if connection.execute(shared).first() is None:
            blobs.erase(tenant, report.sha256)
        return True
