"""What is understood of a document: facts, claims, sections, and who reports on what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from gouji.model.document import AgencyKind, Document, Nature, Origin, Place, Scope, State


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
    sketch: Sketch | None = None  # what an exported audit carries; that of a document is made when it is asked for
    attached: tuple[Report, ...] = ()  # further reports in the same file, each read as a document of its own
