"""What lists across reports can be narrowed by, how their entries are shown, and pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from gouji.vocabulary import APPLICANTS
from ledger.clock import made_at
from service.negotiate import as_json

Row = dict[str, Any]
DEFAULT_LIMIT = 50
SEVERITIES = ("error", "warning", "notice")
_MOMENT = validate.Regexp(r"\d{4}-\d{2}-\d{2}")


class Instant(fields.Field[int]):
    """A date or an RFC 3339 time as milliseconds since 1970; a date begins at midnight UTC."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        try:
            _MOMENT(value)
            moment = datetime.fromisoformat(value.replace(" ", "+"))  # a plus sign in a URL that was not escaped
            if len(value) > 10 and moment.tzinfo is None:
                raise ValueError
            return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
        except (ValueError, OverflowError):
            raise ValidationError("no moment") from None


class Place(fields.Field[tuple[str, int]]):
    """A cursor: the id and the number of the last entry seen."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[str, int]:
        validate.Regexp(r"[0-9a-f-]{36}\.\d{1,6}\Z")(value)
        some_id, _dot, number = value.partition(".")
        return some_id, int(number)


class FindingsQuery(Schema):
    """What the list of findings across reports can be narrowed by."""

    class Meta:
        unknown = RAISE

    rule = fields.String(validate=validate.Regexp(r"[A-Z]{2,8}(-\d{1,4})?\Z"))
    severity = fields.String(validate=validate.OneOf(SEVERITIES))
    agency = fields.String(validate=validate.Length(1, 255))
    year = fields.Integer(validate=validate.Range(2008, 2100))
    template = fields.String(validate=validate.Length(1, 64))
    since = Instant()
    cursor = Place(attribute="after")
    limit = fields.Integer(validate=validate.Range(1, 200))


class FactsQuery(Schema):
    """What the list of facts across reports can be narrowed by."""

    class Meta:
        unknown = RAISE

    indicator = fields.String(validate=validate.Length(1, 128))
    applicant = fields.String(validate=validate.OneOf(tuple(APPLICANTS)))  # else all facts would be sought in vain
    agency = fields.String(validate=validate.Length(1, 255))
    year = fields.Integer(validate=validate.Range(2008, 2100))
    cursor = Place(attribute="after")
    limit = fields.Integer(validate=validate.Range(1, 200))

    @validates_schema
    def _narrow_enough(self, data: Row, **_: Any) -> None:
        """An applicant of every indicator and every agency would be sought among all facts there are."""
        if "applicant" in data and not {"indicator", "agency"} & set(data):
            raise ValidationError("too wide", "applicant")


FINDINGS_QUERY, FACTS_QUERY = FindingsQuery(), FactsQuery()


def page(rows: Sequence[Row], limit: int, id_name: str, show: Any) -> Response:
    """One page of at most ``limit`` entries, and where the next begins."""
    last = rows[limit - 1] if len(rows) > limit else None
    following = f"{last[id_name]}.{last['number']}" if last else None
    headers = {}
    if following:
        again = urlencode({**request.args.to_dict(), "cursor": following})
        headers["Link"] = f'<{request.path}?{again}>; rel="next"'
    return as_json({"items": [show(row) for row in rows[:limit]], "next_cursor": following}, headers=headers)


def finding(row: Row) -> Row:
    """A finding beside the report it is in; its places are in the report's own list."""
    told = row["body"] or {}
    named = {name: told.get(name) for name in ("id", "name", "class", "message", "actual", "expected", "difference")}
    shown = {name: row[name] for name in ("rule", "severity", "fingerprint")}
    moment = datetime.fromtimestamp(made_at(row["audit_id"]) / 1000, UTC).isoformat(timespec="milliseconds")
    return {**shown, **named, "audited_at": moment.replace("+00:00", "Z"), "report": _report(row, "findings")}


def fact(row: Row) -> Row:
    """A fact beside the report it is from; its place is in the report's own list."""
    value = row["value"]
    shown = {name: row[name] for name in ("indicator", "applicant", "item", "unit", "state", "scope", "origin")}
    digits = f"{value:f}" if isinstance(value, Decimal) else value
    return {"id": f"f{row['number']}", **shown, "value": digits, "report": _report(row, "facts")}


def _report(row: Row, part: str) -> Row:
    base = f"/v1/reports/{row['report_id']}"
    known = {name: row.get(name) for name in ("title", "agency", "year", "template", "external_id")}
    return {"id": row["report_id"], **known, "links": {"self": base, part: f"{base}/{part}"}}
