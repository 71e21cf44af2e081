"""Tables of plain text whose columns are set with blanks, as terminals and ``pdftotext -layout`` print them.

A line falls into pieces at runs of two or more blanks. Figures stand in one column when they overlap, whatever side
they are aligned to; labels when they begin at the same place. A table is taken for one only when its figures stand in
line with pieces of other rows, so that justified prose and blocks of addresses stay paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gouji.readers.text_shape import is_figure, is_heading, is_label, is_remark, is_unit

Rows = list[list[str]]
_PIECE = re.compile(r"[^ \xa0]+(?:[ \xa0][^ \xa0]+)*")
_GAP = re.compile(r"[^ \xa0][ \xa0]{2,}[^ \xa0]")
_SPELLED = re.compile(r"[一-龥](?:  [一-龥])*")
# Neither ASCII nor surely as wide as a Chinese character.
_DOUBTFUL = re.compile(
    r"[^\x00-\x7f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]"
)
_MEASURES = range(3)  # two columns for all but ASCII, for all surely wide characters, or for none
_COLUMNS = 40  # more are no table
_LONGEST = 1000  # characters of a row
_LONE = 30  # so many lines of one piece may stand between two rows: rows whose figures are blank


@dataclass(frozen=True, slots=True)
class _Piece:
    """``starts`` and ``ends`` are its columns on the page by each of ``_MEASURES``."""

    text: str
    figure: bool
    starts: tuple[int, int, int]
    ends: tuple[int, int, int]


_Line = list[_Piece]


def find(lines: Sequence[str], at: int) -> tuple[Rows, int]:
    """The table that begins in line ``at`` and the index of its last line; no rows when the lines up to there hold
    none."""
    line = lines[at].strip(" \xa0")
    if "\t" in line or not ("  " in line or "\xa0" in line) or not _GAP.search(line):
        return [], at
    run, end, seen = _run(lines, at)
    if len(run) < 2:
        return [], seen
    orders = [len({piece.starts[which] for line in run for piece in line[1:]}) for which in _MEASURES]
    measure = orders.index(min(orders))
    if not _is_table(run, measure):
        return [], seen
    columns = _Columns(run, measure)
    return (columns.rows(), end) if columns.count <= _COLUMNS else ([], seen)


def _run(lines: Sequence[str], at: int) -> tuple[list[_Line], int, int]:
    """The lines from here on that may be rows. A few lines of one piece may stand among them when the next row
    stands in line with a row above; blank lines when they part all rows. Also the index of the last row, and of the
    last line that was looked at and begins no other table."""
    run: list[_Line] = []
    lone: list[_Line] = []
    edges: set[tuple[int, str, int]] = set()
    after = [bool(line.strip()) for line in lines[at + 1 : at + 4]]
    spaced = after in ([False, True, False], [False, True])
    end = seen = at
    for index in range(at, len(lines), 1 + spaced):
        line = _pieces(lines[index])
        if not line or (spaced and index > at and lines[index - 1].strip()):
            break
        if len(line) == 1:
            lone.append(line)
            if len(lone) > _LONE:
                break
        elif lone and not _goes_on(lone, line, edges):
            break
        else:
            run += [*lone, line]
            edges |= _edges(line)
            lone = []
            end = index
        seen = index
    return run, end, seen


def _pieces(line: str) -> _Line:
    """The pieces of a line; none when it is blank or no row of a table."""
    if "\t" in line or len(line) > _LONGEST:
        return []
    found: _Line = []
    done = 0
    width = (0, 0, 0)
    for match in _PIECE.finditer(line):
        text = match.group()
        figure = is_figure(text)
        if not figure and not is_label(text):
            return []
        starts = _grown(width, line[done : match.start()])
        width = _grown(starts, text)
        done = match.end()
        found.append(_Piece(text, figure, starts, width))
    return _spelled(found)


def _grown(width: tuple[int, int, int], text: str) -> tuple[int, int, int]:
    size = len(text)
    wide = 0 if text.isascii() else size - len(text.encode("ascii", "ignore"))
    doubtful = len(_DOUBTFUL.findall(text)) if wide else 0
    return width[0] + size + wide, width[1] + size + wide - doubtful, width[2] + size


def _spelled(line: _Line) -> _Line:
    """Letters of one word that stand apart (``统  计  指  标``) as one piece again."""
    if any(piece.figure for piece in line):
        return line
    found: _Line = []
    for piece in line:
        last = found[-1] if found else None
        if last and len(piece.text) == 1 and _SPELLED.fullmatch(last.text):
            found[-1] = _Piece(f"{last.text}  {piece.text}", False, last.starts, piece.ends)
        else:
            found.append(piece)
    return found


def _goes_on(lone: Sequence[_Line], line: _Line, edges: set[tuple[int, str, int]]) -> bool:
    """Whether a row below lines of one piece stands in line with the rows above; below a section's number also with
    a figure, else it is the head of another table."""
    headed = any(is_heading(row[0].text) for row in lone)
    return not edges.isdisjoint(_edges(line)) and (not headed or any(piece.figure for piece in line[1:]))


def _edges(line: _Line) -> set[tuple[int, str, int]]:
    """Where the pieces of a line but the first begin and end, by every measure."""
    lefts = {(which, "left", start) for piece in line[1:] for which, start in enumerate(piece.starts)}
    return lefts | {(which, "right", end) for piece in line[1:] for which, end in enumerate(piece.ends)}


def _is_table(run: Sequence[_Line], measure: int) -> bool:
    """Whether enough figures stand in line with pieces of other rows; in small tables all of them must stand below
    their heads, and all rows below the head have figures and units only."""
    starts = Counter(piece.starts[measure] for line in run for piece in line[1:])
    ends = Counter(piece.ends[measure] for line in run for piece in line[1:])
    figures = [piece for line in run for piece in line[1:] if piece.figure]
    aligned = sum(starts[piece.starts[measure]] > 1 or ends[piece.ends[measure]] > 1 for piece in figures)
    if aligned >= 3 and 2 * aligned > len(figures):
        return True
    head, body = run[0], [pair for line in run[1:] for pair in zip(line[1:], run[0][1:], strict=False)]
    return (
        {len(line) for line in run} == {len(head)}
        and not any(piece.figure for piece in head)
        and any(piece.figure for piece, _ in body)
        and all((piece.figure or is_unit(piece.text)) and _overlap(piece, above, measure) for piece, above in body)
    )


def _overlap(one: _Piece, other: _Piece, measure: int) -> bool:
    return one.starts[measure] < other.ends[measure] and other.starts[measure] < one.ends[measure]


class _Columns:
    """The columns of a table: where they begin, and for those of figures also where they end."""

    def __init__(self, run: Sequence[_Line], measure: int) -> None:
        self._run = run
        self._measure = measure
        self._spans = self._figure_columns()
        starts = {start for start, _ in self._spans} | {0}
        pairs = (pair for line in run for pair in zip(line[1:], line, strict=False))
        starts.update(self._span(piece)[0] for piece, last in pairs if self._needs_column(piece, last))
        self._starts = sorted(starts)
        self.count = len(starts)

    def rows(self) -> Rows:
        """The table as a grid; two pieces in one column are one cell."""
        found = []
        for line in self._run:
            row = [""] * len(self._starts)
            end = 0
            for at, column in self._placed(line):
                start, after = self._span(line[at])
                row[column] += (" " * (start - end) if row[column] else "") + line[at].text
                end = after
            found.append(row)
        return found

    def _figure_columns(self) -> list[tuple[int, int]]:
        """Spans in which figures (and units) overlap. One that stands alone is out of line: it makes no column."""
        pieces = [p for line in self._run for at, p in enumerate(line) if at or (p.figure and len(line) > 4)]
        narrow = sorted(self._span(p) for p in pieces if p.figure or is_unit(p.text))
        found: list[tuple[int, int, int]] = []
        for start, end in narrow:
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]), found[-1][2] + 1)
            else:
                found.append((start, end, 1))
        heads = [self._span(p) for p in pieces if not p.figure]
        most = max((count for _, _, count in found), default=0)
        return [(start, end) for start, end, count in found if count > 1 or _under(start, end, heads, most < 4)]

    def _span(self, piece: _Piece) -> tuple[int, int]:
        return piece.starts[self._measure], piece.ends[self._measure]

    def _over(self, piece: _Piece) -> int | None:
        """The first column of figures that a piece overlaps."""
        left, right = self._span(piece)
        return next((start for start, end in self._spans if left < end and start < right), None)

    def _needs_column(self, piece: _Piece, last: _Piece) -> bool:
        """Whether a piece that stands behind another is a label with a column of its own."""
        remark = is_remark(piece.text) and not last.figure
        return not piece.figure and not remark and self._over(piece) is None

    def _placed(self, line: _Line) -> Iterator[tuple[int, int]]:
        """Each piece of a line with its column. Where a long label pushed the figures out of line, they are in the
        columns of figures by their order."""
        figures = len(line) - next((at for at, piece in enumerate(line) if piece.figure and at), len(line))
        ordered = figures == len(self._spans) and all(piece.figure for piece in line[-figures:])
        least = 0
        for at, piece in enumerate(line):
            if ordered and at >= len(line) - figures:
                column = self._starts.index(self._spans[at - len(line) + figures][0])
            else:
                column = max(self._column(piece, at == 0), min(least, len(self._starts)) - 1)
                column = least if piece.figure and column < least < len(self._starts) else column
            yield at, column
            least = column + 1

    def _column(self, piece: _Piece, first: bool) -> int:
        """The column that begins where the piece does, that of the figures it overlaps, or else the last one that
        begins before it."""
        start = self._span(piece)[0]
        if start not in self._starts and (piece.figure or not first):
            over = self._over(piece)
            start = start if over is None else over
        return max(at for at, begin in enumerate(self._starts) if begin <= start)


def _under(start: int, end: int, heads: Sequence[tuple[int, int]], small: bool) -> bool:
    """Whether a lone figure stands in line with a head: to the left, or in small tables also otherwise."""
    return any(
        left == start or (small and (right == end or abs(left + right - start - end) <= 2)) for left, right in heads
    )
