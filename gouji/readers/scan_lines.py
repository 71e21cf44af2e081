"""The geometry of a scanned page: how far it is turned, where ruling lines run, where ink stands in a cell.

Pictures are grey numpy arrays with dark ink on light paper; everything is in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from gouji.readers.pdf_page import Rule
from gouji.readers.scan_ocr import Rect

_MOST_SKEW = 3.0  # degrees
_PIECES = {True: 40, False: 24}  # pixels of the shortest piece of a rule across and down
_CERTAIN = 100  # pixels from which a stroke is a rule, whatever it touches
_TOUCHING = 9  # pixels between the end of a rule and the one it meets
_GAP = 14  # pixels that a rule may be interrupted for; short pieces only a third of it
_SNAP = 4  # pixels between pieces of one rule
_ASIDE = 72  # pixels of the shortest piece of a rule that lies beside its line
_SPECK = 3  # pixels: smaller marks are noise
_LOWEST = 12  # pixels from which a stroke can be a slash,
_THICK = 8  # how thick it is at most,
_STRAIGHT = 1.6  # how far it strays from a straight line,
_LEANING = (0.16, 1.6)  # and how far it leans, as a share of its height


def skew(picture: Any) -> float:
    """The angle in degrees, counter-clockwise, by which the page must be turned: that at which the rows of ink are
    sharpest. Found on a small picture, first roughly, then to a twentieth of a degree."""
    import cv2
    import numpy as np

    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]

    def sharpness(angle: float) -> float:
        rows = turned(ink, angle, 0).sum(axis=1, dtype=np.float64)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    best = 0.0
    for reach, step in ((_MOST_SKEW, 0.25), (0.2, 0.05)):
        tried = [best + step * count for count in range(-round(reach / step), round(reach / step) + 1)]
        best = max(tried, key=lambda angle: (sharpness(angle), -abs(angle)))
    return best


def turned(picture: Any, angle: float, paper: int = 255) -> Any:
    """The picture turned about its middle, as large as before."""
    import cv2

    if not angle:
        return picture
    high, wide = picture.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (wide, high), borderValue=paper, flags=cv2.INTER_LINEAR)


def inked(picture: Any) -> Any:
    """Where there is ink, as 0 and 255, whatever the light."""
    import cv2

    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    return cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 18)


def rules(ink: Any) -> list[Rule]:
    """The ruling lines: straight strokes, those in one line joined, long ones and such as end at another. What is
    shorter and touches nothing is a stroke of a character."""
    found = {horizontal: _joined(_strokes(ink, horizontal)) for horizontal in (True, False)}
    for _ in range(3):  # a rule may hang on one that has to go itself
        found = {side: [rule for rule in rules if _holds(rule, found[not side])] for side, rules in found.items()}
    return [_met(rule, found[not rule.horizontal]) for side in found.values() for rule in side]


def _strokes(ink: Any, horizontal: bool) -> list[tuple[Rule, int]]:
    """Strokes along one axis with their weight."""
    import cv2

    shortest = _PIECES[horizontal]
    along, across = ((shortest, 1), (1, 3)) if horizontal else ((1, shortest), (3, 1))
    lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, along))
    lines = cv2.dilate(lines, cv2.getStructuringElement(cv2.MORPH_RECT, across))  # slanting lines climb by steps
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    found = []
    for x, y, width, height, area in stats[1:].tolist():
        length, breadth = (width, height) if horizontal else (height, width)
        if breadth <= max(12, length // 40):  # else a filled area
            start, at = (x, y + height / 2) if horizontal else (y, x + width / 2)
            found.append((Rule(horizontal, at, float(start), float(start + length)), area))
    return found


def _joined(strokes: Sequence[tuple[Rule, int]]) -> list[Rule]:
    """Pieces of one rule as one; rules on nearly the same line on the same line."""
    levels: list[list[tuple[Rule, int]]] = []
    for stroke in sorted(strokes, key=lambda stroke: (stroke[0].at, stroke[0].start)):
        if levels and stroke[0].at - levels[-1][-1][0].at <= _SNAP and stroke[0].at - levels[-1][0][0].at <= 2 * _SNAP:
            levels[-1].append(stroke)
        else:
            levels.append([stroke])
    joined: list[Rule] = []
    for level in levels:
        at = sum(rule.at * weight for rule, weight in level) / sum(weight for _, weight in level)
        pieces = sorted((rule._replace(at=at) for rule, _ in level), key=lambda rule: rule.start)
        joined.append(pieces[0])
        for piece in pieces[1:]:
            shorter = min(piece.end - piece.start, joined[-1].end - joined[-1].start)
            if piece.start <= joined[-1].end + (_GAP if shorter >= _CERTAIN else _GAP // 3):
                joined[-1] = joined[-1]._replace(end=max(joined[-1].end, piece.end))
            else:
                joined.append(piece)
    return joined


def _holds(rule: Rule, across: Sequence[Rule]) -> bool:
    """Whether a stroke is a rule: it meets others, and is long or held at both ends."""
    near = [other.at for other in across if other.start - _TOUCHING <= rule.at <= other.end + _TOUCHING]
    if rule.end - rule.start >= _CERTAIN:
        return any(rule.start - _TOUCHING <= at <= rule.end + _TOUCHING for at in near)
    return all(any(abs(at - end) <= _SNAP for at in near) for end in (rule.start, rule.end))


def _met(rule: Rule, across: Sequence[Rule]) -> Rule:
    """The rule with its ends on the rules that it nearly meets."""
    near = [other.at for other in across if other.start - _TOUCHING <= rule.at <= other.end + _TOUCHING]
    start = min(near, key=lambda at: abs(at - rule.start), default=rule.start)
    end = min(near, key=lambda at: abs(at - rule.end), default=rule.end)
    start = start if abs(start - rule.start) <= _TOUCHING else rule.start
    end = end if abs(end - rule.end) <= _TOUCHING else rule.end
    return rule._replace(start=start, end=end) if start < end else rule


def without(ink: Any, found: Sequence[Rule]) -> Any:
    """The ink without the ruling lines; what stands close to them stays."""
    import cv2

    left = ink.copy()
    for rule in found:
        near, start, end = max(0, round(rule.at) - _TOUCHING), max(0, round(rule.start) - 3), round(rule.end) + 4
        far = round(rule.at) + _TOUCHING + 1
        band = left[near:far, start:end] if rule.horizontal else left[start:end, near:far]
        size = (_PIECES[False], 1) if rule.horizontal else (1, _PIECES[False])
        line = cv2.morphologyEx(band, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        line = _of_rule(line, rule, round(rule.at) - near)
        band[cv2.dilate(line, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))) > 0] = 0
    return left


def _of_rule(line: Any, rule: Rule, at: int) -> Any:
    """The pieces of a rule in the band around it: those on it, and long ones beside it, as rules waver. Short ones
    beside it are straight sides of characters."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(line, connectivity=8)
    for label, (x, y, width, height, _) in enumerate(stats[1:].tolist(), 1):
        middle, length = (y + height / 2, width) if rule.horizontal else (x + width / 2, height)
        if abs(middle - at) > _SNAP and length < _ASIDE:
            line[labels == label] = 0
    return line


def erased(picture: Any, ink: Any, kept: Any) -> Any:
    """The picture with paper where there was ink that is not kept."""
    import cv2
    import numpy as np

    gone = cv2.dilate(ink & ~kept, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
    gone[kept > 0] = 0
    clean = picture.copy()
    clean[gone > 0] = int(np.median(picture))
    return clean


def marks(ink: Any) -> list[Rect]:
    """The connected marks in a piece of a picture, without specks."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = []
    for x, y, width, height, area in stats[1:].tolist():
        if max(width, height) > _SPECK and area > _SPECK * 3:
            found.append((x, y, x + width, y + height))
    return found


def lines(found: Sequence[Rect]) -> list[Rect]:
    """Marks as lines of text: those that stand beside each other. Lines are apart where no mark is."""
    rows: list[list[int]] = []
    for x0, top, x1, bottom in sorted(found, key=lambda mark: (mark[1], mark[0])):
        if rows and top <= rows[-1][3]:
            row = rows[-1]
            rows[-1] = [min(row[0], x0), row[1], max(row[2], x1), max(row[3], bottom)]
        else:
            rows.append([x0, top, x1, bottom])
    return [(row[0], row[1], row[2], row[3]) for row in _with_small(rows)]


def _with_small(rows: list[list[int]]) -> list[list[int]]:
    """Rows of marks; a low one that lies close to a higher one is part of its characters (the top of 二, a point)."""
    tall = max((row[3] - row[1] for row in rows), default=0)
    merged: list[list[int]] = []
    for row in rows:
        if merged:
            last = merged[-1]
            height = row[3] - last[1]
            low = min(row[3] - row[1], last[3] - last[1]) < 0.45 * tall
            if low and height <= 1.15 * max(tall, row[2] - row[0] if row[2] - row[0] < 60 else 0):
                merged[-1] = [min(last[0], row[0]), last[1], max(last[2], row[2]), max(last[3], row[3])]
                continue
        merged.append(row)
    return merged


def divided(ink: Any, rect: Rect, height: int) -> list[Rect]:
    """A line that is as high as several, as several: cut where there is least ink near the lines' bounds."""
    left, top, right, bottom = rect
    count = round((bottom - top) / (1.15 * height))
    if count < 2:
        return [rect]
    rows = (ink[top:bottom, left:right] > 0).sum(axis=1).tolist()
    reach = height // 3
    cuts = [0]
    for number in range(1, count):
        middle = len(rows) * number // count
        near = range(max(cuts[-1] + 1, middle - reach), min(len(rows) - 1, middle + reach))
        cuts.append(min(near, key=lambda row: (rows[row], abs(row - middle)), default=middle))
    cuts.append(len(rows))
    return [(left, top + start, right, top + end) for start, end in pairwise(cuts)]


def is_slash(ink: Any) -> bool:
    """Whether this ink is one thin stroke that leans to the right; a figure 1 stands upright or has a foot."""
    import numpy as np

    rows = [np.flatnonzero(row) for row in ink]
    written = [(at, row) for at, row in enumerate(rows) if len(row)]
    if len(written) < max(_LOWEST, 0.95 * len(rows)):
        return False
    breadths = [int(row[-1] - row[0]) + 1 for _, row in written]
    ys, xs = np.array([at for at, _ in written]), np.array([row.mean() for _, row in written])
    slope, start = np.polyfit(ys, xs, 1)
    straight = float(np.abs(xs - slope * ys - start).max()) <= _STRAIGHT
    thin = max(breadths) <= max(_THICK, 0.35 * len(rows))
    return bool(straight and thin and _LEANING[0] <= -slope <= _LEANING[1])
