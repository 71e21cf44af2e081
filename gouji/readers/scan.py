"""Scans: PDF pages and picture files without text, read by OCR when the ``ocr`` extra is installed.

A picture becomes a Page like any other; tables, page breaks and paragraphs are then the PDF reader's business. What
comes from a picture carries a confidence below 1.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from gouji import errors, steps
from gouji.model import Block, Box, Cell, Document, Table, Text
from gouji.readers import scan_ocr, scan_seal
from gouji.readers.pdf_document import document_of
from gouji.readers.pdf_page import Page, fonts_of_the_machine
from gouji.readers.scan_page import DPI, ScanPage
from gouji.readers.scan_page import add as add_tables
from gouji.readers.scan_page import read as read_page

PAGES = 24  # of pictures in one document; each takes about two seconds of one processor
_PIXELS = 12_000_000  # of one page; A4 has 3.9 million
_SOURCE_PIXELS = 80_000_000  # of a picture file before it is made smaller
_PAPER = 595.0  # points: the width of a page that does not say how large it is
_WIDE, _HIGH = 180.0, 50.0  # points of the smallest picture of a table
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "TIFF": "image/tiff"}
_GREY = ("1", "L", "LA", "I", "I;16", "F")  # how PIL names pictures without colour
_MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


def available() -> bool:
    """Whether pictures can be read here."""
    return scan_ocr.models() is not None


def is_picture(data: bytes) -> bool:
    """Whether this is a picture file of a kind in which scanners write."""
    return data.startswith(_MARKS)


def fill(data: bytes, pages: Sequence[Page], wanted: Collection[int]) -> list[Page]:
    """The pages of a PDF, those of the numbers ``wanted`` read from their pictures, others with the tables that were
    pasted into them as pictures."""
    import pypdfium2  # type: ignore[import-untyped]

    if len(wanted) > PAGES and len(wanted) == len(pages):
        raise _too_many(len(wanted))
    chosen = set(sorted(wanted)[:PAGES])
    chosen.update([page.number for page in pages if _may_hold_tables(page)][: PAGES - len(chosen)])
    with fonts_of_the_machine():
        pdf = pypdfium2.PdfDocument(data)
        try:
            return [_rendered(pdf, page, page.number in wanted) if page.number in chosen else page for page in pages]
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


def _rendered(pdf: Any, page: Page, whole: bool) -> Page:
    """One page of a PDF from its picture, or with the tables in the pictures on it; as it was when nothing can be
    read in them."""
    source = pdf[page.number - 1]
    try:
        boxes = [] if whole else _pictures_on(source)
        if not whole and not boxes:
            return page
        steps.tell(steps.RECOGNISING, (page.number - 1) / len(pdf))
        width, height = source.get_size()
        shorter = max(1.0, min(width, height))
        zoom = 1.0 if not whole or _is_paper(shorter) else shorter / _PAPER
        scale = min(DPI / 72 / zoom, (_PIXELS / (width * height)) ** 0.5)
        bitmap = source.render(scale=scale)
        picture = scan_seal.without(scan_seal.grey(bitmap.to_numpy()[:, :, :3]))
        bitmap.close()
    finally:
        source.close()
    if not whole:
        return add_tables(page, _only(picture, boxes), boxes)
    found = read_page(picture, page.number, zoom)
    found.images = page.images
    return found if found.chars else page


def _may_hold_tables(page: Page) -> bool:
    """Whether pictures on a page of text are looked at: not where the text lies over a scan of itself."""
    return page.images > 0 and not page.pictured and not page.turn and _is_paper(min(page.width, page.height))


def _pictures_on(source: Any) -> list[Box]:
    """The pictures of a page that are as large as tables, in points from its top left corner."""
    import pypdfium2.raw as raw  # type: ignore[import-untyped]

    if source.get_rotation():
        return []
    left, _, _, top = source.get_cropbox()
    found = []
    for item in source.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        x0, low, x1, high = item.get_bounds()
        if x1 - x0 >= _WIDE and high - low >= _HIGH:
            found.append((x0 - left, top - high, x1 - left, top - low))
    return found


def _only(picture: Any, boxes: Sequence[Box]) -> Any:
    """The picture with paper outside of the boxes."""
    import numpy as np

    kept = np.full_like(picture, 255)
    for box in boxes:
        x0, top, x1, bottom = (max(0, round(value * DPI / 72)) for value in box)
        kept[top:bottom, x0:x1] = picture[top:bottom, x0:x1]
    return kept


def read(data: bytes) -> Document:
    """A picture file to a Document; errors.NoText when nothing can be read in it."""
    pages, media_type = _pictures(data)
    if not any(page.chars for page in pages):
        raise errors.NoText
    return marked(document_of(pages, {}, media_type, "scan"), pages)


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
            steps.tell(steps.RECOGNISING, index / count)
            pages.append(_picture(image, index + 1))
        return pages, media_type


def _picture(image: Any, number: int) -> ScanPage:
    import numpy as np
    from PIL import Image, ImageOps

    wide, high = image.size
    if wide * high > _SOURCE_PIXELS:
        raise errors.TooLarge
    drawn = ImageOps.exif_transpose(image.convert("L" if image.mode in _GREY or wide * high > 2 * _PIXELS else "RGB"))
    stated = float(image.info.get("dpi", (0, 0))[0] or 0)
    shorter = min(drawn.size) * 72
    dots = stated if stated and _is_paper(shorter / stated) else shorter / _PAPER
    scale = min(DPI / dots, (_PIXELS / (wide * high)) ** 0.5)
    if abs(scale - 1) > 0.02:
        size = (max(1, round(drawn.width * scale)), max(1, round(drawn.height * scale)))
        drawn = drawn.resize(size, Image.Resampling.LANCZOS)
    levels = np.asarray(drawn)
    plain = levels.copy() if levels.ndim == 2 else scan_seal.grey(levels[:, :, ::-1])
    return read_page(scan_seal.without(plain), number)


def _is_paper(shorter: float) -> bool:
    """Whether so many points may be the shorter side of a sheet; scanners also write a point for each dot."""
    return 400 < shorter < 900


def marked(document: Document, pages: Sequence[Page]) -> Document:
    """The document with the confidence of what was read from pictures."""
    scans = {page.number: page for page in pages if isinstance(page, ScanPage)}
    if not scans:
        return document
    notes = list(document.quality.notes)
    for key, partly in (("pages-by-ocr", False), ("pictures-by-ocr", True)):
        numbers = [str(number) for number, page in sorted(scans.items()) if bool(page.parts) == partly]
        notes += [f"{key}:{','.join(numbers)}"] if numbers else []
    sure = [score.confidence for page in scans.values() for score in page.scores]
    text = min(document.quality.text, round(sum(sure) / max(1, len(sure)), 3))
    quality = replace(document.quality, text=text, ocr=True, notes=tuple(notes))
    return replace(document, blocks=tuple(_block(block, scans) for block in document.blocks), quality=quality)


def _block(block: Block, scans: dict[int, ScanPage]) -> Block:
    if block.table is None:
        return replace(block, confidence=_sure(block, scans))
    cells = tuple(cell._replace(confidence=_sure(cell, scans)) for cell in block.table.cells)
    table: Table = replace(block.table, cells=cells)
    return replace(block, table=table, confidence=min(cell.confidence for cell in cells))


def _sure(part: Block | Cell, scans: dict[int, ScanPage]) -> float:
    page = scans.get(part.place.page or 0)
    return round(page.sure.get(part.place.bbox or (0.0, 0.0, 0.0, 0.0), 1.0), 4) if page else 1.0
