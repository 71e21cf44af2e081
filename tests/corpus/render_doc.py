"""Write a report as a Word 97-2003 file: one piece of text, paragraph and character properties, a compound file.

Only what readers look at is written; word processors open the files all the same. Nothing depends on the clock.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tests.corpus.forms import Table
from tests.corpus.render import Block

PAGE = 512
TEXT = 1024  # where the text begins; the head is shorter
_STREAM = 4096  # shorter streams would have to go into the mini stream
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_CHARACTERS, _PARAGRAPHS, _PIECES = 12, 13, 33  # places of the parts in the head
_CHARACTERS_OF_TEXT = 3  # place of the text's length in the head
IN_TABLE = b"\x16\x24\x01"
_LONGEST = 400
ROW_END = b"\x17\x24\x01"
UNIT = 600  # the width of a column in twentieths of a point
Piece = tuple[int, int, int, int]  # first character, the one after the last, where it is stored, bytes of each


@dataclass(slots=True)
class Word:
    """A document while it is written."""

    text: str = ""
    paragraphs: list[tuple[int, bytes]] = field(default_factory=list)  # end, properties
    runs: list[tuple[int, bytes]] = field(default_factory=list)  # end, properties
    parts: dict[int, bytes] = field(default_factory=dict)  # more parts of the table stream, by their place in the head
    flags: int = 0
    data: bytes = b""  # properties too long for a page
    longest: int = _LONGEST  # bytes of properties that a page takes
    stories: dict[int, int] = field(default_factory=dict)  # characters at the end that are notes and the like, by kind
    tail: bytes = b""  # what follows the last part of the table stream
    cuts: Sequence[int] = ()  # where the text is cut into pieces, which are then stored last first

    def run(self, text: str, properties: bytes = b"") -> None:
        """Add characters; a paragraph ends where ``end`` is called."""
        self.text += text
        self.runs.append((len(self.text), properties))

    def end(self, mark: str = "\r", properties: bytes = b"", style: int = 0) -> None:
        """End a paragraph or cell."""
        self.run(mark)
        if len(properties) > self.longest:
            where = len(self.data)
            self.data += struct.pack("<H", len(properties)) + properties
            properties = struct.pack("<HI", 0x646B, where)
        self.paragraphs.append((len(self.text), struct.pack("<H", style) + properties))

    def paragraph(self, text: str, properties: bytes = b"", style: int = 0) -> None:
        self.run(text)
        self.end("\r", properties, style)

    def row(self, cells: Sequence[tuple[int, int, str]], left: int = 0) -> None:
        """A row of cells, each with its width, its merge flags and its text."""
        edges = [left]
        for width, _, text in cells:
            lines = text.split("\n")
            for line in lines[:-1]:
                self.paragraph(line, IN_TABLE)
            self.run(lines[-1])
            self.end("\x07", IN_TABLE)
            edges.append(edges[-1] + width)
        flags = [struct.pack("<H18x", flag) for _, flag, _ in cells]
        body = struct.pack(f"<B{len(edges)}h", len(cells), *edges) + b"".join(flags)
        define = struct.pack("<HH", 0xD608, len(body) + 1) + body
        self.end("\x07", IN_TABLE + ROW_END + define)

    def bytes(self) -> bytes:
        """The finished file."""
        main = bytearray(TEXT)
        pieces = self._pieces(main)
        main += bytes(-len(main) % PAGE)
        papx = _pages(main, list(_stored(self.paragraphs, pieces)), 13)
        chpx = _pages(main, list(_stored(self.runs, pieces)), 1)
        listed = struct.pack(f"<{len(pieces) + 1}I", *sorted(piece[0] for piece in pieces), len(self.text))
        for _, _, at, width in sorted(pieces):
            listed += struct.pack("<HIH", 0, at if width == 2 else 2 * at | 0x40000000, 0)
        parts = {_PARAGRAPHS: papx, _CHARACTERS: chpx, _PIECES: b"\x02" + struct.pack("<I", len(listed)) + listed}
        table = bytearray()
        struct.pack_into("<HH", main, 0, 0xA5EC, 0x00C1)
        struct.pack_into("<H", main, 10, 0x0200 | self.flags)
        struct.pack_into("<H", main, 32, 14)
        struct.pack_into("<H", main, 62, 22)
        struct.pack_into("<i", main, 64 + 4 * _CHARACTERS_OF_TEXT, len(self.text) - sum(self.stories.values()))
        for kind, count in self.stories.items():
            struct.pack_into("<i", main, 64 + 4 * kind, count)
        struct.pack_into("<H", main, 152, 93)
        for place, part in (parts | self.parts).items():
            struct.pack_into("<II", main, 154 + 8 * place, len(table), len(part))
            table += part
        table += self.tail
        streams = {"WordDocument": bytes(main), "1Table": bytes(table)}
        return compound(streams | {"Data": self.data} if self.data else streams)

    def _pieces(self, main: bytearray) -> list[Piece]:
        """Store the text, piece by piece; plain figures take one byte each."""
        found: list[Piece] = []
        for start, end in reversed(list(pairwise([0, *self.cuts, len(self.text)]))):
            text = self.text[start:end]
            narrow = bool(self.cuts) and text.isascii()
            found.append((start, end, len(main), 1 if narrow else 2))
            main += text.encode("ascii" if narrow else "utf-16-le")
        return found


def _stored(runs: Sequence[tuple[int, bytes]], pieces: Sequence[Piece]) -> Iterator[tuple[int, bytes]]:
    """Runs by the byte at which they end, in the order in which the pieces are stored."""
    for start, end, at, width in pieces:
        first = 0
        for last, properties in runs:
            if first < end and last > start:
                yield at + width * (min(last, end) - start), properties
            first = last


def _pages(main: bytearray, runs: Sequence[tuple[int, bytes]], entry: int) -> bytes:
    """Append property pages for runs of characters; the part that lists them."""
    starts, numbers = [TEXT], []
    left = list(runs)
    start = TEXT
    while left:
        page = bytearray(PAGE)
        ends = [start]
        offsets: list[int] = []
        free = PAGE - 2
        while left and len(ends) < 25:
            properties = left[0][1]
            size = len(properties) + (1 if entry == 1 or len(properties) % 2 else 2)
            at = (free - size) // 2 * 2 if properties else 0
            if properties and at < 4 * (len(ends) + 2) + entry * (len(ends) + 1):
                break
            if properties:
                head = [len(properties)] if entry == 1 else [(len(properties) + 1) // 2]
                head = head if entry == 1 or len(properties) % 2 else [0, len(properties) // 2]
                page[at : at + size] = bytes(head) + properties
                free = at
            offsets.append(at // 2)
            ends.append(left.pop(0)[0])
        assert offsets, "properties that do not fit into a page"
        struct.pack_into(f"<{len(ends)}I", page, 0, *ends)
        for index, offset in enumerate(offsets):
            page[4 * len(ends) + entry * index] = offset
        page[-1] = len(offsets)
        numbers.append(len(main) // PAGE)
        main += page
        start = ends[-1]
        starts.append(start)
    return struct.pack(f"<{len(starts)}I{len(numbers)}I", *starts, *numbers)


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file with these streams at its root."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def put(data: bytes) -> int:
        first = len(sectors)
        data += bytes(-len(data) % PAGE)
        sectors.extend(data[at : at + PAGE] for at in range(0, len(data), PAGE))
        chain.extend(range(first + 1, len(sectors)))
        chain.append(_END)
        return first

    padded = {name: data + bytes(max(0, _STREAM - len(data))) for name, data in streams.items()}
    entries = [_entry("Root Entry", 5, child=1)]
    entries += [
        _entry(name, 2, put(data), len(data), right=index + 2 if index + 1 < len(padded) else _FREE)
        for index, (name, data) in enumerate(padded.items())
    ]
    directory = put(b"".join(entries))
    count = 1
    while count * PAGE // 4 < len(sectors) + count:
        count += 1
    fat = [*chain, *[_FAT] * count]
    fat += [_FREE] * (count * PAGE // 4 - len(fat))
    places = range(len(sectors), len(sectors) + count)
    sectors += [struct.pack("<128I", *fat[at : at + 128]) for at in range(0, len(fat), 128)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, count, directory, 0, _STREAM, _END, 0, _END, 0)
    return head + struct.pack("<109I", *[*places, *[_FREE] * (109 - count)]) + b"".join(sectors)


def _entry(name: str, kind: int, start: int = _END, size: int = 0, right: int = _FREE, child: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    head = struct.pack("<64sHBB", encoded, len(encoded), kind, 1)
    return head + struct.pack("<III36xIIxxxx", _FREE, right, child, start, size)


def doc(blocks: Iterable[Block]) -> bytes:
    """A report: outline levels, merged cells."""
    word = Word()
    for block in blocks:
        if isinstance(block, Table):
            for row in range(len(block.rows)):
                word.row(list(_cells(block, row)))
        else:
            word.paragraph(block[1], b"\x40\x26\x00" if block[0] == "heading" else b"")
    return word.bytes()


def _cells(table: Table, row: int) -> Iterable[tuple[int, int, str]]:
    """The cells that a row of the file has: covered ones of a vertical merge stand in it too."""
    for top, _, cell in sorted(table.placed(), key=lambda placed: placed[1]):
        if top <= row < top + cell.rowspan:
            flag = 0x0060 if cell.rowspan > 1 and top == row else 0x0020 if top < row else 0
            yield UNIT * cell.colspan, flag, cell.text if top == row else ""
