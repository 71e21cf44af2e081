"""What a reader returns: blocks, tables and cells, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

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


class Place(NamedTuple):
    """Where something is printed. A tuple, as a cell is, because a report has hundreds of both and most are never
    looked at: a frozen dataclass takes four times as long to make.

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


class Cell(NamedTuple):
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
