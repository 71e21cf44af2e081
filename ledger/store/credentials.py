"""API keys: made, looked up by their digest, rotated, revoked. The key itself is nowhere: only its SHA-256 is kept.

A key is 256 random bits, so that one round of SHA-256 guards it as well as any slow hash would.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from ledger.clock import new_id, now
from ledger.database import Database
from ledger.schema import Credential, Secret, Tenant
from ledger.store import auditlog, tenants

SCOPES = ("read", "write", "admin")  # each includes the ones before it
PREFIX = "gouji_"  # by which scanners for leaked secrets know it
DAY = 86_400_000  # milliseconds


class NoCredentialError(LookupError):
    """There is no credential of that id, or it has been revoked."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record about a key, with its tenant's limits. Moments are milliseconds."""

    credential_id: str
    tenant: str
    scope: str
    digest: str
    expires_at: int | None  # the earlier of the key's and the credential's
    revoked_at: int | None
    last_used_at: int | None
    rate_limit: str | None
    own_quota: tuple[int | None, int | None]  # documents and bytes a day, of the credential alone
    tenant_quota: tuple[int | None, int | None]
    retention_days: int | None = None  # of the tenant; 0 is for ever, None what the settings say


_FIND = (
    select(
        Secret.digest,
        Secret.expires_at.label("secret_expires_at"),
        Credential.__table__,
        Tenant.documents_per_day.label("tenant_documents"),
        Tenant.bytes_per_day.label("tenant_bytes"),
        Tenant.rate_limit.label("tenant_rate_limit"),
        Tenant.retention_days,
    )
    .join(Credential, Credential.id == Secret.credential_id)
    .join(Tenant, Tenant.name == Credential.tenant)
    .where(Secret.digest == bindparam("digest"))
)


def digest(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def create(
    database: Database, tenant: str, name: str, scope: str, expires_at: int | None = None, **limits: Any
) -> tuple[str, str]:
    """A new credential: its id, and the key, which nobody can read again. ``limits``: documents_per_day,
    bytes_per_day, rate_limit."""
    credential_id, key, moment = new_id(), _key(), now()
    values = {"tenant": tenant, "name": name, "scope": scope, "expires_at": expires_at, **limits}
    with database.write() as connection:
        tenants.register(connection, tenant)
        connection.execute(insert(Credential).values(id=credential_id, created_at=moment, **values))
        connection.execute(insert(Secret).values(digest=digest(key), credential_id=credential_id, created_at=moment))
        auditlog.note(connection, "key.created", credential_id, tenant=tenant)
    return credential_id, key


def rotate(database: Database, credential_id: str, grace_seconds: float) -> str:
    """A new key for the credential. The keys it had stay good for the grace, and no longer than they would have."""
    key, moment = _key(), now()
    end = moment + int(grace_seconds * 1000)
    with database.write() as connection:
        valid = select(Credential.tenant).where(Credential.id == credential_id, Credential.revoked_at.is_(None))
        tenant = connection.execute(valid).scalar_one_or_none()
        if tenant is None:
            raise NoCredentialError(credential_id)
        older = update(Secret).where(Secret.credential_id == credential_id)
        connection.execute(older.where(func.coalesce(Secret.expires_at, end) >= end).values(expires_at=end))
        connection.execute(insert(Secret).values(digest=digest(key), credential_id=credential_id, created_at=moment))
        auditlog.note(connection, "key.rotated", credential_id, tenant=tenant)
    return key


def revoke(database: Database, credential_id: str) -> None:
    """Its keys are refused from now on (by each process of the service within seconds)."""
    with database.write() as connection:
        valid = update(Credential).where(Credential.id == credential_id, Credential.revoked_at.is_(None))
        tenant = connection.execute(valid.values(revoked_at=now()).returning(Credential.tenant)).scalar_one_or_none()
        if tenant is None:
            raise NoCredentialError(credential_id)
        auditlog.note(connection, "key.revoked", credential_id, tenant=tenant)


def find(database: Database, digest_: str) -> Known | None:
    """What is on record about the key of this digest: good, expired or revoked; None when nobody made it."""
    with database.read() as connection:
        row = connection.execute(_FIND, {"digest": digest_}).first()
    if row is None:
        return None
    ends = [each for each in (row.secret_expires_at, row.expires_at) if each is not None]
    return Known(
        row.id,
        row.tenant,
        row.scope,
        row.digest,
        min(ends, default=None),
        row.revoked_at,
        row.last_used_at,
        row.rate_limit if row.rate_limit is not None else row.tenant_rate_limit,
        (row.documents_per_day, row.bytes_per_day),
        (row.tenant_documents, row.tenant_bytes),
        row.retention_days,
    )


def used(database: Database, credential_id: str) -> None:
    """Note that it was used today. Which day is enough to find keys that nobody needs."""
    today = now() // DAY * DAY
    with database.write() as connection:
        connection.execute(update(Credential).where(Credential.id == credential_id).values(last_used_at=today))


def there_are_any(database: Database) -> bool:
    """Whether a credential was ever made, even one that is over: from then on nobody gets in without."""
    with database.read() as connection:
        return connection.execute(select(Credential.id).limit(1)).first() is not None


def listed(database: Database, tenant: str | None = None) -> list[dict[str, Any]]:
    """All credentials, or a tenant's, oldest first, without their secrets."""
    statement = select(Credential.__table__).order_by(Credential.id)
    if tenant is not None:
        statement = statement.where(Credential.tenant == tenant)
    with database.read() as connection:
        return [dict(row) for row in connection.execute(statement).mappings()]


def _key() -> str:
    return PREFIX + secrets.token_urlsafe(32)
