"""PDF files with a text layer. pdfium reads characters and lines; tables are found between the lines."""

from __future__ import annotations

from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from gouji import errors, steps
from gouji.model import Document, Text
from gouji.readers import limits, pdf_bombs, pdf_lines, pdf_page, pdf_plumber, scan
from gouji.readers.pdf_document import FEWEST, document_of, known, trust
from gouji.readers.pdf_page import Page

_TRUSTED = 0.5  # below this share of known characters a second reader is asked
_SECOND_LOOK = 30  # pages; the second reader takes about 50 ms each
_DRAWN = 500  # path segments from which a page without text may show drawn characters


def read(data: bytes) -> Document:
    """PDF bytes to a Document; errors.NoText for scans where pictures cannot be read."""
    pages, metadata = load(data)
    if len(pages) <= _SECOND_LOOK and (trust(pages) < _TRUSTED or any(page.lost for page in pages)):
        pages = _second_look(data, pages)
    pictures = [page.number for page in pages if _is_picture(page)]
    if (pictures or any(page.images for page in pages)) and scan.available():
        pages = scan.fill(data, pages, pictures)
    return scan.marked(document_of(pages, metadata, "application/pdf", "pdf"), pages)


def _is_picture(page: Page) -> bool:
    """Whether what the page shows is not in its text: it is a picture, is drawn, or its fonts have no map."""
    if page.chars and trust([page]) < _TRUSTED:
        return True
    return (page.images > 0 or page.segments >= _DRAWN) and known(page) < FEWEST


def _second_look(data: bytes, pages: list[Page]) -> list[Page]:
    """The pages with the characters of plain pdfplumber where it sees more: slower, with its own idea of fonts."""
    wanted = [page.number for page in pages if not page.turn and (page.lost or trust([page]) < _TRUSTED)]
    try:
        others = {page.number: page for page in pdf_plumber.load(data, wanted)}
    except Exception:
        # It parses the same broken file in Python; whatever it stumbles over, the first reading stands.
        return pages
    for page in pages:
        other = others.get(page.number)
        if other and known(other) > known(page):
            page.chars, page.unmapped, page.lost = other.chars, other.unmapped, 0
    return pages


def load(data: bytes) -> tuple[list[Page], dict[str, str]]:
    """The pages and the title and author that the file names. Every page is closed after use, as pdfium keeps what
    it parsed until then."""
    pdf_bombs.check(data)
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise _refusal() from problem
    try:
        if len(pdf) > limits.PAGES:
            raise errors.TooLarge(
                Text(
                    f"文件有 {len(pdf)} 页，最多 {limits.PAGES} 页。请只上传年度报告。",
                    f"The file has {len(pdf)} pages, the limit is {limits.PAGES}. Upload the annual report alone.",
                )
            )
        pages = [_page(pdf, index, len(pdf)) for index in range(len(pdf))]
        return pages, _metadata(pdf)
    except pypdfium2.PdfiumError as problem:
        raise errors.Damaged from problem
    finally:
        pdf.close()


def _page(pdf: Any, index: int, count: int) -> Page:
    steps.tell(steps.READING, index / count)
    page = pdf[index]
    try:
        found = pdf_page.load(page, index + 1)
    finally:
        page.close()
    found.overprinted = pdf_lines.overprinted(found.chars)
    return found


def _refusal() -> errors.Unreadable:
    reason = raw.FPDF_GetLastError()
    if reason == raw.FPDF_ERR_PASSWORD or reason == raw.FPDF_ERR_SECURITY:
        return errors.Encrypted()
    return errors.Damaged()


def _metadata(pdf: Any) -> dict[str, str]:
    found = {key.lower(): str(pdf.get_metadata_value(key)).strip() for key in ("Title", "Author")}
    return {key: text for key, text in found.items() if text}
