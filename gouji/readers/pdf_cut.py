"""The rows of a table without ruling lines: which of its lines belong together.

The cheapest way to cut the lines into rows is taken. It speaks for a row that its label is one of a form, that it
has figures in one line, that it begins a new point, and that the lines around it stand further away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gouji.readers.pdf_words import is_point, words

_MOST = 12  # lines of one row
_PITCH = (1.15, 1.45)  # sizes between lines of one cell, at least and at most
_LOOSE = 1.1  # pitches
# What speaks for a row: a label of a form, one that is nearly such, ...
_KNOWN, _LIKE = 7.0, 4.0
# ... and against it: a new point inside, figures in a second line, no label beside figures, a label without figures,
# lines of a row that stand further apart, or the next row as near as they.
_POINT, _FIGURES, _NAMELESS, _EMPTY, _APART, _CLOSE = 6.0, 5.0, 6.0, 2.0, 9.0, 1.5
_OPENED, _RULED = 10.0, 40.0  # against a cut inside brackets; for cuts at rules, and against others


@dataclass(frozen=True, slots=True)
class Level:
    """A line as the rows see it: the words of its labels (by their column), and whether figures stand in it."""

    base: float
    size: float
    labels: dict[int, str]
    figures: bool
    opened: bool = False  # a bracket is open at its end


def cut(levels: Sequence[Level], rules: Sequence[float]) -> list[tuple[int, int]]:
    """The first line and the line after the last of each row. ``rules`` are lines drawn across the table."""
    figured = [level for level in levels if level.figures]
    if not all(_is_ruled(above, below, rules) for above, below in pairwise(figured)):
        rules = ()  # they part heads and rows, or groups of rows
    pitch = pitch_of([level.base for level in levels], levels[0].size)
    named = any(level.labels for level in levels)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(levels) + 1):
        ways = []
        for start in range(max(0, end - _MOST), end):
            before = _between(levels, start, pitch, rules) if start else 0.0
            ways.append((best[start][0] + before + _worth(levels[start:end], pitch, rules, named), start))
        best.append(max(ways))
    rows: list[tuple[int, int]] = []
    end = len(levels)
    while end:
        start = best[end][1]
        rows.append((start, end))
        end = start
    return rows[::-1]


def pitch_of(bases: Sequence[float], size: float) -> float:
    """The distance of two lines in one cell: the smallest one that is none of another row."""
    steps = [below - above for above, below in pairwise(bases)]
    steps = [step for step in steps if step >= _PITCH[0] * size]
    return min([*steps, _PITCH[1] * size])


def _is_ruled(above: Level, below: Level, rules: Sequence[float]) -> bool:
    return any(above.base - 0.3 * above.size < rule < below.base - 0.3 * below.size for rule in rules)


def _between(levels: Sequence[Level], start: int, pitch: float, rules: Sequence[float]) -> float:
    """What speaks for a cut above a line."""
    above, below = levels[start - 1], levels[start]
    if rules:
        return _RULED if _is_ruled(above, below, rules) else -_RULED
    if above.opened and below.base - above.base <= _LOOSE * pitch:
        return -_OPENED
    return -_CLOSE if below.base - above.base <= _LOOSE * pitch else 0.0


def _worth(row: Sequence[Level], pitch: float, rules: Sequence[float], named: bool) -> float:
    """What speaks for some lines being one row."""
    worth = 0.0
    for above, below in pairwise(row):
        if below.base - above.base > _LOOSE * pitch and not rules:
            worth -= _APART
        worth -= _POINT * any(is_point(text) for text in below.labels.values())
    figured = row[0].figures + sum(level.figures and not above.opened for above, level in pairwise(row))
    texts: dict[int, str] = {}
    for level in row:
        for column, text in level.labels.items():
            texts[column] = texts.get(column, "") + text
    known = sum(words().knows(text) for text in texts.values())
    worth += _KNOWN * known
    if not known:
        worth += _LIKE * any(words().is_like(text) for text in texts.values())
        worth -= _EMPTY * (not figured) + _EMPTY * any(words().begins(text) for text in texts.values())
    worth -= _NAMELESS * (named and not texts)
    return worth - _FIGURES * max(0, figured - 1)
