"""Zip packages: opened with bounds on entries, unpacked bytes and ratio; told apart by their members."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Sequence
from io import BytesIO
from typing import Any

from lxml import etree

from gouji import errors
from gouji.model import Text
from gouji.readers import limits

_PART = 25_000_000  # the largest XML part that is parsed
_DTD = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE_DTD = [mark.decode().encode(codec) for mark in _DTD for codec in ("utf-16-le", "utf-16-be")]
_OTHERS = (
    ("ppt/", "演示文稿", "a presentation"),
    ("OFD.xml", "OFD 版式文件", "an OFD file"),
    ("META-INF/manifest.xml", "OpenDocument 文档", "an OpenDocument file"),
)

# What zipfile and zlib raise for packages that are cut or altered.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)

Element = Any  # lxml's stubs name a private class


class Package:
    """The members of one zip package."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self.members = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        except _BROKEN as problem:
            raise errors.Damaged from problem
        _check(self._zip.infolist())

    def read(self, name: str, limit: int = _PART) -> bytes | None:
        """The bytes of a member, or None when there is none of that name."""
        info = self.members.get(name.lstrip("/"))
        if info is None:
            return None
        if info.flag_bits & 1:
            raise errors.Encrypted
        if info.file_size > limit:
            raise _too_large()
        try:
            with self._zip.open(info) as stream:
                return stream.read(limit)
        except _BROKEN as problem:
            raise errors.Damaged from problem

    def xml(self, name: str, without: tuple[bytes, bytes] | None = None) -> Element | None:
        """The root of an XML member. Document types and entities are refused before anything is parsed. ``without``
        are the first and the last bytes of elements that need not be there, as parsing them takes long."""
        data = self.read(name)
        if data is None:
            return None
        if any(mark in data for mark in _DTD) or (b"\0" in data and any(mark in data for mark in _WIDE_DTD)):
            raise errors.Damaged(
                Text(
                    "文件内含不允许的实体定义（XML DTD）。请在 Word 中打开并另存后上传。",
                    "The file defines XML entities (a DTD), which is not allowed. Open it in Word, save it again and "
                    "upload it.",
                )
            )
        if without:
            try:
                return _parse(_cut(data, *without))
            except etree.XMLSyntaxError:
                pass  # so it was not an element that was cut out
        try:
            return _parse(data)
        except etree.XMLSyntaxError as problem:
            raise errors.Damaged from problem

    def properties(self) -> dict[str, str]:
        """Title and author as the document's own properties give them."""
        root = self.xml("docProps/core.xml")
        found = {}
        for item in root if root is not None else ():
            key = {"title": "title", "creator": "author"}.get(etree.QName(item).localname)
            if key and item.text and item.text.strip():
                found[key] = item.text.strip()
        return found


def _parse(data: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def _cut(data: bytes, opening: bytes, closing: bytes) -> bytes:
    """``data`` without the elements that begin and end so, except those with others of their name inside."""
    another = opening[: opening.index(b" ") + 1]
    kept: list[bytes] = []
    at = 0
    start = data.find(opening)
    while start >= 0 and (end := data.find(closing, start)) >= 0:
        if data.find(another, start + 1, end) < 0:
            kept.append(data[at:start])
            at = end + len(closing)
        start = data.find(opening, start + 1)
    return b"".join([*kept, data[at:]])


def kind(data: bytes) -> str:
    """``docx``, ``xlsx`` or ``archive``, or an error that says what else the package is."""
    return kind_of(Package(data).members)


def kind_of(members: Collection[str]) -> str:
    """The same, by the names of the members alone."""
    for folder, found in (("word/", "docx"), ("xl/", "xlsx")):
        if any(name.startswith(folder) and name.endswith(".xml") for name in members):
            return found
    for mark, zh, en in _OTHERS:
        if any(name.startswith(mark) for name in members):
            raise errors.Unsupported(
                Text(
                    f"这是{zh}，无法读取。请另存为 DOCX 或 PDF（含文字层）后上传。",
                    f"This is {en}, which cannot be read. Save the report as DOCX or as a PDF with a text layer.",
                )
            )
    if "[Content_Types].xml" in members:
        raise errors.Damaged
    return "archive"


def _check(entries: Sequence[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.ENTRIES or sum(entry.file_size for entry in entries) > limits.UNPACKED:
        raise _too_large()
    for entry in entries:
        if entry.file_size > limits.RATIO_FLOOR and entry.file_size > limits.RATIO * max(1, entry.compress_size):
            raise _too_large()


def _too_large() -> errors.TooLarge:
    limit = limits.megabytes(limits.UNPACKED)
    return errors.TooLarge(
        Text(
            f"文件解压后过大（上限 {limit} MB、{limits.ENTRIES} 个部件），或压缩比异常。请另存为普通 DOCX 后上传。",
            f"The file unpacks to too much (limits: {limit} MB, {limits.ENTRIES} parts) or is packed abnormally. "
            "Save it again as a plain DOCX and upload that.",
        )
    )
