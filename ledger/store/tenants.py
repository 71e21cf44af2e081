"""The offices that the service works for, and what was settled for each."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, insert, select, update

from ledger.clock import now
from ledger.database import Database
from ledger.schema import Tenant
from ledger.store import auditlog

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


class NoTenantError(LookupError):
    """There is no tenant of that name."""


def valid(name: str) -> bool:
    """A tenant's name is also the name of a folder: ASCII letters, digits, - and _, at most 64 of them."""
    return _NAME.match(name) is not None


def register(connection: Connection, name: str) -> None:
    """Make the tenant known, if it is not."""
    if connection.execute(select(Tenant.name).where(Tenant.name == name)).first() is None:
        connection.execute(insert(Tenant).values(name=name, created_at=now()))


def settle(database: Database, name: str, **values: Any) -> None:
    """Set some of retention_days, documents_per_day, bytes_per_day and rate_limit; None is what the settings say.
    Makes the tenant known, if it is not."""
    with database.write() as connection:
        register(connection, name)
        if values:
            connection.execute(update(Tenant).where(Tenant.name == name).values(**values))
        auditlog.note(connection, "tenant.settled", tenant=name)


def listed(database: Database) -> list[dict[str, Any]]:
    """All that are known, by name."""
    with database.read() as connection:
        return [dict(row) for row in connection.execute(select(Tenant.__table__).order_by(Tenant.name)).mappings()]


def find(database: Database, name: str) -> dict[str, Any] | None:
    """What was settled for one; None when nothing was."""
    with database.read() as connection:
        row = connection.execute(select(Tenant.__table__).where(Tenant.name == name)).mappings().first()
        return dict(row) if row else None
