"""Rows that no rule parts: cells with several lines of figures beside as many lines of labels."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from gouji.readers.pdf_grid import FIGURE, Cell, Grid, cell_text
from gouji.readers.pdf_lines import rows_of
from gouji.readers.pdf_page import Char

_Lines = list[list[Char]]


def split(grid: Grid, contents: Sequence[list[Char]]) -> None:
    """Divide such rows of a table, and mark it when some are left; ``contents`` are the characters of its cells."""
    filled = {id(cell): chars for cell, chars in zip(grid.cells, contents, strict=True)}
    deep: dict[int, _Lines] = defaultdict(list)
    for cell, chars in zip(grid.cells, contents, strict=True):
        if cell.rowspan == 1 and _is_deep(chars):
            deep[cell.row].append(chars)
    for row, written in sorted(deep.items(), reverse=True):
        if len(written) < 2 or grid.levels[row + 1] - grid.levels[row] < 20.0:
            continue
        cuts = _cuts(list(map(rows_of, written)))
        if cuts:
            _divide(grid, row, cuts, filled)
    left = [cell.row for cell in grid.cells if _is_deep(chars := filled.get(id(cell), [])) and _are_figures([chars])]
    grid.uncut = len(left) > len(set(left))


def _is_deep(chars: Sequence[Char]) -> bool:
    return len(chars) > 1 and len({char.base for char in chars if not char.text.isspace()}) > 1


def _are_figures(lines: _Lines) -> bool:
    return all(FIGURE.fullmatch(char.text) for line in lines for char in line)


def _cuts(cells: Sequence[_Lines]) -> list[float]:
    """The heights between the lines of figures: three in one column or two in each of several, and labels in as many
    lines beside them."""
    figures = [lines for lines in cells if _are_figures(lines)]
    labels = [lines for lines in cells if lines not in figures]
    if not figures or {len(lines) for lines in figures} != {len(figures[0])}:
        return []
    count = len(figures[0])
    if count < (2 if len(figures) > 1 else 3) or not any(len(lines) >= count for lines in labels):
        return []
    tops = [min(char.top for char in line) for line in figures[0]]
    begins = [lines[0][0].base for lines in (*figures, *labels)]
    if max(begins) - min(begins) > figures[0][0][0].size:
        return []
    return [top - 0.2 * figures[0][0][0].size for top in tops[1:]]


def _divide(grid: Grid, row: int, cuts: list[float], filled: dict[int, list[Char]]) -> None:
    more = len(cuts)
    heights = [grid.levels[row], *cuts, grid.levels[row + 1]]
    kept: list[Cell] = []
    for cell in grid.cells:
        if cell.row == row and cell.rowspan == 1:
            kept += _pieces(cell, heights, filled.get(id(cell), []))
            continue
        if cell.row > row:
            cell.row += more
        elif cell.row + cell.rowspan > row:
            cell.rowspan += more
        kept.append(cell)
    grid.cells = kept
    grid.levels[row + 1 : row + 1] = cuts
    grid.rows += more


def _pieces(cell: Cell, heights: Sequence[float], chars: Sequence[Char]) -> list[Cell]:
    shares: list[list[Char]] = [[] for _ in heights[1:]]
    for char in chars:
        shares[min(len(shares) - 1, max(0, bisect_right(heights, (char.top + char.bottom) / 2) - 1))].append(char)
    found = []
    for index, share in enumerate(shares):
        box = (cell.box[0], heights[index], cell.box[2], heights[index + 1])
        text, full = cell_text(share, box)
        found.append(replace(cell, row=cell.row + index, text=text, box=box, full=full))
    return found
