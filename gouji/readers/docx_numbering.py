"""Automatic numbering of Word documents, counted from numbering.xml."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from gouji.readers.package import Element

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_FORMAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")]
_ROMAN += [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
_COUNTING = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "koreanCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
    "japaneseDigitalTenThousand",
    "taiwaneseDigital",
}
_FORMAL_COUNTING = {"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}
_HOLDER = re.compile(r"%([1-9])")


@lru_cache(maxsize=2048)
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def local(element: Element) -> str:
    """The name of an element without its namespace (transitional and strict files differ only there)."""
    return _local(element.tag)


def child(element: Element | None, *names: str) -> Element | None:
    """The first descendant along the path of local names, or None."""
    for name in names:
        if element is None:
            return None
        for item in element:
            if _local(item.tag) == name:
                element = item
                break
        else:
            return None
    return element


def named(element: Element | None) -> dict[str, Element]:
    """The children by local name, the first of each name."""
    found: dict[str, Element] = {}
    for item in element if element is not None else ():
        found.setdefault(_local(item.tag), item)
    return found


def value(element: Element | None, name: str = "val") -> str | None:
    """The attribute with that local name, or None."""
    if element is None:
        return None
    for key, text in element.items():
        if _local(key) == name:
            return str(text)
    return None


def integer(text: str | None, default: int = 0) -> int:
    """A number that a file gives, or the default when it gives something else."""
    try:
        return int(text or "")
    except ValueError:
        return default


def is_on(element: Element | None) -> bool:
    """Whether a toggle property such as w:vanish is there and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def chinese(number: int, digits: str = _DIGITS, units: tuple[str, ...] = _UNITS) -> str:
    """11 -> 十一, 105 -> 一百〇五; from 10000 on digit by digit."""
    if not 0 < number < 10_000:
        return "".join(digits[int(digit)] for digit in str(abs(number)))
    text = ""
    places = [int(digit) for digit in str(number)]
    for index, digit in enumerate(places):
        unit = units[len(places) - 1 - index]
        if digit:
            text += digits[digit] + unit
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    text = text.rstrip(digits[0])
    return text[1:] if text.startswith(digits[1] + units[1]) else text


def numeral(number: int, style: str) -> str:
    """``number`` in one of Word's number formats; plain digits for formats that are not known."""
    if style in _COUNTING:
        return _positional(number) if style.endswith("Digital") and number > 10 else chinese(number)
    if style in _FORMAL_COUNTING:
        return chinese(number, _FORMAL, _FORMAL_UNITS)
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if style.startswith("decimalEnclosed"):
        return _enclosed(number, style)
    if style in ("upperLetter", "lowerLetter") and 0 < number <= 26 * 30:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman"):
        return _roman(number) if style == "upperRoman" else _roman(number).lower()
    if style in ("ideographTraditional", "ideographZodiac") and number > 0:
        cycle = _STEMS if style == "ideographTraditional" else _BRANCHES
        return cycle[(number - 1) % len(cycle)]
    return f"{number:02d}" if style == "decimalZero" else str(number)


def _positional(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _enclosed(number: int, style: str) -> str:
    base, last = {"decimalEnclosedFullstop": (0x2488, 20), "decimalEnclosedParen": (0x2474, 20)}.get(
        style, (0x2460, 20)
    )
    return chr(base + number - 1) if 0 < number <= last else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for size, letters in _ROMAN:
        text += letters * (number // size)
        number %= size
    return text


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as numbering.xml describes it."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class Numbering:
    """Counts the paragraphs of every list. Lists that share an abstract list share its counters, as in Word."""

    lists: dict[str, str] = field(default_factory=dict)  # numId -> abstractNumId
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)  # numId -> level -> start
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None) -> Numbering:
        """The lists of numbering.xml; none when the part is missing."""
        found = cls()
        named: dict[str, str] = {}  # list style -> the abstract list that defines it
        links: dict[str, str] = {}  # abstract list -> the list style that it only refers to
        for item in root if root is not None else ():
            name = local(item)
            if name == "abstractNum":
                number = value(item, "abstractNumId") or ""
                found.levels[number] = {
                    integer(value(level, "ilvl")): _level(level) for level in item if local(level) == "lvl"
                }
                named[value(child(item, "styleLink")) or ""] = number
                links[number] = value(child(item, "numStyleLink")) or ""
            elif name == "num":
                found._add(item)
        for number, style in links.items():
            if style in named and not found.levels[number]:
                found.levels[number] = found.levels[named[style]]
        return found

    def _add(self, item: Element) -> None:
        number = value(item, "numId") or ""
        self.lists[number] = value(child(item, "abstractNumId")) or ""
        for override in (entry for entry in item if local(entry) == "lvlOverride"):
            level = integer(value(override, "ilvl"))
            start = value(child(override, "startOverride"))
            if start is not None:
                self.overrides.setdefault(number, {})[level] = integer(start, 1)

    def label(self, number: str, level: int) -> str:
        """The printed number of the next paragraph of list ``number`` at ``level``; empty for bullets."""
        abstract = self.lists.get(number, "")
        levels = self.levels.get(abstract, {})
        shape = levels.get(level)
        if shape is None:
            return ""
        self._count(number, abstract, level, shape)
        if shape.style in ("bullet", "none"):
            return ""
        counts = self._counts[abstract]

        def fill(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            other = levels.get(index, Level())
            return numeral(counts.get(index, other.start), "decimal" if shape.legal else other.style)

        text = _HOLDER.sub(fill, shape.text)
        return f"{text} " if text and (text[-1].isalnum()) else text.rstrip()

    def _count(self, number: str, abstract: str, level: int, shape: Level) -> None:
        counts = self._counts[abstract]
        if number not in self._begun:
            self._begun.add(number)
            for index, start in self.overrides.get(number, {}).items():
                counts[index] = start - 1
        counts[level] = counts[level] + 1 if level in counts else shape.start
        for deeper in [index for index in counts if index > level]:
            restart = self.levels[abstract].get(deeper, Level()).restart
            if restart is None or (restart and level < restart):
                del counts[deeper]


def _level(element: Element) -> Level:
    restart = value(child(element, "lvlRestart"))
    style = value(child(element, "numFmt")) or "decimal"
    return Level(
        style=style,
        text=value(child(element, "lvlText")) or "",
        start=integer(value(child(element, "start")), 1),
        legal=is_on(child(element, "isLgl")),
        restart=integer(restart) if restart is not None else None,
    )
