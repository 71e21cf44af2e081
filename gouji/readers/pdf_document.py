"""Pages to a Document, whoever read them: how far their text can be trusted, and tables and lines in reading order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gouji import errors
from gouji.model import UNREAD, Document
from gouji.readers import limits, pdf_joins, pdf_layout, pdf_lines
from gouji.readers.builder import Builder, Draft
from gouji.readers.grid import is_layout, tidy
from gouji.readers.pdf_grid import Grid
from gouji.readers.pdf_lines import Line, Measure
from gouji.readers.pdf_page import Page
from gouji.text import fold

_RADICAL = re.compile("[\u2e80-\u2fdf]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]|\\(cid:\\d+\\)")
FEWEST = 10  # printed characters below which a file counts as a scan


def document_of(pages: Sequence[Page], metadata: Mapping[str, str], media_type: str, reader: str) -> Document:
    """The Document of some pages, whoever read them."""
    document = Builder(media_type, reader)
    document.pages = len(pages)
    document.images = sum(page.images for page in pages)
    document.metadata.update(metadata)
    quality = _judge(pages, document)
    _compose(pages, document)
    return document.build(quality)


def trust(pages: Sequence[Page]) -> float:
    """The share of printed characters with a known meaning; 1 for a file without any."""
    text = "".join([char.text for page in pages for char in page.chars])
    printed = _printed(text)
    unknown = max(text.count("\ufffd"), sum(page.unmapped for page in pages))
    unknown += sum(map(len, _private(text))) + sum(page.overprinted for page in pages)
    return max(0.0, 1.0 - unknown / printed) if printed else 1.0


def known(page: Page) -> int:
    """Printed characters with a known meaning."""
    text = "".join([char.text for char in page.chars])
    return _printed(text) - text.count("\ufffd") - len(_private(text))


def _private(text: str) -> list[str]:
    """The characters of private use and the signs for glyphs without meaning."""
    return [] if text.isprintable() and "(cid:" not in text else _PRIVATE.findall(text)


def _printed(text: str) -> int:
    """How many characters are no white space."""
    return sum(map(len, text.split()))


def _judge(pages: Sequence[Page], document: Builder) -> float:
    """How far the text can be trusted, and why not; errors.NoText when there is none."""
    text = "".join([char.text for page in pages for char in page.chars])
    printed = _printed(text)
    limits.check_characters(printed)
    if printed < FEWEST:
        raise errors.NoText
    if "\ufffd" in text or any(page.unmapped for page in pages):
        document.note("unmapped-characters")
    if any(page.lost for page in pages):
        document.note("characters-lost")
    if _private(text):
        document.note("private-use-characters")
    empty = [str(page.number) for page in pages if not page.chars and page.images]
    if empty:
        document.note(f"{UNREAD}:{','.join(empty)}")
    behind = [str(page.number) for page in pages if page.chars and page.pictured]
    if behind:
        document.note(f"page-pictures-behind-text:{','.join(behind)}")
    if any(page.slanted for page in pages):
        document.note("slanted-text-dropped")
    if any(page.marks for page in pages):
        document.note("watermark-dropped")
    if any(page.overprinted for page in pages):
        document.note("text-over-text")
    if _RADICAL.search(text):
        document.note("radicals-folded")
    return trust(pages)


def _compose(pages: Sequence[Page], document: Builder) -> None:
    """Bring lines and tables of all pages into reading order, join what page breaks cut, and build the blocks."""
    folded = [without_radicals(page) for page in pages]
    pdf_lines.drop_numbers(folded)
    found = [pdf_layout.find(page) for page in folded]
    lines = [pdf_lines.lines_of(page, rest) for page, (_, rest) in zip(folded, found, strict=True)]
    lines = pdf_lines.without_running(folded, lines)
    width = max((page.width for page in folded), default=0.0)
    measure = Measure.of([line for page in lines for line in page], width)
    for item in _ordered(folded, [grids for grids, _ in found], lines):
        if isinstance(item, Grid):
            _emit_table(item, folded, document)
        else:
            for paragraph in pdf_lines.paragraphs(item, measure):
                box = folded[paragraph.page - 1].upright(paragraph.box)
                document.paragraph(paragraph.text, page=paragraph.page, bbox=box)


def without_radicals(page: Page) -> Page:
    """Kangxi radicals are an artefact of font maps (Chromium prints ⼀ for 一), never what the office wrote."""
    if any(_RADICAL.search(char.text) for char in page.chars):
        page.chars = [char._replace(text=_RADICAL.sub(_folded, char.text)) for char in page.chars]
    return page


def _folded(radical: re.Match[str]) -> str:
    return fold(radical.group())


def _ordered(
    pages: Sequence[Page], grids: Sequence[list[Grid]], lines: Sequence[list[Line]]
) -> list[Grid | list[Line]]:
    """Tables and runs of lines in reading order, tables that go on over pages joined."""
    items: list[Grid | list[Line]] = []
    for tables, page_lines in zip(grids, lines, strict=True):
        marked: list[tuple[float, float, Grid | Line]] = [(grid.box[1], grid.box[0], grid) for grid in tables]
        marked += [((line.box[1] + line.box[3]) / 2, line.box[0], line) for line in page_lines]
        for _, _, item in sorted(marked, key=lambda entry: entry[:2]):
            last = items[-1] if items else None
            if isinstance(item, Line):
                if isinstance(last, list):
                    last.append(item)
                else:
                    items.append([item])
                continue
            above = _above(items, pages)
            if above and pdf_joins.continues(above, item):
                pdf_joins.append(above, item)
            else:
                items.append(item)
    return items


def _above(items: Sequence[Grid | list[Line]], pages: Sequence[Page]) -> Grid | None:
    """The table right above the next item, perhaps over notes at the feet of its pages."""
    *others, last = items or [[]]
    if not isinstance(last, Grid) and others:
        table = others[-1]
        if isinstance(table, Grid) and pdf_joins.are_footnotes(last, pages):
            return table
    return last if isinstance(last, Grid) else None


def _emit_table(grid: Grid, pages: Sequence[Page], document: Builder) -> None:
    drafts = [
        Draft(
            cell.row,
            cell.column,
            cell.text,
            cell.rowspan,
            cell.colspan,
            cell.page,
            pages[cell.page - 1].upright(cell.box),
        )
        for cell in grid.cells
    ]
    if is_layout(drafts):
        for draft in sorted(drafts, key=lambda draft: (draft.row, draft.column)):
            document.paragraph(draft.text, page=draft.page, bbox=draft.bbox)
    else:
        document.table(tidy(drafts), page=grid.page, bbox=pages[grid.page - 1].upright(grid.box))
