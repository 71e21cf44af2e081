"""A sound report before it is written: what the faults are put into.

Its tables are the official ones without any habit of an office, so that a fault is the only thing wrong with it; the
prose, the layouts and the formats are those of the accuracy corpus.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any
from zlib import crc32

import gouji
from tests.accuracy import agencies, figures, ink
from tests.accuracy.grid_list import ListDrawer
from tests.accuracy.grids import Drawer
from tests.accuracy.model import Agency, Block, Cell, Key, Report, Values
from tests.accuracy.prose import Prose
from tests.accuracy.report import LAYOUTS, TITLES, YEARS, published, written
from tests.corpus.forms import Table

COMPARED = re.compile("同比|上年同期|去年同期|(?:较|比|与|同)(?:上|去)(?:一)?年")
_LISTS = ("official", "official", "bracket-line", "serial", "blocks", "flush")  # structures that print every cell
_SMALL = ("joined", "joined", "separate", "captioned")
_REQUESTS = ("merged", "merged", "letters", "split-repeated", "one-head", "no-note")
_REVIEW = ("official", "official", "wrapped", "separate")
CASES = ("review.total", "litigation.direct.total", "litigation.after_review.total", "litigation.total")
LOSSY = ("cell-lines",)  # layouts that lose an empty cell


@dataclass(slots=True)
class Draft:
    """A report with its figures, last year's report where one is needed, and what the sender knows."""

    report: Report
    values: Values
    layout: str
    rng: Random  # for the fault
    earlier: Draft | None = None
    submission: dict[str, Any] = field(default_factory=dict)
    profile: gouji.Profile = field(default_factory=gouji.Profile)

    # -- figures --

    def number(self, indicator: str, applicant: str | None = None, item: str | None = None) -> int:
        return int(self.values.get((indicator, applicant, item), "0"))

    def cells(self) -> Iterator[Cell]:
        for block in self.report.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    yield from (cell for cell in row if isinstance(cell, Cell))

    def prints(self, indicator: str) -> bool:
        return any(key[0] == indicator for key in self.values)

    def write(self, figures: Mapping[Key, str]) -> None:
        """Print other figures than the sound ones."""

        def changed(cell: Cell) -> Cell:
            known = cell.figure
            return replace(cell, text=figures[known.key]) if known and known.key in figures else cell

        self.values = {**self.values, **figures}
        self.redraw(changed)

    def redraw(self, change: Callable[[Cell], Cell]) -> None:
        for at, block in enumerate(self.report.blocks):
            if isinstance(block, Table):
                rows = tuple(tuple(change(c) if isinstance(c, Cell) else c for c in row) for row in block.rows)
                self.report.blocks[at] = replace(block, rows=rows)

    # -- text --

    def texts(self) -> Iterator[tuple[int, str, str]]:
        for at, block in enumerate(self.report.blocks):
            if not isinstance(block, Table):
                yield at, block[0], block[1]

    def edit(self, old: str, new: str, kinds: tuple[str, ...] = ("text",)) -> bool:
        """Replace the first ``old`` of the text; False where there is none."""
        for at, kind, text in self.texts():
            if kind in kinds and old in text:
                self.report.blocks[at] = (kind, text.replace(old, new, 1))
                return True
        return False

    def part(self, cue: str) -> tuple[int, int] | None:
        """First block and the one behind the last of the part whose heading contains ``cue``."""
        headings = [(at, text) for at, kind, text in self.texts() if kind == "heading"]
        for index, (at, text) in enumerate(headings):
            if cue in text:
                ends = [i for i, kind, _ in self.texts() if i > at and kind in ("right", "caption")]
                last = min([*ends, len(self.report.blocks)]) if index == len(headings) - 1 else headings[index + 1][0]
                return at, last
        return None

    def say(self, sentence: str, cue: str = "") -> bool:
        """A paragraph of its own below the heading; without ``cue`` in the part on what was disclosed."""
        part = self.part(cue or ("主动公开" if self.report.form.startswith("statistics") else "总体情况"))
        if part is None:
            return False
        self.report.blocks.insert(part[0] + 1, ("text", sentence))
        return True

    def retitle(self, title: str) -> None:
        blocks = [b for b in self.report.blocks if isinstance(b, Table) or b[0] != "title"]
        self.report.blocks[:] = [("title", title), *blocks]
        self.report.title = title

    # -- audit --

    def audit(self, seed: str) -> dict[str, Any]:
        earlier = [self.earlier.audit(f"{seed}-earlier")] if self.earlier else []
        self.report.number = crc32(repr(self.report.blocks).encode())  # names the font of a PDF
        data = written(self.report, Random(seed), self.layout)
        submission = gouji.Submission(filename=f"report.{self.report.format}", **self.submission)
        return gouji.to_dict(gouji.audit(data, submission, previous=earlier, profile=self.profile))


@dataclass(frozen=True, slots=True)
class Wish:
    """What a draft has to be like, and how its tables are drawn otherwise than they should be."""

    form: str
    format: str
    years: tuple[int, int] | None = None
    kinds: tuple[str, ...] = agencies.KINDS
    earlier: bool = False
    rows: str = ""  # a deviation of grids.SMALL_ROWS, grids.REQUEST_ROWS or grid_list.LIST_ROWS
    year: int | None = None  # another year than the form's


def draft(wish: Wish, name: str) -> Draft:
    """A sound draft, always the same for one name; what the wish says of its rows changes nothing else."""
    rng = Random(name)
    first, last = wish.years or YEARS[wish.form.removesuffix("-beijing")]
    year = rng.randint(first + (1 if wish.earlier and not wish.years else 0), last)
    agency = agencies.agency(rng, rng.choice(wish.kinds), wish.form.endswith("beijing"), year)
    values = figures.draw(wish.form, agency.kind, year, rng)
    figures.fit(values, agency.name)
    layout = rng.choice([each for each in LAYOUTS[wish.format] if each not in LOSSY])
    made = _composed(wish, agency, wish.year or year, values, name)
    made.layout = layout
    if wish.earlier:
        made.earlier = _last_year(wish, made, name)
    return made


def _composed(wish: Wish, agency: Agency, year: int, values: Values, name: str) -> Draft:
    rng = Random(f"{name}-prose")
    report = Report(0, wish.form, wish.format, agency, year, published(rng, agency, year), "")
    report.title = TITLES[0].format(name=agency.name, year=year)
    Prose(report, values, rng).compose(_tables(wish, dict(values), Random(f"{name}-tables")))
    return Draft(report, values, "", Random(f"{name}-fault"))


def _tables(wish: Wish, values: Values, rng: Random) -> list[list[Block]]:
    pen = ink.Ink(rng)
    if wish.form.startswith("statistics"):
        return [ListDrawer(wish.form, values, pen, rng.choice(_LISTS), wish.rows).tables()]
    drawer = Drawer(wish.form, values, pen)
    drawer.small, drawer.requests, drawer.review = rng.choice(_SMALL), rng.choice(_REQUESTS), rng.choice(_REVIEW)
    setattr(drawer, "small_rows" if wish.rows in ("added-row", "missing-row") else "request_rows", wish.rows)
    return [drawer.small_tables(), drawer.request_tables(), drawer.review_tables()]


def _last_year(wish: Wish, now: Draft, name: str) -> Draft:
    """The report of the year before, from whose end this one begins, told in other words."""
    values = before(now.values)
    for attempt in range(50):
        earlier = _composed(
            replace(wish, format="txt", rows=""), now.report.agency, now.report.year - 1, values, f"{name}-{attempt}"
        )
        if problems(earlier) != problems(now):
            break
    earlier.layout = "tab-newline"
    return earlier


def before(values: Values) -> Values:
    """Figures with which the year before may have ended, and the requests and reviews that this year's cases are about."""
    found = dict(values)
    suits = sum(int(value) for key, value in values.items() if key[0].endswith("after_review.total"))
    cases = sum(int(value) for key, value in values.items() if key[0] in CASES)
    for key, value in values.items():
        if key[0] == "review.total":
            found[key] = str(int(value) + suits)
        elif key[0] == "requests.received" and key[1] in (None, "total"):
            found[key] = str(int(value) + cases)
    for (indicator, who, item), value in values.items():
        if indicator == "requests.carried_in":
            found["requests.carried_out", who, item] = value
        elif indicator.endswith((".items_change", ".pending")):
            found[indicator, who, item] = "0"
        elif indicator.endswith(".in_force"):
            family = indicator.removesuffix(".in_force")
            new, gone = (int(values[f"{family}.{what}", who, item]) for what in ("issued", "repealed"))
            found[indicator, who, item] = str(max(0, int(value) - new + gone))
    return found


def problems(made: Draft) -> list[str]:
    """The paragraphs of the part on problems."""
    part = made.part("存在的主要问题")
    return [text for at, _, text in made.texts() if part and part[0] < at < part[1]]
