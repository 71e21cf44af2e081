"""A picture of a page as a Page: characters by OCR, ruling lines by their ink. What follows is as for any PDF."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from gouji.model import Box
from gouji.readers import pdf_tables, scan_lines, scan_ocr
from gouji.readers.pdf_page import Char, Page, Rule
from gouji.readers.scan_ocr import Glyph, Rect

DPI = 200
_POINT = 72 / DPI
_MARGIN = 3  # pixels above and below a line that go with it to recognition
_SIDE = 6  # and before and after it
_INSET = 2  # pixels at a cell's sides that are not looked at
_SURE = 0.5  # lines of text that are recognised worse are none
_HUGE = 90  # pixels: letters of 32 points
_EMPTY = 0.99  # how sure it is that a cell without ink is blank
_WAVER = 4  # pixels between the beginnings of lines that are flush
_MANY = 6  # characters from which the length of a line tells their size
_POINTS = "，。、；：,.;:"
_LOWEST = 12  # pixels of a line of text; lower ones are dashes
_APART = 2.2  # font sizes between the middles of characters from which a blank was printed
_TABLE = 8  # cells from which a picture in a page of text is taken for a table
_STAINED = 0.5  # and one with ink in which nothing is recognised
_STROKES = "1Il|丨/／7ノ丿"
_DASHES = "一-—ー－–_"
_FLAT = 8  # pixels of a dash that is drawn thick
_DRAWN = 0.99  # how sure what is told by its shape alone is
_CERTAIN = 0.9999  # nothing read from a picture is as sure as text
_WELL = 0.8  # the confidence of a page that stands the right way up
_FIGURES = frozenset("0123456789０１２３４５６７８９〇零一二三四五六七八九十百千万亿两.,+-—%％无")


class Score(NamedTuple):
    """A character's middle on the upright page, and how sure it is."""

    text: str
    x: float
    y: float
    confidence: float


@dataclass(slots=True)
class ScanPage(Page):
    """A page read from a picture. ``skew`` is the angle by which the picture was turned to stand upright; ``sure``
    keeps of each box that ``upright`` gave how far the characters in it can be trusted. ``zoom`` is how many points
    of the page as it was scanned make one on paper. ``parts`` are the pictures on a page of text."""

    skew: float = 0.0
    zoom: float = 1.0
    parts: tuple[Box, ...] = ()
    scores: list[Score] = field(default_factory=list)
    sure: dict[Box, float] = field(default_factory=dict)

    def upright(self, box: Box) -> Box:
        """The box around a box of the straightened page on the page as it was scanned."""
        turn = math.radians(self.skew)
        across, down = self.width / 2, self.height / 2
        corners = [
            (
                across + (x - across) * math.cos(turn) - (y - down) * math.sin(turn),
                down + (x - across) * math.sin(turn) + (y - down) * math.cos(turn),
            )
            for x in (box[0], box[2])
            for y in (box[1], box[3])
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        x0, top, x1, bottom = Page.upright(self, (min(xs), min(ys), max(xs), max(ys)))
        by = self.zoom
        shown = (round(x0 * by, 2), round(top * by, 2), round(x1 * by, 2), round(bottom * by, 2))
        self.sure[shown] = self.confidence(box)
        return shown

    def confidence(self, box: Box) -> float:
        """How sure the worst figure in a box of the straightened page is; without figures, the whole text."""
        left, top, right, bottom = box
        if self.parts and not self.is_part((left + right) / 2, (top + bottom) / 2):
            return 1.0
        inside = [score for score in self.scores if left <= score.x < right and top <= score.y < bottom]
        figures = [score.confidence for score in inside if not score.text or score.text in _FIGURES]
        if figures:
            return min(figures)
        return sum(score.confidence for score in inside) / len(inside) if inside else _EMPTY

    def is_part(self, x: float, y: float) -> bool:
        """Whether a point lies in one of the pictures of a page of text."""
        return any(left <= x < right and top <= y < bottom for left, top, right, bottom in self.parts)


class _Line(NamedTuple):
    """A line of text in the picture: where its ink is, and what it says."""

    rect: Rect
    glyphs: list[Glyph]


def read(picture: Any, number: int, zoom: float = 1.0) -> ScanPage:
    """The page in a grey picture of DPI dots an inch, whichever way it lies."""
    import numpy as np

    lines = scan_ocr.engine().lines(picture)
    tall = sum(rect[3] - rect[1] > 1.5 * (rect[2] - rect[0]) for rect in lines)
    found = []
    for turn in (90, 270) if tall > len(lines) / 2 else (0, 180):
        page = _read(np.ascontiguousarray(np.rot90(picture, -turn // 90)), number, turn)
        page.zoom = zoom
        found.append(page)
        if not page.scores or _mean(page) >= _WELL:
            break
    return max(found, key=_mean)


def _mean(page: ScanPage) -> float:
    return sum(score.confidence for score in page.scores) / len(page.scores) if page.scores else 0.0


def _read(picture: Any, number: int, turn: int) -> ScanPage:
    angle = scan_lines.skew(picture)
    picture = scan_lines.turned(picture, angle)
    high, wide = picture.shape
    page = ScanPage(number, wide * _POINT, high * _POINT, images=1, turn=turn, skew=angle)
    _recognise(page, picture, 0)
    return page


def add(page: Page, picture: Any, boxes: Sequence[Box]) -> Page:
    """A page of text with the tables that were pasted into it as pictures; ``picture`` shows nothing but these."""
    found = ScanPage(page.number, page.width, page.height)
    _recognise(found, picture, _TABLE)
    if not found.chars:
        return page
    known = {each.name: getattr(page, each.name) for each in fields(Page)}
    both = ScanPage(**known, scores=found.scores, parts=tuple(boxes))
    both.chars = [*page.chars, *found.chars]
    both.rules = [*page.rules, *found.rules]
    return both


def _recognise(page: ScanPage, picture: Any, fewest: int) -> None:
    """Read a picture without skew onto the page, provided that it holds so many cells."""
    ink = scan_lines.inked(picture)
    rules = scan_lines.rules(ink)
    page.rules = [_in_points(rule) for rule in rules]
    cells = [_in_pixels(cell.box) for grid in pdf_tables.find(page)[0] for cell in grid.cells]
    if len(cells) < fewest:
        return
    kept = scan_lines.without(ink, rules)
    picture, ink = scan_lines.erased(picture, ink, kept), kept
    written = [_cell_lines(ink, cell) for cell in cells]
    alone = {lines[0] for lines in written if len(lines) == 1}
    rects = _one_by_one(ink, [rect for lines in written for rect in lines])
    rects += _flush([rect for rect in _shrunk(ink, scan_ocr.engine().lines(picture)) if not _in_any(rect, cells)])
    crops = [_crop(picture, rect) for rect in rects]
    read = zip(rects, scan_ocr.engine().read(crops), strict=True)
    _write(page, [_Line(rect, _looked_at(ink, rect, glyphs) if rect in alone else glyphs) for rect, glyphs in read])


def _looked_at(ink: Any, rect: Rect, glyphs: list[Glyph]) -> list[Glyph]:
    """A stroke that stands alone in its cell, as what it is: recognition, which knows no line around it, takes a slash
    for a 1 and a dash for 一."""
    left, top, right, bottom = rect
    text = "".join(glyph.text for glyph in glyphs)
    if text and bottom - top <= _FLAT and not text.strip(_DASHES):
        return [glyphs[0]._replace(text="—", at=0.5, confidence=_DRAWN)]
    if len(text) == 1 and text in _STROKES and scan_lines.is_slash(ink[top:bottom, left:right]):
        return [glyphs[0]._replace(text="/", confidence=_DRAWN)]
    return glyphs


def _in_points(rule: Rule) -> Rule:
    return Rule(rule.horizontal, rule.at * _POINT, rule.start * _POINT, rule.end * _POINT)


def _in_pixels(box: Box) -> Rect:
    x0, top, x1, bottom = (round(value / _POINT) for value in box)
    return x0, top, x1, bottom


def _cell_lines(ink: Any, cell: Rect) -> list[Rect]:
    """The lines of text in a cell, by their ink."""
    left, top, right, bottom = cell[0] + _INSET, cell[1] + _INSET, cell[2] - _INSET, cell[3] - _INSET
    if right - left < 6 or bottom - top < 6:
        return []
    lines = scan_lines.lines(scan_lines.marks(ink[top:bottom, left:right]))
    return [(left + x0, top + y0, left + x1, top + y1) for x0, y0, x1, y1 in lines]


def _one_by_one(ink: Any, rects: Sequence[Rect]) -> list[Rect]:
    """The lines in cells, with those parted that touch: such as are much higher than the others."""
    heights = [bottom - top for left, top, right, bottom in rects if right - left > 1.5 * (bottom - top)]
    heights = [height for height in heights if height >= _LOWEST]
    if not heights:
        return list(rects)
    usual = round(median(heights))
    return [part for rect in rects for part in scan_lines.divided(ink, rect, usual)]


def _shrunk(ink: Any, rects: Sequence[Rect]) -> Iterator[Rect]:
    """Detected lines, cut to the ink in them."""
    for left, top, right, bottom in rects:
        found = scan_lines.marks(ink[top:bottom, left:right])
        if found:
            xs = [x for mark in found for x in (mark[0], mark[2])]
            ys = [y for mark in found for y in (mark[1], mark[3])]
            yield left + min(xs), top + min(ys), left + max(xs), top + max(ys)


def _flush(rects: Sequence[Rect]) -> list[Rect]:
    """Lines that begin at nearly the same place, at the same: characters differ in how far left their ink reaches."""
    groups: list[list[Rect]] = []
    for rect in sorted(rects):
        if groups and rect[0] - groups[-1][-1][0] <= _WAVER:
            groups[-1].append(rect)
        else:
            groups.append([rect])
    return [(round(median(rect[0] for rect in group)), *rect[1:]) for group in groups for rect in group]


def _in_any(rect: Rect, cells: Sequence[Rect]) -> bool:
    x, y = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
    return any(left <= x < right and top <= y < bottom for left, top, right, bottom in cells)


def _crop(picture: Any, rect: Rect) -> Any:
    """The line with a margin; low marks such as 一 or - get the height of a line."""
    high, wide = picture.shape
    left, top, right, bottom = rect
    more = max(_MARGIN, (26 - (bottom - top)) // 2)
    return picture[max(0, top - more) : min(high, bottom + more), max(0, left - _SIDE) : min(wide, right + _SIDE)]


def _is_text(line: _Line) -> bool:
    """Whether there is text in a line. A single huge one that is read badly is a star or an emblem."""
    scores = [glyph.confidence for glyph in line.glyphs if not glyph.text.isspace()]
    huge = len(scores) == 1 and line.rect[3] - line.rect[1] > _HUGE
    return bool(scores) and sum(scores) / len(scores) >= (_WELL if huge else _SURE)


def _write(page: ScanPage, lines: Sequence[_Line]) -> None:
    """Put the lines on the page as characters of even size; ink that says nothing leaves a doubt."""
    sizes = _sizes(lines)
    for line, size in zip(lines, sizes, strict=True):
        left, top, right, bottom = (value * _POINT for value in line.rect)
        middle = (top + bottom) / 2
        if not _is_text(line):
            page.scores.append(Score("", (left + right) / 2, middle, _STAINED))
            continue
        base = middle + 0.38 * size
        for glyph, (x0, x1) in zip(line.glyphs, _sides(line, size), strict=True):
            page.chars.append(Char(glyph.text, x0, base - 0.88 * size, x1, base + 0.12 * size, base, size))
            page.scores.append(Score(glyph.text, (x0 + x1) / 2, middle, min(_CERTAIN, glyph.confidence)))


def _sides(line: _Line, size: float) -> list[tuple[float, float]]:
    """Where the glyphs of a line begin and end, in points: at the middle between two, apart at wide gaps."""
    left, right = line.rect[0] * _POINT, line.rect[2] * _POINT
    start, length = left - _SIDE * _POINT, right - left + 2 * _SIDE * _POINT
    places = [min(right, max(left, start + glyph.at * length)) for glyph in line.glyphs]
    sides = [(left, left)]
    for before, after in pairwise(places):
        half = min((after - before) / 2, size / 2) if after - before > _APART * size else (after - before) / 2
        sides[-1] = (sides[-1][0], before + half)
        sides.append((after - half, after))
    sides[-1] = (sides[-1][0], right)
    return sides


def _sizes(lines: Sequence[_Line]) -> list[float]:
    """The font sizes in points: what the length gives for the number of characters, evened out; for short lines what
    the height of the ink suggests, or a size near it that other lines have."""
    found: dict[int, float] = {}
    rough: dict[int, float] = {}
    for index, line in enumerate(lines):
        left, top, right, bottom = (value * _POINT for value in line.rect)
        widths = [1.0 if glyph.text >= "\u3000" or glyph.text in "“”‘’—…" else 0.5 for glyph in line.glyphs]
        if sum(widths) >= _MANY and 1.0 in widths:
            found[index] = (right - left) / (sum(widths) - (0.6 if line.glyphs[-1].text in _POINTS else 0.1))
        else:
            rough[index] = max(6.0, (bottom - top) / (0.92 if 1.0 in widths else 0.72))
    known = dict(zip(found, _even(list(found.values())), strict=True))
    for index, size in rough.items():
        near = min((known[other] for other in found), key=lambda other: abs(other - size), default=size)
        known[index] = near if abs(near - size) <= 0.3 * size else size
    return [known[index] for index in range(len(lines))]


def _even(sizes: Sequence[float]) -> list[float]:
    """Sizes that differ little as one: measured sizes waver."""
    groups: list[list[int]] = []
    for index in sorted(range(len(sizes)), key=lambda index: sizes[index]):
        if groups and sizes[index] <= 1.06 * sizes[groups[-1][-1]] and sizes[index] <= 1.3 * sizes[groups[-1][0]]:
            groups[-1].append(index)
        else:
            groups.append([index])
    even = list(sizes)
    for group in groups:
        middle = round(2 * median(sizes[index] for index in group)) / 2
        for index in group:
            even[index] = middle
    return even
