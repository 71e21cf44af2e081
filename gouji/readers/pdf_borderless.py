"""Tables without columns of rules: rows by their baselines or by the lines between them, columns by gaps that go
through all rows. Only what looks like a form is taken: labels, and figures that stand below each other."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gouji.readers.pdf_grid import FIGURE, Cell, Grid, cell_text
from gouji.readers.pdf_lines import bounds, rows_of, text_of
from gouji.readers.pdf_page import Char, Page

_GAP = 1.5  # sizes between two columns
_FEWEST = 3  # rows with figures
_FAR = 4.5  # sizes between the baselines of two rows of one table
_CONTENTS = re.compile(r"目\s*[录錄次]")
_POINT = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|其中)"
)
_Span = tuple[float, float]


@dataclass(slots=True)
class _Part:
    """The characters of one row that stand together."""

    chars: list[Char]
    x0: float
    x1: float
    text: str

    @property
    def is_figure(self) -> bool:
        return bool(FIGURE.fullmatch(self.text)) and any(char.isdigit() or char in "-－—/" for char in self.text)


@dataclass(slots=True)
class _Row:
    base: float
    size: float
    parts: list[_Part]
    slots: list[tuple[int, int]] = field(default_factory=list)  # first and last column of each part

    @property
    def is_data(self) -> bool:
        return len(self.parts) > 1 and self.parts[-1].is_figure and not self.parts[0].is_figure

    def starts(self) -> set[int]:
        """The columns in which something stands."""
        return {first for first, _ in self.slots}


def find(page: Page, chars: list[Char], levels: Sequence[tuple[float, float, float]]) -> tuple[list[Grid], list[Char]]:
    """The tables among characters outside ruled tables, and the characters that are left. ``levels`` are lines and
    edges of shading across the page: y, from, to."""
    if sum(bool(FIGURE.fullmatch(char.text)) and not char.text.isspace() for char in chars) < _FEWEST:
        return [], chars
    rows = [_row(line) for line in rows_of(chars)]
    if sum(row.is_data for row in rows) < _FEWEST or any(
        len(row.parts) == 1 and _CONTENTS.fullmatch(row.parts[0].text) for row in rows
    ):
        return [], chars
    grids = []
    rest = chars
    for start, end in _blocks(rows):
        block = rows[start:end]
        columns = _columns(block)
        if columns:
            start, end = _widen(rows, start, end, columns)
            grids.append(_grid(page, rows[start:end], columns, levels))
            bases = [char.base for row in rows[start:end] for part in row.parts for char in part.chars]
            rest = [char for char in rest if not min(bases) <= char.base <= max(bases)]
    return grids, rest


def _row(line: Sequence[Char]) -> _Row:
    groups: list[list[Char]] = []
    for char in line:
        if char.text.isspace():
            continue
        if groups and char.x0 - max(before.x1 for before in groups[-1][-2:]) <= _GAP * char.size:
            groups[-1].append(char)
        else:
            groups.append([char])
    parts = [_Part(group, group[0].x0, max(char.x1 for char in group), text_of(group)) for group in groups]
    return _Row(line[0].base, max(char.size for char in line), parts)


def _blocks(rows: Sequence[_Row]) -> list[tuple[int, int]]:
    """Runs of rows with several parts, and the few lines of wrapped labels between them."""
    found: list[tuple[int, int]] = []
    several = [index for index, row in enumerate(rows) if len(row.parts) > 1]
    for index in several:
        if found:
            start, end = found[-1]
            between = rows[end - 1 : index + 1]
            near = all(below.base - above.base <= _FAR * above.size for above, below in pairwise(between))
            if near and index - end <= 3:
                found[-1] = (start, index + 1)
                continue
        found.append((index, index + 1))
    return [
        (start, end)
        for start, end in found
        if (data := sum(row.is_data for row in rows[start:end])) >= _FEWEST
        and 2 * data >= sum(len(row.parts) > 1 for row in rows[start:end])
    ]


def _columns(block: Sequence[_Row]) -> list[_Span]:
    """Where the columns stand: the strips that the parts of all rows with figures fill. Nothing when the figures of
    no column stand below each other, or when lines of prose run across the columns."""
    data = [row for row in block if row.is_data]
    columns = _strips([(part.x0, part.x1) for row in data for part in row.parts], data[0].size)
    for row in block:
        for part in row.parts:
            if len(row.parts) > 1 and not any(part.x0 < right and left < part.x1 for left, right in columns):
                columns = sorted([*columns, (part.x0, part.x1)])
    if len(columns) < 2 or not any(_is_aligned(data, column) for column in columns[1:]):
        return []
    prose = sum(len(row.parts) == 1 and row.parts[0].x1 > columns[1][1] and not row.slots for row in block)
    return [] if prose * 3 > len(data) else columns


def _strips(spans: Sequence[_Span], size: float) -> list[_Span]:
    found: list[_Span] = []
    for left, right in sorted(spans):
        if found and left <= found[-1][1] + 0.3 * size:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _is_aligned(data: Sequence[_Row], column: _Span) -> bool:
    """Whether a column holds figures that share their right side, their middle or their left side."""
    inside = [part for row in data for part in row.parts if column[0] <= (part.x0 + part.x1) / 2 <= column[1]]
    figures = [part for part in inside if part.is_figure]
    if len(figures) < _FEWEST or 2 * len(figures) < len(inside):
        return False
    size = data[0].size
    sides = ([part.x1 for part in figures], [part.x0 + part.x1 for part in figures], [part.x0 for part in figures])
    return any(max(side) - min(side) <= size for side in sides)


def _widen(rows: Sequence[_Row], start: int, end: int, columns: Sequence[_Span]) -> tuple[int, int]:
    """The block with a head over several columns above it, and the rest of a wrapped label below it."""
    if start:
        above = rows[start - 1]
        near = rows[start].base - above.base <= 2.2 * above.size
        if near and above.parts[0].x0 > columns[0][1] and above.parts[-1].x1 <= columns[-1][1] + above.size:
            start -= 1
    while end < len(rows) and _goes_on(rows[end - 1], rows[end], columns):
        end += 1
    return start, end


def _goes_on(above: _Row, below: _Row, columns: Sequence[_Span]) -> bool:
    """Whether a line is the rest of the label in the row above: that one is full, and no new point begins."""
    label = below.parts[0]
    if len(below.parts) > 1 or label.x1 > columns[0][1] + below.size or _POINT.match(label.text):
        return False
    if below.base - above.base > 1.7 * below.size or abs(label.x0 - columns[0][0]) > 3 * below.size:
        return False
    return above.parts[0].x0 <= columns[0][1] and above.parts[0].x1 > columns[0][1] - 2.0 * above.size


def _grid(
    page: Page, block: Sequence[_Row], columns: Sequence[_Span], levels: Sequence[tuple[float, float, float]]
) -> Grid:
    left, right = min(row.parts[0].x0 for row in block), max(row.parts[-1].x1 for row in block)
    edges = [left - 2.0, *((before[1] + after[0]) / 2 for before, after in pairwise(columns)), right + 2.0]
    first = next(index for index, row in enumerate(block) if row.is_data)
    for index, row in enumerate(block):
        row.slots = _slots(row, columns, edges, index < first)
    lines = sorted({y for y, start, end in levels if start <= left + 20 and end >= right - 20})
    groups = _by_levels(block, lines) or _by_baselines(block, columns)
    tops = [min(char.top for row in group for part in row.parts for char in part.chars) for group in groups]
    bottoms = [max(char.bottom for row in group for part in row.parts for char in part.chars) for group in groups]
    heights = [tops[0], *((above + below) / 2 for above, below in zip(bottoms, tops[1:], strict=False)), bottoms[-1]]
    grid = Grid(page.number, (edges[0], heights[0], edges[-1], heights[-1]), edges, heights, len(groups))
    grid.last_page, grid.ruled = page.number, False
    for number, group in enumerate(groups):
        grid.cells += _cells(grid, number, group)
    return grid


def _slots(row: _Row, columns: Sequence[_Span], edges: Sequence[float], head: bool) -> list[tuple[int, int]]:
    """The first and the last column of each part. In a head with fewer parts than columns, a part stands for the
    columns beside it, too."""
    last = len(columns) - 1
    slots = []
    for part in row.parts:
        under = [index for index, (left, right) in enumerate(columns) if part.x0 < right and left < part.x1]
        column = min(last, max(0, bisect_right(edges, (part.x0 + part.x1) / 2) - 1))
        slots.append((under[0], under[-1]) if under else (column, column))
    if not head:
        return slots
    owners = [index for index, (first, _) in enumerate(slots) if first > 0]
    for column, (left, right) in enumerate(columns):
        if column == 0 or not owners or any(first <= column <= final for first, final in slots):
            continue
        near = _nearest(row, owners, (left + right) / 2)
        first, final = slots[near]
        slots[near] = (min(first, column), max(final, column))
    return slots


def _nearest(row: _Row, parts: Sequence[int], x: float) -> int:
    return min(parts, key=lambda index: abs((row.parts[index].x0 + row.parts[index].x1) / 2 - x))


def _by_levels(block: Sequence[_Row], lines: Sequence[float]) -> list[list[_Row]]:
    """Rows between lines across the table; nothing when those do not part all rows with figures."""
    groups: dict[int, list[_Row]] = {}
    for row in block:
        groups.setdefault(bisect_right(lines, row.base - 0.4 * row.size), []).append(row)
    if len(groups) < _FEWEST or any(sum(row.is_data for row in group) > 1 for group in groups.values()):
        return []
    return [groups[index] for index in sorted(groups)]


def _by_baselines(block: Sequence[_Row], columns: Sequence[_Span]) -> list[list[_Row]]:
    """One row for each baseline, with the other lines of wrapped labels."""
    groups: list[list[_Row]] = []
    for row in block:
        above = groups[-1][-1] if groups else None
        if above is not None and _goes_on(groups[-1][-1], row, columns):
            groups[-1].append(row)
        elif above is not None and _is_half(above, row) and 0 not in row.starts() and above.starts() == {0}:
            groups[-1].append(row)  # figures at half the height of a label of two lines
        elif above is not None and _is_half(above, row) and row.starts() == {0} and 0 not in above.starts():
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _is_half(above: _Row, below: _Row) -> bool:
    return below.base - above.base < 0.95 * max(above.size, below.size)


def _cells(grid: Grid, number: int, group: Sequence[_Row]) -> list[Cell]:
    """The cells of one row; lines of several rows that stand in one column are one cell."""
    filled: dict[int, tuple[int, list[Char]]] = {}
    for row in group:
        for part, (first, last) in zip(row.parts, row.slots, strict=True):
            final, chars = filled.get(first, (last, []))
            filled[first] = (max(final, last), chars + part.chars)
    cells = []
    column = 0
    while column < len(grid.edges) - 1:
        last, chars = filled.get(column, (column, []))
        last = min([last, *(other - 1 for other in filled if other > column)])
        box = (grid.edges[column], grid.levels[number], grid.edges[last + 1], grid.levels[number + 1])
        inner = bounds((char.x0, char.top, char.x1, char.bottom) for char in chars) if chars else box
        text, full = cell_text(chars, (inner[0] - 2, box[1], max(inner[2] + 2, box[2] if last == 0 else 0), box[3]))
        cells.append(Cell(number, column, 1, last - column + 1, text, grid.page, box, full))
        column = last + 1
    return cells
