"""What comes in and what goes out, described with marshmallow. Unknown fields are refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, post_load, pre_load, validate
from werkzeug.datastructures import MultiDict

from gouji.model import Text
from ledger.cloudevents import PREFIX
from ledger.store import events
from service.lists import Instant
from service.problems import Problem, of_job

KINDS = ("government", "department", "township")
EVENTS = tuple(PREFIX + kind for kind in events.TYPES)
OUTCOMES = ("findings", "no_findings", "incomplete")
STATES = ("queued", "running", "succeeded", "failed", "cancelled")
QUEUES = ("fast", "slow")

_WORDS = {
    "unknown": Text("没有这个参数。", "There is no such field."),
    "twice": Text("该参数给出了不止一次。", "It is given more than once."),
    "year": Text("应为 2008 至 2100 之间的年份，例如 2020。", "Give a year from 2008 to 2100, such as 2020."),
    "published": (_DATE := Text("应为 YYYY-MM-DD 格式的日期。", "Give a date as YYYY-MM-DD.")),
    "submitted": _DATE,
    "agency_kind": Text(f"应为以下之一：{'、'.join(KINDS)}。", f"Give one of {', '.join(KINDS)}."),
    "outcome": Text(f"应为以下之一：{'、'.join(OUTCOMES)}。", f"Give one of {', '.join(OUTCOMES)}."),
    "state": Text(f"应为以下之一：{'、'.join(STATES)}。", f"Give one of {', '.join(STATES)}."),
    "queue": Text(f"应为以下之一：{'、'.join(QUEUES)}。", f"Give one of {', '.join(QUEUES)}."),
    "since": (
        _MOMENT := Text(
            "应为日期或带时区的时间，例如 2026-11-23 或 2026-11-23T08:00:00Z。",
            "Give a date or a time with its zone, such as 2026-11-23 or 2026-11-23T08:00:00Z.",
        )
    ),
    "until": _MOMENT,
    "rule": Text("应为规则代码或类别，例如 ARI-01 或 ARI。", "Give a rule's code or a family, such as ARI-01 or ARI."),
    "severity": Text("应为以下之一：error、warning、notice。", "Give one of error, warning, notice."),
    "applicant": Text(
        "应为表中的一列，例如 natural_person 或 total；跨报告查询时须同时给出 indicator 或 agency。",
        "Give a column of the table, such as natural_person or total; across reports, with indicator or agency.",
    ),
    "limit": Text("应为 1 至 200 之间的整数。", "Give a whole number from 1 to 200."),
    "after": Text("请原样使用上次给出的 next_cursor。", "Use the next_cursor that you were given, unchanged."),
    "type": Text(
        f"应为以下一种或几种（以逗号分隔）：{'、'.join(EVENTS)}。",
        f"Give one or more (with commas) of {', '.join(EVENTS)}.",
    ),
    "cursor": Text("请原样使用上一页给出的 cursor。", "Use the cursor of the page before, unchanged."),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROLS = Text("含有控制字符。", "It holds control characters.")
_OTHER = Text("内容过长或格式有误。", "It is too long or malformed.")


class Submission(Schema):
    """What the caller knows about the document; it wins over what the document says."""

    class Meta:
        unknown = RAISE

    agency = fields.String(validate=validate.Length(1, 255))
    agency_kind = fields.String(validate=validate.OneOf(KINDS))
    year = fields.Integer(validate=validate.Range(2008, 2100))
    published = fields.Date()
    submitted = fields.Date()
    external_id = fields.String(validate=validate.Length(1, 255))
    callback_url = fields.String(validate=validate.Length(1, 2000))

    @pre_load
    def _drop_blank(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """A form field left blank is not given."""
        return {key: value.strip() for key, value in data.items() if value.strip()}


class BatchQuery(Schema):
    """Pages of batches."""

    class Meta:
        unknown = RAISE

    cursor = fields.String(validate=validate.Regexp(r"[0-9a-f-]{36}\Z"))
    limit = fields.Integer(validate=validate.Range(1, 200))


class EntryQuery(Schema):
    """Pages of the files of a batch; the cursor is a number."""

    class Meta:
        unknown = RAISE

    cursor = fields.Integer(validate=validate.Range(1, 1_000_000))
    limit = fields.Integer(validate=validate.Range(1, 200))


class ReportQuery(Schema):
    """What a list of reports can be narrowed by."""

    class Meta:
        unknown = RAISE

    agency = fields.String(validate=validate.Length(1, 255))
    year = fields.Integer(validate=validate.Range(2008, 2100))
    template = fields.String(validate=validate.Length(1, 64))
    outcome = fields.String(validate=validate.OneOf(OUTCOMES))
    problem = fields.String(validate=validate.Length(1, 64))
    q = fields.String(validate=validate.Length(1, 100), attribute="words")
    since = Instant()
    until = Instant()
    rule = fields.String(validate=validate.Length(1, 32))
    external_id = fields.String(validate=validate.Length(1, 255))
    sha256 = fields.String(validate=validate.Regexp(r"[0-9a-f]{64}\Z"))
    cursor = fields.String(validate=validate.Regexp(r"[0-9a-f-]{36}\Z"))
    limit = fields.Integer(validate=validate.Range(1, 200))


class LogQuery(Schema):
    """What the audit log can be narrowed by."""

    class Meta:
        unknown = RAISE

    action = fields.String(validate=validate.Length(1, 64))
    target = fields.String(validate=validate.Length(1, 64))
    credential = fields.String(validate=validate.Length(1, 64))
    cursor = fields.String(validate=validate.Regexp(r"[0-9a-f-]{36}\Z"))
    limit = fields.Integer(validate=validate.Range(1, 200))


class EventQuery(Schema):
    """Where in the stream of events to go on, and with which of them."""

    class Meta:
        unknown = RAISE

    after = fields.String(validate=validate.Regexp(r"[0-9]{1,18}\Z|0[0-9]{18}\Z"))
    type = fields.String(validate=lambda kinds: validate.ContainsOnly(EVENTS)(kinds.split(",")))
    limit = fields.Integer(validate=validate.Range(1, 200))


class JobQuery(Schema):
    """What a list of jobs can be narrowed by."""

    class Meta:
        unknown = RAISE

    state = fields.String(validate=validate.OneOf(STATES))
    queue = fields.String(validate=validate.OneOf(QUEUES))
    since = fields.AwareDateTime(default_timezone=UTC)
    report_id = fields.String(validate=validate.Regexp(r"[0-9a-f-]{36}\Z"))
    cursor = fields.String(validate=validate.Regexp(r"[0-9a-f-]{36}\Z"))
    limit = fields.Integer(validate=validate.Range(1, 200))

    @post_load
    def _milliseconds(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if "since" in data:
            data["since"] = int(data["since"].timestamp() * 1000)
        return data


class FactQuery(Schema):
    """What a report's facts can be narrowed by."""

    class Meta:
        unknown = RAISE

    indicator = fields.String(validate=validate.Length(1, 128))
    applicant = fields.String(validate=validate.Length(1, 64))
    origin = fields.String(validate=validate.OneOf(("table", "narrative", "ocr")))


class FindingQuery(Schema):
    """What a report's findings can be narrowed by."""

    class Meta:
        unknown = RAISE

    rule = fields.String(validate=validate.Length(1, 32))
    severity = fields.String(validate=validate.OneOf(("error", "warning", "notice")))


class CheckQuery(Schema):
    """What a report's checks can be narrowed by."""

    class Meta:
        unknown = RAISE

    rule = fields.String(validate=validate.Length(1, 32))
    outcome = fields.String(validate=validate.OneOf(("passed", "failed", "skipped", "undecidable")))


class Moment(fields.Field[str]):
    """Milliseconds since 1970 as an RFC 3339 time in UTC."""

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:
        return moment(value)


class Job(Schema):
    """A job as it is shown."""

    class Meta:
        unknown = EXCLUDE

    id = fields.Raw()  # what the ledger made needs no check on its way out
    state = fields.Raw()
    queue = fields.Raw()
    step = fields.Function(lambda row: step(row))
    progress = fields.Function(lambda row: progress(row))
    position = fields.Raw()
    report_id = fields.Raw()
    attempt = fields.Raw()
    lost = fields.Raw()
    created_at = Moment()
    started_at = Moment()
    finished_at = Moment()
    expires_at = Moment()
    queued_ms = fields.Function(lambda row: between(row["created_at"], row["started_at"]))
    running_ms = fields.Function(lambda row: between(row["started_at"], row["finished_at"]))
    problem = fields.Function(lambda row: of_job(row["problem"]))
    links = fields.Function(lambda row: {"self": f"/v1/jobs/{row['id']}", "report": f"/v1/reports/{row['report_id']}"})


class LogEntry(Schema):
    """An entry of the audit log as it is shown."""

    id = fields.String()
    at = Moment()
    credential = fields.String()
    action = fields.String()
    target = fields.String()
    outcome = fields.String()
    address = fields.String()
    trace_id = fields.String()


class BatchEntry(Schema):
    """One file of a batch as it is shown."""

    number = fields.Integer()
    name = fields.String()
    bytes = fields.Integer()
    report_id = fields.String()
    job_id = fields.String()
    duplicate = fields.Boolean()
    state = fields.Function(lambda row: state_of_entry(row))
    outcome = fields.String()
    problem = fields.Function(lambda row: of_job(row["problem"]))


class Batch(Schema):
    """A batch as it is shown, without its files."""

    id = fields.String()
    created_at = Moment()
    entries = fields.Integer()
    done = fields.Function(lambda row: not {"queued", "running"} & row["states"].keys())
    counts = fields.Function(lambda row: counts_of_batch(row))
    links = fields.Function(lambda row: {"self": f"/v1/batches/{row['id']}"})


class Profile(Schema):
    """A tenant's rule profile as it is shown."""

    digest = fields.String()
    updated_at = Moment()
    profile = fields.Raw(attribute="body")


class Report(Schema):
    """A report as it is shown: what was handed in, and its latest audit in short."""

    id = fields.String()
    filename = fields.String()
    bytes = fields.Integer()
    sha256 = fields.String()
    external_id = fields.String()
    submission = fields.Raw()
    received_at = Moment()
    state = fields.String()
    job_id = fields.String()
    title = fields.String()
    agency = fields.String()
    year = fields.Integer()
    template = fields.String()
    outcome = fields.String()
    problem = fields.Function(lambda row: of_file(row["problem"]))
    summary = fields.Function(lambda row: counts(row))
    links = fields.Function(lambda row: links(row))


def moment(value: int | None) -> str | None:
    """Milliseconds since 1970 as an RFC 3339 time in UTC."""
    if value is None:
        return None
    return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def step(row: Mapping[str, Any]) -> str | None:
    """What happens to a job now; nothing once it has ended."""
    return "queued" if row["state"] == "queued" else row["step"]


def progress(row: Mapping[str, Any]) -> float | None:
    """How far a job is, 0 to 1; None where it ended on the way."""
    return {"queued": 0.0, "running": row["progress"], "succeeded": 1.0}.get(row["state"])


def between(earlier: int | None, later: int | None) -> int | None:
    """Milliseconds between two moments; a clock that was set back meanwhile makes no negative time."""
    return None if earlier is None or later is None else max(0, later - earlier)


def state_of_entry(row: Mapping[str, Any]) -> str:
    """The state of its job; ``refused`` when it never had one, ``erased`` when the report is gone."""
    if row["problem"]:
        return "refused"
    return row["state"] or "erased"


def counts_of_batch(row: Mapping[str, Any]) -> dict[str, int]:
    """How many files of a batch are in which state."""
    refused = row["refused"]
    return {
        **dict.fromkeys(STATES, 0),
        **row["states"],
        "refused": refused,
        "erased": row["entries"] - refused - sum(row["states"].values()),
    }


def of_file(code: str | None) -> dict[str, str] | None:
    """Why the file could not be read, by code and type."""
    return {"type": f"/v1/problems/{code}", "code": code} if code else None


def counts(row: Mapping[str, Any]) -> dict[str, int] | None:
    """Findings by severity, once there is an audit."""
    if row["audit_id"] is None:
        return None
    return {severity: row[severity] for severity in ("error", "warning", "notice")}


def links(row: Mapping[str, Any]) -> dict[str, str]:
    """Where to go from a report."""
    base = f"/v1/reports/{row['id']}"
    found = {"self": base, "job": f"/v1/jobs/{row['job_id']}"}
    if row["audit_id"] is not None:
        found |= {part: f"{base}/{part}" for part in ("facts", "findings", "checks", "audit")}
    return found


LOG_QUERY, LOG_ENTRY = LogQuery(), LogEntry()
JOB_QUERY = JobQuery()
SUBMISSION, BATCH_SUBMISSION = Submission(), Submission(exclude=("external_id", "callback_url"))
REPORT_QUERY, BATCH_QUERY, ENTRY_QUERY = ReportQuery(), BatchQuery(), EntryQuery()
EVENT_QUERY = EventQuery()
FACT_QUERY, FINDING_QUERY, CHECK_QUERY = FactQuery(), FindingQuery(), CheckQuery()
JOB, REPORT, PROFILE, BATCH, BATCH_ENTRY = Job(), Report(), Profile(), Batch(), BatchEntry()


def loaded(schema: Schema, values: Mapping[str, Any], wrong: Iterable[tuple[str, Text]] = ()) -> dict[str, Any]:
    """The validated values. Raises a Problem that names every field that is wrong, those in ``wrong`` too."""
    words = dict(wrong)
    found: dict[str, Any] = {}
    if isinstance(values, MultiDict):
        words |= {name: _WORDS["twice"] for name, given in values.lists() if len(given) > 1}
    words |= {name: _CONTROLS for name, value in values.items() if isinstance(value, str) and _CONTROL.search(value)}
    try:
        found = schema.load({name: value for name, value in values.items() if name not in words})
    except ValidationError as refused:
        words |= {name: _word(schema, name) for name in refused.messages_dict}
    if words:
        raise Problem("invalid-input", wrong=tuple((f"/{escaped(name)}", words[name]) for name in sorted(words)))
    return found


def _word(schema: Schema, name: str) -> Text:
    own: dict[str, Text] = getattr(schema, "words", {})
    return _WORDS["unknown"] if name not in schema.fields else own.get(name) or _WORDS.get(name, _OTHER)


def escaped(name: str) -> str:
    """A field's name inside a JSON pointer (RFC 6901), cut to a bearable length."""
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", name)[:64].replace("~", "~0").replace("/", "~1")
