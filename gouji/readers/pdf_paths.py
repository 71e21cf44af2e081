"""What the paths of a PDF page draw: ruling lines, and rectangles of shading."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, groupby, pairwise, repeat
from operator import itemgetter
from typing import NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gouji.model import Box
from gouji.readers.pdf_calls import INT, Handle, Slots, columns, quick
from gouji.readers.pdf_objects import Drawn, Matrix, Point, chain_of

THIN = 3.0  # a filled rectangle not thicker than this is a rule
_SLOPE = 0.6  # how far a rule may be out of line
_SHORT = 0.2  # longer rules count
_SEGMENTS = 200_000  # on one page; drawings beyond are no tables
_FILLS = 2_000  # more are no table
_WHITE = 250  # of 255

_LINE_TO = pdfium.FPDF_SEGMENT_LINETO
_draw_mode = quick(pdfium.FPDFPath_GetDrawMode, INT)
_count = quick(pdfium.FPDFPath_CountSegments, INT)
_segment_at = quick(pdfium.FPDFPath_GetPathSegment, Handle)
_point = quick(pdfium.FPDFPathSegment_GetPoint, INT)
_segment_kind = quick(pdfium.FPDFPathSegment_GetType, INT)
_closes = quick(pdfium.FPDFPathSegment_GetClose, INT)
_fill_color = quick(pdfium.FPDFPageObj_GetFillColor, INT)
_stroke_color = quick(pdfium.FPDFPageObj_GetStrokeColor, INT)

_MODES, _POINTS = Slots("i", 8, 0, 4), Slots("f", 8, 0, 4)
_COLOR = (ctypes.c_uint * 4)()
_RGBA = [ctypes.byref(_COLOR, 4 * index) for index in range(4)]


class Rule(NamedTuple):
    """An axis-parallel line: ``at`` is its y (horizontal) or x (vertical), ``start`` to ``end`` its run."""

    horizontal: bool
    at: float
    start: float
    end: float


class Lines(NamedTuple):
    """The ruling lines of a page and its shading, in the coordinates of the page as shown, and how many segments of
    paths were looked at."""

    rules: list[Rule]
    fills: list[Box]
    segments: int


class _Paths(NamedTuple):
    """Painted paths and their segments, one after the other: where these end in the coordinates of the page as shown,
    of which kind they are, and which close a subpath."""

    modes: list[tuple[Handle, int, int, int]]  # handle, filled, stroked, number of segments
    points: list[Point]
    kinds: list[int]
    closing: list[int]


def lines(drawn: Drawn, shown: Matrix) -> Lines:
    """What the paths of a page draw. A stroked path gives its axis-parallel segments, a filled one a rule when it is a
    thin rectangle. Larger rectangles are shading."""
    rules: list[Rule] = []
    fills: list[tuple[Box, bool]] = []
    counts = list(map(_count, [handle for handle, _ in drawn.paths]))
    totals = list(accumulate(counts))
    some = bisect_right(totals, _SEGMENTS)
    modes, points, kinds, closing = _painted(drawn.paths[:some], counts[:some], shown)
    end = 0
    for handle, filled, stroked, count in modes:
        start, end = end, end + count
        inked = stroked and _is_inked(handle)
        if inked or filled:
            for line in _subpaths(points[start:end], kinds[start:end], closing[start:end]):
                if inked:
                    rules += _edges(line)
                elif 3 <= len(line) <= 5:
                    _fill(handle, line, rules, fills)
    grounds = [box for box, white in fills if not white][:_FILLS]
    # white shows only on a ground of another colour
    seen = [box for box, white in fills[:_FILLS] if not white or any(_holds(ground, box) for ground in grounds)]
    return Lines(rules, seen, totals[min(some, len(totals) - 1)] if totals else 0)


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _painted(paths: Sequence[tuple[Handle, Matrix]], counts: Sequence[int], shown: Matrix) -> _Paths:
    """The paths that do not only clip."""
    handles, matrices = zip(*paths, strict=True) if paths else ((), ())
    fills, strokes = columns(_MODES.ask(_draw_mode, len(handles), handles), 2)
    modes = [mode for mode in zip(handles, fills, strokes, counts, strict=True) if mode[1] or mode[2]]
    sizes = [mode[3] for mode in modes]
    owners = chain.from_iterable(map(repeat, [mode[0] for mode in modes], sizes))
    segments = list(map(_segment_at, owners, chain.from_iterable(map(range, sizes))))
    painted = [matrix for matrix, fill, stroke in zip(matrices, fills, strokes, strict=True) if fill or stroke]
    points = _points(segments, zip(painted, sizes, strict=True), shown)
    return _Paths(modes, points, list(map(_segment_kind, segments)), list(map(_closes, segments)))


def _points(segments: list[Handle], matrices: Iterable[tuple[Matrix, int]], shown: Matrix) -> list[Point]:
    """Where segments end, as shown; ``matrices`` tell for how many segments they hold. Most paths of a page share
    one."""
    xs, ys = columns(_POINTS.ask(_point, len(segments), segments), 2)
    found: list[Point] = []
    for matrix, group in groupby(matrices, key=itemgetter(0)):
        a, b, c, d, e, f = chain_of(matrix, shown)
        start, end = len(found), len(found) + sum(size for _, size in group)
        found += [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(xs[start:end], ys[start:end], strict=True)]
    return found


def _subpaths(points: Sequence[Point], kinds: Sequence[int], closing: Sequence[int]) -> list[list[Point]]:
    """The corner points of each subpath; curves end a run of straight segments."""
    lines: list[list[Point]] = []
    line: list[Point] = []
    for point, kind, closes in zip(points, kinds, closing, strict=True):
        if line and kind == _LINE_TO:
            line.append(point)
        else:
            line = [point]
            lines.append(line)
        if closes and line[0] != point:
            line.append(line[0])
    return lines


def _edges(line: list[Point]) -> list[Rule]:
    """The axis-parallel segments of a line."""
    if len(line) == 3 and line[0] == line[2]:
        line = line[:2]  # there and back
    return [rule for start, end in pairwise(line) if (rule := _segment(start, end))]


def _segment(start: Point, end: Point) -> Rule | None:
    (x0, y0), (x1, y1) = start, end
    across, down = abs(x0 - x1), abs(y0 - y1)
    if across <= _SHORT >= down:
        return None
    if down <= _SLOPE < across or down < 0.1 * across:
        return Rule(True, (y0 + y1) / 2, *((x0, x1) if x0 < x1 else (x1, x0)))
    if across <= _SLOPE < down or across < 0.1 * down:
        return Rule(False, (x0 + x1) / 2, *((y0, y1) if y0 < y1 else (y1, y0)))
    return None


def _fill(path: Handle, line: list[Point], rules: list[Rule], fills: list[tuple[Box, bool]]) -> None:
    """A filled polygon of few corners: a rule or shading."""
    xs, ys = zip(*line, strict=True)
    x0, top, x1, bottom = min(xs), min(ys), max(xs), max(ys)
    if x1 - x0 > THIN < bottom - top:
        if all(x in (x0, x1) and y in (top, bottom) for x, y in line):
            fills.append(((x0, top, x1, bottom), _is_white(path)))
    elif (rule := _thin((x0, top, x1, bottom))) and rule.end - rule.start > _SHORT:
        rules.append(rule)


def _is_white(path: Handle) -> bool:
    if not _fill_color(path, *_RGBA):
        return False
    red, green, blue, alpha = _COLOR
    return bool(alpha == 0 or min(red, green, blue) >= _WHITE)


def _is_inked(path: Handle) -> bool:
    """Whether the stroke can be seen: not transparent and not white."""
    if not _stroke_color(path, *_RGBA):
        return True
    red, green, blue, alpha = _COLOR
    return bool(alpha > 0 and (red < _WHITE or green < _WHITE or blue < _WHITE))


def _thin(box: Box) -> Rule | None:
    x0, top, x1, bottom = box
    if bottom - top <= THIN and x1 - x0 > bottom - top:
        return Rule(True, (top + bottom) / 2, x0, x1)
    if x1 - x0 <= THIN and bottom - top > x1 - x0:
        return Rule(False, (x0 + x1) / 2, top, bottom)
    return None
