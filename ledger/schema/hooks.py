"""Tables of events, webhooks and what is on its way to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.schema.base import Base, Id


class Stream(Base):
    """How far a tenant's events have come. Whoever writes one holds this row until the commit, so that the numbers
    become visible in their order: a reader who has seen n has seen everything before it."""

    __tablename__ = "streams"

    tenant: Mapped[str] = mapped_column(String(64), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)
    dropped: Mapped[int] = mapped_column(BigInteger, default=0)  # up to here they have been deleted for their age


class Event(Base):
    """Something that happened, as it is told to the outside: ids and counts, never text, titles or names."""

    __tablename__ = "events"
    __table_args__ = (
        Index("events_by_type", "tenant", "type", "number"),
        Index("events_by_subject", "tenant", "subject"),
    )

    tenant: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(Id)
    type: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(Id)
    at: Mapped[int] = mapped_column(BigInteger)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class Webhook(Base):
    """Where a tenant wants to be told. The second half is the courier's: whose turn it is, and how the receiver fares.
    ``turn`` only grows: it is the fencing token of whoever delivers."""

    __tablename__ = "webhooks"
    __table_args__ = (Index("webhooks_by_tenant", "tenant", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    tenant: Mapped[str] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(String(2000))
    types: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # NULL: every type
    description: Mapped[str] = mapped_column(String(255))
    enabled: Mapped[bool] = mapped_column(Boolean)
    disabled: Mapped[str | None] = mapped_column(String(16))  # why: caller, gone, failing
    secret: Mapped[str] = mapped_column(String(500))
    old_secrets: Mapped[list[list[Any]]] = mapped_column(
        JSON
    )  # [secret, until]: those before it, while they sign along
    created_at: Mapped[int] = mapped_column(BigInteger)

    turn: Mapped[int] = mapped_column(BigInteger, default=0)
    lease_until: Mapped[int | None] = mapped_column(BigInteger)
    told_at: Mapped[int | None] = mapped_column(BigInteger)  # when a worker was last called for it
    failures: Mapped[int] = mapped_column(Integer, default=0)  # rounds in a row without one success
    failing_since: Mapped[int | None] = mapped_column(BigInteger)
    rest_until: Mapped[int | None] = mapped_column(BigInteger)


class Delivery(Base):
    """One event on its way to one receiver: the row is the outbox, pending until the receiver has taken it. No foreign
    key leads to the webhook: telling what happened must not wait for, or fail by, its deletion."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "number", "target", name="deliveries_once"),
        Index("deliveries_due", "webhook_id", "state", "next_at"),
        Index("deliveries_by_id", "webhook_id", "id"),
        Index("deliveries_by_event", "tenant", "number"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    tenant: Mapped[str] = mapped_column(String(64))
    webhook_id: Mapped[str] = mapped_column(Id)
    number: Mapped[int] = mapped_column(BigInteger)  # of the event
    target: Mapped[str] = mapped_column(String(64))  # digest of the callback's address, empty for the webhook's own
    url: Mapped[str | None] = mapped_column(String(2000))  # the callback's
    state: Mapped[str] = mapped_column(String(16))  # pending, delivered, failed
    attempts: Mapped[int] = mapped_column(Integer)  # of the current run; a replay begins anew
    next_at: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[int] = mapped_column(BigInteger)
    log: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # every attempt: at, status, ms, error


class Callback(Base):
    """An address that wants to be told how one job ends, in the name of a webhook of the tenant."""

    __tablename__ = "callbacks"

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    target: Mapped[str] = mapped_column(String(64), primary_key=True)
    webhook_id: Mapped[str] = mapped_column(Id)
    url: Mapped[str] = mapped_column(String(2000))
