"""Cells that a missing rule let run together: parted again where the other rows of the table have an edge."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from gouji.cells import is_value
from gouji.readers.pdf_grid import Cell, Grid, cell_text
from gouji.readers.pdf_lines import rows_of, text_of
from gouji.readers.pdf_page import Char
from gouji.readers.pdf_words import words

_GAP = 0.35  # sizes between what stands in two cells


def mend(grid: Grid, contents: list[list[Char]]) -> list[list[Char]]:
    """Part such cells of a table; ``contents`` are the characters of its cells, before and after."""
    cells: list[Cell] = []
    found: list[list[Char]] = []
    around = cache(partial(_around, grid))
    for cell, chars in zip(grid.cells, contents, strict=True):
        edges = _edges(grid, cell, chars, around) if cell.colspan > 1 else []
        if not edges:
            cells.append(cell)
            found.append(chars)
            continue
        for start, end in zip([cell.column, *edges], [*edges, cell.column + cell.colspan], strict=True):
            share = [c for c in chars if start <= bisect_right(grid.edges, (c.x0 + c.x1) / 2) - 1 < end]
            box = (grid.edges[start], cell.box[1], grid.edges[end], cell.box[3])
            text, full = cell_text(share, box)
            cells.append(replace(cell, column=start, colspan=end - start, text=text, box=box, full=full))
            found.append(share)
    grid.cells = cells
    return found


_Around = dict[tuple[int, int], Cell]


def _around(grid: Grid) -> _Around:
    """The cells by their last row and by their first, in each column: what stands above and below others."""
    return {
        (row, column): cell
        for cell in grid.cells
        for row in {cell.row, cell.row + cell.rowspan - 1}
        for column in range(cell.column, cell.column + cell.colspan)
    }


def _edges(grid: Grid, cell: Cell, chars: Sequence[Char], around: Callable[[], _Around]) -> list[int]:
    """The edges inside a cell that part its characters: on both sides something stands, on one of them a figure or on
    both a label. Beside a single figure or none an edge is missing when the cells above and below have it."""
    found: list[int] = []
    printed = [char for char in chars if not char.text.isspace()]
    alone = cell.rowspan == 1 and (not printed or (_is_figure(printed)))
    for edge in range(cell.column + 1, cell.column + cell.colspan):
        at = grid.edges[edge]
        if any(char.x0 < at < char.x1 for char in printed):
            continue
        start = max([cell.column, *found])
        left = [char for char in printed if grid.edges[start] <= char.x0 and char.x1 <= at]
        right = [char for char in printed if at <= char.x0]
        if not left or not right:
            if alone and _has_edge(cell, edge, around()):
                found.append(edge)
            continue
        near = [char for char in right if char.x1 <= grid.edges[edge + 1]]
        gap = min(char.x0 for char in right) - max(char.x1 for char in left)
        if gap >= _GAP * printed[0].size and (_is_figure(left) or _is_figure(near) or _are_labels(left, near)):
            found.append(edge)
    return found


def _has_edge(cell: Cell, edge: int, around: _Around) -> bool:
    """Whether the cells above and below have an edge; at the foot of the table that above counts alone."""
    pairs = [[around.get((row, column)) for column in (edge - 1, edge)] for row in (cell.row - 1, cell.row + 1)]
    (above_left, above_right), (left, right) = pairs
    if above_left is None or above_left is above_right:
        return False
    return (left is None and right is None) or left is not right


def _is_figure(chars: Sequence[Char]) -> bool:
    text = _text(chars)
    return bool(text) and is_value(text)


def _are_labels(left: Sequence[Char], right: Sequence[Char]) -> bool:
    return bool(left and right) and words().knows(_text(left)) and words().knows(_text(right))


def _text(chars: Sequence[Char]) -> str:
    return "".join(text_of(row) for row in rows_of(chars)) if chars else ""
