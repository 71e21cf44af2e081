"""Round red seals on scans in colour: taken off before the page is read, so that what they cover can be seen."""

from __future__ import annotations

from typing import Any

_REDDER = 50  # levels by which red must exceed green and blue
_SIDES = (190, 420)  # pixels of a seal's shorter and longer side: 24 to 53 mm
_ROUND = 1.35  # how much longer than high, or higher than long; lines of red text and red rules are longer
_NEAR = 21  # pixels between the strokes of one seal
_HALO = 4  # pixels by which colour runs beyond a stroke


def grey(picture: Any) -> Any:
    """A picture in colour (blue, green, red) in grey, with the seals as light as their paper. In the light of their
    own colour seals vanish while black ink stays; other red ink is left as it is, since it may be text."""
    import cv2

    plain = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    blue, green, red = cv2.split(picture)
    stained = cv2.threshold(cv2.subtract(red, cv2.max(blue, green)), _REDDER, 255, cv2.THRESH_BINARY)[1]
    if cv2.countNonZero(stained) < sum(_SIDES):
        return plain
    strokes = cv2.morphologyEx(stained, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (_NEAR, _NEAR)))
    _, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    for x, y, width, height, _ in stats[1:].tolist():
        if _SIDES[0] <= min(width, height) and max(width, height) <= min(_SIDES[1], _ROUND * min(width, height)):
            part = slice(max(0, y - _HALO), y + height + _HALO), slice(max(0, x - _HALO), x + width + _HALO)
            plain[part] = cv2.max(plain[part], _bleached(red[part], stained[part]))
    return plain


def _bleached(red: Any, stained: Any) -> Any:
    """The light of the seal's colour, so strong that the seal's own ink is as light as paper, and nothing lighter."""
    import numpy as np

    paper = float(np.percentile(red, 90))
    ink = float(np.percentile(red[stained > 0], 30))
    return np.minimum(red * (paper / max(ink, 1.0)), paper).astype(np.uint8)
