"""Turn a PDF into a scan of its print: rendered, turned, blurred, with noise and JPEG marks. Needs numpy and OpenCV.

The same seed gives the same scan.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image

DPI = 200


@dataclass(frozen=True)
class Wear:
    """What a scan does to a page: degrees of skew, blur in pixels, noise in grey levels, JPEG quality, how much ink
    and paper fade (0..1), and whole quarter turns."""

    skew: float = 1.0
    blur: float = 0.8
    noise: float = 8.0
    quality: int = 55
    fade: float = 0.1
    quarters: int = 0
    dpi: int = DPI


def pages(pdf: bytes, dpi: int = DPI) -> list[Any]:
    """The pages of a PDF as grey pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_numpy().squeeze().copy() for page in document]
    finally:
        document.close()


def worn(picture: Any, wear: Wear = Wear(), seed: int = 0) -> Any:
    """One page as a scanner would see it."""
    high, wide = picture.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), wear.skew, 1.0)
    picture = cv2.warpAffine(picture, matrix, (wide, high), borderValue=255, flags=cv2.INTER_CUBIC)
    if wear.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), wear.blur)
    levels = 255 * wear.fade / 2 + picture.astype(np.float32) * (1 - wear.fade)
    levels += np.random.default_rng(seed).normal(0, wear.noise, picture.shape)
    picture = np.rot90(np.clip(levels, 0, 255).astype(np.uint8), wear.quarters)
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, wear.quality])
    return cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)


def scanned(pdf: bytes, wear: Wear = Wear(), seed: int = 0) -> bytes:
    """A PDF of pictures: the scan of another. Pages lean to the left and to the right by turns."""
    from dataclasses import replace

    pictures = []
    for number, picture in enumerate(pages(pdf, wear.dpi)):
        lean = replace(wear, skew=wear.skew if number % 2 == 0 else -wear.skew)
        pictures.append(Image.fromarray(worn(picture, lean, seed + number)))
    stream = BytesIO()
    pictures[0].save(
        stream, "PDF", save_all=True, append_images=pictures[1:], resolution=wear.dpi, quality=wear.quality
    )
    return stream.getvalue()
