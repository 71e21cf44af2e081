"""The characters of one PDF page from pdfium; those that follow each other closely on one line are kept together as
one run."""

from __future__ import annotations

import ctypes
import math
import re
from array import array
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice, pairwise, repeat
from operator import mul
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gouji.readers import limits
from gouji.readers.pdf_calls import HANDLE, INT, Slots, address, columns, quick

_PRINTED = re.compile(r"\S+|\s")
_UNBROKEN = re.compile(r"[^\n\r]+")
_BLANK = re.compile(" ")
_LOW = re.compile("[^\n\r \u3000-\ufffc\U00010000-\U0010ffff]")
_HYPHENS = ("\x02", "\ufffe")  # pdfium's marks for a hyphen at the end of a line


class Char(NamedTuple):
    """A printed character, or several that follow each other closely on one line: then ``lefts`` and ``rights`` tell
    where each of them stands. ``base`` is the baseline, ``size`` the font size; the box is even within a line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    lefts: tuple[float, ...] = ()
    rights: tuple[float, ...] = ()

    def apart(self) -> list[Char]:
        """The single characters."""
        if not self.lefts:
            return [self]
        _, _, top, _, bottom, base, size, lefts, rights = self
        return [Char(*one, base, size) for one in zip(self.text, lefts, repeat(top), rights, repeat(bottom))]

    def rest(self) -> Char:
        """All but the first of several characters."""
        text, _, top, x1, bottom, base, size, lefts, rights = self
        return Char(text[1:], lefts[1], top, x1, bottom, base, size, lefts[1:], rights[1:])


_unicode = quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_generated = quick(pdfium.FPDFText_IsGenerated, INT)
_map_error = quick(pdfium.FPDFText_HasUnicodeMapError, INT)
_box = quick(pdfium.FPDFText_GetLooseCharBox, None)
_origin = quick(pdfium.FPDFText_GetCharOrigin, None)
_matrix = quick(pdfium.FPDFText_GetMatrix, None)
_font_size = quick(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_fill_color = quick(pdfium.FPDFText_GetFillColor, INT)

_ZERO, _ONE = array("f", [0.0]).tobytes(), array("f", [1.0]).tobytes()
_LARGE = 1.8  # times the commonest size


_BOXES, _MATRICES, _PLACES = Slots("f", 16, 0), Slots("f", 24, 0), Slots("d", 16, 0, 8)


@dataclass(slots=True)
class Glyphs:
    """All characters of a page in the page's own coordinates, without line breaks: ``starts`` tells which of them
    begin lines, and ``numbers`` are pdfium's. ``directions`` are the rotations that make them upright, -1 for slanted
    ones, or nothing when all are upright; then there is no need for ``xs``. ``unmapped`` counts those without known
    meaning."""

    text: str
    starts: list[int]
    numbers: list[int]
    boxes: Sequence[Sequence[float]]  # left, top, right, bottom: the order of FS_RECTF
    xs: Sequence[float]
    ys: Sequence[float]
    sizes: Sequence[float]
    directions: list[int]
    unmapped: int = 0


def glyphs(text_page: Any) -> Glyphs:
    """Everything that pdfium knows about the characters of a text page."""
    handle = HANDLE(address(text_page))
    count = pdfium.FPDFText_CountChars(text_page)
    limits.check_page(count)
    printed, unmapped = _text(text_page, handle, count)
    # every fourth character of a table is a line break that pdfium adds
    lines = [line.span() for line in _UNBROKEN.finditer(printed)]
    numbers = list(chain.from_iterable([range(*line) for line in lines]))
    starts = list(accumulate([end - start for start, end in lines], initial=0))
    boxes = _BOXES.ask(_box, len(numbers), repeat(handle), numbers)
    a, b, c, d, _, heights = columns(_MATRICES.ask(_matrix, len(numbers), repeat(handle), numbers), 6)
    level = not any(b)
    xs, ys = _origins(handle, numbers, starts, heights if level else None)
    upright = level and (_is_all(a, _ONE) or min(a) >= 0)
    return Glyphs(
        "".join([printed[start:end] for start, end in lines]),
        starts[:-1],
        numbers,
        columns(boxes, 4),
        xs,
        ys,
        _sizes(handle, numbers, c, d),
        [] if upright else list(map(_quarter, a, b)),
        unmapped,
    )


def _sizes(handle: Any, numbers: Sequence[int], c: array[float], d: array[float]) -> list[float]:
    """How large the characters are drawn: the size of the font, under a matrix."""
    sizes = list(map(_font_size, repeat(handle), numbers))
    if _is_all(c, _ZERO):
        if not _is_all(d, _ONE):
            sizes = list(map(mul, sizes, map(abs, d)))
    else:
        sizes = list(map(mul, sizes, map(math.hypot, c, d)))
    return [size or 1.0 for size in sizes] if 0.0 in sizes else sizes


def _origins(
    handle: Any, numbers: Sequence[int], starts: Sequence[int], heights: Sequence[float] | None
) -> tuple[Sequence[float], Sequence[float]]:
    """Where the characters stand. ``heights`` are those of level text, which all its characters share; only in fonts
    that write from top to bottom they do not, as the first and the last of each line tell."""
    if heights is not None:
        ends = [*starts[:-1], *[start - 1 for start in starts[1:]]]
        places = _PLACES.ask(_origin, len(ends), repeat(handle), [numbers[index] for index in ends])
        if places[1::2].tolist() == [heights[index] for index in ends]:
            return (), heights
    places = _PLACES.ask(_origin, len(numbers), repeat(handle), numbers)
    return places[0::2], places[1::2]


def _is_all(values: array[float], value: bytes) -> bool:
    """Whether all numbers are one, compared without making an object of each."""
    return values.tobytes() == value * len(values)


def _text(text_page: Any, handle: Any, count: int) -> tuple[str, int]:
    """One character of text for each of pdfium's, and how many have no known meaning. Line breaks and blanks that
    pdfium only infers are line breaks here."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
    if written != count + 1 or len(text) != count or "\0" in text:
        # characters that pdfium does not put into its text, or pairs of surrogates
        codes = map(_unicode, repeat(handle), range(count))
        text = "".join(chr(code) if 0 < code <= 0x10FFFF and code != 0xFFFF else "\ufffd" for code in codes)
    for mark in _HYPHENS:
        text = text.replace(mark, "-")
    text = text.replace("\uffff", "\ufffd")
    blanks = [found.start() for found in _BLANK.finditer(text) if _generated(handle, found.start()) == 1]
    if blanks:
        letters = list(text)
        for index in blanks:
            letters[index] = "\n"
        text = "".join(letters)
    # a font without a map gives its own codes, and those are low
    low = [found.start() for found in _LOW.finditer(text)]
    wrong = map(_map_error, repeat(handle), low)
    return text, sum(text[index] == "\ufffd" or error == 1 for index, error in zip(low, wrong, strict=True))


def _quarter(a: float, b: float) -> int:
    """The clockwise rotation that makes text with the direction (a, b) run to the right; -1 for slanted text."""
    if abs(b) <= 0.09 * abs(a):
        return 0 if a >= 0 else 180
    if abs(a) <= 0.09 * abs(b):
        return 90 if b > 0 else 270
    return -1


def direction(found: Glyphs, rotation: int) -> tuple[int, int]:
    """How far the page must be turned beyond its own rotation so that most text is upright; how much is slanted."""
    if not found.directions:
        return (0 if found.text.isspace() or not found.text else -rotation % 360), 0
    votes = Counter(way for way, char in zip(found.directions, found.text, strict=True) if not char.isspace())
    slanted = votes.pop(-1, 0)
    if not votes:
        return 0, slanted
    return (votes.most_common(1)[0][0] - rotation) % 360, slanted


def marks(text_page: Any, found: Glyphs) -> set[int]:
    """The characters of watermarks: much larger than most and in a pale colour."""
    sizes = found.sizes
    common = Counter(sizes)
    largest = max(common, default=0.0)
    if len(common) > 1:
        common.pop(1.0, 0)  # line breaks, which pdfium adds
    large = _LARGE * max(common, key=common.__getitem__, default=1.0)
    if largest < large:
        return set()
    handle, colors = HANDLE(address(text_page)), (ctypes.c_uint * 4)()
    places = [ctypes.byref(colors, 4 * index) for index in range(4)]
    pale = set()
    for index, size in enumerate(sizes):
        if size >= large and _fill_color(handle, found.numbers[index], *places):
            red, green, blue, alpha = colors
            # white is no mark but a title on a dark ground
            if alpha < 128 or 140 < min(red, green, blue) < 250:
                pale.add(index)
    return pale


def runs(found: Glyphs, rotation: int, box: Sequence[float], left_out: Collection[int] = ()) -> list[Char]:
    """The characters that read from left to right after a clockwise rotation of the page, and lie on it: in points
    from the top left corner of the crop box ``box`` as it is shown. ``left_out`` are those that do not
    count."""
    left, bottom, right, top = box
    lows, tops, highs, bottoms = found.boxes
    starts: Sequence[float]
    ends: Sequence[float]
    bases: Sequence[float]
    if rotation == 0:
        starts, ends, bases = _less(lows, left), _less(highs, left), [top - y for y in found.ys]
    elif rotation == 90:
        starts, ends, bases = _less(bottoms, bottom), _less(tops, bottom), _less(found.xs, left)
    elif rotation == 180:
        starts, ends, bases = [right - x for x in highs], [right - x for x in lows], _less(found.ys, bottom)
    else:
        starts, ends, bases = [top - y for y in tops], [top - y for y in bottoms], [right - x for x in found.xs]
    width, height = (top - bottom, right - left) if rotation % 180 else (right - left, top - bottom)
    hidden = set(left_out)
    if found.directions:
        hidden |= {index for index, way in enumerate(found.directions) if way != rotation}
    elif rotation:
        return []
    placed = _Placed(found.text, found.starts, starts, ends, bases, found.sizes)
    packed = _packed(placed, hidden)
    if all(char.x0 > 0 and char.x1 < width and -1 < char.base < height + 9 for char in packed):
        return packed
    return _packed(placed, hidden | _outside(placed, width, height))


def _less(values: Sequence[float], amount: float) -> Sequence[float]:
    return [value - amount for value in values] if amount else list(values)


def _outside(placed: _Placed, width: float, height: float) -> set[int]:
    """The characters that stand beside the page, where nobody sees them."""
    return {
        index
        for index, (start, end, base) in enumerate(zip(placed.starts, placed.ends, placed.bases, strict=True))
        if not (-1 < start + end < 2 * width + 1 and -1 < base < height + 9)
    }


class _Placed(NamedTuple):
    text: str
    lines: Sequence[int]
    starts: Sequence[float]
    ends: Sequence[float]
    bases: Sequence[float]
    sizes: Sequence[float]


def _packed(placed: _Placed, hidden: set[int]) -> list[Char]:
    """Runs of characters without blanks, on one baseline, of one size, and with even gaps: whatever joins lines and
    cells may then take each of them as a whole."""
    text, lines, starts, ends, bases, sizes = placed
    after = (islice(values, 1, None) for values in (bases, sizes, starts))
    breaks = {
        index
        for index, base, size, start, end, next_base, next_size, next_start in zip(
            range(1, len(text)), bases, sizes, starts, ends, *after, strict=False
        )
        if base != next_base or size != next_size or next_start - end > 0.3 * size or next_start - start < 0.2 * size
    }
    breaks.update(lines)
    breaks.update([word.start() for word in _PRINTED.finditer(text)])
    for index in hidden:
        breaks |= {index, index + 1}
    found: list[Char] = []
    for first, last in pairwise(sorted(breaks | {len(text)})):
        if first in hidden:
            continue
        base, size = bases[first], sizes[first]
        top, below = base - 0.88 * size, base + 0.12 * size
        if last - first == 1:
            found.append(Char(text[first], starts[first], top, ends[first], below, base, size))
        else:
            lefts, rights = tuple(starts[first:last]), tuple(ends[first:last])
            found.append(Char(text[first:last], lefts[0], top, max(rights), below, base, size, lefts, rights))
    return found
