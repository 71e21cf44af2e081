"""The heads of a table without ruling lines: words that stand above each other in one or in several levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.readers.pdf_columns import Columns
from gouji.readers.pdf_pieces import Piece, Strip
from gouji.readers.pdf_words import words

_TIGHT = 1.5  # sizes between two lines of one head


@dataclass(slots=True)
class Head:
    """A head: the columns that it covers, its pieces, its last baseline, and how many levels are below it."""

    first: int
    last: int
    pieces: list[Piece]
    base: float
    top: float
    layer: int = 0
    rowspan: int = 1

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self.pieces)

    def meets(self, other: Head) -> bool:
        """Whether both stand in one column."""
        return self.first <= other.last and other.first <= self.last


@dataclass(slots=True)
class HeadRow:
    """One row of heads and where it begins."""

    top: float
    cells: list[Head] = field(default_factory=list)


def rows_of(lines: Sequence[Strip], columns: Columns) -> list[HeadRow]:
    """The rows of the heads; single lines above them are titles, each a row of its own."""
    start = next((at for at, line in enumerate(lines) if len(line.pieces) > 1), len(lines))
    if columns.bars:
        start = 0  # the rules tell what they cover
    last = len(columns.spans) - 1
    found = []
    for line in lines[:start]:
        title = Head(0, last, line.pieces, line.base, line.base - line.size)
        found.append(HeadRow(title.top, [title]))
    heads = _heads(lines[start:], columns)
    for at, head in reversed(list(enumerate(heads))):
        below = [other.layer for other in heads[at + 1 :] if other.meets(head) and other.base > head.base]
        head.layer = max(below, default=-1) + 1
    most = max((head.layer for head in heads), default=-1)
    for layer in range(most, -1, -1):
        level = [head for head in heads if head.layer == layer]
        found.append(
            HeadRow(
                min(head.top for head in level),
                _spread(level, heads, columns) if layer and not columns.bars else level,
            )
        )
    _raise(found[len(found) - most - 1 :])
    return found


def _heads(lines: Sequence[Strip], columns: Columns) -> list[Head]:
    """Words that stand closely above each other are one head, unless each is one by itself."""
    found: list[Head] = []
    for line in lines:
        for piece in line.pieces:
            first, last = columns.place(piece)
            new = Head(first, last, [piece], piece.base, piece.base - line.size)
            above = next((head for head in reversed(found) if head.meets(new) and head.base < piece.base), None)
            if (
                above
                and piece.base - above.base <= _TIGHT * line.size
                and not words().is_whole(above.text, piece.text)
            ):
                above.pieces.append(piece)
                above.base = piece.base
                above.first, above.last = min(above.first, first), max(above.last, last)
            else:
                found.append(new)
    return found


def _spread(level: Sequence[Head], heads: Sequence[Head], columns: Columns) -> list[Head]:
    """Heads over several columns cover those up to the next head, when they are set to the left."""
    ordered = sorted(level, key=lambda head: head.first)
    ends = [*(head.first for head in ordered[1:]), len(columns.spans)]
    for head, end in zip(ordered, ends, strict=True):
        if head.pieces[0].x0 - columns.spans[head.first][0] >= 0.5 * head.pieces[0].chars[0].size:
            continue
        beside = [other.first for other in heads if other.first > head.last and other.top < head.base]
        head.last = max(head.last, min([end, *beside]) - 1)
    return ordered


def _raise(rows: Sequence[HeadRow]) -> None:
    """Heads with nothing above them begin in the first row."""
    for at, row in enumerate(rows):
        for head in list(row.cells):
            up = at
            while up and not any(other.meets(head) for other in rows[up - 1].cells):
                up -= 1
            if up < at:
                row.cells.remove(head)
                head.rowspan = at - up + 1
                rows[up].cells.append(head)
