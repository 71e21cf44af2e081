"""The tables. Moments are milliseconds since 1970 (UTC); ids are UUIDv7 and sort by time.

The whole audit is kept as the compressed bytes that the engine's child handed over, so that an export is byte-stable;
what lists are filtered by stands beside it in columns and in rows of ``facts`` and ``findings``. Those two hold the
current audit of each report only; what they repeat of it makes every list one walk along an index.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledger.schema.base import Base, Id
from ledger.schema.hooks import Callback, Delivery, Event, Stream, Webhook

__all__ = ["Base", "Callback", "Delivery", "Event", "Stream", "Webhook"]  # besides those below

Number = Numeric(asdecimal=True).with_variant(String(128), "sqlite")  # SQLite knows no exact numbers: the digits


class Report(Base):
    """One document as handed in. The second half repeats its latest audit for lists and filters."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("tenant", "identity", name="reports_identity"),
        Index("reports_by_id", "tenant", "id"),
        Index("reports_by_agency", "tenant", "agency", "id"),
        Index("reports_by_year", "tenant", "year", "id"),
        Index("reports_by_outcome", "tenant", "outcome", "id"),
        Index("reports_by_external_id", "tenant", "external_id", "id"),
        Index("reports_by_bytes", "tenant", "sha256"),
        Index("reports_by_template", "tenant", "template", "id"),
        Index("reports_by_problem", "tenant", "problem", "id"),
        Index("reports_by_words", "tenant", "id", "words"),
        Index("reports_by_indexed", "indexed", "id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    tenant: Mapped[str] = mapped_column(String(64))
    identity: Mapped[str] = mapped_column(String(64))  # digest of bytes and submission: the same again is a duplicate
    sha256: Mapped[str] = mapped_column(String(64))
    bytes: Mapped[int] = mapped_column(BigInteger)
    filename: Mapped[str] = mapped_column(String(255))
    external_id: Mapped[str | None] = mapped_column(String(255))
    submission: Mapped[dict[str, Any]] = mapped_column(JSON)
    received_at: Mapped[int] = mapped_column(BigInteger)

    audit_id: Mapped[str | None] = mapped_column(Id)
    catalogue: Mapped[str | None] = mapped_column(String(64))
    profile: Mapped[str | None] = mapped_column(String(64))  # digest of the rule profile it was audited under
    outcome: Mapped[str | None] = mapped_column(String(16))
    problem: Mapped[str | None] = mapped_column(String(64))
    title: Mapped[str | None] = mapped_column(String(500))
    agency: Mapped[str | None] = mapped_column(String(255))
    year: Mapped[int | None] = mapped_column(Integer)
    template: Mapped[str | None] = mapped_column(String(64))
    words: Mapped[str | None] = mapped_column(String(800))  # title and agency as they are searched
    indexed: Mapped[int] = mapped_column(Integer, default=0)  # version of its rows in facts and findings
    error: Mapped[int | None] = mapped_column(Integer)
    warning: Mapped[int | None] = mapped_column(Integer)
    notice: Mapped[int | None] = mapped_column(Integer)


class Job(Base):
    """One piece of work. ``attempt`` only grows: it is the fencing token of whoever holds the lease."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("jobs_by_state", "state", "queue", "id"),
        Index("jobs_by_report", "report_id", "id"),
        Index("jobs_by_tenant", "tenant", "id"),
        Index("jobs_by_tenant_state", "tenant", "state", "id"),
        Index("jobs_by_end", "queue", "finished_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    tenant: Mapped[str] = mapped_column(String(64))
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"))
    queue: Mapped[str] = mapped_column(String(16), default="fast")  # fast or slow
    state: Mapped[str] = mapped_column(String(16))  # queued, running, succeeded, failed, cancelled
    step: Mapped[str | None] = mapped_column(String(16))  # of a running job: reading, recognising, extracting, ...
    progress: Mapped[float | None] = mapped_column(Float)  # of a running job: 0 to 1
    attempt: Mapped[int] = mapped_column(Integer, default=0)
    lost: Mapped[int] = mapped_column(Integer, default=0)  # attempts that ended without an answer
    worker: Mapped[str | None] = mapped_column(String(128))
    lease_until: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[int] = mapped_column(BigInteger)
    started_at: Mapped[int | None] = mapped_column(BigInteger)
    finished_at: Mapped[int | None] = mapped_column(BigInteger)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    traceparent: Mapped[str | None] = mapped_column(String(55))  # W3C context of the request that it came with


class Audit(Base):
    """One finished run: the engine's answer, whole."""

    __tablename__ = "audits"
    __table_args__ = (UniqueConstraint("job_id", name="audits_job"), Index("audits_by_report", "report_id", "id"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    tenant: Mapped[str] = mapped_column(String(64))
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"))
    job_id: Mapped[str] = mapped_column(Id)
    engine: Mapped[str] = mapped_column(String(64))
    catalogue: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the body before compression: the ETag
    body: Mapped[bytes] = mapped_column(LargeBinary)  # zlib


class Finding(Base):
    """One finding of a report's current audit, as far as lists need it; its places are in the audit's body."""

    __tablename__ = "findings"
    __table_args__ = (
        Index("findings_by_rule", "tenant", "rule", "report_id"),
        Index("findings_by_report", "report_id"),
        # what narrows it further stands behind the order, so that it is looked up in the index too
        Index("findings_newest", "tenant", "audit_id", "severity", "year", "template"),
        Index("findings_newest_by_rule", "tenant", "rule", "audit_id", "severity", "year", "template"),
        Index("findings_newest_by_family", "tenant", "family", "audit_id", "severity", "year", "template"),
        Index("findings_newest_by_severity", "tenant", "severity", "audit_id", "year", "template"),
        Index("findings_newest_by_agency", "tenant", "agency", "audit_id"),
        Index("findings_newest_by_year", "tenant", "year", "audit_id", "rule", "severity", "template"),
        Index("findings_newest_by_template", "tenant", "template", "audit_id", "rule", "severity", "year"),
    )

    audit_id: Mapped[str] = mapped_column(ForeignKey("audits.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    tenant: Mapped[str] = mapped_column(String(64))
    report_id: Mapped[str] = mapped_column(Id)
    rule: Mapped[str] = mapped_column(String(32))
    family: Mapped[str | None] = mapped_column(String(32))  # the rule's code up to its number
    severity: Mapped[str] = mapped_column(String(16))
    fingerprint: Mapped[str] = mapped_column(String(64))
    agency: Mapped[str | None] = mapped_column(String(255))
    year: Mapped[int | None] = mapped_column(Integer)
    template: Mapped[str | None] = mapped_column(String(64))
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # what a list shows of it


class Fact(Base):
    """One fact of a report's current audit. There are hundreds a report: the row is narrow, and no foreign key is
    looked up for each; whoever erases a report erases them."""

    __tablename__ = "facts"
    __table_args__ = (
        Index("facts_by_indicator", "tenant", "indicator", "report_id", "applicant"),
        Index("facts_by_year", "tenant", "indicator", "year", "report_id", "applicant"),
    )

    report_id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)  # the audit calls it f<number>
    tenant: Mapped[str] = mapped_column(String(64))
    indicator: Mapped[str] = mapped_column(String(128))
    year: Mapped[int | None] = mapped_column(Integer)
    applicant: Mapped[str | None] = mapped_column(String(64))
    item: Mapped[str | None] = mapped_column(String(255))
    scope: Mapped[str | None] = mapped_column(String(16))
    value: Mapped[Any | None] = mapped_column(Number)
    unit: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(16))


class Outbox(Base):
    """What must still be told to the outside. A row of topic ``job`` exists exactly while its job waits for a worker:
    the claim deletes it, and until then the sweeper sends it again whenever it is due."""

    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("topic", "key", name="outbox_key"), Index("outbox_due", "due_at"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    topic: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(Id)
    created_at: Mapped[int] = mapped_column(BigInteger)
    due_at: Mapped[int] = mapped_column(BigInteger)
    tries: Mapped[int] = mapped_column(Integer, default=0)


class Profile(Base):
    """A tenant's rule profile as the engine takes it, and its digest."""

    __tablename__ = "profiles"

    tenant: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[int] = mapped_column(BigInteger)


class Batch(Base):
    """Files that were handed in together: in one archive, or in one form."""

    __tablename__ = "batches"
    __table_args__ = (Index("batches_by_id", "tenant", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    tenant: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[int] = mapped_column(BigInteger)
    entries: Mapped[int] = mapped_column(Integer)
    refused: Mapped[int] = mapped_column(Integer)


class BatchEntry(Base):
    """One file of a batch: the report and job that it became, or the problem for which it was refused. Whoever erases
    the report erases its name and ids here."""

    __tablename__ = "batch_entries"
    __table_args__ = (Index("batch_entries_by_report", "report_id"),)

    batch_id: Mapped[str] = mapped_column(ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str | None] = mapped_column(String(255))
    bytes: Mapped[int] = mapped_column(BigInteger)
    report_id: Mapped[str | None] = mapped_column(Id)
    job_id: Mapped[str | None] = mapped_column(Id)
    duplicate: Mapped[bool] = mapped_column(Boolean)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class IdempotencyKey(Base):
    """A key that a caller gave a request, and what was answered. ``status`` is NULL while that is not known yet."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        Index("idempotency_keys_by_age", "created_at"),
        Index("idempotency_keys_by_subject", "tenant", "subject"),
    )

    tenant: Mapped[str] = mapped_column(String(64), primary_key=True)
    route: Mapped[str] = mapped_column(String(128), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the key
    fingerprint: Mapped[str] = mapped_column(String(64))  # digest of the request's content
    token: Mapped[str] = mapped_column(Id)  # whoever holds it may answer
    resource: Mapped[str] = mapped_column(Id)  # the id for what is made, the same for every try
    lease_until: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[int] = mapped_column(BigInteger)
    subject: Mapped[str | None] = mapped_column(Id)  # the report that the answer tells of
    status: Mapped[int | None] = mapped_column(Integer)
    headers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)  # zlib


class Worker(Base):
    """A worker process and when it was last seen."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    seen_at: Mapped[int] = mapped_column(BigInteger)


class Tenant(Base):
    """An office that the service works for, and what differs for it from the settings (None: as they say)."""

    __tablename__ = "tenants"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[int] = mapped_column(BigInteger)
    retention_days: Mapped[int | None] = mapped_column(Integer)  # 0: for ever
    documents_per_day: Mapped[int | None] = mapped_column(Integer)  # 0: no limit, as below
    bytes_per_day: Mapped[int | None] = mapped_column(BigInteger)
    rate_limit: Mapped[str | None] = mapped_column(String(64))


class Credential(Base):
    """Leave to act for a tenant within a scope. The secrets that prove it are rows of their own."""

    __tablename__ = "credentials"
    __table_args__ = (Index("credentials_by_tenant", "tenant", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    tenant: Mapped[str] = mapped_column(ForeignKey("tenants.name", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(255))
    scope: Mapped[str] = mapped_column(String(16))  # read, write, admin: each includes the ones before
    created_at: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[int | None] = mapped_column(BigInteger)
    revoked_at: Mapped[int | None] = mapped_column(BigInteger)
    last_used_at: Mapped[int | None] = mapped_column(BigInteger)  # to the day
    documents_per_day: Mapped[int | None] = mapped_column(Integer)  # on top of its tenant's
    bytes_per_day: Mapped[int | None] = mapped_column(BigInteger)
    rate_limit: Mapped[str | None] = mapped_column(String(64))  # in the place of its tenant's


class Secret(Base):
    """SHA-256 of a key. A credential has one, and while it is being rotated an older one that ends soon."""

    __tablename__ = "secrets"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    credential_id: Mapped[str] = mapped_column(ForeignKey("credentials.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[int | None] = mapped_column(BigInteger)


class Usage(Base):
    """What was handed in on one day, by a tenant as a whole (holder '') or by one of its credentials."""

    __tablename__ = "usage"

    tenant: Mapped[str] = mapped_column(String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(Id, primary_key=True)
    day: Mapped[int] = mapped_column(Integer, primary_key=True)  # days since 1970, by Chinese time
    documents: Mapped[int] = mapped_column(Integer)
    bytes: Mapped[int] = mapped_column(BigInteger)


class LogEntry(Base):
    """Who did what to what, when, from where. Triggers refuse every change, and deletion before half a year."""

    __tablename__ = "audit_log"
    __table_args__ = (Index("audit_log_by_tenant", "tenant", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger)
    tenant: Mapped[str | None] = mapped_column(String(64))  # None: nobody knows (an unknown key)
    credential: Mapped[str | None] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    target: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(64))  # done, or the code of the problem
    address: Mapped[str | None] = mapped_column(String(64))
    trace_id: Mapped[str | None] = mapped_column(String(32))
