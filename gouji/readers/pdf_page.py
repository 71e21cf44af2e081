"""One PDF page as pdfium gives it: characters with boxes, ruling lines, the number of images.

All coordinates are points from the top left corner of the page as it is shown: page rotation, crop box and the
matrices of form XObjects are applied. A page whose text runs sideways is turned until it reads from left to right;
``upright`` turns boxes back for those who point at the page.

pdfium is not thread-safe: one document at a time in a process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from gouji.model import Box
from gouji.readers import pdf_chars, pdf_objects, pdf_paths
from gouji.readers.pdf_chars import Char
from gouji.readers.pdf_objects import Matrix
from gouji.readers.pdf_paths import THIN, Rule

# No fonts but a document's own and pdfium's: for one that is not embedded it would read a font of the machine (20 MB
# for a Chinese one, anew for every document), and boxes of characters would depend on the machine.
raw.FPDF_SetSystemFontInfo(None)

__all__ = ["THIN", "Char", "Page", "Rule", "fonts_of_the_machine", "load"]


@contextmanager
def fonts_of_the_machine() -> Iterator[None]:
    """For drawing, which shows nothing without them: documents opened inside take what they do not embed from here."""
    fonts = raw.FPDF_GetDefaultSystemFontInfo()
    raw.FPDF_SetSystemFontInfo(fonts)
    try:
        yield
    finally:
        raw.FPDF_SetSystemFontInfo(None)
        raw.FPDF_FreeDefaultSystemFontInfo(fonts)


@dataclass(slots=True)
class Page:
    """What is drawn on one page. ``number`` counts from 1; ``turn`` is what was added to the page's own rotation."""

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)  # rectangles of shading
    images: int = 0
    unmapped: int = 0
    slanted: int = 0
    marks: int = 0  # large pale characters across the page, left out
    turn: int = 0
    pictured: bool = False  # a picture covers most of the page, as in scans with a text layer
    segments: int = 0  # path segments looked at
    overprinted: int = 0  # characters printed over other ones
    lost: int = 0  # text objects of which pdfium gives no character

    def upright(self, box: Box) -> Box:
        """A box of the turned page as a box of the page as shown."""
        x0, top, x1, bottom = box
        if self.turn == 90:
            x0, top, x1, bottom = top, self.width - x1, bottom, self.width - x0
        elif self.turn == 180:
            x0, top, x1, bottom = self.width - x1, self.height - bottom, self.width - x0, self.height - top
        elif self.turn == 270:
            x0, top, x1, bottom = self.height - bottom, x0, self.height - top, x1
        return (_rounded(x0), _rounded(top), _rounded(x1), _rounded(bottom))


@lru_cache(maxsize=4096)
def _rounded(value: float) -> float:
    """Cells share their sides, and rounding to decimals is dear."""
    return round(value, 2)


def load(page: Any, number: int) -> Page:
    """Read a pypdfium2 page. The caller closes it."""
    crop = page.get_cropbox()
    rotation = page.get_rotation() % 360
    drawn = pdf_objects.objects(page.raw)
    text_page = raw.FPDFText_LoadPage(page.raw)
    if not text_page:
        raise pypdfium2.PdfiumError("no text page")
    try:
        glyphs = pdf_chars.glyphs(text_page)
        marks = pdf_chars.marks(text_page, glyphs)
    finally:
        raw.FPDFText_ClosePage(text_page)
    turn, slanted = pdf_chars.direction(glyphs, rotation)
    left, bottom, right, top = crop
    width, height = right - left, top - bottom
    wanted = (rotation + turn) % 360
    if wanted % 180:
        width, height = height, width
    found = Page(number, width, height, unmapped=glyphs.unmapped, slanted=slanted, turn=turn, lost=drawn.lost)
    found.chars = pdf_chars.runs(glyphs, wanted, crop, marks)
    found.marks = len(marks)
    found.images = len(drawn.pictures)
    found.pictured = any(abs((x1 - x0) * (y1 - y0)) > 0.7 * width * height for x0, y0, x1, y1 in drawn.pictures)
    found.rules, found.fills, found.segments = pdf_paths.lines(drawn, _shown(wanted, left, bottom, right, top))
    return found


def _shown(rotation: int, left: float, bottom: float, right: float, top: float) -> Matrix:
    """From page coordinates to points from the top left corner after a clockwise rotation."""
    if rotation == 90:
        return (0.0, 1.0, 1.0, 0.0, -bottom, -left)
    if rotation == 180:
        return (-1.0, 0.0, 0.0, 1.0, right, -bottom)
    if rotation == 270:
        return (0.0, -1.0, -1.0, 0.0, top, right)
    return (1.0, 0.0, 0.0, -1.0, -left, top)
