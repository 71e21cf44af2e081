"""Audit -> plain dict: the only place that fixes the output shape (schema ``gouji.audit/1``).

Personal data that a rule has recognised is masked here, in every string that repeats the report.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import Any

from gouji import errors
from gouji.law import instrument
from gouji.model import (
    LEGIBLE,
    Agency,
    Audit,
    Basis,
    Check,
    Document,
    Fact,
    Finding,
    Interval,
    Place,
    Report,
    Section,
    Text,
)
from gouji.operators import sketch

SCHEMA = "gouji.audit/1"
UNMASKED = frozenset({"fingerprint", "sha256", "schema", "rule", "indicator", "id", "sketch"})

Plain = dict[str, Any]


def export(audit: Audit, engine: Plain) -> Plain:
    """The audit as JSON-ready dictionaries, masked. ``engine`` is its version and catalogue digest."""
    plain: Plain = {"schema": SCHEMA, "engine": dict(engine), "profile": _profile(audit), "document": _document(audit)}
    if isinstance(audit.problem, errors.Unreadable):
        plain["problem"] = _problem(audit.problem)
    if audit.report is not None:
        plain["report"] = _report(audit.report)
    plain["facts"] = [_fact(fact) for fact in audit.report.facts] if audit.report else []
    plain["findings"] = [_finding(finding) for finding in audit.findings]
    plain["checks"] = [_check(check) for check in audit.checks]
    if audit.report is not None and audit.report.attached:
        plain["attached"] = [
            _attached(*each) for each in zip(audit.report.attached, audit.attached_checks, strict=True)
        ]
    plain["summary"] = _summary(audit)
    if audit.masks:  # the longest first: a name inside an address must not spoil it
        _mask(plain, sorted(audit.masks.items(), key=lambda mask: len(mask[0]), reverse=True))
    return plain


def _profile(audit: Audit) -> Plain | None:
    return {"name": audit.profile.name, "digest": audit.profile.digest} if audit.profile else None


def _document(audit: Audit) -> Plain:
    document = audit.document or Document("", (), "application/octet-stream", "none")
    quality = document.quality
    return {
        "filename": audit.filename,
        "media_type": document.media_type,
        "sha256": audit.sha256,
        "bytes": audit.bytes,
        "pages": document.pages,
        "reader": document.reader,
        "quality": {"text": quality.text, "ocr": quality.ocr, "notes": list(quality.notes)},
    }


def _problem(problem: errors.Unreadable) -> Plain:
    return {
        "type": f"/v1/problems/{problem.code}",
        "code": problem.code,
        "title": _text(problem.title),
        "detail": _text(problem.detail),
    }


def _attached(report: Report, checks: tuple[Check, ...]) -> Plain:
    """A further report in the same file; its findings stand in the common list."""
    return {
        "report": _report(report),
        "facts": [_fact(fact) for fact in report.facts],
        "checks": [_check(check) for check in checks],
    }


def _report(report: Report) -> Plain:
    return {
        "title": report.title,
        "agency": _agency(report.agency),
        "year": report.year,
        "period": {"from": report.period.start.isoformat(), "to": report.period.end.isoformat()}
        if report.period
        else None,
        "published": report.published.iso() if report.published else None,
        "template": report.template,
        "nature": report.nature,
        "sections": [_section(section) for section in report.sections],
        "sketch": {"prose": sketch.of(report).prose, "problems": sketch.of(report).problems},
    }


def _agency(agency: Agency | None) -> Plain | None:
    if agency is None:
        return None
    return {
        "name": agency.name,
        "as_printed": agency.as_printed,
        "kind": agency.kind,
        "place": _place(agency.place),
    }


def _section(section: Section) -> Plain:
    return {
        "number": section.number,
        "heading": section.heading,
        "kind": section.kind,
        "place": _place(section.place),
    }


def _fact(fact: Fact) -> Plain:
    return {
        "id": fact.id,
        "indicator": fact.indicator,
        "applicant": fact.applicant,
        "item": fact.item,
        "value": _decimal(fact.value),
        "unit": fact.unit,
        "raw": fact.raw,
        "state": fact.state,
        "approximate": fact.approximate,
        "scope": fact.scope,
        "origin": fact.origin,
        "place": _place(fact.place),
        "confidence": fact.confidence,
    }


def _finding(finding: Finding) -> Plain:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "message": _text(finding.message),
        "facts": list(finding.facts),
        "actual": finding.actual,
        "expected": finding.expected,
        "difference": finding.difference,
        "interval": {k: _interval(v) for k, v in finding.interval.items()} if finding.interval else None,
        "places": [_place(place) for place in finding.places],
        "basis": [_basis(basis) for basis in finding.basis],
        "suggestion": _text(finding.suggestion) if finding.suggestion else None,
        "class": finding.cause,
        "fingerprint": finding.fingerprint,
    }


def _check(check: Check) -> Plain:
    return {
        "rule": check.rule,
        "outcome": check.outcome,
        "instances": check.instances,
        "reason": check.reason.en if check.reason else None,
        "explanation": _text(check.reason) if check.reason else None,
    }


def _place(place: Place) -> Plain:
    return {
        "page": place.page,
        "bbox": [round(edge, 1) for edge in place.bbox] if place.bbox else None,
        "block": place.block,
        "table": place.table,
        "row": place.row,
        "column": place.column,
        "start": place.start,
        "end": place.end,
        "quote": place.quote,
    }


def _basis(basis: Basis) -> Plain:
    return {
        "instrument": basis.instrument,
        "article": basis.article,
        "title": _text(instrument(basis.instrument).title),
    }


def _interval(interval: Interval) -> list[str]:
    return [format(bound, "f") for bound in interval]


def _text(text: Text) -> Plain:
    return {"zh": text.zh, "en": text.en}


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _summary(audit: Audit) -> Plain:
    counted = Counter(finding.severity for finding in audit.findings)
    counts: Plain = {severity: counted[severity] for severity in ("error", "warning", "notice")}
    return {**counts, "outcome": outcome(audit)}


def outcome(audit: Audit) -> str:
    """``incomplete`` when the document could not be judged as a report, else whether there are findings."""
    if audit.report is None or audit.report.nature != "annual_report":
        return "incomplete"
    if audit.report.document.quality.text < LEGIBLE:
        return "incomplete"
    return "findings" if audit.findings else "no_findings"


def _mask(plain: Plain, masks: list[tuple[str, str]]) -> None:
    """Put the masks over every string of these dictionaries, which nobody else has yet. Hardly any string holds what
    is masked, and most are too short to: they are passed over at once."""
    shortest = len(masks[-1][0])
    printed = re.compile("|".join(re.escape(each) for each, _ in masks))
    open_: list[tuple[Any, Any]] = [(plain, plain.items())]
    while open_:
        holder, entries = open_.pop()
        for key, value in entries:
            kind = type(value)
            if kind is str:
                if len(value) >= shortest and key not in UNMASKED and printed.search(value):
                    holder[key] = _masked(value, masks)
            elif kind is dict and key not in UNMASKED:
                open_.append((value, value.items()))
            elif kind is list and key not in UNMASKED:
                open_.append((value, enumerate(value)))


def _masked(text: str, masks: list[tuple[str, str]]) -> str:
    for printed, shown in masks:
        text = text.replace(printed, shown)
    return text
