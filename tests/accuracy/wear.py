"""What a scanner, a seal and a screenshot do to a page. Needs numpy and OpenCV, which the ocr extra brings."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any

import cv2
import numpy as np
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from gouji.readers.pdf_page import fonts_of_the_machine

DPI = 200
_RED = (214, 40, 44)


@dataclass(frozen=True, slots=True)
class Wear:
    """Degrees of skew, blur in pixels, noise in grey levels, JPEG quality, how much ink and paper fade (0..1), how
    much darker one side of the paper is than the other (grey levels)."""

    skew: float = 1.0
    blur: float = 0.7
    noise: float = 7.0
    quality: int = 55
    fade: float = 0.1
    shade: float = 0.0


def of_a_scanner(rng: Random) -> Wear:
    """One of many scanners."""
    return Wear(
        rng.choice((1.0, -1.0)),
        rng.uniform(0.5, 0.9),
        rng.uniform(4, 9),
        rng.randint(50, 60),
        rng.uniform(0.05, 0.2),
        rng.choice((0.0, 0.0, 25.0, 45.0)),
    )


def pages(pdf: bytes, dpi: int = DPI) -> list[Any]:
    """The pages of a PDF as pictures in colour."""
    with fonts_of_the_machine():
        document = pypdfium2.PdfDocument(pdf)
        try:
            found = []
            for page in document:
                found.append(page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy())
                page.close()
            return found
        finally:
            document.close()


def worn(picture: Any, wear: Wear, rng: Random) -> Any:
    """One page as a scanner would see it, grey or in colour."""
    high, wide = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), wear.skew, 1.0)
    paper = 255 if picture.ndim == 2 else (255, 255, 255)
    picture = cv2.warpAffine(picture, matrix, (wide, high), borderValue=paper, flags=cv2.INTER_CUBIC)
    picture = cv2.GaussianBlur(picture, (0, 0), wear.blur)
    levels = 255 * wear.fade / 2 + picture.astype(np.float32) * (1 - wear.fade)
    slope = np.linspace(0, wear.shade, wide, dtype=np.float32)
    levels -= slope if picture.ndim == 2 else slope[:, None]
    levels += np.random.default_rng(rng.getrandbits(32)).normal(0, wear.noise, picture.shape)
    return np.clip(levels, 0, 255).astype(np.uint8)


def sealed(picture: Any, x: int, y: int) -> Any:
    """The page in colour with a round red seal whose middle is there: ring, star and the strokes of its letters."""
    seal = np.full_like(picture, 255)
    radius = round(20 / 25.4 * DPI)
    cv2.circle(seal, (x, y), radius, _RED, 9, cv2.LINE_AA)
    angles = np.arange(5) * 4 * np.pi / 5 - np.pi / 2
    star = np.stack([x + 0.3 * radius * np.cos(angles), y + 0.3 * radius * np.sin(angles)], 1)
    outline = np.insert(star, range(1, 5), (star[:-1] + star[1:]) / 2, 0)
    cv2.fillPoly(seal, [np.round(outline).astype(np.int32)], _RED, cv2.LINE_AA)
    for angle in np.linspace(0.9, 2 * np.pi + 0.2 - 0.9, 13) + np.pi / 2:
        for inner, outer, aside in ((0.68, 0.9, 0.0), (0.72, 0.86, 0.09), (0.72, 0.86, -0.09)):
            ends = [
                (round(x + part * radius * np.cos(angle + aside)), round(y + part * radius * np.sin(angle + aside)))
                for part in (inner, outer)
            ]
            cv2.line(seal, *ends, _RED, 4, cv2.LINE_AA)
    return (picture.astype(np.uint16) * seal // 255).astype(np.uint8)


def jpeg(picture: Any, quality: int) -> bytes:
    """The picture as a JPEG file."""
    stream = BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=quality, dpi=(DPI, DPI))
    return stream.getvalue()


def grey(picture: Any) -> Any:
    """A picture in colour as a grey one."""
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


def trimmed(picture: Any, margin: int = 6) -> Any:
    """The part of a page that has ink, with a little paper around it; nothing for an empty page."""
    rows, columns = (np.flatnonzero((grey(picture) < 160).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return None
    top, left = max(0, rows[0] - margin), max(0, columns[0] - margin)
    return picture[top : rows[-1] + margin, left : columns[-1] + margin].copy()
