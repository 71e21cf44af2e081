"""Scans: PDF pages and picture files without text, read by OCR when the ``ocr`` extra is installed.

A picture becomes a Page like any other; tables, page breaks and paragraphs are then the PDF reader's business. What
comes from a picture carries a confidence below 1.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from gouji import errors
from gouji.model import Block, Cell, Document, Table, Text
from gouji.readers import scan_ocr
from gouji.readers.pdf_page import Page
from gouji.readers.scan_page import DPI, ScanPage
from gouji.readers.scan_page import read as read_page

PAGES = 40  # of pictures in one document
_PIXELS = 12_000_000  # of one page; A4 has 3.9 million
_SOURCE_PIXELS = 80_000_000  # of a picture file before it is made smaller
_PAPER = 595.0  # points: the width of a page that does not say how large it is
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "TIFF": "image/tiff"}
_MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


def available() -> bool:
    """Whether pictures can be read here."""
    return scan_ocr.models() is not None


def is_picture(data: bytes) -> bool:
    """Whether this is a picture file of a kind in which scanners write."""
    return data.startswith(_MARKS)


def fill(data: bytes, pages: Sequence[Page], wanted: Collection[int]) -> list[Page]:
    """The pages of a PDF, those of the numbers ``wanted`` read from their pictures."""
    import pypdfium2  # type: ignore[import-untyped]

    if len(wanted) > PAGES and len(wanted) == len(pages):
        raise _too_many(len(wanted))
    chosen = set(sorted(wanted)[:PAGES])
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [_rendered(pdf, page) if page.number in chosen else page for page in pages]
    finally:
        pdf.close()


def _too_many(count: int) -> errors.TooLarge:
    return errors.TooLarge(
        Text(
            f"扫描件有 {count} 页，最多 {PAGES} 页。请只上传年度报告，或上传可复制文字的版本。",
            f"The scan has {count} pages, the limit is {PAGES}. Upload the annual report alone, or a version whose "
            "text can be copied.",
        )
    )


def _rendered(pdf: Any, page: Page) -> Page:
    """One page of a PDF from its picture; as it was when nothing can be read in it."""
    source = pdf[page.number - 1]
    try:
        width, height = source.get_size()
        shorter = max(1.0, min(width, height))
        zoom = 1.0 if _is_paper(shorter) else shorter / _PAPER
        scale = min(DPI / 72 / zoom, (_PIXELS / (width * height)) ** 0.5)
        bitmap = source.render(scale=scale, grayscale=True)
        picture = bitmap.to_numpy().reshape(bitmap.height, bitmap.width, -1)[:, :, 0].copy()
        bitmap.close()
    finally:
        source.close()
    found = read_page(picture, page.number, zoom)
    found.images = page.images
    return found if found.chars else page


def read(data: bytes) -> Document:
    """A picture file to a Document; errors.NoText when nothing can be read in it."""
    from gouji.readers import pdf

    pages, media_type = _pictures(data)
    if not any(page.chars for page in pages):
        raise errors.NoText
    return pdf.document_of(pages, {}, media_type, "scan")


def _pictures(data: bytes) -> tuple[list[Page], str]:
    """The pages of a picture file and its media type."""
    from PIL import Image

    with Image.open(BytesIO(data), formats=list(_TYPES)) as image:
        count = getattr(image, "n_frames", 1)
        if count > PAGES:
            raise _too_many(count)
        media_type = _TYPES[str(image.format)]
        pages: list[Page] = []
        for index in range(count):
            image.seek(index)
            pages.append(_picture(image, index + 1))
        return pages, media_type


def _picture(image: Any, number: int) -> ScanPage:
    import numpy as np
    from PIL import Image, ImageOps

    wide, high = image.size
    if wide * high > _SOURCE_PIXELS:
        raise errors.TooLarge
    grey = ImageOps.exif_transpose(image.convert("L"))
    stated = float(image.info.get("dpi", (0, 0))[0] or 0)
    shorter = min(grey.size) * 72
    dots = stated if stated and _is_paper(shorter / stated) else shorter / _PAPER
    scale = min(DPI / dots, (_PIXELS / (wide * high)) ** 0.5)
    if abs(scale - 1) > 0.02:
        size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return read_page(np.asarray(grey).copy(), number)


def _is_paper(shorter: float) -> bool:
    """Whether so many points may be the shorter side of a sheet; scanners also write a point for each dot."""
    return 400 < shorter < 900


def marked(document: Document, pages: Sequence[Page]) -> Document:
    """The document with the confidence of what was read from pictures."""
    scans = {page.number: page for page in pages if isinstance(page, ScanPage)}
    if not scans:
        return document
    note = f"pages-by-ocr:{','.join(str(number) for number in sorted(scans))}"
    sure = [score.confidence for page in scans.values() for score in page.scores]
    text = min(document.quality.text, round(sum(sure) / max(1, len(sure)), 3))
    quality = replace(document.quality, text=text, ocr=True, notes=(*document.quality.notes, note))
    return replace(document, blocks=tuple(_block(block, scans) for block in document.blocks), quality=quality)


def _block(block: Block, scans: dict[int, ScanPage]) -> Block:
    if block.table is None:
        return replace(block, confidence=_sure(block, scans))
    cells = tuple(replace(cell, confidence=_sure(cell, scans)) for cell in block.table.cells)
    table: Table = replace(block.table, cells=cells)
    return replace(block, table=table, confidence=min(cell.confidence for cell in cells))


def _sure(part: Block | Cell, scans: dict[int, ScanPage]) -> float:
    page = scans.get(part.place.page or 0)
    return round(page.sure.get(part.place.bbox or (0.0, 0.0, 0.0, 0.0), 1.0), 4) if page else 1.0
