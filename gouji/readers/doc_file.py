"""The parts of a Word 97-2003 file: streams, text pieces and the runs of properties that go with them.

Text lies in pieces (character positions, CP) that point into the stream ``WordDocument`` (byte positions, FC);
properties hang on byte positions, in pages of 512 bytes. All numbers are little endian.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from gouji import errors
from gouji.model import Text
from gouji.readers import limits
from gouji.readers.ole import Streams

_WORD97 = 0x00C1  # the first file version of this layout
_OLD = (0xA5DC, 0xA697, 0xA699)  # Word 6/95, Word 2 and the like
_PAGE = 512
_PARTS = {"styles": 1, "characters": 12, "paragraphs": 13, "pieces": 33, "shapes": 40, "drawings": 50, "boxes": 56}
_PARTS |= {"lists": 73, "overrides": 74}
_Read = Callable[[bytes, int], bytes]
_STORIES = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` (CP), stored from byte ``at`` with ``width`` bytes each; ``changes`` are
    properties that a quick save laid over all of it."""

    start: int
    end: int
    at: int
    width: int
    changes: bytes = b""


@dataclass(slots=True)
class Runs:
    """Properties by byte position: run ``i`` reaches from ``starts[i]`` to ``ends[i]`` and has ``values[i]``."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class WordFile:
    """An opened file."""

    main: bytes
    table: bytes
    data: bytes
    stories: dict[str, range] = field(default_factory=dict)  # by name: CP range
    pieces: list[Piece] = field(default_factory=list)
    paragraphs: Runs = field(default_factory=Runs)
    characters: Runs = field(default_factory=Runs)
    _firsts: list[int] = field(default_factory=list)  # the pieces' first CPs

    @classmethod
    def open(cls, streams: Streams) -> WordFile:
        """Read the head and the property pages; errors.Encrypted, Unsupported or Damaged."""
        main = streams.read("WordDocument")
        if len(main) < 32:
            raise errors.Damaged
        _check(main)
        flags = u16(main, 10)
        table = streams.read("1Table" if flags & 0x0200 else "0Table")
        found = cls(main, table, streams.read("Data"))
        found._stories()
        found._pieces()
        found.paragraphs = _runs(main, found.part("paragraphs"), 13, _paragraph_properties)
        found.characters = _runs(main, found.part("characters"), 1, _character_properties)
        return found

    def part(self, name: str) -> bytes:
        """A part of the table stream; empty when the file has none."""
        start, size = self._where(name)
        return self.table[start : start + size]

    def after(self, name: str) -> bytes:
        """What follows a part in the table stream: the levels of lists stand there."""
        start, size = self._where(name)
        return self.table[start + size :] if size else b""

    def _where(self, name: str) -> tuple[int, int]:
        words = 34 + 2 * u16(self.main, 32)
        longs = words + 2 + 4 * u16(self.main, words)
        index = _PARTS[name]
        if index >= u16(self.main, longs):
            return 0, 0
        start, size = struct.unpack_from("<II", self.main, longs + 2 + 8 * index)
        return int(start), int(size)

    def _stories(self) -> None:
        """Texts of all kinds follow each other in one sequence of characters."""
        words = 36 + 2 * u16(self.main, 32)
        at = 0
        for index, name in enumerate(_STORIES):
            (length,) = struct.unpack_from("<i", self.main, words + 4 * (3 + index))
            if length < 0:
                raise errors.Damaged
            self.stories[name] = range(at, at + length)
            at += length

    def _pieces(self) -> None:
        clx = self.part("pieces")
        grpprls: list[bytes] = []
        at = 0
        while clx[at : at + 1] == b"\x01":
            size = u16(clx, at + 1)
            grpprls.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        if clx[at : at + 1] != b"\x02":
            raise errors.Damaged
        (size,) = struct.unpack_from("<I", clx, at + 1)
        plc = clx[at + 5 : at + 5 + size]
        count = (len(plc) - 4) // 12
        positions = struct.unpack_from(f"<{count + 1}I", plc)
        limits.check_characters(max(positions))
        for index in range(count):
            _, where, change = struct.unpack_from("<HIH", plc, 4 * (count + 1) + 8 * index)
            start, end = positions[index], positions[index + 1]
            width = 1 if where & 0x40000000 else 2
            byte = (where & 0x3FFFFFFF) // 2 if width == 1 else where & 0x3FFFFFFF
            if end < start or byte + (end - start) * width > len(self.main):
                raise errors.Damaged
            over = grpprls[change >> 1] if change & 1 and change >> 1 < len(grpprls) else b""
            self.pieces.append(Piece(start, end, byte, width, over))
            self._firsts.append(start)

    def text(self) -> str:
        """All stories in one string, one character for each CP."""
        return "".join(self._decode(piece) for piece in self.pieces)

    def _decode(self, piece: Piece) -> str:
        data = self.main[piece.at : piece.at + (piece.end - piece.start) * piece.width]
        if piece.width == 1:
            return data.decode("cp1252", "replace")
        try:
            text = data.decode("utf-16-le")
        except UnicodeDecodeError:
            text = ""
        if len(text) != piece.end - piece.start:  # beyond the BMP, or broken: keep one character for each unit
            text = "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data)))
        return text

    def paragraph(self, position: int) -> tuple[bytes, bytes, bool]:
        """The properties of the paragraph that this CP belongs to: of the page (style number first), and of a quick
        save; and whether the paragraph ends with this character."""
        index = bisect_right(self._firsts, position) - 1
        if index < 0 or position >= self.pieces[index].end:
            return b"", b"", True
        piece = self.pieces[index]
        byte = piece.at + (position - piece.start) * piece.width
        index = bisect_right(self.paragraphs.starts, byte) - 1
        if index < 0 or byte >= self.paragraphs.ends[index]:
            return b"", piece.changes, True
        ends = byte + piece.width >= self.paragraphs.ends[index]
        return self.paragraphs.values[index], piece.changes, ends

    def character_runs(self) -> Iterator[tuple[int, int, bytes]]:
        """Start and end (CP) and properties of every run of characters that has any."""
        runs = self.characters
        for piece in self.pieces:
            last = piece.at + (piece.end - piece.start) * piece.width
            index = max(0, bisect_right(runs.starts, piece.at) - 1)
            while index < len(runs.starts) and runs.starts[index] < last:
                start = max(piece.at, runs.starts[index])
                end = min(last, runs.ends[index])
                if runs.values[index] + piece.changes and start < end:
                    first = piece.start + (start - piece.at) // piece.width
                    yield first, piece.start + (end - piece.at) // piece.width, runs.values[index] + piece.changes
                index += 1

    def huge(self, position: int) -> bytes:
        """Properties that were too long for a page, from the stream ``Data``."""
        size = u16(self.data, position) if position + 2 <= len(self.data) else 0
        return self.data[position + 2 : position + 2 + size]


def _check(main: bytes) -> None:
    magic, version = struct.unpack_from("<HH", main)
    if magic in _OLD or (magic & 0xFF00 == 0xA500 and version < _WORD97):
        raise errors.Unsupported(
            Text(
                "这是 Word 6/95 或更早格式的文档，无法读取。请在 Word 或 WPS 中另存为 DOCX 后上传。",
                "This is a document of Word 6, 95 or earlier, which cannot be read. Save it as DOCX in Word or WPS "
                "and upload that.",
            )
        )
    if magic & 0xFF00 != 0xA500:
        raise errors.Damaged
    if u16(main, 10) & 0x0100:
        raise errors.Encrypted


def _runs(main: bytes, plc: bytes, entry: int, read: _Read) -> Runs:
    """The runs of all property pages. ``entry`` is the size of what a page holds for each run."""
    found = Runs()
    count = (len(plc) - 4) // 8
    if count > len(main) // _PAGE:
        raise errors.Damaged
    for number in struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count > 0 else ():
        at = (number & 0x3FFFFF) * _PAGE
        page = main[at : at + _PAGE]
        if len(page) < _PAGE:
            raise errors.Damaged
        size = page[-1]
        if 4 * (size + 1) + entry * size >= _PAGE:
            raise errors.Damaged
        ends = struct.unpack_from(f"<{size + 1}I", page)
        for index in range(size):
            start = ends[index]
            if found.starts and start < found.starts[-1]:
                raise errors.Damaged
            found.starts.append(start)
            found.ends.append(ends[index + 1])
            found.values.append(read(page, 2 * page[4 * (size + 1) + entry * index]))
    return found


def _paragraph_properties(page: bytes, at: int) -> bytes:
    if not at:
        return b""
    if page[at]:
        return page[at + 1 : at + 2 * page[at]]
    return page[at + 2 : at + 2 + 2 * page[at + 1]]


def _character_properties(page: bytes, at: int) -> bytes:
    return page[at + 1 : at + 1 + page[at]] if at else b""


def u16(data: bytes, at: int) -> int:
    """The unsigned number in the two bytes at a place, low byte first."""
    return int(struct.unpack_from("<H", data, at)[0])
