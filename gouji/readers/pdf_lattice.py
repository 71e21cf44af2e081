"""Cells between ruling lines: the rules of pdfplumber's TableFinder, on plain numbers and without its searches.

Lines that lie close together are moved to their mean and joined; a cell is the smallest rectangle whose corners are
crossings and whose sides are drawn; cells that share a corner are one table. The tests hold this against TableFinder
itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter

from gouji.model import Box
from gouji.readers.pdf_paths import Rule

TOLERANCE = 3.0
_SHORTEST, _SHORT = 1.0, 3.0  # rules that are too short, before and after joining
_Point = tuple[float, float]


def tables(rules: Sequence[Rule]) -> list[list[Box]]:
    """The cells of each table with more than one, from top to bottom."""
    return _grouped(_cells([rule for rule in joined(rules) if rule.end - rule.start >= _SHORT]))


def joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules that are nearly on one line on one line, and those that nearly touch joined."""
    found: list[Rule] = []
    for horizontal in (False, True):
        chosen = [rule for rule in rules if rule.horizontal == horizontal and rule.end - rule.start >= _SHORTEST]
        for level in _levels(sorted(chosen, key=attrgetter("at"))):
            at = _mean([rule.at for rule in level])
            level.sort(key=attrgetter("start"))
            _, _, start, end = level[0]
            for rule in level[1:]:
                if rule.start > end + TOLERANCE:
                    found.append(Rule(horizontal, at, start, end))
                    _, _, start, end = rule
                elif rule.end > end:
                    end = rule.end
            found.append(Rule(horizontal, at, start, end))
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _levels(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    level: list[Rule] = []
    for rule in rules:
        if level and rule.at > level[-1].at + TOLERANCE:
            yield level
            level = []
        level.append(rule)
    if level:
        yield level


class _Crossings:
    """Where vertical and horizontal rules cross or touch: ``down`` and ``across`` tell by x and y which rules do so
    there, one bit for each. ``rows`` are the crossings of each height from left to right."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.down: dict[float, dict[float, int]] = {}
        self.across: dict[float, dict[float, int]] = {}
        self.rows: dict[float, list[float]] = defaultdict(list)
        flat = sorted(
            (rule.at, rule.start - TOLERANCE, rule.end + TOLERANCE, 1 << index)
            for index, rule in enumerate(rules)
            if rule.horizontal
        )
        heights = [rule[0] for rule in flat]
        uprights = sorted((rule.at, rule.start, rule.end, index) for index, rule in enumerate(rules) if not rule[0])
        for x, top, bottom, number in uprights:
            down, across = self.down.setdefault(x, {}), self.across.setdefault(x, {})
            mine = 1 << number
            first = bisect_left(heights, top - TOLERANCE)
            for y, start, end, other in flat[first : bisect_right(heights, bottom + TOLERANCE)]:
                if start <= x <= end:
                    if y not in down:
                        down[y] = across[y] = 0
                        self.rows[y].append(x)
                    down[y] |= mine
                    across[y] |= other


def _cells(rules: Sequence[Rule]) -> list[Box]:
    found: list[Box] = []
    crossings = _Crossings(rules)
    for x, down in crossings.down.items():
        column = sorted(down)
        for place, y in enumerate(column, 1):
            row = crossings.rows[y]
            rights = row[bisect_right(row, x) :]
            mine = down[y]
            for below in column[place:] if rights else ():
                if not mine & down[below]:
                    continue
                right = _right_side(crossings, (x, y), below, rights)
                if right is not None:
                    found.append((x, y, right, below))
                    break
    return found


def _right_side(crossings: _Crossings, start: _Point, below: float, rights: Sequence[float]) -> float | None:
    """Where the narrowest cell ends that begins at ``start`` and goes down to ``below``."""
    x, y = start
    down, across = crossings.down, crossings.across
    head, foot = across[x][y], across[x][below]
    for right in rights:
        if not head & across[right][y]:
            continue
        corner = down[right].get(below)
        if corner and corner & down[right][y] and across[right][below] & foot:
            return right
    return None


def _grouped(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share a corner, directly or through others, as one table."""
    parents = list(range(len(cells)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = index = parents[parents[index]]
        return index

    seen: dict[_Point, int] = {}
    for index, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            other = seen.setdefault(corner, index)
            if parents[other] != parents[index]:
                parents[root(index)] = root(other)
    groups: dict[int, list[Box]] = defaultdict(list)
    for index, cell in enumerate(cells):
        groups[root(index)].append(cell)
    found = [group for group in groups.values() if len(group) > 1]
    return sorted(found, key=lambda group: min((cell[1], cell[0]) for cell in group))
