"""One PDF page as pdfium gives it: characters with boxes, ruling lines, the number of images.

All coordinates are points from the top left corner of the page as it is shown: page rotation, crop box and the
matrices of form XObjects are applied. A page whose text runs sideways is turned until it reads from left to right;
``upright`` turns boxes back for those who point at the page.

pdfium is not thread-safe: one document at a time in a process.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gouji.model import Box
from gouji.readers import limits

THIN = 3.0  # a filled rectangle not thicker than this is a rule
_SLOPE = 0.6  # how far a rule may be out of line
_OBJECTS = 60_000
_SEGMENTS = 200_000  # on one page; drawings beyond are no tables
_BLANK = frozenset((10, 13, 32))  # pdfium generates no other characters
_FORMS = 5  # nested form XObjects

# (a, b, c, d, e, f) as in PDF: x' = ax + cy + e, y' = bx + dy + f
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Char(NamedTuple):
    """A printed character. ``base`` is its baseline, ``size`` the font size; the box is even within a line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float


class Rule(NamedTuple):
    """An axis-parallel line: ``at`` is its y (horizontal) or x (vertical), ``start`` to ``end`` its run."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """What is drawn on one page. ``number`` counts from 1; ``turn`` is what was added to the page's own rotation."""

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    images: int = 0
    unmapped: int = 0
    slanted: int = 0
    turn: int = 0
    pictured: bool = False  # a picture covers most of the page, as in scans with a text layer
    segments: int = 0  # path segments looked at
    lost: int = 0  # text objects of which pdfium gives no character

    def upright(self, box: Box) -> Box:
        """A box of the turned page as a box of the page as shown."""
        x0, top, x1, bottom = box
        if self.turn == 90:
            box = (top, self.width - x1, bottom, self.width - x0)
        elif self.turn == 180:
            box = (self.width - x1, self.height - bottom, self.width - x0, self.height - top)
        elif self.turn == 270:
            box = (self.height - bottom, x0, self.height - top, x1)
        return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))


def load(page: Any, number: int) -> Page:
    """Read a pypdfium2 page. The caller closes it."""
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation() % 360
    text_page = page.get_textpage()
    try:
        glyphs, unmapped = _glyphs(text_page.raw)
        lost = _lost(page.raw, text_page.raw)
    finally:
        text_page.close()
    turn, slanted = _direction(glyphs, rotation)
    matrix = _shown((rotation + turn) % 360, left, bottom, right, top)
    width, height = right - left, top - bottom
    if (rotation + turn) % 180:
        width, height = height, width
    found = Page(number, width, height, unmapped=unmapped, slanted=slanted, turn=turn, lost=lost)
    wanted = (rotation + turn) % 360
    chars = [_char(glyph, matrix) for glyph in glyphs if glyph.direction == wanted]
    found.chars = [char for char in chars if -1 < char.x0 + char.x1 < 2 * width + 1 and -1 < char.base < height + 9]
    for rule in _rules(page.raw, matrix, found):
        if rule.end - rule.start > 0.5:
            found.rules.append(rule)
    return found


class _Glyph(NamedTuple):
    """A character in the page's own coordinates. ``direction`` is the rotation that makes it upright, -1 if none."""

    text: str
    box: Box
    x: float
    y: float
    size: float
    direction: int


def _glyphs(raw: Any) -> tuple[list[_Glyph], int]:
    """Every printed character of a text page, and how many have no known meaning."""
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[_Glyph] = []
    unmapped = 0
    count = pdfium.FPDFText_CountChars(raw)
    limits.check_characters(count)
    unicode_of, box_of, origin_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetCharOrigin,
    )
    for index in range(count):
        code = unicode_of(raw, index)
        if code in _BLANK and (code != 32 or pdfium.FPDFText_IsGenerated(raw, index) == 1):
            continue
        # a font without a map gives its own codes, and those are low
        if code in (0, 0xFFFF) or (code < 0x3000 and pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1):
            unmapped += 1
        if code in (0, 0xFFFF):
            code = 0xFFFD
        box_of(raw, index, box)
        origin_of(raw, index, x, y)
        pdfium.FPDFText_GetMatrix(raw, index, matrix)
        size = pdfium.FPDFText_GetFontSize(raw, index) * math.hypot(matrix.c, matrix.d)
        # pdfium marks a hyphen at the end of a line with code 2 or U+FFFE
        text = "-" if code in (2, 0xFFFE) else chr(code) if code <= 0x10FFFF else "\ufffd"
        edges = (box.left, box.bottom, box.right, box.top)
        found.append(_Glyph(text, edges, x.value, y.value, size or 1.0, _quarter(matrix.a, matrix.b)))
    return found, unmapped


def _lost(page: Any, text_page: Any) -> int:
    """How many text objects pdfium leaves out of its text: it finds no width for a single Chinese character of a font
    that is not embedded. Only pages with such a font are looked at."""
    waiting = [pdfium.FPDFPage_GetObject(page, index) for index in range(min(_OBJECTS, _count(page)))]
    texts = [item for item in waiting if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT]
    foreign = [item for item in texts if not _is_embedded(item)]
    if not foreign:
        return 0
    given = {
        ctypes.cast(pdfium.FPDFText_GetTextObject(text_page, index), ctypes.c_void_p).value
        for index in range(pdfium.FPDFText_CountChars(text_page))
    }
    return sum(ctypes.cast(item, ctypes.c_void_p).value not in given for item in foreign)


def _count(page: Any) -> int:
    return int(pdfium.FPDFPage_CountObjects(page))


def _is_embedded(item: Any) -> bool:
    return bool(pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(item)))


def _quarter(a: float, b: float) -> int:
    """The clockwise rotation that makes text with the direction (a, b) run to the right; -1 for slanted text."""
    if abs(b) <= 0.09 * abs(a):
        return 0 if a >= 0 else 180
    if abs(a) <= 0.09 * abs(b):
        return 90 if b > 0 else 270
    return -1


def _direction(glyphs: list[_Glyph], rotation: int) -> tuple[int, int]:
    """How far the page must be turned beyond its own rotation so that most text is upright; how much is slanted."""
    votes = Counter(glyph.direction for glyph in glyphs if not glyph.text.isspace())
    slanted = votes.pop(-1, 0)
    if not votes:
        return 0, slanted
    best = votes.most_common(1)[0][0]
    return (best - rotation) % 360, slanted


def _shown(rotation: int, left: float, bottom: float, right: float, top: float) -> Matrix:
    """From page coordinates to points from the top left corner after a clockwise rotation."""
    if rotation == 90:
        return (0.0, 1.0, 1.0, 0.0, -bottom, -left)
    if rotation == 180:
        return (-1.0, 0.0, 0.0, 1.0, right, -bottom)
    if rotation == 270:
        return (0.0, -1.0, -1.0, 0.0, top, right)
    return (1.0, 0.0, 0.0, -1.0, -left, top)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _chain(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` and then ``outer``."""
    a, b, c, d, e, f = inner
    left, up = _apply(outer, 0, 0)
    columns = [_apply(outer, *pair) for pair in ((a, b), (c, d))]
    origin = _apply(outer, e, f)
    (ax, ay), (cx, cy) = columns
    return (ax - left, ay - up, cx - left, cy - up, origin[0], origin[1])


def _char(glyph: _Glyph, matrix: Matrix) -> Char:
    """Left and right from the loose box; top and bottom from the baseline, as loose boxes differ within a line."""
    text, (left, low, right, high), x, y, size, _ = glyph
    a, b, c, d, e, f = matrix
    x0, x1, base = a * left + c * low + e, a * right + c * high + e, b * x + d * y + f
    if x1 < x0:
        x0, x1 = x1, x0
    return Char(text, x0, base - 0.88 * size, x1, base + 0.12 * size, base, size)


def _rules(raw: Any, matrix: Matrix, page: Page) -> Iterator[Rule]:
    count = pdfium.FPDFPage_CountObjects(raw)
    if count > _OBJECTS:
        return
    for index in range(count):
        yield from _object_rules(pdfium.FPDFPage_GetObject(raw, index), matrix, page, 0)


def _object_rules(item: Any, matrix: Matrix, page: Page, depth: int) -> Iterator[Rule]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        page.images += 1
        page.pictured = page.pictured or _covers(item, page)
    if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM):
        return
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, own)
    chained = _chain((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        page.segments += pdfium.FPDFPath_CountSegments(item)
        if page.segments <= _SEGMENTS:
            yield from _path_rules(item, chained)
    elif depth < _FORMS:
        for index in range(min(_OBJECTS, pdfium.FPDFFormObj_CountObjects(item))):
            yield from _object_rules(pdfium.FPDFFormObj_GetObject(item, index), chained, page, depth + 1)


def _covers(item: Any, page: Page) -> bool:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return False
    return (right.value - left.value) * (top.value - bottom.value) > 0.7 * page.width * page.height


def _path_rules(path: Any, matrix: Matrix) -> Iterator[Rule]:
    """A stroked path gives its axis-parallel segments, a filled one a rule when it is a thin rectangle. Larger
    fills are shading, and paths that are not painted only clip."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if stroke.value and _is_inked(path):
        for line in _subpaths(path, matrix):
            for start, end in pairwise(line):
                yield from _segment(start, end)
    elif fill.value:
        for line in _subpaths(path, matrix):
            yield from _thin(line)


def _is_inked(path: Any) -> bool:
    """Whether the stroke can be seen: not transparent and not white."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetStrokeColor(path, red, green, blue, alpha):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < 250


def _subpaths(path: Any, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """The corner points of each subpath; curves end a run of straight segments."""
    x, y = ctypes.c_float(), ctypes.c_float()
    lines: list[list[tuple[float, float]]] = []
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        point = _apply(matrix, x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_LINETO and lines:
            lines[-1].append(point)
        else:
            lines.append([point])
        if pdfium.FPDFPathSegment_GetClose(segment) and lines[-1][0] != point:
            lines[-1].append(lines[-1][0])
    return lines


def _segment(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Rule]:
    (x0, y0), (x1, y1) = start, end
    if abs(y0 - y1) <= _SLOPE < abs(x0 - x1):
        yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    elif abs(x0 - x1) <= _SLOPE < abs(y0 - y1):
        yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _thin(line: list[tuple[float, float]]) -> Iterator[Rule]:
    if len(line) < 3:
        return
    xs, ys = [x for x, _ in line], [y for _, y in line]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if height <= THIN and width > height:
        yield Rule(True, (min(ys) + max(ys)) / 2, min(xs), max(xs))
    elif width <= THIN and height > width:
        yield Rule(False, (min(xs) + max(xs)) / 2, min(ys), max(ys))
