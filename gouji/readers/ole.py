"""OLE compound files (DOC, WPS, XLS, ET, encrypted OOXML): told apart by their streams, and read stream by stream."""

from __future__ import annotations

import struct
from io import BytesIO

import olefile

from gouji import errors
from gouji.model import Text
from gouji.readers import limits

_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")
_READ = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
_NARROW, _WIDE = 30, 31  # kinds of texts in a property set
_PROPERTIES = 100
_CODECS = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 1200: "utf-16-le"}


class Streams:
    """The streams of one compound file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._ole = olefile.OleFileIO(BytesIO(data))
            self.names = {"/".join(path) for path in self._ole.listdir()}
        except Exception as problem:  # whatever it is, the container is broken
            raise errors.Damaged from problem

    def read(self, name: str) -> bytes:
        """The bytes of a stream; none when there is no such stream."""
        if name not in self.names:
            return b""
        try:
            with self._ole.openstream(name) as stream:
                return bytes(stream.read(limits.BYTES))
        except Exception as problem:
            raise errors.Damaged from problem

    def properties(self) -> dict[str, str]:
        """Title and author as the program noted them; broken properties are no reason to refuse the file."""
        try:
            return _properties(self.read("\x05SummaryInformation"))
        except (errors.Damaged, struct.error, LookupError):
            return {}


def _properties(stream: bytes) -> dict[str, str]:
    """Two texts of a property set. They are picked out by hand because a general reader believes the counts in it,
    and a few changed bytes then keep it busy for minutes."""
    (at,) = struct.unpack_from("<I", stream, 44)
    (count,) = struct.unpack_from("<I", stream, at + 4)
    places: dict[int, int] = {}
    for index in range(min(count, _PROPERTIES)):
        number, offset = struct.unpack_from("<II", stream, at + 8 + 8 * index)
        places[number] = at + offset
    page = struct.unpack_from("<H", stream, places[1] + 4)[0] if 1 in places else 1252
    found = {}
    for key, number in (("title", 2), ("author", 4)):
        if number not in places:
            continue
        kind, size = struct.unpack_from("<II", stream, places[number])
        data = stream[places[number] + 8 :][: 2 * size if kind == _WIDE else size]
        codec = "utf-16-le" if kind == _WIDE else _CODECS.get(page, "cp1252")
        text = data.decode(codec, "replace").partition("\0")[0].strip()
        if text and kind in (_NARROW, _WIDE):
            found[key] = text
    return found


def kind(data: bytes) -> str:
    """``doc`` or ``xls``; errors.Encrypted for OOXML with a password, errors.Unsupported for everything else."""
    names = Streams(data).names
    if any(name in names for name in _ENCRYPTED):
        raise errors.Encrypted
    for name, found in _READ.items():
        if name in names:
            return found
    if "PowerPoint Document" in names:
        raise errors.Unsupported(
            Text(
                "这是 PPT 演示文稿，无法读取。请上传 Word、WPS 或 PDF 格式的年度报告。",
                "This is a presentation, which cannot be read. Upload the report as a Word, WPS or PDF file.",
            )
        )
    raise errors.Unsupported
