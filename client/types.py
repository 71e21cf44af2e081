"""What the service answers, as types. Generated from openapi.yaml by tests/client/contract_types.py; do not edit."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

ProblemCode = Literal["bad-request", "bytes-lost", "cursor-expired", "damaged", "digest-mismatch", "empty", "encrypted", "engine-failed", "expectation-failed", "forbidden", "headers-too-large", "idempotency-key-in-use", "idempotency-key-reused", "incomplete-body", "insufficient-scope", "internal", "invalid-input", "job-ended", "method-not-allowed", "no-audit", "no-text-layer", "not-found", "queue-full", "quota-exceeded", "rate-limited", "too-large", "too-many-streams", "too-many-webhooks", "too-slow", "unauthorized", "unavailable", "unsupported-encoding", "unsupported-transfer", "unsupported-type", "uri-too-long", "webhook-disabled", "worker_lost"]
Sha256 = str
AgencyKind = Literal["government", "department", "township"]
Moment = str
JobState = Literal["queued", "running", "succeeded", "failed", "cancelled"]
AuditOutcome = Literal["findings", "no_findings", "incomplete"]
JobQueue = Literal["fast", "slow"]
Origin = Literal["table", "narrative", "ocr"]
Severity = Literal["error", "warning", "notice"]
CheckOutcome = Literal["passed", "failed", "skipped", "undecidable"]
EventType = Literal["cn.gouji.report.received", "cn.gouji.report.audited", "cn.gouji.job.failed", "cn.gouji.job.cancelled", "cn.gouji.report.deleted", "cn.gouji.report.expired", "cn.gouji.webhook.disabled", "cn.gouji.webhook.ping"]


class Text(TypedDict):
    """The same in both languages."""

    zh: str
    en: str


class ProblemErrors(TypedDict):
    pointer: str
    detail: str
    details: Text


class Checks(TypedDict):
    database: Literal["ok", "down"]
    storage: Literal["ok", "down"]
    broker: Literal["ok", "down"]
    worker: Literal["ok", "down"]


class ProblemDigests(TypedDict):
    field: Literal["Content-Digest", "Repr-Digest"]
    algorithm: Literal["sha-256", "sha-512"]
    expected: str
    found: str


class Problem(TypedDict):
    """RFC 9457 problem details."""

    type: str
    code: ProblemCode
    status: int
    title: str
    detail: str
    instance: str
    trace_id: str
    titles: Text
    details: Text
    errors: NotRequired[list[ProblemErrors]]
    job: NotRequired[str]
    checks: NotRequired[Checks]
    ends_at: NotRequired[str]
    scope: NotRequired[Literal["read", "write", "admin"]]
    digests: NotRequired[list[ProblemDigests]]


class ReportSubmission(TypedDict):
    """What the caller said about the document."""

    agency: NotRequired[str]
    agency_kind: NotRequired[AgencyKind]
    year: NotRequired[int]
    published: NotRequired[str]
    submitted: NotRequired[str]


class ReportProblem(TypedDict):
    type: str
    code: ProblemCode


class Counts(TypedDict):
    error: int
    warning: int
    notice: int


class ReportLinks(TypedDict):
    self: str
    job: str
    facts: NotRequired[str]
    findings: NotRequired[str]
    checks: NotRequired[str]
    audit: NotRequired[str]


class Report(TypedDict):
    id: str
    filename: str
    bytes: int
    sha256: Sha256
    external_id: str | None
    submission: ReportSubmission
    received_at: Moment
    state: JobState
    job_id: str
    title: str | None
    agency: str | None
    year: int | None
    template: str | None
    outcome: AuditOutcome | None
    problem: None | ReportProblem
    summary: None | Counts
    links: ReportLinks


class JobProblem(TypedDict):
    """Why a job has failed."""

    type: str
    code: ProblemCode
    title: Text
    detail: Text
    reason: NotRequired[str]


class JobLinks(TypedDict):
    self: str
    report: str


class Job(TypedDict):
    id: str
    state: JobState
    queue: JobQueue
    step: Literal["queued", "reading", "recognising", "extracting", "checking", "storing"] | None
    progress: float | None
    position: int | None
    report_id: str
    attempt: int
    lost: int
    created_at: Moment
    started_at: Moment | None
    finished_at: Moment | None
    expires_at: Moment | None
    queued_ms: int | None
    running_ms: int | None
    problem: JobProblem | None
    links: JobLinks


class Engine(TypedDict):
    version: str
    catalogue: str


class AuditProfile(TypedDict):
    name: str
    digest: str


class DocumentQuality(TypedDict):
    text: float
    ocr: bool
    notes: list[str]


class Document(TypedDict):
    filename: str
    media_type: str
    sha256: Sha256
    bytes: int
    pages: int | None
    reader: str
    quality: DocumentQuality


class Place(TypedDict):
    """Where it is printed."""

    page: int | None
    bbox: list[float] | None
    block: int | None
    table: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None
    quote: str


class AuditedReportAgency(TypedDict):
    name: str
    as_printed: str
    kind: Literal["government", "department", "township"] | None
    place: Place


AuditedReportPeriod = TypedDict(
    "AuditedReportPeriod",
    {
        "from": str,
        "to": str,
    },
)


class AuditedReportSections(TypedDict):
    number: str
    heading: str
    kind: str
    place: Place


class AuditedReportSketch(TypedDict):
    """For comparing the prose with another report's, by shares of equal bins; no text can be read from it."""

    prose: str | None
    problems: str | None


class AuditedReport(TypedDict):
    title: str | None
    agency: None | AuditedReportAgency
    year: int | None
    period: None | AuditedReportPeriod
    published: str | None
    template: str
    nature: Literal["annual_report", "notice", "interpretation", "sample", "other"]
    sections: list[AuditedReportSections]
    sketch: AuditedReportSketch


class AuditProblem(TypedDict):
    type: str
    code: str
    title: Text
    detail: Text


class Fact(TypedDict):
    """One figure as printed; nothing is repaired."""

    id: str
    indicator: str
    applicant: str | None
    item: str | None
    value: str | None
    unit: str
    raw: str
    state: Literal["number", "blank", "dash", "none", "unreadable"]
    approximate: bool
    scope: Literal["own_office", "whole_area"] | None
    origin: Origin
    place: Place
    confidence: float


class FindingBasis(TypedDict):
    instrument: str
    article: str
    title: Text


Finding = TypedDict(
    "Finding",
    {
        "id": str,
        "rule": str,
        "name": str,
        "severity": Severity,
        "message": Text,
        "facts": list[str],
        "actual": str | None,
        "expected": str | None,
        "difference": str | None,
        "interval": None | dict[str, list[str]],
        "places": list[Place],
        "basis": list[FindingBasis],
        "suggestion": Text | None,
        "class": Literal["report", "extraction"],
        "fingerprint": str,
    },
)


class Check(TypedDict):
    """What one rule did, so that silence means something."""

    rule: str
    outcome: CheckOutcome
    instances: int
    reason: str | None
    explanation: Text | None


class AuditAttached(TypedDict):
    report: AuditedReport
    facts: list[Fact]
    checks: list[Check]


class AuditSummary(TypedDict):
    error: int
    warning: int
    notice: int
    outcome: AuditOutcome


class Audit(TypedDict):
    """What the engine says about one document. Instead of `report` there is `problem` when it could not be read.."""

    schema: Literal["gouji.audit/1"]
    engine: Engine
    profile: NotRequired[None | AuditProfile]
    document: Document
    report: NotRequired[AuditedReport]
    problem: NotRequired[AuditProblem]
    facts: list[Fact]
    findings: list[Finding]
    checks: list[Check]
    attached: NotRequired[list[AuditAttached]]
    summary: AuditSummary


class Receipt(TypedDict):
    """Where a document that was handed in stands."""

    report: Report
    job: Job
    duplicate_of: str | None
    audit: NotRequired[Audit]


class ReportInShortLinks(TypedDict):
    self: str
    facts: NotRequired[str]
    findings: NotRequired[str]


class ReportInShort(TypedDict):
    id: str
    title: str | None
    agency: str | None
    year: int | None
    template: str | None
    external_id: str | None
    links: ReportInShortLinks


FindingAcross = TypedDict(
    "FindingAcross",
    {
        "id": str | None,
        "rule": str,
        "name": str | None,
        "severity": Severity,
        "class": Literal["report", "extraction"] | None,
        "message": Text | None,
        "actual": str | None,
        "expected": str | None,
        "difference": str | None,
        "fingerprint": str,
        "audited_at": Moment,
        "report": ReportInShort,
    },
)


class FactAcross(TypedDict):
    """A figure as printed and the report it is from; its place is in the report's own list."""

    id: str
    indicator: str
    applicant: str | None
    item: str | None
    value: str | None
    unit: str
    state: Literal["number", "blank", "dash", "none", "unreadable"]
    scope: Literal["own_office", "whole_area"] | None
    origin: Origin
    report: ReportInShort


class EventDataCounts(TypedDict):
    error: int
    warning: int
    notice: int


class EventData(TypedDict):
    report_id: NotRequired[str]
    job_id: NotRequired[str | None]
    audit_id: NotRequired[str]
    webhook_id: NotRequired[str]
    reason: NotRequired[Literal["gone", "failing"]]
    external_id: NotRequired[str | None]
    duplicate: NotRequired[bool]
    outcome: NotRequired[AuditOutcome]
    counts: NotRequired[EventDataCounts]
    problem: NotRequired[str | None]
    links: dict[str, str]


class Event(TypedDict):
    """CloudEvents 1.0 in structured JSON, with the extension `sequence`. Every job ends with exactly one of report.audited, job.failed and job.cancelled."""

    specversion: Literal["1.0"]
    id: str
    source: str
    type: EventType
    subject: str
    time: Moment
    datacontenttype: Literal["application/json"]
    sequence: str
    data: EventData
