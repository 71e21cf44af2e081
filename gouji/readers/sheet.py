"""What all sheets share: cells as displayed become tables, and the lines around them paragraphs.

An office draws lines around the form and none around its title and remarks. So rows with lines are tables, rows
without are paragraphs. In a sheet without any lines, tables end at empty rows, and a title is a row with one cell at
the top. A heading or prose that is merged over the whole width is a paragraph in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gouji.readers.builder import Builder, Draft
from gouji.readers.grid import is_layout, tidy
from gouji.readers.limits import SPAN, check_cells

_REMARK = re.compile(r"\s*(?:注|备注|说明|附|填表|填报|审核|单位负责人|联系)")
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]+、|.{0,60}(?:年度报告|年报|统计表|情况表)\s*$)")
_ARTICLE = re.compile(r"\s*第[一二三四五六七八九十]+条")  # a row of the forms that is one cell
_LONG = 40  # characters that no label of a form's last row has

Place = tuple[int, int]  # row and column


@dataclass(slots=True)
class Sheet:
    """The cells of one sheet. ``texts`` are displayed texts, ``ruled`` the cells with a line on any side; ``merged``
    gives the size of merged ranges by their first cell."""

    texts: dict[Place, str] = field(default_factory=dict)
    ruled: set[Place] = field(default_factory=set)
    merged: dict[Place, Place] = field(default_factory=dict)

    def hide(self, rows: Iterable[int], columns: Iterable[int]) -> bool:
        """Take out hidden rows and columns; tells whether any text was there."""
        no_rows, no_columns = frozenset(rows), frozenset(columns)
        hidden = [place for place in self.texts if place[0] in no_rows or place[1] in no_columns]
        lost = [place for place in hidden if place not in self.merged]
        for place in lost:
            del self.texts[place]
        self.ruled = {place for place in self.ruled if place[0] not in no_rows and place[1] not in no_columns}
        return any(self.texts.get(place, "x").strip() for place in lost)


def emit(sheet: Sheet, document: Builder) -> None:
    """Add the blocks of a sheet to the document."""
    cells = _drawn(sheet)
    lined = any(cell.ruled for cell in cells)
    for region in _regions(cells):
        for rows, is_table in _parts(region, lined):
            drafts = [_draft(cell) for row in rows for cell in row]
            if is_table and not is_layout(drafts):
                document.table(tidy(_filled(drafts)))
            else:
                for row in rows:
                    document.paragraph(" ".join(cell.text.replace("\n", " ") for cell in row if cell.text.strip()))


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    ruled: bool = False


def _draft(cell: _Cell) -> Draft:
    return Draft(cell.row, cell.column, cell.text, cell.rows, cell.columns)


def _drawn(sheet: Sheet) -> list[_Cell]:
    """The cells that are seen: written or ruled ones up to the last written row and column."""
    written = {place for place, text in sheet.texts.items() if text.strip()}
    if not written:
        return []
    last_row = max(row + min(SPAN, sheet.merged.get((row, column), (1, 1))[0]) for row, column in written)
    last_column = max(column + min(SPAN, sheet.merged.get((row, column), (1, 1))[1]) for row, column in written)
    covered = set(_covered(sheet.merged, last_row, last_column))
    rows = {row for row, _ in written}
    blank = {place for place in sheet.merged if place[0] in rows}
    seen = {
        place
        for place in written | sheet.ruled | blank
        if place[0] < last_row and place[1] < last_column and place not in covered
    }
    check_cells(len(seen))
    cells = []
    for row, column in sorted(seen):
        high, wide = sheet.merged.get((row, column), (1, 1))
        high, wide = min(high, last_row - row), min(wide, last_column - column)
        text = sheet.texts.get((row, column), "")
        cells.append(_Cell(row, column, text, high, wide, (row, column) in sheet.ruled))
    return cells


def _covered(merged: Mapping[Place, Place], last_row: int, last_column: int) -> Iterator[Place]:
    """The cells hidden below merged ranges."""
    count = 0
    for (row, column), (rows, columns) in merged.items():
        bottom, right = min(row + rows, last_row), min(column + columns, last_column)
        count += max(0, bottom - row) * max(0, right - column)
        check_cells(count)
        for y in range(row, bottom):
            for x in range(column, right):
                if (y, x) != (row, column):
                    yield y, x


_Row = Sequence[_Cell]


def _regions(cells: Sequence[_Cell]) -> Iterator[list[_Row]]:
    """Rows that follow each other without an empty one between them."""
    rows: dict[int, list[_Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    region: list[_Row] = []
    end = 0
    for number, row in rows.items():
        if region and number > end:
            yield region
            region = []
        region.append(row)
        end = max(end if len(region) > 1 else 0, *(cell.row + cell.rows for cell in row))
    if region:
        yield region


def _parts(region: Sequence[_Row], lined: bool) -> Iterator[tuple[list[_Row], bool]]:
    """Runs of rows of one region: tables, and lines of text."""
    width = max(cell.column + cell.columns for row in region for cell in row)
    tables = [not _is_text(row, width) and (not lined or any(cell.ruled for cell in row)) for row in region]
    for rows, is_table in _runs(region, tables):
        if is_table and not lined:
            yield from _runs(rows, _unlined(rows))
        else:
            yield rows, is_table


def _runs(rows: Sequence[_Row], flags: Sequence[bool]) -> Iterator[tuple[list[_Row], bool]]:
    start = 0
    for index in range(1, len(rows) + 1):
        if index == len(rows) or flags[index] != flags[start]:
            yield list(rows[start:index]), flags[start]
            start = index


def _is_text(row: _Row, width: int) -> bool:
    """Whether a row is a heading or prose over the whole width."""
    cell = row[0]
    return 1 < cell.columns >= width - cell.column and (len(cell.text) > _LONG or bool(_HEADING.match(cell.text)))


def _unlined(rows: Sequence[_Row]) -> list[bool]:
    """Which rows belong to the table: not those with one cell at the top, not the remarks at the end."""
    written = [[cell for cell in row if cell.text.strip()] for row in rows]
    first = next((at for at, row in enumerate(written) if len(row) > 1 or _ARTICLE.match(row[0].text)), len(rows))
    last = len(rows)
    while last > first and len(written[last - 1]) == 1 and _is_remark(written[last - 1][0]):
        last -= 1
    return [first <= index < last for index in range(len(rows))]


def _is_remark(cell: _Cell) -> bool:
    return len(cell.text) > _LONG or bool(_REMARK.match(cell.text))


def _filled(drafts: Sequence[Draft]) -> list[Draft]:
    """The table with its blank cells: every place of the grid that no cell covers."""
    taken = {
        (draft.row + y, draft.column + x)
        for draft in drafts
        for y in range(draft.rowspan)
        for x in range(draft.colspan)
    }
    rows = sorted({draft.row for draft in drafts})
    columns = sorted({draft.column for draft in drafts})
    check_cells(len(rows) * len(columns))
    blanks = [Draft(row, column, "") for row in rows for column in columns if (row, column) not in taken]
    return [*drafts, *blanks]
