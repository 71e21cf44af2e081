"""Tables of Word 97-2003 files: rows of cells with edges, put into one grid."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.readers.builder import Draft
from gouji.readers.doc_sprm import Cell
from gouji.readers.limits import check_cells

_NEAR = 50  # twentieths of a point by which edges that were meant to be one may differ


@dataclass(slots=True)
class Content:
    """What stands in a cell: lines with their heading levels, and tables."""

    items: list[tuple[str, int | None] | Grid] = field(default_factory=list)

    @property
    def text(self) -> str:
        lines = [item[0] for item in self.items if isinstance(item, tuple)]
        while len(lines) > 1 and not lines[-1].strip():
            lines.pop()
        return "\n".join(lines)

    @property
    def tables(self) -> list[Grid]:
        return [item for item in self.items if isinstance(item, Grid)]


@dataclass(slots=True)
class Grid:
    """A table while it is read."""

    rows: list[tuple[list[Content], tuple[Cell, ...]]] = field(default_factory=list)
    row: list[Content] = field(default_factory=list)
    cell: Content = field(default_factory=Content)

    def end_cell(self) -> None:
        self.row.append(self.cell)
        self.cell = Content()
        check_cells(len(self.row))

    def end_row(self, cells: tuple[Cell, ...] = (), keep: bool = True) -> None:
        if self.cell.items and any(not isinstance(item, tuple) or item[0].strip() for item in self.cell.items):
            self.end_cell()
        if self.row and keep:
            self.rows.append((self.row, cells))
        self.row, self.cell = [], Content()

    @property
    def contents(self) -> list[Content]:
        return [content for row, _ in self.rows for content in row]

    def drafts(self) -> tuple[list[Draft], bool]:
        """The drawn cells, and whether the file fails to say in which columns they stand."""
        ragged = any(not _sound(row, cells) for row, cells in self.rows)
        if ragged:
            return [
                Draft(number, column, content.text)
                for number, (row, _) in enumerate(self.rows)
                for column, content in enumerate(row)
            ], True
        cuts = _cuts(sorted({edge for _, cells in self.rows for cell in cells for edge in cell[:2]}))
        drawn: list[Draft] = []
        above: dict[tuple[int, int], int] = {}  # columns of a cell of the row above -> its place in ``drawn``
        for number, (row, cells) in enumerate(self.rows):
            current: dict[tuple[int, int], int] = {}
            for content, cell in _merged(row, cells):
                start, end = bisect_right(cuts, cell.left) - 1, bisect_right(cuts, cell.right) - 1
                at = above.get((start, end)) if cell.down == 1 else None
                if at is None:
                    at = len(drawn)
                    drawn.append(Draft(number, start, content.text, 1, max(1, end - start)))
                else:
                    upper = drawn[at]
                    drawn[at] = Draft(upper.row, upper.column, upper.text, upper.rowspan + 1, upper.colspan)
                current[start, end] = at
            above = current
        return drawn, False


def _sound(row: Sequence[Content], cells: Sequence[Cell]) -> bool:
    return len(row) == len(cells) and all(cell.left < cell.right for cell in cells)


def _cuts(edges: Sequence[int]) -> list[int]:
    """The first of every group of edges that are nearly the same."""
    cuts: list[int] = []
    for edge in edges:
        if not cuts or edge - cuts[-1] > _NEAR:
            cuts.append(edge)
    return cuts


def _merged(row: Sequence[Content], cells: Sequence[Cell]) -> list[tuple[Content, Cell]]:
    """The cells of a row, those merged sideways as one. Descriptions of the format disagree on which of two values
    marks the first cell of a merged set; the leftmost one of a set tells."""
    found: list[tuple[Content, Cell]] = []
    first = 0
    for content, cell in zip(row, cells, strict=True):
        if not cell.across:
            first = 0
        elif not first:
            first = cell.across
        elif cell.across != first:
            upper, merged = found[-1]
            found[-1] = (upper, merged._replace(right=cell.right))
            continue
        found.append((content, cell))
    return found
