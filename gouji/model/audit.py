"""What a rule may look at, and what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from gouji.model.document import EMPTY, AgencyKind, Document, MonthDay, OutcomeName, Place, Severity, Text
from gouji.model.report import Report


@dataclass(frozen=True, slots=True)
class Submission:
    """What the caller knows besides the bytes. All optional; the caller's word wins over the document's."""

    filename: str = ""
    agency: str | None = None
    agency_kind: AgencyKind | None = None
    year: int | None = None
    published: str | None = None  # YYYY-MM-DD
    submitted: str | None = None  # YYYY-MM-DD: the day it was handed to the office that reviews it


@dataclass(frozen=True, slots=True)
class Profile:
    """What an office has settled for itself (made by ``gouji.profile``); an empty one changes nothing.

    ``select``, ``ignore`` and ``severity`` go by code or family. ``submission`` is the last day for handing a report
    to the office that reviews it, in the year after the report year; ``overview_characters`` the longest part one."""

    name: str = ""
    digest: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    submission: Mapping[AgencyKind, MonthDay] = field(default_factory=dict)
    overview_characters: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at. ``previous`` are audits of earlier years, ``area`` those of the same area, both as
    the dictionaries of the audit contract."""

    report: Report
    submission: Submission = Submission()
    previous: tuple[Mapping[str, object], ...] = ()
    area: tuple[Mapping[str, object], ...] = ()
    profile: Profile = Profile()


@dataclass(frozen=True, slots=True)
class Basis:
    """One article of a legal instrument; ``instrument`` is a key of law.yaml."""

    instrument: str
    article: str = ""


Interval = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction, ready to be read in both languages."""

    id: str
    rule: str
    name: str
    severity: Severity
    message: Text
    facts: tuple[str, ...]
    places: tuple[Place, ...]
    basis: tuple[Basis, ...]
    fingerprint: str
    actual: str | None = None
    expected: str | None = None
    difference: str | None = None
    interval: Mapping[str, Interval] | None = None
    suggestion: Text | None = None
    cause: Literal["report", "extraction"] = "report"


@dataclass(frozen=True, slots=True)
class Check:
    """What one rule did: silence means something only because of this."""

    rule: str
    outcome: OutcomeName
    instances: int = 0
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole result for one document. ``report`` is None when ``problem`` says why it could not be read."""

    filename: str
    sha256: str
    bytes: int
    document: Document | None
    report: Report | None
    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    problem: Exception | None = None
    profile: Profile | None = None  # the one that was applied
    attached_checks: tuple[tuple[Check, ...], ...] = ()  # of each attached report
    masks: Mapping[str, str] = field(default_factory=lambda: EMPTY)  # printed personal data -> what may be shown
