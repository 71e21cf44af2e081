"""Ruled tables of PDF pages: open sides closed, cells found and filled with characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import attrgetter, itemgetter

from gouji.model import Box
from gouji.readers import pdf_lattice, pdf_mend, pdf_split
from gouji.readers.pdf_grid import SNAP, Cell, Grid, cell_text, cluster, nearest
from gouji.readers.pdf_page import Char, Page, Rule

_SLIVER = 10.0
_BAND = 16  # points
_AT = attrgetter("at")
_LEVEL, _START = itemgetter(0, 1), itemgetter(2)  # of a rule
_Place = tuple[int, float, float, float, float]  # the number and the box of a cell
_CROSSINGS = 5_000  # more than any form; finding cells takes the square of it


def find(page: Page) -> tuple[list[Grid], list[Char]]:
    """The tables of a page, and the characters that stand in none of their cells."""
    rules = merge(_clip(page))
    if _crossings(rules) > _CROSSINGS:
        rules = pdf_lattice.joined(rules)  # double lines count twice in each direction
    if not 0 < _crossings(rules) <= _CROSSINGS:
        return [], page.chars
    grids = [_grid(page, boxes) for boxes in pdf_lattice.tables(closed([*rules, *_frames(rules)]))]
    rest = _fill(grids, page.chars)
    for grid in grids:
        _drop_slivers(grid)
    return grids, rest


def _crossings(rules: Sequence[Rule]) -> int:
    """How many pairs of rules may cross; 0 when there are too few for a table."""
    across = sum(rule.horizontal for rule in rules)
    return across * (len(rules) - across) if across > 1 else 0


def merge(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line that touch or overlap, as one: borders are often drawn cell by cell, and dashes one by one."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=_LEVEL):
        last = levels[-1][-1] if levels else None
        if last and last.horizontal == rule.horizontal and rule.at - last.at < 0.2:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    merged: list[Rule] = []
    for level in levels:
        level.sort(key=_START)
        horizontal, at, start, end = level[0]
        for rule in level:
            if rule.start > end + SNAP:
                merged.append(Rule(horizontal, at, start, end))
                _, at, start, end = rule
            elif rule.end > end:
                end = rule.end
        merged.append(Rule(horizontal, at, start, end))
    return merged


def _clip(page: Page) -> list[Rule]:
    """The rules within the page: browsers draw a cell that goes on over the page's edge, and clip it there."""
    clipped = []
    for rule in page.rules:
        across, along = (page.height, page.width) if rule.horizontal else (page.width, page.height)
        start, end = max(0.0, rule.start), min(along, rule.end)
        if 0 <= rule.at <= across and end > start:
            uncut = start == rule.start and end == rule.end
            clipped.append(rule if uncut else Rule(rule.horizontal, rule.at, start, end))
    return clipped


def _frames(rules: Sequence[Rule]) -> list[Rule]:
    """The frames of tables that have only inner rules: all lines of one length, and at their ends no line across."""
    flat, upright = ([rule for rule in rules if rule.horizontal == wanted] for wanted in (True, False))
    groups: dict[tuple[int, int], list[Rule]] = {}
    for rule in flat:
        groups.setdefault((round(rule.start / SNAP), round(rule.end / SNAP)), []).append(rule)
    found: list[Rule] = []
    for group in groups.values():
        left, right, first, last = group[0].start, group[0].end, group[0].at, group[-1].at
        if len(group) < 2 or any(min(abs(rule.at - left), abs(rule.at - right)) <= SNAP for rule in upright):
            continue
        inner = [rule for rule in upright if left < rule.at < right and rule.start < first and rule.end > last]
        if not inner or _spread(rule.start for rule in inner) > SNAP or _spread(rule.end for rule in inner) > SNAP:
            continue
        top, bottom = inner[0].start, inner[0].end
        if first - top > SNAP < bottom - last and not any(
            min(abs(r.at - top), abs(r.at - bottom)) <= SNAP for r in flat
        ):
            found += [Rule(True, at, left, right) for at in (top, bottom)]
            found += [Rule(False, at, top, bottom) for at in (left, right)]
    return found


def _spread(values: Iterable[float]) -> float:
    listed = list(values)
    return max(listed) - min(listed)


def closed(rules: Sequence[Rule]) -> list[Rule]:
    """The rules and those that are missing at the sides of open tables: where a page break cuts cells, and where
    tables have no outer borders. A rule that ends without a rule across is joined there to its neighbours; at the
    left and right only when three do so in one place, or all there are."""
    added: list[Rule] = []
    for horizontal, fewest in ((False, 1), (True, 3)):
        along = [rule for rule in rules if rule.horizontal == horizontal]
        fewest = max(1, min(fewest, len(along)))
        across = sorted((rule for rule in rules if rule.horizontal != horizontal), key=_AT)
        places = [rule.at for rule in across]
        met = [_met(rule, across, places) for rule in along]
        along = [rule for rule, crossed in zip(along, met, strict=True) if crossed]
        met = [crossed for crossed in met if crossed]
        for side in ("start", "end"):
            loose = [
                rule
                for rule, crossed in zip(along, met, strict=True)
                if abs((crossed[0] if side == "start" else crossed[-1]) - _end(rule, side)) > SNAP
                and not any(_goes_on(rule, side, other) for other in along)
            ]
            ends = [_end(rule, side) for rule in loose]
            for rule, end in zip(loose, ends, strict=True):
                if sum(abs(end - other) <= SNAP for other in ends) >= fewest:
                    added += _to_neighbours(rule, end, along)
    return [*rules, *added]


def _met(rule: Rule, across: Sequence[Rule], places: Sequence[float]) -> list[float]:
    """Where a rule meets others, which are sorted by their places."""
    first, last = bisect_left(places, rule.start - SNAP), bisect_right(places, rule.end + SNAP)
    return [other.at for other in across[first:last] if other.start - SNAP <= rule.at <= other.end + SNAP]


def _end(rule: Rule, side: str) -> float:
    return rule.start if side == "start" else rule.end


def _goes_on(rule: Rule, side: str, other: Rule) -> bool:
    """Whether another rule of the same double line runs on where this one ends."""
    end = _end(rule, side)
    return abs(other.at - rule.at) <= SNAP and other.start < end - SNAP and end + SNAP < other.end


def _to_neighbours(rule: Rule, end: float, along: Sequence[Rule]) -> list[Rule]:
    """Rules across from the loose end to the nearest parallel rule on either side that reaches as far."""
    reaching = [other.at for other in along if other.start - SNAP <= end <= other.end + SNAP]
    before = [at for at in reaching if at < rule.at - SNAP]
    after = [at for at in reaching if at > rule.at + SNAP]
    found = [Rule(not rule.horizontal, end, max(before), rule.at)] if before else []
    return [*found, Rule(not rule.horizontal, end, rule.at, min(after))] if after else found


def _grid(page: Page, boxes: Sequence[Box]) -> Grid:
    lefts, tops, rights, bottoms = map(set, zip(*boxes, strict=True))
    xs, ys = cluster(lefts | rights), cluster(tops | bottoms)
    grid = Grid(page.number, (xs[0], ys[0], xs[-1], ys[-1]), xs, ys, len(ys) - 1, last_page=page.number)
    columns = {x: nearest(xs, x) for x in lefts | rights}
    rows = {y: nearest(ys, y) for y in tops | bottoms}
    for box in boxes:
        x0, y0, x1, y1 = box
        left, top, right, bottom = columns[x0], rows[y0], columns[x1], rows[y1]
        if right > left and bottom > top:
            grid.cells.append(Cell(top, left, bottom - top, right - left, "", page.number, box))
    return grid


def _fill(grids: Sequence[Grid], chars: Sequence[Char]) -> list[Char]:
    """Put each character into the cell that holds its middle; returns those that are in no cell."""
    cells = [cell for grid in grids for cell in grid.cells]
    inside: list[list[Char]] = [[] for _ in cells]
    left_over: list[Char] = []
    bands = _bands(cells)
    waiting = list(reversed(chars))
    while waiting:
        char = waiting.pop()
        _, x0, top, x1, bottom, _, _, lefts, rights = char
        y = (top + bottom) / 2
        band = bands.get(int(y) // _BAND)
        if band is None:
            left_over.append(char)
        elif not lefts:
            place = _cell_at(band, (x0 + x1) / 2, y)
            (left_over if place is None else inside[place[0]]).append(char)
        else:
            place = _cell_at(band, (lefts[0] + rights[0]) / 2, y)
            if place is None or not place[1] <= (lefts[-1] + rights[-1]) / 2 < place[3]:
                waiting += reversed(char.apart())
            else:
                inside[place[0]].append(char)
    for cell, content in zip(cells, inside, strict=True):
        cell.text, cell.full = cell_text(content, cell.box)
    contents = iter(inside)
    for grid in grids:
        mine = pdf_mend.mend(grid, list(islice(contents, len(grid.cells))))
        pdf_split.split(grid, mine)
    return left_over


def _bands(cells: Sequence[Cell]) -> dict[int, list[_Place]]:
    """The numbers and boxes of the cells by the parts of the page's height in which they lie."""
    bands: dict[int, list[_Place]] = defaultdict(list)
    for index, cell in enumerate(cells):
        left, top, right, bottom = cell.box
        place = (index, left, top, right, bottom)
        for band in range(int(top) // _BAND, int(bottom) // _BAND + 1):
            bands[band].append(place)
    return bands


def _cell_at(band: Sequence[_Place], x: float, y: float) -> _Place | None:
    """The cell that holds a point."""
    for place in band:
        _, left, top, right, bottom = place
        if left <= x < right and top <= y < bottom:
            return place
    return None


def _drop_slivers(grid: Grid) -> None:
    """Remove rows that are too low for any text and hold none: two rules that do not quite meet, as browsers draw
    where they cut a cell at a page break."""
    for row in reversed(range(grid.rows)):
        if grid.levels[row + 1] - grid.levels[row] >= _SLIVER:
            continue
        if any(cell.text for cell in grid.cells if cell.row == row and cell.rowspan == 1):
            continue
        grid.cells = [cell for cell in grid.cells if cell.row != row or cell.rowspan > 1]
        for cell in grid.cells:
            if cell.row > row or (cell.row == row and cell.rowspan > 1):
                cell.rowspan -= cell.row == row
                cell.row -= cell.row > row
            elif cell.row + cell.rowspan > row:
                cell.rowspan -= 1
        del grid.levels[row + 1]
        grid.rows -= 1
