"""What an invented document and its truth are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.corpus import forms
from tests.corpus.forms import Table

Key = tuple[str, str | None, str | None]  # indicator, applicant, item
Values = dict[Key, str]
Block = tuple[str, str] | Table  # ("title" | "heading" | "sub" | "text" | "right" | "caption", text) or a table

FORMS = ("statistics-2014", "statistics-2014-beijing", "format-2019", "format-2021")
FORMATS = ("txt", "html", "docx", "pdf", "doc", "scan")


@dataclass(frozen=True, slots=True)
class Figure:
    """The truth about one printed cell. ``value`` is None where no number is printed; ``tags`` name the noise in
    the cell and in the labels that lead to it."""

    indicator: str
    applicant: str | None
    item: str | None
    value: str | None
    unit: str
    state: str
    tags: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return (self.indicator, self.applicant, self.item)


@dataclass(frozen=True, slots=True)
class Cell(forms.Cell):
    """A drawn cell that knows what it says."""

    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a sentence of the prose states. ``quote`` is the sentence."""

    indicator: str
    applicant: str | None
    value: str
    unit: str
    quote: str


@dataclass(frozen=True, slots=True)
class Agency:
    """Who reports: ``name`` in full, ``short`` as colleagues say it, all ``accepted`` answers."""

    name: str
    short: str
    kind: str  # government | department | township
    we: str  # 我局, 我镇 ...
    region: str
    accepted: tuple[str, ...]


@dataclass(slots=True)
class Report:
    """A report before it is written in a format. ``allowed`` are rules that may rightly speak of its noise."""

    number: int
    form: str
    format: str
    agency: Agency
    year: int
    published: str
    title: str
    blocks: list[Block] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    allowed: set[str] = field(default_factory=set)

    def figures(self) -> list[Figure]:
        """Every printed figure, in printed order."""
        tables = [block for block in self.blocks if isinstance(block, Table)]
        cells = [cell for table in tables for row in table.rows for cell in row]
        return [cell.figure for cell in cells if isinstance(cell, Cell) and cell.figure]


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus with its truth."""

    name: str
    data: bytes
    report: Report
