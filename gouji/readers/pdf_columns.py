"""The columns of a table without ruling lines: where pieces of its lines stand above each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gouji.model import Box
from gouji.readers.pdf_grid import cluster, nearest
from gouji.readers.pdf_page import Rule
from gouji.readers.pdf_pieces import Piece, Strip

_OVER = 1.05  # sizes between lines that stand above each other, at least
_HALF = 0.4  # sizes from a baseline to the middle of its letters
_BESIDE = 4  # pieces at about one height in the columns of labels

Span = tuple[float, float]


@dataclass(slots=True)
class Columns:
    """``spans`` are what the columns fill, ``edges`` the lines between and around them. ``deep`` are the columns in
    which the rows' own labels stand, ``labels`` those and the ones of groups left of them."""

    spans: list[Span]
    edges: list[float]
    labels: set[int]
    deep: set[int]
    bars: Sequence[Rule] = ()  # the upright rules between and around the columns, where they are drawn

    def place(self, piece: Piece) -> tuple[int, int]:
        """The first and the last column over which a piece reaches."""
        if self.bars:
            return self._between_bars(piece)
        under = [i for i, (left, right) in enumerate(self.spans) if piece.x0 < right and left < piece.x1]
        if under:
            return under[0], under[-1]
        middle = (piece.x0 + piece.x1) / 2
        near = min(range(len(self.spans)), key=lambda i: abs(sum(self.spans[i]) / 2 - middle))
        return near, near

    def _between_bars(self, piece: Piece) -> tuple[int, int]:
        middle, height = (piece.x0 + piece.x1) / 2, piece.base - _HALF * piece.chars[0].size
        here = [bar.at for bar in self.bars if bar.start <= height <= bar.end]
        left = max([at for at in here if at <= middle], default=self.edges[0])
        right = min([at for at in here if at > middle], default=self.edges[-1])
        first = min(nearest(self.edges, left), len(self.spans) - 1)
        return first, max(first, nearest(self.edges, right) - 1)


def ruled(bars: Sequence[Rule], box: Box, body: Sequence[Strip]) -> Columns:
    """The columns between upright rules."""
    edges = cluster([box[0], *(bar.at for bar in bars), box[2]])
    columns = Columns(list(pairwise(edges)), edges, set(), set(), bars)
    columns.labels = _label_columns(columns.spans, body)
    columns.deep = {column for column in columns.labels if column + 1 not in columns.labels}
    return columns


def columns_of(head: Sequence[Strip], body: Sequence[Strip]) -> Columns:
    """The columns of a table by the lines with its figures, then by the other lines of its body and by its heads."""
    spans: list[Span] = []
    figured = [line for line in body if line.has_datum]
    for line in figured:
        for piece in line.pieces:
            spans = _joined(spans, (piece.x0, piece.x1))
    for line in [line for line in body if not line.has_datum] + list(reversed(head)):
        for piece in line.pieces:
            spans = _widened(spans, (piece.x0, piece.x1), alone=len(line.pieces) == 1)
    labels = _label_columns(spans, body)
    return _with_groups(_without_strays(spans, labels, head, body), body)


def _joined(spans: Sequence[Span], new: Span) -> list[Span]:
    """The spans with a new one; those that it touches are one with it."""
    apart = [span for span in spans if span[1] <= new[0] or new[1] <= span[0]]
    touched = [span for span in spans if not (span[1] <= new[0] or new[1] <= span[0])]
    whole = (min([new[0], *(span[0] for span in touched)]), max([new[1], *(span[1] for span in touched)]))
    return sorted([*apart, whole])


def _widened(spans: list[Span], new: Span, alone: bool) -> list[Span]:
    """A span grows by what stands in it alone; what stands beside all of them is one more, unless it is a line of
    its own."""
    touched = [span for span in spans if new[0] < span[1] and span[0] < new[1]]
    if len(touched) > 1 or (alone and not touched and spans):
        return spans
    return _joined(spans, new)


def _label_columns(spans: Sequence[Span], body: Sequence[Strip]) -> set[int]:
    """The columns in which more words stand than figures."""
    counts = [0] * len(spans)
    for line in body:
        for piece in line.pieces:
            for index, (left, right) in enumerate(spans):
                if piece.x0 < right and left < piece.x1:
                    counts[index] += -1 if piece.datum else 1
    labels = {index for index, count in enumerate(counts) if count > 0}
    return labels or {0}


def _without_strays(spans: list[Span], labels: set[int], head: Sequence[Strip], body: Sequence[Strip]) -> list[Span]:
    """Heads that stand beside their figures, not above them, make one column with those."""

    def filled(lines: Sequence[Strip]) -> list[bool]:
        pieces = [piece for line in lines for piece in line.pieces]
        return [any(p.x0 < right and left < p.x1 for p in pieces) for left, right in spans]

    headed, figured = filled(head), filled(body)
    found: list[Span] = []
    joined = False
    for index, span in enumerate(spans):
        pair = index > 0 and index not in labels and index - 1 not in labels and not joined
        if pair and headed[index] != headed[index - 1] and figured[index] != figured[index - 1] != headed[index - 1]:
            found[-1] = (found[-1][0], span[1])
            joined = True
        else:
            found.append(span)
            joined = False
    return found


def _with_groups(spans: list[Span], body: Sequence[Strip]) -> Columns:
    """The columns, with those of labels parted into groups and rows."""
    wide = _label_columns(spans, body)
    runs: list[list[Span]] = []
    kinds: list[bool] = []
    for index, span in enumerate(spans):
        if index in wide and kinds and kinds[-1]:
            runs[-1] = [(runs[-1][0][0], span[1])]
        else:
            runs.append([span])
            kinds.append(index in wide)
    columns = Columns([], [], set(), set())
    for (area,), is_label in zip(runs, kinds, strict=True):
        parts = _parts(area, body) if is_label else [area]
        columns.spans += parts
        if is_label:
            last = len(columns.spans)
            columns.labels |= set(range(last - len(parts), last))
            columns.deep.add(last - 1)
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(columns.spans)]
    columns.edges = [columns.spans[0][0] - 2.0, *inner, columns.spans[-1][1] + 2.0]
    return columns


def _parts(area: Span, lines: Sequence[Strip]) -> list[Span]:
    """An area of labels by the gaps between what stands side by side in it: on one line, or so close to each other
    in height that it cannot stand above each other."""
    inside = [piece for line in lines for piece in line.pieces if area[0] <= (piece.x0 + piece.x1) / 2 <= area[1]]
    gaps: list[Span] = []
    for at, piece in enumerate(inside):
        for other in inside[at + 1 : at + _BESIDE]:
            if abs(other.base - piece.base) < _OVER * piece.chars[0].size:
                left, right = sorted((piece, other), key=lambda piece: piece.x0)
                if left.x1 < right.x0:
                    gaps = _narrowed(gaps, (left.x1, right.x0))
    cuts = sorted((left + right) / 2 for left, right in gaps)
    return list(pairwise([area[0], *cuts, area[1]]))


def _narrowed(gaps: Sequence[Span], new: Span) -> list[Span]:
    """The gaps with a new one: where it overlaps one, what both share remains."""
    for index, (left, right) in enumerate(gaps):
        if new[0] < right and left < new[1]:
            return [*gaps[:index], (max(left, new[0]), min(right, new[1])), *gaps[index + 1 :]]
    return [*gaps, new]
