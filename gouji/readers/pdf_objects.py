"""The objects of a PDF page that are not text: ruling lines and pictures, also those inside form XObjects; and text
objects that pdfium would pass over."""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gouji.model import Box
from gouji.readers.pdf_chars import HANDLE, address, quick

THIN = 3.0  # a filled rectangle not thicker than this is a rule
_SLOPE = 0.6  # how far a rule may be out of line
_OBJECTS = 60_000
_SEGMENTS = 200_000  # on one page; drawings beyond are no tables
_FORMS = 5  # nested form XObjects
_FILLS = 2_000  # more are no table

# (a, b, c, d, e, f) as in PDF: x' = ax + cy + e, y' = bx + dy + f
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Point = tuple[float, float]

_TEXT, _LINE_TO = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_SEGMENT_LINETO
_INT = ctypes.c_int
_count = quick(pdfium.FPDFPage_CountObjects, _INT, HANDLE)
_object = quick(pdfium.FPDFPage_GetObject, HANDLE)
_form_count = quick(pdfium.FPDFFormObj_CountObjects, _INT, HANDLE)
_form_object = quick(pdfium.FPDFFormObj_GetObject, HANDLE, HANDLE, ctypes.c_ulong)
_kind = quick(pdfium.FPDFPageObj_GetType, _INT, HANDLE)
_matrix_of = quick(pdfium.FPDFPageObj_GetMatrix, _INT, HANDLE, HANDLE)
_bounds = quick(pdfium.FPDFPageObj_GetBounds, _INT, HANDLE, HANDLE, HANDLE, HANDLE, HANDLE)
_font = quick(pdfium.FPDFTextObj_GetFont, HANDLE, HANDLE)
_embedded = quick(pdfium.FPDFFont_GetIsEmbedded, _INT, HANDLE)
_render_mode = quick(pdfium.FPDFTextObj_SetTextRenderMode, _INT, HANDLE, _INT)
_stroke_width = quick(pdfium.FPDFPageObj_SetStrokeWidth, _INT, HANDLE, ctypes.c_float)
_transform = quick(pdfium.FPDFPageObj_TransformF, _INT, HANDLE, HANDLE)
_draw_mode = quick(pdfium.FPDFPath_GetDrawMode, _INT, HANDLE, HANDLE, HANDLE)
_segments = quick(pdfium.FPDFPath_CountSegments, _INT, HANDLE)
_segment_at = quick(pdfium.FPDFPath_GetPathSegment, HANDLE, HANDLE, _INT)
_point = quick(pdfium.FPDFPathSegment_GetPoint, _INT, HANDLE, HANDLE, HANDLE)
_segment_kind = quick(pdfium.FPDFPathSegment_GetType, _INT, HANDLE)
_closes = quick(pdfium.FPDFPathSegment_GetClose, _INT, HANDLE)
_fill_color = quick(pdfium.FPDFPageObj_GetFillColor, _INT, HANDLE, HANDLE, HANDLE, HANDLE, HANDLE)
_stroke_color = quick(pdfium.FPDFPageObj_GetStrokeColor, _INT, HANDLE, HANDLE, HANDLE, HANDLE, HANDLE)


class Rule(NamedTuple):
    """An axis-parallel line: ``at`` is its y (horizontal) or x (vertical), ``start`` to ``end`` its run."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawn:
    """The paths of a page with the matrices from their own coordinates to the page's, and the boxes of its pictures
    in the page's coordinates. ``lost`` counts text objects that pdfium cannot show."""

    paths: list[tuple[int, Matrix]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    lost: int = 0
    _fonts: dict[int, bool] = field(default_factory=dict)


class _Numbers:
    """Places for pdfium to write to."""

    def __init__(self, kind: Any, count: int) -> None:
        self.values = (kind * count)()
        start, width = ctypes.addressof(self.values), ctypes.sizeof(kind)
        self.at = [start + width * index for index in range(count)]


def objects(page: Any) -> Drawn:
    """What is drawn on a pypdfium2 page. To be called before its text page is loaded, as it mends text objects."""
    found = Drawn()
    handle = address(page)
    count = _count(handle)
    if count <= _OBJECTS:
        _collect(list(map(_object, repeat(HANDLE(handle)), range(count))), IDENTITY, found, 0)
    return found


def _collect(items: list[int], matrix: Matrix, found: Drawn, depth: int) -> None:
    floats = _Numbers(ctypes.c_float, 6)
    kinds = list(map(_kind, items))
    texts = [item for item, kind in zip(items, kinds, strict=True) if kind == _TEXT]
    for item, kind in zip(items, kinds, strict=True):
        if kind == _TEXT:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _matrix_of(item, floats.at[0])
            found.paths.append((item, chain_of(tuple(floats.values[:]), matrix)))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            if _bounds(item, *floats.at[:4]):
                left, bottom, right, top = floats.values[:4]
                found.pictures.append((*apply(matrix, left, bottom), *apply(matrix, right, top)))
            else:
                found.pictures.append((0.0, 0.0, 0.0, 0.0))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORMS:
            _matrix_of(item, floats.at[0])
            inner = chain_of(tuple(floats.values), matrix)
            numbers = range(min(_OBJECTS, _form_count(item)))
            _collect(list(map(_form_object, repeat(item), numbers)), inner, found, depth + 1)
    if texts:
        _mend(texts, found)


def _mend(texts: list[int], found: Drawn) -> None:
    """Give text objects without width one. pdfium leaves those out of its text, and takes a single Chinese character
    for one when its font is neither embedded nor installed; as an outline with a pen of some width it counts."""
    fonts = list(map(_font, texts))
    for font in set(fonts) - found._fonts.keys():
        found._fonts[font] = bool(_embedded(font))
    if all(found._fonts.values()):
        return
    floats = _Numbers(ctypes.c_float, 6)
    identity = pdfium.FS_MATRIX(*IDENTITY)
    for item, font in zip(texts, fonts, strict=True):
        if found._fonts[font] or not _bounds(item, *floats.at[:4]) or floats.values[2] - floats.values[0] >= 0.01:
            continue
        _render_mode(item, pdfium.FPDF_TEXTRENDERMODE_STROKE)
        _stroke_width(item, 1.0)
        _transform(item, ctypes.addressof(identity))
        _bounds(item, *floats.at[:4])
        found.lost += floats.values[2] - floats.values[0] < 0.01


def apply(matrix: Matrix, x: float, y: float) -> Point:
    """A point after a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def chain_of(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` and then ``outer``."""
    if inner == IDENTITY:
        return outer
    if outer == IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    oa, ob, oc, od, _, _ = outer
    return (a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, *apply(outer, e, f))


class Lines(NamedTuple):
    """The ruling lines of a page and its shading, in the coordinates of the page as shown, and how many segments of
    paths were looked at."""

    rules: list[Rule]
    fills: list[Box]
    segments: int


def lines(drawn: Drawn, shown: Matrix) -> Lines:
    """What the paths of a page draw."""
    found = Lines([], [], 0)
    fills: list[tuple[Box, bool]] = []
    segments = 0
    chains: dict[Matrix, Matrix] = {}  # most paths share one matrix
    for path, matrix in drawn.paths:
        count = _segments(path)
        segments += count
        if segments > _SEGMENTS:
            break
        if matrix not in chains:
            chains[matrix] = chain_of(matrix, shown)
        rules = _path_rules(path, count, chains[matrix], fills)
        found.rules.extend([rule for rule in rules if rule.end - rule.start > 0.2])
    grounds = [box for box, white in fills if not white]
    for box, white in fills[:_FILLS]:
        # white shows only on a ground of another colour
        if not white or any(_holds(ground, box) for ground in grounds[:_FILLS]):
            found.fills.append(box)
    return found._replace(segments=segments)


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


_MODES = _Numbers(_INT, 2)
_ROOM = 32  # segments; few paths have more
_XY = _Numbers(ctypes.c_float, 2 * _ROOM)
_COLOR = _Numbers(ctypes.c_uint, 4)


def _path_rules(path: int, count: int, matrix: Matrix, fills: list[tuple[Box, bool]]) -> list[Rule]:
    """A stroked path gives its axis-parallel segments, a filled one a rule when it is a thin rectangle. Larger
    rectangles are shading and go to ``fills``, and paths that are not painted only clip."""
    _draw_mode(path, *_MODES.at)
    fill, stroke = _MODES.values
    rules: list[Rule] = []
    if stroke and _is_inked(path):
        for line in _subpaths(path, count, matrix):
            there_and_back = len(line) == 3 and line[0] == line[2]
            rules += [
                rule for start, end in pairwise(line[:2] if there_and_back else line) if (rule := _segment(start, end))
            ]
    elif fill:
        for line in _subpaths(path, count, matrix):
            if not 3 <= len(line) <= 5:
                continue
            xs, ys = [x for x, _ in line], [y for _, y in line]
            box = (min(xs), min(ys), max(xs), max(ys))
            if box[2] - box[0] > THIN < box[3] - box[1]:
                if all(x in (box[0], box[2]) and y in (box[1], box[3]) for x, y in line):
                    fills.append((box, _is_white(path)))
            elif rule := _thin(box):
                rules.append(rule)
    return rules


def _is_white(path: int) -> bool:
    if not _fill_color(path, *_COLOR.at):
        return False
    red, green, blue, alpha = _COLOR.values
    return bool(alpha == 0 or min(red, green, blue) >= 250)


def _is_inked(path: int) -> bool:
    """Whether the stroke can be seen: not transparent and not white."""
    if not _stroke_color(path, *_COLOR.at):
        return True
    red, green, blue, alpha = _COLOR.values
    return bool(alpha > 0 and min(red, green, blue) < 250)


def _subpaths(path: int, count: int, matrix: Matrix) -> list[list[Point]]:
    """The corner points of each subpath; curves end a run of straight segments."""
    a, b, c, d, e, f = matrix
    lines: list[list[Point]] = []
    segments = list(map(_segment_at, repeat(path), range(count)))
    room = _XY if count <= _ROOM else _Numbers(ctypes.c_float, 2 * count)
    deque(map(_point, segments, room.at[0 : 2 * count : 2], room.at[1 : 2 * count : 2]), maxlen=0)
    kinds, closing = map(_segment_kind, segments), map(_closes, segments)
    values = room.values[: 2 * count]
    for x, y, kind, closes in zip(values[::2], values[1::2], kinds, closing, strict=True):
        point = (a * x + c * y + e, b * x + d * y + f)
        if lines and kind == _LINE_TO:
            lines[-1].append(point)
        else:
            lines.append([point])
        if closes and lines[-1][0] != point:
            lines[-1].append(lines[-1][0])
    return lines


def _segment(start: Point, end: Point) -> Rule | None:
    (x0, y0), (x1, y1) = start, end
    across, down = abs(x0 - x1), abs(y0 - y1)
    if down <= _SLOPE < across or down < 0.1 * across:
        return Rule(True, (y0 + y1) / 2, *((x0, x1) if x0 < x1 else (x1, x0)))
    if across <= _SLOPE < down or across < 0.1 * down:
        return Rule(False, (x0 + x1) / 2, *((y0, y1) if y0 < y1 else (y1, y0)))
    return None


def _thin(box: Box) -> Rule | None:
    x0, top, x1, bottom = box
    if bottom - top <= THIN and x1 - x0 > bottom - top:
        return Rule(True, (top + bottom) / 2, x0, x1)
    if x1 - x0 <= THIN and bottom - top > x1 - x0:
        return Rule(False, (x0 + x1) / 2, top, bottom)
    return None
