"""Idempotency keys: what a caller was answered, kept for a day, so that the same request again does nothing twice.

A key is reserved once the content of its request is known and before anything is done, in a transaction of its own.
Whoever holds the reservation has a lease; if it dies, the lease runs out and the next try takes over, with the same
``resource``: an id that what is made can be given, so that a second try finds what the first has made already.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from ledger.clock import new_id, now
from ledger.database import Database
from ledger.schema import IdempotencyKey

KEPT_SECONDS = 86_400.0


class InFlightError(Exception):
    """The first request with the key has not been answered yet. ``seconds`` are left of its lease."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class OtherContentError(Exception):
    """The key stands for a request with other content."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a key is unique in."""

    tenant: str
    route: str
    key: str

    @property
    def digest(self) -> str:
        """What is stored of the key: callers may put anything into it."""
        return hashlib.sha256(self.key.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as it is kept."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """A reservation: ``token`` proves it."""

    scope: Scope
    token: str
    resource: str


def reserve(database: Database, scope: Scope, fingerprint: str, lease_seconds: float) -> Held | Answer:
    """The key is ours until the lease ends, or the answer that it stands for. Raises InFlightError and
    OtherContentError."""
    with database.write() as connection:
        database.lock(connection, f"{scope.tenant}/{scope.route}/{scope.digest}")
        row = connection.execute(select(IdempotencyKey.__table__).where(_of(scope))).first()
        if row and row.created_at < now() - int(KEPT_SECONDS * 1000):
            connection.execute(delete(IdempotencyKey).where(_of(scope)))
            row = None
        if row is None:
            return _insert(connection, scope, fingerprint, lease_seconds)
        if row.fingerprint != fingerprint:
            raise OtherContentError
        if row.status is not None:
            return Answer(row.status, dict(row.headers), zlib.decompress(row.body))
        if row.lease_until > now():
            raise InFlightError(max(1, (row.lease_until - now()) // 1000))
        token = new_id()
        values = {"token": token, "lease_until": now() + int(lease_seconds * 1000)}
        connection.execute(update(IdempotencyKey).where(_of(scope)).values(**values))
        return Held(scope, token, row.resource)


def answered(database: Database, held: Held, answer: Answer, subject: str | None) -> bool:
    """Keep the answer. ``subject`` is the report that it tells of: whoever erases that erases the answer too. False
    when the reservation has passed to another."""
    values = {"status": answer.status, "headers": answer.headers, "body": zlib.compress(answer.body, 3)}
    with database.write() as connection:
        row = update(IdempotencyKey).where(_mine(held)).values(**values, subject=subject, lease_until=0)
        return connection.execute(row).rowcount == 1


def refused(database: Database, held: Held) -> None:
    """Nothing was done: the key is free again, for other content too."""
    with database.write() as connection:
        connection.execute(delete(IdempotencyKey).where(_mine(held)))


def broken(database: Database, held: Held) -> None:
    """It is not known what was done: the next try may come at once, with the same content."""
    with database.write() as connection:
        connection.execute(update(IdempotencyKey).where(_mine(held)).values(lease_until=0))


def erase(connection: Connection, tenant: str, subject: str) -> None:
    """Drop the answers that tell of a report (part of the caller's transaction)."""
    connection.execute(
        delete(IdempotencyKey).where(IdempotencyKey.tenant == tenant, IdempotencyKey.subject == subject)
    )


def forget(database: Database) -> int:
    """Drop what is older than a day; returns how many."""
    with database.write() as connection:
        old = IdempotencyKey.created_at < now() - int(KEPT_SECONDS * 1000)
        return connection.execute(delete(IdempotencyKey).where(old)).rowcount


def _insert(connection: Connection, scope: Scope, fingerprint: str, lease_seconds: float) -> Held:
    held = Held(scope, new_id(), new_id())
    moment = now()
    connection.execute(
        insert(IdempotencyKey).values(
            tenant=scope.tenant,
            route=scope.route,
            key=scope.digest,
            fingerprint=fingerprint,
            token=held.token,
            resource=held.resource,
            created_at=moment,
            lease_until=moment + int(lease_seconds * 1000),
        )
    )
    return held


def _of(scope: Scope) -> ColumnElement[bool]:
    return and_(
        IdempotencyKey.tenant == scope.tenant, IdempotencyKey.route == scope.route, IdempotencyKey.key == scope.digest
    )


def _mine(held: Held) -> ColumnElement[bool]:
    return and_(_of(held.scope), IdempotencyKey.token == held.token, IdempotencyKey.status.is_(None))
