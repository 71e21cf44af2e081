"""DOC files as old word processors leave them after many hands."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from itertools import accumulate, pairwise
from random import Random

from tests.accuracy.model import Report
from tests.corpus.forms import Cell, Table
from tests.corpus.render_doc import IN_TABLE, ROW_END, Word

LAYOUTS = (
    "merged",
    "merged-sideways",
    "unmerged-empty",
    "unmerged-repeated",
    "nested",
    "auto-numbering",
    "text-box",
    "tracked",
    "joined-tables",
    "split-runs",
    "header-footer",
    "pieces",
    "wavering-edges",
    "late-changes",
    "fields",
    "footnotes",
    "elsewhere",
    "split-tables",
    "merged",
    "styles",
)
_WIDE = 9000  # twentieths of a point that a table is wide
_NUMBERED = re.compile(r"^(?:([一二三四五六七八九])、|（([一二三四五六七八九])）|(\d)\.)")
_LEVELS = ((39, "\0、"), (39, "（\1）"), (0, "\2."))  # number format, text with the places of the numbers
_DELETED, _INSERTED = b"\x00\x08\x01", b"\x01\x08\x01"
_SPECIAL = b"\x55\x08\x01"
_BOLD, _SIZE = b"\x35\x08\x01", b"\x43\x4a\x1c\x00"
_NOTES, _HEADERS, _BOXES = 4, 5, 9  # where the head counts the characters of each story
_ALONE, _CONTINUES, _BEGINS = 0, 0x20, 0x60  # of cells merged downwards


def write(report: Report, rng: Random, layout: str, tags: set[str]) -> bytes:
    """The report as a Word 97-2003 file in the layout."""
    tags.add(f"doc:{layout}")
    writer = _Writer(report, rng, layout)
    former = None
    for block in report.blocks:
        if isinstance(block, Table):
            if isinstance(former, Table) and layout != "joined-tables":
                writer.word.paragraph("")
            writer.table(block)
        else:
            writer.text(*block)
        former = block
    return writer.bytes()


class _Writer:
    """Writes blocks; ``lists`` counts the numbered lists that have been begun."""

    def __init__(self, report: Report, rng: Random, layout: str) -> None:
        self.report = report
        self.rng = rng
        self.layout = layout
        self.lists = 1
        self.word = Word()
        self.boxes: list[tuple[int, str]] = []  # where they hang, text
        self.notes: list[str] = []
        if layout == "elsewhere":
            self.word.longest = 60

    def bytes(self) -> bytes:
        word = self.word
        word.paragraph("")  # Word ends every document with a paragraph, after a table too
        short = self.report.agency.short
        headers = [f"{short}文件", "\x13 PAGE \x142\x15"] if self.layout == "header-footer" else []
        boxes = [text for _, text in self.boxes]
        if boxes:
            word.parts |= _anchors([at for at, _ in self.boxes], [len(text) + 1 for text in boxes], len(word.text))
        for place, story in ((_NOTES, self.notes), (_HEADERS, headers), (_BOXES, boxes)):
            start = len(word.text)
            for line in story:
                word.paragraph(line)
            word.stories[place] = len(word.text) - start
        if self.layout == "auto-numbering":
            word.parts |= {74: _overrides(self.lists), 73: _lists(self.lists)}
            word.tail = _levels(self.lists)
        if self.layout == "styles":
            word.parts[1] = _styles()
        if self.layout == "pieces":
            figures = [match.span() for match in re.finditer(r"[0-9\x07]{2,}", word.text)]
            chosen = self.rng.sample(figures, len(figures) // 3)
            word.cuts = sorted({*(cut for span in chosen for cut in span), len(word.text) // 2} - {len(word.text)})
        return word.bytes()

    # -- text --

    def text(self, kind: str, text: str) -> None:
        properties, style = b"", 0
        if kind in ("heading", "sub") and (match := _NUMBERED.match(text)):
            level = next(i for i, group in enumerate(match.groups()) if group)
            if self.layout == "auto-numbering":
                properties = _in_list(1, level)
                text = text[match.end() :]
            if self.layout == "styles":
                style = level + 1
        if kind in ("title", "right"):
            properties += b"\x03\x24" + bytes([1 if kind == "title" else 2])
        if kind == "heading" and self.layout != "styles" and self.rng.random() < 0.4:
            properties += b"\x40\x26\x00"
        if kind == "title" and self.layout == "text-box":
            self.boxes.append((len(self.word.text), text.replace("\n", "\r")))
            self.word.run("\x08", _SPECIAL)
            text = ""
        if kind == "title" and self.layout == "fields":
            text = f'\x13 HYPERLINK "http://www.example.gov.cn/" \x14{text}\x15'
        self.runs(text.replace("\n", "\x0b"))
        if kind == "text" and self.layout == "footnotes" and self.rng.random() < 0.3:
            self.word.run("\x02", _SPECIAL)
            self.notes.append("\x02以办理系统登记的时间为准。")
        self.word.end("\r", properties, style)

    def runs(self, text: str) -> None:
        """A text as runs, where they are split."""
        if self.layout == "split-runs" and len(text) > 1:
            cuts = sorted({0, len(text), *(self.rng.randint(1, len(text) - 1) for _ in range(len(text) // 6 + 1))})
            for first, end in pairwise(cuts):
                self.word.run(text[first:end], self.rng.choice((_BOLD, _SIZE, b"")))
        else:
            self.word.run(text)

    # -- tables --

    def table(self, table: Table) -> None:
        edges = [round(_WIDE * sum(table.widths[:c])) for c in range(len(table.widths) + 1)]
        placed = table.placed()
        deep = self.layout == "nested"
        for row in range(len(table.rows)):
            if self.layout == "split-tables" and row > table.head and self.rng.random() < 0.04 and _free(placed, row):
                self.word.paragraph("")
            reaching = sorted((c, r, cell) for r, c, cell in placed if r <= row < r + cell.rowspan)
            drawn: list[tuple[int, int, int]] = []  # right edge, merged across, merged down
            for column, top, cell in reaching:
                drawn += self._cells(column, cell, top == row, edges, deep)
            self._end_row(drawn, deep)
        if deep:
            self.word.end("\r", IN_TABLE)
            self.word.end("\x07", IN_TABLE)
            self._end_row([(_WIDE, 0, 0)], False)

    def _cells(
        self, column: int, cell: Cell, first: bool, edges: Sequence[int], deep: bool
    ) -> list[tuple[int, int, int]]:
        """Write what stands for a cell in one row."""
        rights = edges[column + 1 : column + cell.colspan + 1]
        if self.layout.startswith("unmerged") and not getattr(cell, "figure", None):
            again = cell.text if self.layout == "unmerged-repeated" else ""
            for text in [cell.text if first else again, *[again] * (cell.colspan - 1)]:
                self._cell(text, deep)
            return [(right, 0, _ALONE) for right in rights]
        down = _ALONE if cell.rowspan == 1 else _BEGINS if first else _CONTINUES
        self._cell(cell.text if first else "", deep)
        if self.layout != "merged-sideways" or cell.colspan == 1:
            return [(rights[-1], 0, down)]
        for _ in rights[1:]:
            self._cell("", deep)
        return [(right, 2 if index else 1, down) for index, right in enumerate(rights)]

    def _cell(self, text: str, deep: bool) -> None:
        """One cell: its lines as paragraphs or with breaks; a digit may have been corrected with changes tracked."""
        word = self.word
        properties = IN_TABLE + (struct.pack("<HI", 0x6649, 2) if deep else b"")
        if self.layout == "auto-numbering" and (match := re.match(r"^(\d)\.(?!\d)", text)):
            self.lists += match[1] == "1"
            properties += _in_list(self.lists, 0)
            text = text[2:]
        lines = text.split("\n") if self.rng.random() < 0.5 else [text.replace("\n", "\x0b")]
        for line in lines[:-1]:
            self.runs(line)
            word.end("\r", properties)
        if self.layout == "tracked" and text.strip().isdigit() and self.rng.random() < 0.3:
            word.run(self.rng.choice(("3", "17", text[::-1], "0")), _DELETED)
            word.run(text, _INSERTED)
        elif self.layout == "fields" and text.strip().isdigit() and self.rng.random() < 0.3:
            word.run(f"\x13 =SUM(LEFT) \x14{text}\x15")
        else:
            self.runs(lines[-1])
        if deep:
            word.end("\r", properties + b"\x4b\x24\x01")
        else:
            word.end("\x07", properties)

    def _end_row(self, cells: Sequence[tuple[int, int, int]], deep: bool) -> None:
        """The mark at a row's end with the description of its cells."""
        waver = self.layout == "wavering-edges"
        rights = [right + self.rng.randint(-12, 12) * waver for right, _, _ in cells]
        properties = IN_TABLE
        if deep:
            properties += struct.pack("<HI", 0x6649, 2) + b"\x4c\x24\x01"
        else:
            properties += ROW_END
        if self.layout == "late-changes":
            flags = [0] * len(cells)
            later = b"".join(
                struct.pack("<HBBB", 0xD62B, 2, index, {_CONTINUES: 1, _BEGINS: 3}[down])
                for index, (_, _, down) in enumerate(cells)
                if down
            )
        else:
            flags, later = [across | down for _, across, down in cells], b""
        body = struct.pack(f"<B{len(cells) + 1}h", len(cells), -108 + self.rng.randint(-8, 8) * waver, *rights)
        body += b"".join(struct.pack("<H18x", flag) for flag in flags)
        properties += struct.pack("<HH", 0xD608, len(body) + 1) + body + later
        self.word.end("\r" if deep else "\x07", properties)


def _free(placed: Sequence[tuple[int, int, Cell]], row: int) -> bool:
    """Whether no cell reaches over the upper edge of a row."""
    return not any(top < row < top + cell.rowspan for top, _, cell in placed)


def _anchors(places: Sequence[int], lengths: Sequence[int], end: int) -> dict[int, bytes]:
    """Where drawings hang and which text each of them frames."""
    numbers = range(1026, 1026 + len(places))
    starts = [0, *accumulate(lengths)]
    shapes = struct.pack(f"<{len(places) + 1}I", *places, end)
    shapes += b"".join(struct.pack("<i22x", number) for number in numbers)
    frames = struct.pack(f"<{len(starts)}I", *starts)
    frames += b"".join(struct.pack("<i6xiii", 1, -1, number, 0) for number in numbers)
    return {40: shapes, 56: frames}


# -- lists and styles --


def _in_list(number: int, level: int) -> bytes:
    return struct.pack("<HBHH", 0x260A, level, 0x460B, number)


def _lists(count: int) -> bytes:
    """One list with the levels of headings, and as many with one level."""
    entries = (struct.pack("<ii18xBx", n, n, n > 1) for n in range(1, count + 1))
    return struct.pack("<H", count) + b"".join(entries)


def _levels(count: int) -> bytes:
    levels = [*_LEVELS, *[(255, "")] * 6, *[(0, "\0.")] * (count - 1)]
    return b"".join(
        struct.pack("<iBB22x", 1, style, 0) + struct.pack("<H", len(text)) + text.encode("utf-16-le")
        for style, text in levels
    )


def _overrides(count: int) -> bytes:
    entries = (struct.pack("<i12x", n) for n in range(1, count + 1))
    return struct.pack("<I", count) + b"".join(entries) + b"\xff" * 4 * count


def _styles() -> bytes:
    """A style sheet with the body text and three headings, whose outline levels follow from their numbers."""
    found = struct.pack("<HHH", 18, 4, 10) + bytes(14)
    for number, name in enumerate(("正文", "标题 1", "标题 2", "标题 3")):
        style = struct.pack("<HHHH2x", number, 1 | (0xFFF if number == 0 else 0) << 4, 2 | number << 4, 0)
        style += struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
        style += struct.pack("<HH", 2, number)
        found += struct.pack("<H", len(style)) + style
    return found
