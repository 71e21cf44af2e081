"""Round seals on scans: taken off before the page is read, so that what they cover can be seen.

In the light of its own colour a red seal vanishes while black ink stays. On a grey scan its ring is found as a circle,
and its strokes are broader than those of letters and rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_REDDER = 50  # levels by which red must exceed green and blue
_SIDES = (190, 420)  # pixels of a seal's shorter and longer side: 24 to 53 mm
_ROUND = 1.35  # how much longer than high, or higher than long; lines of red text and red rules are longer
_FULL = 0.5  # share of its square that a seal's strokes cover at most
_NEAR = 21  # pixels between the strokes of one seal
_HALO = 4  # pixels by which colour runs beyond a stroke
_BROAD = 5  # pixels of the thinnest stroke of a grey seal
_PALE = 190  # how light it is at most, where paper has 255
_BLUR = 5  # pixels of the window in which its light is evened out
_THIN = 7  # pixels from which a stroke belongs to the seal and not to a letter or rule below it
_FAR = 9  # sixteen times as many pixels are the window in which paper is looked for
_VOTES = 18  # of points for the middle of a circle
_POINTS = 180  # of a circle that are looked at,
_DRAWN = 0.7  # and the share of them that must be drawn


def grey(picture: Any) -> Any:
    """A picture in colour (blue, green, red) in grey, without seals. Other red ink stays, since it may be text."""
    import cv2

    plain = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    blue, green, red = cv2.split(picture)
    stained = cv2.threshold(cv2.subtract(red, cv2.max(blue, green)), _REDDER, 255, cv2.THRESH_BINARY)[1]
    for part in _seals(stained):
        plain[part] = cv2.max(plain[part], _bleached(red[part], stained[part]))
    return plain


def without(plain: Any) -> Any:
    """A grey picture without seals."""
    import cv2
    import numpy as np

    paper = _paper(plain)
    levels = cv2.divide(cv2.medianBlur(plain, _BLUR), paper, scale=255)
    stained = cv2.threshold(levels, _PALE, 255, cv2.THRESH_BINARY_INV)[1]
    stained = cv2.morphologyEx(stained, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (_BROAD, _BROAD)))
    for part in _rings(stained):
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_THIN, _THIN))
        broad = cv2.morphologyEx(plain[part], cv2.MORPH_CLOSE, disc)
        plain[part] = np.minimum(cv2.divide(plain[part], broad, scale=255) * (paper[part] / 255), 255).astype(np.uint8)
    return plain


def _paper(plain: Any) -> Any:
    """The light of the paper everywhere on a page, which may be darker on one side."""
    import cv2

    high, wide = plain.shape
    small = cv2.resize(plain, (max(1, wide // 16), max(1, high // 16)), interpolation=cv2.INTER_AREA)
    light = cv2.dilate(cv2.medianBlur(small, 5), cv2.getStructuringElement(cv2.MORPH_RECT, (_FAR, _FAR)))
    return cv2.resize(cv2.GaussianBlur(light, (0, 0), _FAR), (wide, high), interpolation=cv2.INTER_LINEAR)


def _rings(stained: Any) -> Iterator[tuple[slice, slice]]:
    """The squares around circles of which most is drawn; found on a picture a quarter as wide."""
    import cv2

    small = cv2.resize(stained, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    least, most = (side // 8 for side in _SIDES)
    found = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT, 1, 2 * least, param1=100, param2=_VOTES, minRadius=least, maxRadius=most
    )
    for x, y, radius in found[0].tolist() if found is not None else ():
        if _drawn(small, x, y, radius) >= _DRAWN:
            reach = 4 * (radius + 3)
            top, left = max(0, round(4 * y - reach)), max(0, round(4 * x - reach))
            yield slice(top, round(4 * y + reach)), slice(left, round(4 * x + reach))


def _drawn(small: Any, x: float, y: float, radius: float) -> float:
    """The share of a circle on which, or close to which, there is a stroke."""
    import numpy as np

    turns, radii = np.meshgrid(np.linspace(0, 2 * np.pi, _POINTS, endpoint=False), radius + np.arange(-2, 3))
    across = np.clip(np.rint(x + radii * np.cos(turns)), 0, small.shape[1] - 1).astype(int)
    down = np.clip(np.rint(y + radii * np.sin(turns)), 0, small.shape[0] - 1).astype(int)
    return float((small[down, across].max(axis=0) > 0).mean())


def _seals(stained: Any) -> Iterator[tuple[slice, slice]]:
    """The squares in which strokes of one colour make a seal."""
    import cv2

    if cv2.countNonZero(stained) < sum(_SIDES):
        return
    strokes = cv2.morphologyEx(stained, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (_NEAR, _NEAR)))
    _, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    for x, y, width, height, _ in stats[1:].tolist():
        part = slice(max(0, y - _HALO), y + height + _HALO), slice(max(0, x - _HALO), x + width + _HALO)
        if (
            _SIDES[0] <= min(width, height)
            and max(width, height) <= min(_SIDES[1], _ROUND * min(width, height))
            and cv2.countNonZero(stained[part]) <= _FULL * width * height
        ):
            yield part


def _bleached(levels: Any, stained: Any) -> Any:
    """The picture so light that the seal's own ink is as light as paper, and nothing lighter."""
    import numpy as np

    paper = float(np.percentile(levels, 90))
    ink = float(np.percentile(levels[stained > 0], 30))
    return np.minimum(levels * (paper / max(ink, 1.0)), paper).astype(np.uint8)
