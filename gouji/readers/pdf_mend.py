"""Cells that a missing rule let run together: parted again where the other rows of the table have an edge."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from gouji.cells import is_value
from gouji.readers.pdf_grid import Cell, Grid, cell_text
from gouji.readers.pdf_lines import rows_of, text_of
from gouji.readers.pdf_page import Char

_GAP = 0.35  # sizes between what stands in two cells


def mend(grid: Grid, contents: list[list[Char]]) -> list[list[Char]]:
    """Part such cells of a table; ``contents`` are the characters of its cells, before and after."""
    cells: list[Cell] = []
    found: list[list[Char]] = []
    for cell, chars in zip(grid.cells, contents, strict=True):
        edges = _edges(grid, cell, chars) if cell.colspan > 1 and cell.rowspan == 1 and len(chars) > 1 else []
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


def _edges(grid: Grid, cell: Cell, chars: Sequence[Char]) -> list[int]:
    """The edges inside a cell that part its characters: on both sides something stands, on one of them a figure."""
    found: list[int] = []
    printed = [char for char in chars if not char.text.isspace()]
    for edge in range(cell.column + 1, cell.column + cell.colspan):
        at = grid.edges[edge]
        start = max([cell.column, *found])
        left = [char for char in printed if grid.edges[start] <= char.x0 and char.x1 <= at]
        right = [char for char in printed if at <= char.x0]
        if not left or not right or any(char.x0 < at < char.x1 for char in printed):
            continue
        near = [char for char in right if char.x1 <= grid.edges[edge + 1]]
        gap = min(char.x0 for char in right) - max(char.x1 for char in left)
        if gap >= _GAP * printed[0].size and (_is_figure(left) or _is_figure(near)):
            found.append(edge)
    return found


def _is_figure(chars: Sequence[Char]) -> bool:
    text = "".join(text_of(row) for row in rows_of(chars)) if chars else ""
    return bool(text) and is_value(text)
