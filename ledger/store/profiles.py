"""A tenant's rule profile: at most one, replaced whole. What is in it is the engine's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from ledger.clock import now
from ledger.database import Database
from ledger.schema import Profile


@dataclass(frozen=True, slots=True)
class Kept:
    """A profile as it was put: ``body`` is a mapping that the engine reads, ``updated_at`` milliseconds."""

    digest: str
    body: dict[str, Any]
    updated_at: int


def put(database: Database, tenant: str, digest: str, body: dict[str, Any]) -> Kept:
    """Make it the tenant's profile. Jobs that are claimed from now on are done under it."""
    kept = Kept(digest, body, now())
    with database.write() as connection:
        database.lock(connection, f"{tenant}/profile")
        connection.execute(delete(Profile).where(Profile.tenant == tenant))
        connection.execute(insert(Profile).values(tenant=tenant, digest=digest, body=body, updated_at=kept.updated_at))
    return kept


def find(database: Database, tenant: str) -> Kept | None:
    """The tenant's profile, None where it has none."""
    with database.read() as connection:
        return of(connection, tenant)


def of(connection: Connection, tenant: str) -> Kept | None:
    """The same inside another transaction."""
    row = connection.execute(
        select(Profile.digest, Profile.body, Profile.updated_at).where(Profile.tenant == tenant)
    ).first()
    return Kept(row.digest, dict(row.body), row.updated_at) if row else None


def drop(database: Database, tenant: str) -> bool:
    """Back to the rules as they are. False when there was no profile."""
    with database.write() as connection:
        return connection.execute(delete(Profile).where(Profile.tenant == tenant)).rowcount == 1
