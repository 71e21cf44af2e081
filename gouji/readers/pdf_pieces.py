"""The lines of a page in pieces: what stands together, apart from the rest of its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from gouji.cells import is_value
from gouji.readers.pdf_lines import in_order, text_of
from gouji.readers.pdf_page import Char, Rule
from gouji.readers.pdf_words import words
from gouji.text import squash

_LEVEL = 0.4  # sizes by which baselines of one line may differ
_GAP = 0.35  # sizes between two pieces
_LABEL = 4  # letters of the shortest label with a unit behind it
_BRIDGE = 3.0  # sizes that written blanks may fill inside one piece


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one line that stand together. ``datum`` tells that they are a figure or a unit."""

    chars: list[Char]
    x0: float
    x1: float
    base: float
    text: str
    figure: bool
    datum: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of the page: its baseline, the size of its letters and its pieces from left to right."""

    base: float
    size: float
    pieces: list[Piece]
    chars: list[Char]

    @property
    def x0(self) -> float:
        """Where the line begins."""
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        """Where the line ends."""
        return self.pieces[-1].x1

    @property
    def has_datum(self) -> bool:
        """Whether a figure or a unit stands in the line."""
        return any(piece.datum for piece in self.pieces)


def strips_of(chars: Sequence[Char], bars: Sequence[Rule] = ()) -> list[Strip]:
    """The lines from top to bottom. In tables the lines of one cell may stand a little below those of another. No
    piece goes over one of the upright ``bars``."""
    lines: list[list[Char]] = []
    whole = chain.from_iterable(char.apart() if _over(char, bars) else [char] for char in chars)
    for char in sorted(whole, key=attrgetter("base")):
        if lines and char.base - lines[-1][0].base < _LEVEL * min(char.size, lines[-1][0].size):
            lines[-1].append(char)
        else:
            lines.append([char])
    return [_strip(in_order(line), bars) for line in lines if any(not char.text.isspace() for char in line)]


def _over(char: Char, bars: Sequence[Rule]) -> bool:
    """Whether some characters stand on both sides of a bar."""
    if not char.lefts:
        return False
    middles = [
        (left + right) / 2 for left, right in ((char.lefts[0], char.rights[0]), (char.lefts[-1], char.rights[-1]))
    ]
    return any(middles[0] < bar.at < middles[1] and bar.start < char.base <= bar.end for bar in bars)


def _parted(before: Char, after: Char, bars: Sequence[Rule]) -> bool:
    """Whether a bar stands between the middles of two neighbours."""
    left, right = (before.x0 + before.x1) / 2, (after.x0 + after.x1) / 2
    return any(left < bar.at < right and bar.start < after.base <= bar.end for bar in bars)


def gaps(chars: Sequence[Char]) -> int:
    """How many lines may fall into pieces: a cheap count, to leave pages of prose alone."""
    ends: dict[int, float] = {}
    found = 0
    for char in chars:
        line = round(char.base)
        end = ends.get(line)
        if end is not None and char.x0 - end > _GAP * char.size:
            found += 1
        ends[line] = char.x1 if end is None else max(end, char.x1)
    return found


def _strip(line: Sequence[Char], bars: Sequence[Rule]) -> Strip:
    groups: list[list[Char]] = []
    reach = printed = 0.0
    apart = True
    for char in line:
        apart = apart or char.x0 - reach > _GAP * char.size
        reach = max(reach, char.x1)
        if char.text.isspace():
            continue
        far = apart or char.x0 - printed > _BRIDGE * char.size
        if far or (bars and _parted(groups[-1][-1], char, bars)):
            groups.append([char])
        else:
            groups[-1].append(char)
        printed, apart = reach, False
    size = max(char.size for group in groups for char in group)
    texts = [text_of(group) for group in groups]
    figures = [is_value(text) for text in texts]
    units = [squash(text) in words().units for text in texts]
    # units stand beside figures, or alone behind labels; among other short words they are the last letters of heads
    counted = any(figures) or (
        len(groups) > 1 and all(unit or len(text) >= _LABEL for text, unit in zip(texts, units, strict=True))
    )
    pieces = [
        Piece(
            group,
            group[0].x0,
            max(char.x1 for char in group),
            group[0].base,
            text,
            figure,
            figure or (unit and counted),
        )
        for group, text, figure, unit in zip(groups, texts, figures, units, strict=True)
    ]
    return Strip(line[0].base, size, pieces, list(line))
