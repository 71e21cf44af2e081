"""What has been kept long enough is erased, and a tenant that leaves is erased whole. Nothing stays but the audit log.

There is no tombstone: an erased id is answered with 404, as one that never was.
"""

from __future__ import annotations

import time

from sqlalchemy import delete, select

from ledger.blobs import Blobs
from ledger.clock import first_id, made_at, now
from ledger.database import Database
from ledger.logs import log
from ledger.schema import Base, LogEntry, Report, Tenant
from ledger.store import auditlog, reports
from ledger.store.auditlog import Actor
from ledger.store.tenants import NoTenantError

DAY = 86_400_000  # milliseconds
PORTION = 100  # reports erased in one round of the sweeper
JUMP = 3_600.0  # seconds
_started = (time.monotonic(), time.time())


def expire(database: Database, blobs: Blobs, default_days: int, limit: int = PORTION) -> int:
    """Erase reports that were received before their tenant's period, oldest first; returns how many. Without a period
    (0 days) they stay. A clock that has jumped ahead since this process began erases nothing."""
    if time.time() - _started[1] - (time.monotonic() - _started[0]) > JUMP:
        log().warning("clock_ahead", consequence="nothing expires")
        return 0
    left = limit
    for tenant, days in _periods(database, default_days):
        left -= _expire(database, blobs, tenant, days, left)
    return limit - left


def end(report_id: str, days: int) -> int | None:
    """The moment (milliseconds) from which a report that is kept for so many days may be erased; None for ever (0)."""
    return made_at(report_id) + days * DAY if days else None


def erase_tenant(database: Database, blobs: Blobs, tenant: str) -> int:
    """Erase everything of a tenant but what the audit log says; returns how many reports. Raises NoTenantError for one
    that has nothing. Should it be interrupted, do it again."""
    gone = 0
    while ids := _reports(database, tenant, None, PORTION):
        gone += sum(reports.erase(database, blobs, tenant, each) for each in ids)
    with database.write() as connection:
        removed = sum(
            connection.execute(delete(table).where(table.c.tenant == tenant)).rowcount
            for table in reversed(Base.metadata.sorted_tables)
            if "tenant" in table.c and table.name != LogEntry.__tablename__
        )
        removed += connection.execute(delete(Tenant).where(Tenant.name == tenant)).rowcount
        if not removed and not gone:
            raise NoTenantError(tenant)
        auditlog.note(connection, "tenant.erased", tenant, tenant=tenant)
    return gone


def _expire(database: Database, blobs: Blobs, tenant: str, days: int, limit: int) -> int:
    ids = _reports(database, tenant, first_id(now() - days * DAY), limit)
    auditlog.act(Actor("sweeper"))
    try:
        return sum(reports.erase(database, blobs, tenant, each, expired=True) for each in ids)
    finally:
        auditlog.act(None)


def _periods(database: Database, default_days: int) -> list[tuple[str, int]]:
    """Tenants whose reports end some day, with the days."""
    with database.read() as connection:
        rows = connection.execute(select(Tenant.name, Tenant.retention_days).where(Tenant.retention_days.is_not(None)))
        settled = {row.name: row.retention_days for row in rows}
        others = connection.execute(select(Report.tenant).distinct()).scalars().all() if default_days > 0 else ()
    return sorted((name, days) for name, days in (dict.fromkeys(others, default_days) | settled).items() if days)


def _reports(database: Database, tenant: str, before: str | None, limit: int) -> list[str]:
    """A tenant's oldest reports. An id begins with the moment at which the report was received."""
    statement = select(Report.id).where(Report.tenant == tenant).order_by(Report.id).limit(limit)
    if before is not None:
        statement = statement.where(Report.id < before)
    with database.read() as connection:
        return list(connection.execute(statement).scalars())
