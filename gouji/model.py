"""Every frozen type of the engine.

The types follow the order of the data flow: bytes -> Document -> Report -> Findings -> JSON.
All offsets count characters of ``Document.text``; all boxes are in PDF points with the origin at the
top left; all numbers are ``Decimal`` in the unit that is printed beside them. Table, Block, Document and Report have
no slots, so that views of them can be kept with them (``gouji.once``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

Lang = Literal["zh", "en"]
Severity = Literal["error", "warning", "notice"]
OutcomeName = Literal["passed", "failed", "skipped", "undecidable"]
UNREAD = "pages-without-text"  # the note on pages that are pictures in which nothing was read
State = Literal["number", "blank", "dash", "none", "unreadable"]
Origin = Literal["table", "narrative", "ocr"]
Scope = Literal["own_office", "whole_area"]
Nature = Literal["annual_report", "notice", "interpretation", "sample", "other"]
AgencyKind = Literal["government", "department", "township"]
Box = tuple[float, float, float, float]
MonthDay = tuple[int, int]

EMPTY: Mapping[str, str] = MappingProxyType({})
LEGIBLE = 0.6  # below this text quality figures prove nothing: numeric rules stay silent and the audit is incomplete


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people in both languages; neither is a translation aid for the other."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


# --- what a reader returns -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed.

    ``start`` and ``end`` are offsets in ``Document.text``; ``block``, ``table``, ``row`` and ``column``
    count from 0; ``page`` counts from 1; ``quote`` is the printed text itself.
    """

    quote: str = ""
    start: int | None = None
    end: int | None = None
    block: int | None = None
    page: int | None = None
    bbox: Box | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as drawn: ``row`` and ``column`` are those of its top left corner in the grid.

    ``text`` keeps what is printed, line breaks inside the cell as ``\\n``. ``confidence`` is below 1 only for what
    was read from a picture.
    """

    row: int
    column: int
    text: str
    place: Place
    rowspan: int = 1
    colspan: int = 1
    confidence: float = 1.0


@dataclass(frozen=True)
class Table:
    """Cells in reading order. ``ragged`` tells that the source does not say which column a cell stands in
    (text exports drop merged cells), so that only the order of the cells of a row may be trusted."""

    cells: tuple[Cell, ...]
    place: Place
    ragged: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph or a table, in reading order. ``level`` is a heading level when the source says so;
    ``confidence`` is that of its least certain figures."""

    text: str
    place: Place
    table: Table | None = None
    level: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Quality:
    """How far the text can be trusted: ``text`` 0..1, ``notes`` in plain English keys."""

    text: float = 1.0
    ocr: bool = False
    notes: tuple[str, ...] = ()

    @property
    def unread(self) -> str:
        """The numbers of the pages that are pictures in which nothing was read, divided by commas."""
        return next((note.partition(":")[2] for note in self.notes if note.startswith(f"{UNREAD}:")), "")


@dataclass(frozen=True)
class Document:
    """What is printed, in order. ``text`` is the blocks' texts joined by one ``\\n``; a table's text is its
    cells joined by tabs and its rows by ``\\n``. ``metadata`` holds what stands outside the report's own text,
    under the keys ``title``, ``author``, ``revisers``, ``published``, ``publisher`` where the source gives them."""

    text: str
    blocks: tuple[Block, ...]
    media_type: str
    reader: str
    pages: int | None = None
    images: int = 0
    quality: Quality = Quality()
    metadata: Mapping[str, str] = field(default_factory=lambda: EMPTY)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block.table for block in self.blocks if block.table)


# --- what is extracted -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure as printed. ``value`` is None unless ``state`` is ``number`` or a stated ``none`` (then 0)."""

    id: str
    indicator: str
    value: Decimal | None
    unit: str
    raw: str
    place: Place
    origin: Origin = "table"
    state: State = "number"
    applicant: str | None = None
    item: str | None = None
    approximate: bool = False
    scope: Scope | None = None
    confidence: float = 1.0

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        return (self.indicator, self.applicant, self.item)


@dataclass(frozen=True, slots=True)
class Number:
    """A number expression in prose: ``value`` in the printed ``unit``, ``decimals`` as printed.

    ``approximate`` is set for 余, 多, 近, 约, 以上; ``bound`` says which side it leaves open.
    """

    value: Decimal
    unit: str
    raw: str
    place: Place
    decimals: int = 0
    approximate: bool = False
    bound: Literal["exact", "at_least", "at_most", "about"] = "exact"


@dataclass(frozen=True, slots=True)
class Share:
    """A printed share: ``part`` of ``whole`` is ``percent``. ``group`` counts the list it belongs to, so that
    the shares of one list can be added; a share with neither part nor whole is only range-checked."""

    percent: Number
    part: Number | None = None
    whole: Number | None = None
    label: str = ""
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """A stated total and its listed parts. ``closed`` lists (其中 … 其他, 分别为) must add up to the total;
    open ones (包括, 如) must not exceed it. ``overlap`` is the note that allows parts to overlap."""

    total: Number
    parts: tuple[tuple[str, Number], ...]
    closed: bool
    place: Place
    label: str = ""
    indicator: str | None = None
    members: tuple[str, ...] = ()  # the parts' indicators, where they are known
    overlap: Place | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change against an earlier year: by ``amount``, by ``percent``, by ``points`` of per cent, to so many ``times``
    the earlier figure, or only in words. ``previous`` is that figure where the passage states it."""

    direction: Literal["up", "down", "same"]
    place: Place
    indicator: str | None = None
    current: Number | None = None
    amount: Number | None = None
    percent: Number | None = None
    points: Number | None = None
    times: Number | None = None
    previous: Number | None = None


@dataclass(frozen=True, slots=True)
class OverlapNote:
    """A remark on sums: 分类之和大于总数 (``claims_excess``) or 信息会有重复. ``total`` and ``parts`` are the
    indicators that it speaks of, when that can be told."""

    place: Place
    claims_excess: bool
    total: str | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and where its text runs: ``start`` to ``end`` in ``Document.text``. ``kind`` is the template's
    key of the section, or ``other``."""

    number: str
    heading: str
    kind: str
    place: Place
    start: int
    end: int
    level: int = 1


@dataclass(frozen=True, slots=True)
class Agency:
    """The body that reports. ``name`` is completed as far as the document allows, ``as_printed`` is not."""

    name: str
    as_printed: str
    kind: AgencyKind | None
    place: Place


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or a part of one with its place; ``day`` and ``month`` may be missing. ``source`` is where it was
    found: title, foreword, period, overview, table_head (of years); submission, publication, metadata, signature,
    compiled (of the publication date; the last two say only when the report was written)."""

    year: int
    place: Place
    month: int | None = None
    day: int | None = None
    source: str = ""

    def iso(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Period:
    """The statistical period as stated."""

    start: date
    end: date
    place: Place


@dataclass(frozen=True, slots=True)
class FormTable:
    """How a printed table meets the form: which rows and columns it has, lacks or adds.

    ``table`` is the form's key of the table; ``missing`` are labels of the form without a match; ``added`` are
    printed rows that the form does not know; ``headings`` are figures in rows that take none."""

    table: str
    index: int
    place: Place
    matched_rows: int
    missing: tuple[str, ...] = ()
    added: tuple[tuple[str, Place], ...] = ()
    altered: tuple[tuple[str, str, Place], ...] = ()
    headings: tuple[tuple[str, str, Place], ...] = ()
    units: tuple[tuple[str, str, Place], ...] = ()  # (indicator, printed unit, place)


@dataclass(frozen=True, slots=True)
class Candidate:
    """How well a template fits: 0..1, with the evidence in words."""

    template: str
    score: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of the prose for comparing it with another report's: nobody can read it. ``prose`` is all text
    below the headings, ``problems`` the part on problems; None where there is too little to compare."""

    prose: str | None = None
    problems: str | None = None


@dataclass(frozen=True)
class Report:
    """The document understood as an annual report. Nothing in it is repaired; what is missing is None or absent."""

    document: Document
    template: str
    candidates: tuple[Candidate, ...] = ()
    nature: Nature = "annual_report"
    title: str | None = None
    title_place: Place | None = None
    agency: Agency | None = None
    year: int | None = None
    years: tuple[Dated, ...] = ()  # the years that title, period, table head and signature give
    period: Period | None = None
    published: Dated | None = None
    sections: tuple[Section, ...] = ()
    tables: tuple[FormTable, ...] = ()
    facts: tuple[Fact, ...] = ()
    shares: tuple[Share, ...] = ()
    parts: tuple[Parts, ...] = ()
    changes: tuple[Change, ...] = ()
    overlap_notes: tuple[OverlapNote, ...] = ()
    sketch: Sketch = Sketch()
    attached: tuple[Report, ...] = ()  # further reports in the same file, each read as a document of its own


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


# --- what is found ---------------------------------------------------------------------------------


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
