"""Tables of PDF pages as a grid of cells, and the text of a cell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gouji.model import Box
from gouji.readers.pdf_lines import join, rows_of, text_of
from gouji.readers.pdf_page import Char

SNAP = 3.0
FIGURE = re.compile(r"[\s\d.,+\-－—/%]+")


@dataclass(slots=True)
class Cell:
    """A cell in the grid of its table; ``page`` and ``box`` are where it begins. ``full`` tells that its last line
    goes to the right edge, so that the text may go on after a page break."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    page: int
    box: Box
    full: bool = False


@dataclass(slots=True)
class Grid:
    """A table, perhaps joined from several pages. ``edges`` are the x positions of its vertical rules, ``levels`` the
    y positions of the horizontal ones on its first page; without rules both are the middles of the gaps."""

    page: int
    box: Box
    edges: list[float]
    levels: list[float]
    rows: int
    cells: list[Cell] = field(default_factory=list)
    last_page: int = 0
    ruled: bool = True
    head: int = 0  # rows of heads, where they are known
    uncut: bool = False  # whether rows stand in it that neither rules nor the lines of their figures part
    spans: list[tuple[float, float]] = field(default_factory=list)  # what the columns fill, without rules

    def row(self, index: int) -> list[Cell]:
        """The cells that begin in a row, from left to right."""
        return sorted((cell for cell in self.cells if cell.row == index), key=lambda cell: cell.column)

    def ending(self, row: int) -> list[Cell]:
        """The cells that end above a row, from left to right."""
        return sorted((cell for cell in self.cells if cell.row + cell.rowspan == row), key=lambda cell: cell.column)


def cluster(values: Iterable[float]) -> list[float]:
    """Positions, with those that lie within the snap distance of the one before taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SNAP:
            found.append(value)
    return found


def nearest(edges: Sequence[float], value: float) -> int:
    """The index of the position that lies nearest to ``value``."""
    index = bisect_left(edges, value)
    if index == 0:
        return 0
    if index == len(edges) or value - edges[index - 1] <= edges[index] - value:
        return index - 1
    return index


def cell_text(chars: Sequence[Char], box: Box) -> tuple[str, bool]:
    """The text of a cell, and whether its last line is full. Lines that fill the cell go on in the next one; labels
    set letter by letter are one word; other line breaks stay."""
    if len(chars) < 2:
        text = chars[0].text.strip() if chars else ""
        return text, bool(text) and _is_full(chars, chars, box)
    rows = rows_of(chars)
    if len(rows) == 1:
        return text_of(rows[0]), _is_full(rows[0], rows[0], box)
    texts = [text_of(row) for row in rows]
    if len(texts) > 2 and all(len(text) <= 2 for text in texts) and not all(FIGURE.fullmatch(text) for text in texts):
        return "".join(texts), False
    joined = ""
    for index, text in enumerate(texts):
        if index and _is_full(rows[index - 1], rows[index], box):
            joined = join(joined, text)
        else:
            joined = f"{joined}\n{text}" if index else text
    return joined, bool(rows) and _is_full(rows[-1], rows[-1], box)


def _is_full(above: Sequence[Char], below: Sequence[Char], box: Box) -> bool:
    """Whether the first character of the line below would not have fitted on the line above."""
    printed = [char for char in above if not char.text.isspace()] if len(above) > 1 else above
    left = printed[0].x0 - box[0]
    free = box[2] - (max([char.x1 for char in printed]) if len(printed) > 1 else printed[0].x1)
    _, x0, _, x1, _, _, size, lefts, rights = below[0]
    width = rights[0] - lefts[0] if lefts else x1 - x0
    # Centred lines leave the same room on both sides; the cell's own margin is a few points.
    return min(free, free + left - 8.0 if left > 8.0 else free) < max(width, size) * 1.6 + 4.0
