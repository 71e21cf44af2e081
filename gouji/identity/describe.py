"""Who reports, on which year, under which title, in which parts: all that is not a figure.

Each answer comes with its place; what the document does not say stays None. The caller's word (``Submission``) wins
over the document's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from gouji.identity import agency as agencies
from gouji.identity import dates, sections
from gouji.identity.nature import nature_of
from gouji.identity.title import Title, find_title
from gouji.model import Agency, Dated, Document, Nature, Period, Place, Section, Submission
from gouji.text import fold, squash
from gouji.views import folded

# How much one mention weighs when mentions of the year disagree.
_WEIGHTS = {"title": 3, "period": 2, "table_head": 2, "foreword": 1, "overview": 1}


@dataclass(frozen=True, slots=True)
class Identity:
    """What describes the report as a whole."""

    nature: Nature
    title: str | None
    title_place: Place | None
    agency: Agency | None
    year: int | None
    years: tuple[Dated, ...]
    period: Period | None
    published: Dated | None
    sections: tuple[Section, ...]


class Page:
    """A document with its folded text and the places of spans in it. ``lines`` are the paragraphs' folded texts."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.folded = folded(document)
        blocks = [block for block in document.blocks if block.place.start is not None]
        self._starts = [block.place.start or 0 for block in blocks]
        self._blocks = blocks
        self.lines = [
            (block.place.start or 0, self.folded[block.place.start or 0 : block.place.end])
            for block in blocks
            if block.table is None
        ]

    def place(self, start: int, end: int) -> Place:
        """The place of a span, with the block and page it begins in."""
        index = bisect_right(self._starts, start) - 1
        quote = self.document.text[start:end]
        if index < 0:
            return Place(quote, start, end)
        at = self._blocks[index].place
        return Place(quote, start, end, at.block, at.page, at.bbox, at.table)


def describe(document: Document, submission: Submission) -> Identity:
    """Everything about the document that is not a figure."""
    page = Page(document)
    parts = sections.find(document, page.folded)
    title = find_title(document, page.lines, parts)
    signed = dates.signature(page.lines, page.place)
    period = dates.period(page.folded, page.place)
    years = tuple(_years(page, parts, title, period))
    if title is not None:
        parts = tuple(part for part in parts if part.kind != "other" or not title.holds(part.place.start))
    return Identity(
        nature=nature_of(document, page.folded, page.lines, parts, title),
        title=title.text if title else None,
        title_place=_title_place(page, title),
        agency=_agency(page, submission, title, signed),
        year=submission.year or _year(years, signed),
        years=years,
        period=period,
        published=_published(page, submission, signed),
        sections=parts,
    )


def _title_place(page: Page, title: Title | None) -> Place | None:
    if title is None:
        return None
    if title.start is None or title.end is None:
        return Place(title.text)
    return page.place(title.start, title.end)


# --- years -----------------------------------------------------------------------------------------


def _years(page: Page, parts: tuple[Section, ...], title: Title | None, period: Period | None) -> list[Dated]:
    found: list[Dated] = []
    if title is not None and title.start is not None and title.end is not None:
        found += dates.title_year(page.folded[title.start : title.end], title.start, page.place)
    elif title is not None:
        found += dates.title_year(fold(title.text), 0, lambda start, end: Place(title.text))
    body = title.end if title and title.end else 0
    first = next((part.start for part in parts if part.level == 1 and part.start >= body), len(page.folded))
    found += dates.foreword_years(page.folded[body:first], body, page.place)
    if period is not None:
        found += [Dated(each, period.place, source="period") for each in dict.fromkeys((period.start.year,))]
    for start, line in _openings(page, parts, title):
        found += dates.opening_year(line, start, page.place)
    for start, line in page.lines:
        if not (title and title.holds(start)):
            found += dates.table_head_year(line, start, page.place)
    for block in page.document.blocks:
        cells = block.table.cells if block.table else ()
        for cell in cells:
            at = cell.place.start
            if cell.row < 6 and at is not None and len(cell.text) < 60:
                found += dates.table_head_year(page.folded[at : cell.place.end], at, page.place)
    return found


def _openings(page: Page, parts: tuple[Section, ...], title: Title | None) -> list[tuple[int, str]]:
    """The first paragraph of the document and of its overview."""
    heads = {part.place.start for part in parts}
    overview = next((part.place.start or 0 for part in parts if part.kind == "overview"), None)
    openings: list[tuple[int, str]] = []
    for after in (title.end or 0 if title else 0, overview):
        if after is None:
            continue
        lines = (line for line in page.lines if line[0] >= after and line[0] not in heads and len(line[1]) > 20)
        openings += [line for line in [next(lines, None)] if line is not None and line not in openings]
    return openings


def _year(years: tuple[Dated, ...], signed: tuple[int, Dated, str] | None) -> int | None:
    votes: Counter[int] = Counter()
    counted: set[tuple[int, str]] = set()
    for dated in years:
        if (dated.year, dated.source) not in counted:
            counted.add((dated.year, dated.source))
            votes[dated.year] += _WEIGHTS.get(dated.source, 1)
    if votes:
        return max(votes, key=lambda year: (votes[year], -next(i for i, d in enumerate(years) if d.year == year)))
    if signed is None:
        return None
    date = signed[1]
    return date.year - 1 if (date.month or 1) <= 11 else date.year


# --- publication -----------------------------------------------------------------------------------


def _published(page: Page, submission: Submission, signed: tuple[int, Dated, str] | None) -> Dated | None:
    if submission.published:
        return dates.parse(submission.published, Place(), "submission")
    printed = dates.printed_publication(page.folded, page.place)
    if printed is None:
        bare = (dates.bare_publication(line, start, page.place) for start, line in page.lines[:10])
        printed = next((dated for dated in bare if dated), None)
    if printed:
        return printed
    metadata = page.document.metadata.get("published")
    dated = dates.parse(metadata, Place(metadata), "metadata") if metadata else None
    return dated or (signed[1] if signed else None) or dates.compiled(page.folded, page.place)


# --- agency ----------------------------------------------------------------------------------------


def _agency(
    page: Page, submission: Submission, title: Title | None, signed: tuple[int, Dated, str] | None
) -> Agency | None:
    found = _named(page, title, signed)
    if submission.agency:
        name = submission.agency
        place = found.place if found else Place()
        kind = submission.agency_kind or agencies.kind_of(name, page.folded)
        return Agency(name, found.as_printed if found else name, kind, place)
    if found and submission.agency_kind:
        return Agency(found.name, found.as_printed, submission.agency_kind, found.place)
    return found


def _named(page: Page, title: Title | None, signed: tuple[int, Dated, str] | None) -> Agency | None:
    if title is not None and title.agency:
        return _as_agency(page, title.agency, _within(page, title))
    signer = _signer(page, signed)
    if signer is None:
        openings = [line for line in page.lines[:6] if len(line[1]) > 12]
        signer = agencies.in_text(page.folded, openings)
    if signer is None:
        return None
    return _as_agency(page, signer.printed, page.place(signer.start, signer.end))


def _as_agency(page: Page, printed: str, place: Place) -> Agency:
    name = agencies.completed(printed, page.folded)
    return Agency(name, squash(printed), agencies.kind_of(name, page.folded), place)


def _within(page: Page, title: Title) -> Place:
    if title.start is None or title.end is None:
        return Place(title.text)
    pattern = r"\s*".join(re.escape(character) for character in title.agency)
    found = re.search(pattern, page.folded[title.start : title.end])
    if found is None:
        return page.place(title.start, title.end)
    return page.place(title.start + found.start(), title.start + found.end())


def _signer(page: Page, signed: tuple[int, Dated, str] | None) -> agencies.Name | None:
    """The agency beside or above the date at the end."""
    if signed is None:
        return None
    index, _, beside = signed
    if agencies.is_name(beside):
        start = page.lines[index][0] + page.lines[index][1].index(beside)
        return agencies.Name(beside, start, start + len(beside))
    for start, line in reversed(page.lines[max(0, index - 2) : index]):
        text = line.strip()
        if agencies.is_name(text) and len(squash(text)) <= 30:
            at = start + line.index(text)
            return agencies.Name(text, at, at + len(text))
    return None
