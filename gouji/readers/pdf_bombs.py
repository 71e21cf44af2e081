"""PDF drawings that draw each other: a few hundred bytes can stand for billions of characters.

pdfium follows each of them up to its own limit of nesting and cannot be stopped from here, so what a page will cost is
counted before pdfium is asked. Most files hold no such drawings (form XObjects) and cost one search.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1

from gouji import errors
from gouji.model import Text
from gouji.readers import limits

LARGEST = 20_000_000  # bytes of drawing instructions in all
_LEVELS = 40  # of nesting; pdfium goes no deeper
_PACKED = 200_000  # a longer stream is counted but not opened
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECTS = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.S)
_DRAWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")


def check(data: bytes) -> None:
    """Raise TooLarge for a file whose pages draw beyond all reason."""
    if not _has_forms(data):
        return
    if _total(data) > LARGEST:
        raise errors.TooLarge(
            Text(
                "文件中的图形反复嵌套，展开后过于庞大。请在原软件中打开，重新导出为 PDF 后上传。",
                "Drawings in the file repeat each other beyond all measure. Open it in the program that made it and "
                "export it anew.",
            )
        )


def _total(data: bytes) -> int:
    """Bytes of instructions that the pages draw; where these cannot be followed, that the largest drawing draws."""
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
    except Exception:  # a file that pdfminer cannot open is pdfium's business
        return 0
    count = _Count()
    try:
        return sum(count.page(page) for page in _pages(document))
    except Exception:  # a broken page, which pdfium may still follow to the drawings
        return max(_each(document, count), default=0)


def _each(document: PDFDocument, count: _Count) -> Iterator[int]:
    """What each drawing of the file draws by itself."""
    for number in {number for xref in document.xrefs for number in xref.get_objids()}:
        with suppress(Exception):  # a broken object is none that draws
            form = document.getobj(number)
            if isinstance(form, PDFStream) and str(form.get("Subtype")) == "/'Form'":
                yield count.form(form, None, _LEVELS)


def _has_forms(data: bytes) -> bool:
    if _FORM.search(data):
        return True
    for found in _OBJECTS.finditer(data):
        try:
            unpacked = zlib.decompressobj().decompress(data[found.end() : found.end() + _PACKED])
        except zlib.error:
            continue
        if _FORM.search(unpacked):
            return True
    return False


def _pages(document: PDFDocument) -> list[PDFPage]:
    found = []
    for page in PDFPage.create_pages(document):
        found.append(page)
        if len(found) > limits.PAGES:
            break
    return found


class _Count:
    """Bytes of instructions, each drawing counted as often as it is drawn."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}

    def page(self, page: PDFPage) -> int:
        streams = [stream for each in page.contents if isinstance(stream := resolve1(each), PDFStream)]
        content = b"\n".join(map(_content, streams))
        return self._drawn(content, resolve1(page.resources), _LEVELS)

    def _drawn(self, content: bytes, resources: Any, levels: int) -> int:
        total = len(content)
        named = resolve1((resources or {}).get("XObject")) if isinstance(resources, dict) else None
        if not levels or not isinstance(named, dict):
            return total
        for name, times in Counter(_DRAWN.findall(content)).items():
            form = resolve1(named.get(name.decode("latin-1")))
            if isinstance(form, PDFStream) and str(form.get("Subtype")) == "/'Form'":
                total += times * self.form(form, resources, levels - 1)
        return min(total, LARGEST + 1)

    def form(self, form: PDFStream, outer: Any, levels: int) -> int:
        key = (form.objid or id(form), levels)
        if key not in self._known:
            own = resolve1(form.get("Resources")) or outer
            self._known[key] = self._drawn(_content(form), own, levels)
        return self._known[key]


def _content(stream: PDFStream) -> bytes:
    raw = stream.rawdata or b""
    return raw if len(raw) > _PACKED else bytes(stream.get_data())
