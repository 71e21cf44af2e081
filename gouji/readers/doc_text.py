"""The printed text of Word 97-2003 files: paragraphs with their format, without field codes, hidden and deleted
text."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from gouji.readers import doc_sprm as sprm
from gouji.readers.builder import Builder
from gouji.readers.doc_boxes import anchored, loose
from gouji.readers.doc_file import WordFile
from gouji.readers.doc_lists import Styles, numbering
from gouji.readers.doc_pictures import inline
from gouji.readers.docx_numbering import Numbering
from gouji.readers.docx_text import HIDDEN, TRACKED

CELL = "\x07"
_NOTHING = "\x00"  # stands where a character is not printed, so that positions keep
_PARAGRAPH = re.compile("[^\x07\x0c\r]*(?:[\x07\x0c\r]|$)")
_FIELD = re.compile("[\x13-\x15]")
_PRINTED = str.maketrans(dict.fromkeys("\x0b\x0c\x0e", "\n") | {"\x1e": "-", "\x1f": None})
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Format:
    """What a paragraph's properties say. ``depth`` counts the tables around it."""

    depth: int = 0
    ends_cell: bool = False
    ends_row: bool = False
    level: int | None = None
    list: int = 0
    list_level: int = 0
    cells: tuple[sprm.Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed, its automatic number in front. ``deleted`` tells that its mark was deleted; ``boxes``
    are the texts of the text boxes that hang on it."""

    text: str
    format: Format
    mark: str
    deleted: bool = False
    boxes: tuple[range, ...] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    """What the properties of a run of characters say."""

    deleted: bool = False
    inserted: bool = False
    hidden: bool = False
    picture: int | None = None  # where its drawing is
    symbol: str = ""


@dataclass(slots=True)
class Texts:
    """The stories of a file, paragraph by paragraph. Numbering counts, so that each story is read once."""

    file: WordFile
    document: Builder
    text: str = ""
    _styles: Styles = field(default_factory=Styles)
    _numbering: Numbering = field(default_factory=Numbering)
    _boxes: dict[int, range] = field(default_factory=dict)  # texts of text boxes, by where they hang
    _deleted: set[int] = field(default_factory=set)  # deleted marks of cells and rows
    _formats: dict[tuple[bytes, bytes], Format] = field(default_factory=dict)

    @classmethod
    def of(cls, file: WordFile, document: Builder) -> Texts:
        """Take out what is not printed."""
        found = cls(file, document)
        found._styles = Styles.of(file.part("styles"))
        found._numbering = numbering(file.part("lists"), file.after("lists"), file.part("overrides"))
        shapes, boxes = file.part("shapes"), file.part("boxes")
        found._boxes = anchored(shapes, boxes, file.stories["text"], file.stories["boxes"])
        letters = list(file.text())
        found._characters(letters)
        text = "".join(letters)
        _fields(text, letters)
        found.text = "".join(letters)
        return found

    def _characters(self, letters: list[str]) -> None:
        for start, end, properties in self.file.character_runs():
            look = _look(properties)
            if look == _PLAIN:
                continue
            if look.deleted or look.hidden:
                self._remove(letters, start, end, TRACKED if look.deleted else HIDDEN)
            elif look.symbol:
                letters[start:end] = [look.symbol if letter == "(" else letter for letter in letters[start:end]]
            elif look.picture is not None and start not in self.file.stories["headers"]:
                self.document.images += "\x01" in letters[start:end] and inline(self.file.data, look.picture)
            if look.inserted:
                self.document.note(TRACKED)

    def _remove(self, letters: list[str], start: int, end: int, note: str) -> None:
        """Blank characters out. Marks of cells and rows stay, as the grid rests on them; hidden paragraph marks stay
        too, field marks because they come in threes."""
        kept = "\x07\x13\x14\x15" if note == TRACKED else "\x07\r\x0c\x13\x14\x15"
        for index in range(start, min(end, len(letters))):
            letter = letters[index]
            if letter not in kept:
                letters[index] = _NOTHING
                if letter >= " ":
                    self.document.note(note)
            elif letter == CELL and note == TRACKED:
                self._deleted.add(index)

    def loose_boxes(self) -> Iterator[range]:
        """The texts of text boxes that hang on no paragraph of the main text."""
        return loose(self.file.stories["boxes"], self._boxes.values())

    def paragraphs(self, where: range) -> Iterator[Paragraph]:
        """The paragraphs in a story or in a part of one."""
        waiting, first = "", where.start
        for match in _PARAGRAPH.finditer(self.text, where.start, min(where.stop, len(self.text))):
            found = match.group()
            if not found:
                continue
            last = match.end() - 1
            own, over, ends = self.file.paragraph(last)
            if found[-1] == "\x0c" and not ends:  # a page break inside the paragraph
                waiting += found
                continue
            text = (waiting + found).rstrip("\r\x07\x0c").translate(_PRINTED)
            waiting = ""
            format = self._format(own, over)
            if found[-1] == CELL and not format.depth:
                format = replace(format, depth=1)
            boxes = tuple(text for at, text in self._boxes.items() if first <= at <= last)
            first = match.end()
            label = self._numbering.label(str(format.list), format.list_level) if format.list else ""
            text = label + text if text.strip() or boxes else text
            yield Paragraph(text, format, found[-1], last in self._deleted, boxes)

    def _format(self, own: bytes, over: bytes) -> Format:
        found = self._formats.get((own, over))
        if found is None:
            found = self._formats[own, over] = self._resolve(own, over)
        return found

    def _resolve(self, own: bytes, over: bytes) -> Format:
        applied = [*sprm.changes(own[2:]), *sprm.changes(over)]
        for change in list(applied):
            if change.code in sprm.HUGE:
                applied += sprm.changes(self.file.huge(change.number))
        values = {change.code: change.number for change in applied}
        style = int.from_bytes(own[:2], "little")
        values = self._styles.inherited(values.get(sprm.STYLE, style)) | values
        outline = values.get(sprm.OUTLINE, 9)
        depth = values.get(sprm.DEPTH, 0)
        if not depth and (values.get(sprm.IN_TABLE) or values.get(sprm.ROW_END)):
            depth = 1
        ends_row = bool(values.get(sprm.ROW_END) or values.get(sprm.INNER_ROW_END))
        number = values.get(sprm.LIST, 0)
        return Format(
            depth=min(depth, _MAX_DEPTH) if depth < 0x8000_0000 else 0,
            ends_cell=bool(values.get(sprm.INNER_CELL)),
            ends_row=ends_row,
            level=outline + 1 if outline < 9 else None,
            list=number if number < 0x7FF else 0,
            list_level=values.get(sprm.LIST_LEVEL, 0),
            cells=sprm.row(tuple(applied)) if ends_row else (),
        )


@lru_cache(maxsize=4096)
def _look(properties: bytes) -> _Look:
    values = {change.code: change.operand for change in sprm.changes(properties)}

    def on(code: int) -> bool:
        return values.get(code, b"\0")[0] in (1, 0x81)

    symbol = values.get(sprm.SYMBOL, b"")
    drawn = sprm.PICTURE in values and not on(sprm.DATA) and not on(sprm.OBJECT)
    return _Look(
        on(sprm.DELETED),
        on(sprm.INSERTED),
        on(sprm.HIDDEN),
        int.from_bytes(values[sprm.PICTURE], "little") if drawn else None,
        chr(struct.unpack_from("<H", symbol, 2)[0]) if len(symbol) >= 4 else "",
    )


_PLAIN = _Look()


def _fields(text: str, letters: list[str]) -> None:
    """Blank out the codes of fields; their results stay. Fields may stand in the codes of others."""
    open_: list[tuple[int, int | None]] = []  # begin, separator
    for mark in _FIELD.finditer(text):
        at = mark.start()
        letters[at] = _NOTHING
        if mark.group() == "\x13":
            open_.append((at, None))
        elif open_ and mark.group() == "\x14":
            open_[-1] = (open_[-1][0], at)
        elif open_:
            begin, separator = open_.pop()
            _blank(letters, begin, at if separator is None else separator)


def _blank(letters: list[str], start: int, end: int) -> None:
    for index in range(start, end):
        if letters[index] != CELL:
            letters[index] = _NOTHING
