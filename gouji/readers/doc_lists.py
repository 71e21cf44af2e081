"""Lists and styles of Word 97-2003 files, in the shape in which those of DOCX are counted."""

from __future__ import annotations

import re
import struct
from contextlib import suppress
from dataclasses import dataclass, field

from gouji.readers.doc_file import u16
from gouji.readers.doc_sprm import LIST, LIST_LEVEL, OUTLINE, Change, changes
from gouji.readers.docx_numbering import Level, Numbering

# Word's number formats by their code in the file; the names are those of DOCX.
_FORMATS = re.findall(
    r"\w+",
    "decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText hex chicago "
    "ideographDigital japaneseCounting aiueo iroha decimalFullWidth decimalHalfWidth japaneseLegal "
    "japaneseDigitalTenThousand decimalEnclosedCircle decimalFullWidth2 aiueoFullWidth irohaFullWidth decimalZero "
    "bullet ganada chosung decimalEnclosedFullstop decimalEnclosedParen decimalEnclosedCircleChinese "
    "ideographEnclosedCircle ideographTraditional ideographZodiac ideographZodiacTraditional taiwaneseCounting "
    "ideographLegalTraditional taiwaneseCountingThousand taiwaneseDigital chineseCounting chineseLegalSimplified "
    "chineseCountingThousand",
)
_NO_FORMAT = 255
_LIST, _LEVEL, _OVERRIDE = 28, 28, 16  # sizes of the fixed parts
_LEVELS = 9
_HEADINGS = range(1, 10)  # the style numbers of the built-in headings
_NO_STYLE = 0xFFF


def numbering(lists: bytes, levels: bytes, overrides: bytes) -> Numbering:
    """The lists of a file from its list table, the levels behind it and the table of overrides. A list table that is
    cut or senseless gives no numbers: they are an ornament of the text, not the text."""
    found = Numbering()
    try:
        _read_lists(found, lists, levels)
        _read_overrides(found, overrides)
    except (struct.error, IndexError):
        return Numbering()
    return found


def _read_lists(found: Numbering, lists: bytes, levels: bytes) -> None:
    count = u16(lists, 0) if lists else 0
    at = 0
    for index in range(count):
        start = 2 + _LIST * index
        (name,) = struct.unpack_from("<i", lists, start)
        simple = lists[start + 26] & 1
        shapes = found.levels.setdefault(str(name), {})
        for level in range(1 if simple else _LEVELS):
            shapes[level], at = _level(levels, at)


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """One level, and where the next one begins."""
    start, style, flags = struct.unpack_from("<iBB", data, at)
    characters, paragraph, restart = data[at + 24], data[at + 25], data[at + 26]
    at += _LEVEL + characters + paragraph
    length = u16(data, at)
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    shape = Level(
        style="none" if style == _NO_FORMAT else _FORMATS[style] if style < len(_FORMATS) else "decimal",
        text="".join(f"%{ord(letter) + 1}" if ord(letter) < _LEVELS else letter for letter in text),
        start=start,
        legal=bool(flags & 4),
        restart=restart if flags & 8 else None,
    )
    return shape, at + 2 + 2 * length


def _read_overrides(found: Numbering, data: bytes) -> None:
    (count,) = struct.unpack_from("<I", data) if data else (0,)
    at = 4 + _OVERRIDE * count
    for index in range(count):
        start = 4 + _OVERRIDE * index
        (name,) = struct.unpack_from("<i", data, start)
        number = str(index + 1)
        found.lists[number] = str(name)
        at += 4
        for _ in range(data[start + 12]):
            first, flags = struct.unpack_from("<iI", data, at)
            at += 8
            if flags & 0x10:
                found.overrides.setdefault(number, {})[flags & 0xF] = first
            if flags & 0x20:
                shape, at = _level(data, at)
                if not found.overrides.get(number, {}).get(flags & 0xF):
                    found.overrides.setdefault(number, {})[flags & 0xF] = shape.start


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles: their modifiers by number, and the style that each is based on."""

    own: dict[int, tuple[Change, ...]] = field(default_factory=dict)
    based_on: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes) -> Styles:
        """The styles of a style sheet; those before the damage if it is cut."""
        found = cls()
        with suppress(struct.error, IndexError):
            found._read(data)
        return found

    def _read(self, data: bytes) -> None:
        head = u16(data, 0)
        count, base = struct.unpack_from("<HH", data, 2)
        at = 2 + head
        for number in range(count):
            size = u16(data, at)
            if size:
                self._style(number, data[at + 2 : at + 2 + size], base)
            at += 2 + size + size % 2

    def _style(self, number: int, style: bytes, base: int) -> None:
        kind = u16(style, 2)
        if kind & 0xF != 1:  # only paragraph styles
            return
        self.based_on[number] = kind >> 4
        at = base + 2 + 2 * u16(style, base) + 2
        size = u16(style, at)
        self.own[number] = changes(style[at + 4 : at + 2 + size])

    def inherited(self, number: int) -> dict[int, int]:
        """List, level and outline that a paragraph of this style has unless it says otherwise."""
        chain: list[int] = []
        while number != _NO_STYLE and number not in chain and len(chain) < 20:
            chain.append(number)
            number = self.based_on.get(number, _NO_STYLE)
        found: dict[int, int] = {}
        for style in reversed(chain):
            if style in _HEADINGS:
                found[OUTLINE] = style - 1
            for change in self.own.get(style, ()):
                if change.code in (LIST, LIST_LEVEL, OUTLINE):
                    found[change.code] = change.number
        return found
