"""The sound files that are broken: invented reports in every format that the readers take."""

from __future__ import annotations

import base64
import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from tests.accuracy.model import Block, Document
from tests.accuracy.report import document
from tests.corpus import render_doc, render_sheet

CORPUS = Path(__file__).parents[1] / "corpus"
COUNT = 16  # of each format; an original serves many cases
_PRINTED = ("txt", "html", "docx", "pdf")  # formats of the accuracy corpus


@lru_cache(maxsize=256)
def original(format_: str, number: int) -> bytes:
    """The sound file ``number`` of a format; the same number gives the same report in every format."""
    number %= COUNT
    if format_ in _PRINTED:
        return _document(format_, number).data
    if format_ == "doc":
        saved = _saved("doc")
        return saved[number] if number < len(saved) else render_doc.doc(_blocks(number))
    if format_ == "xls":
        return _saved("xls")[number % 2]
    if format_ == "xlsx":
        return render_sheet.xlsx(_blocks(number))
    if format_ == "mhtml":
        return web_archive(original("html", number), number)
    return package(
        {"报告/年度报告." + _PRINTED[number % 4]: original(_PRINTED[number % 4], number), "说明.jpg": b"\xff"}
    )


def _document(format_: str, number: int) -> Document:
    """The accuracy corpus turns through the forms first, then through its formats."""
    return document(4 * (len(_PRINTED) * (number // 4) + _PRINTED.index(format_)) + number % 4)


def _blocks(number: int) -> list[Block]:
    return _document("docx", number).report.blocks


@lru_cache(maxsize=8)
def _saved(suffix: str) -> list[bytes]:
    """Files that a word processor has saved."""
    return [path.read_bytes() for path in sorted((CORPUS / "office").glob(f"*.{suffix}"))]


def web_archive(page: bytes, number: int = 0) -> bytes:
    """A page as browsers save it, its body in one of the usual encodings."""
    body, how = page, "8bit"
    if number % 2:
        body, how = base64.encodebytes(page), "base64"
    head = "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=edge\r\n\r\n"
    part = f"--edge\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {how}\r\n\r\n"
    return head.encode() + part.encode() + body + b"\r\n--edge--\r\n"


def package(members: dict[str, bytes]) -> bytes:
    """A ZIP of these members, the same bytes every time."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return stream.getvalue()
