"""What was handed in today, held against what may be handed in a day. Days are those of China (UTC+8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from ledger.clock import now
from ledger.database import Database
from ledger.schema import Usage

DAY = 86_400_000  # milliseconds
_AHEAD = DAY // 3  # of UTC
WHOLE_TENANT = ""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a holder (a credential's id, or WHOLE_TENANT) may hand in a day; 0 is no limit."""

    holder: str
    documents: int
    bytes: int


class QuotaError(Exception):
    """It would be more than may be handed in today. ``what`` is ``documents`` or ``bytes``, ``ends_at`` the moment in
    milliseconds when the next day begins."""

    def __init__(self, what: str, most: int, ends_at: int) -> None:
        super().__init__(what)
        self.what, self.most, self.ends_at = what, most, ends_at


def charge(connection: Connection, tenant: str, allowances: tuple[Allowance, ...], size: int) -> None:
    """Count one document (part of the caller's transaction). Raises QuotaError when it is one too many."""
    day = (now() + _AHEAD) // DAY
    for allowed in allowances:
        if not (allowed.documents or allowed.bytes):
            continue
        used = _count(connection, tenant, allowed.holder, day, size)
        for what, most, reached in (
            ("documents", allowed.documents, used.documents),
            ("bytes", allowed.bytes, used.bytes),
        ):
            if most and reached > most:
                raise QuotaError(what, most, (day + 1) * DAY - _AHEAD)


def forget(database: Database, days: int = 60) -> None:
    """Drop what was counted long ago."""
    with database.write() as connection:
        connection.execute(delete(Usage).where(Usage.day < (now() + _AHEAD) // DAY - days))


def _count(connection: Connection, tenant: str, holder: str, day: int, size: int) -> Any:
    begin: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    first = begin(Usage).values(tenant=tenant, holder=holder, day=day, documents=1, bytes=size)
    more = {"documents": Usage.documents + 1, "bytes": Usage.bytes + size}
    counted = first.on_conflict_do_update(index_elements=["tenant", "holder", "day"], set_=more)
    return connection.execute(counted.returning(Usage.documents, Usage.bytes)).one()
