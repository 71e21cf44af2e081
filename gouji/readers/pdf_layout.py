"""The tables of a page: between rules, between the edges of shading, or without either."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gouji.cells import is_value
from gouji.model import Box
from gouji.readers import pdf_aligned, pdf_borderless, pdf_lines, pdf_tables
from gouji.readers.pdf_grid import FIGURE, SNAP, Grid, nearest
from gouji.readers.pdf_page import Char, Page, Rule
from gouji.readers.pdf_words import is_point, words

_JOINED = re.compile(r"([^\d\n]+)[+-]?\d[\d,.]*(?:\n|$)")
_HIGH = 20.0  # points: the shortest rule that tells of a column
_WIDE = 100.0  # points: the shortest rule that may part the rows of a table without columns of rules


def find(page: Page) -> tuple[list[Grid], list[Char]]:
    """The tables of a page, and the characters that stand in none of them."""
    page.chars = pdf_lines.without_numbers(page)
    grids, rest = pdf_tables.find(page)
    rules = pdf_tables.merge(page.rules)
    bars = [rule for rule in rules if not rule.horizontal and rule.end - rule.start >= _HIGH]
    uncut = [grid for grid in grids if grid.uncut or _is_uncut(grid) or _has_more(grid, bars)]
    if uncut:
        grids = _with_rows(page, grids, uncut, rules)
    fills = [fill for fill in page.fills if not any(_overlap(fill, grid.box) for grid in grids)]
    if len(fills) > 3:
        shaded, others = pdf_tables.find(replace(page, chars=rest, rules=_edges(fills)))
        if shaded and all(_is_form(grid) for grid in shaded):
            grids, rest = grids + shaded, others
            fills = [fill for fill in fills if not any(_overlap(fill, grid.box) for grid in shaded)]
    levels = [(rule.at, rule.start, rule.end) for rule in rules if rule.horizontal]
    levels += [(y, fill[0], fill[2]) for fill in fills for y in (fill[1], fill[3])]
    wide = [level for level in levels if level[2] - level[1] >= _WIDE]
    aligned, rest = pdf_aligned.find(page, rest, wide)
    loose, rest = pdf_borderless.find(page, rest, wide)
    return grids + aligned + loose, rest


def _is_uncut(grid: Grid) -> bool:
    """Whether rules part the columns of a table, but not its rows: figures stand below each other or below heads, or
    labels below each other."""
    rows: Counter[int] = Counter()
    for cell in grid.cells:
        *above, last = cell.text.split("\n")
        if above and any(_are_labels(*pair) for pair in [*pairwise([*above, last]), ("".join(above), last)]):
            return True
        if (joined := _JOINED.match(cell.text)) and words().knows(joined[1]):
            return True
        if above and is_value(last) and last.strip():
            if words().knows(above[-1]) or (len(above) > 1 and is_value(above[-1])):
                return True
            rows[cell.row] += is_value(above[-1])
    return any(cells > 1 for cells in rows.values())


def _are_labels(above: str, below: str) -> bool:
    return is_point(below) and words().knows(below) and words().knows(above)


def _has_more(grid: Grid, bars: Sequence[Rule]) -> bool:
    """Whether rules stand in a table that are no edges of it, as nothing meets them."""
    left, top, right, bottom = grid.box
    inside = [bar.at for bar in bars if left < bar.at < right and top <= bar.start and bar.end <= bottom]
    return any(abs(grid.edges[nearest(grid.edges, at)] - at) > 2 * SNAP for at in inside)  # double rules are wide


def _with_rows(page: Page, grids: Sequence[Grid], uncut: Sequence[Grid], rules: Sequence[Rule]) -> list[Grid]:
    """The tables with those replaced whose rows are not parted, where their labels and figures tell the rows."""
    found = []
    for grid in grids:
        other = None
        if any(grid is one for one in uncut):
            left, top, right, bottom = grid.box
            inside = [rule for rule in rules if top - SNAP <= rule.at <= bottom + SNAP or not rule.horizontal]
            bars = [
                r
                for r in inside
                if not r.horizontal and r.start < bottom and r.end > top and left - SNAP <= r.at <= right + SNAP
            ]
            levels = [(r.at, r.start, r.end) for r in inside if r.horizontal]
            other = pdf_aligned.between(page, grid.box, bars, levels)
        found.append(other or grid)
    return found


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _edges(fills: Sequence[Box]) -> list[Rule]:
    """The sides of shaded cells as rules. The one ground below them all is left out: it is the space between."""
    whole = (min(f[0] for f in fills), min(f[1] for f in fills), max(f[2] for f in fills), max(f[3] for f in fills))
    found: list[Rule] = []
    for fill in fills:
        if fill != whole:
            x0, top, x1, bottom = fill
            found += [Rule(True, top, x0, x1), Rule(True, bottom, x0, x1)]
            found += [Rule(False, x0, top, bottom), Rule(False, x1, top, bottom)]
    return found


def _is_form(grid: Grid) -> bool:
    """Whether shaded rectangles make a table: several rows and columns, with figures."""
    columns = {cell.column for cell in grid.cells}
    figures = sum(bool(cell.text.strip()) and bool(FIGURE.fullmatch(cell.text)) for cell in grid.cells)
    return grid.rows > 1 and len(columns) > 1 and figures > 1
