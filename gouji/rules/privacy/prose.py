"""The text of a document as privacy rules read it: folded, sentence by sentence, with places."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from gouji.model import Basis, Block, Document, Place, Report
from gouji.once import once
from gouji.views import folded

_SENTENCE = re.compile(r"[^。!?\n]+[。!?]?")
_S = r"\s{0,4}"  # bounded, so that a long run of blanks cannot make matching slow
_SIGNED = re.compile(
    r"(?:单位负责人|分管(?:领导|负责人)|负责人|审核人?|审批人|签发人?|填报人|填表人|制表人?|联系人|经办人|责任编辑|编辑|记者"
    rf"|承办人|校对|作者|供稿|来源){_S}(?:\([^)]{{0,10}}\))?{_S}:"
)


def basis(report: Report) -> tuple[Basis, ...]:
    """What protected personal data when the report was due."""
    year = report.year or 2021
    if year < 2019:
        return (Basis("regulations-2007", "第十四条"),)
    if year < 2021:
        return (Basis("regulations-2019", "第十五条"),)
    return (Basis("regulations-2019", "第十五条"), Basis("personal-information-law"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """Folded text with the offset of its first character in the document."""

    text: str
    start: int
    block: Block

    def place(self, start: int, end: int, document: Document) -> Place:
        """The place of ``text[start:end]``."""
        first, last = self.start + start, self.start + end
        at = self.block.place
        return Place(document.text[first:last], first, last, at.block, at.page, at.bbox, at.table)

    @property
    def signed(self) -> bool:
        """Whether officials stand here by their office: a signature or contact line."""
        return bool(_SIGNED.search(self.text))


_LEAD = re.compile(r"(?:[^\\\[\](){}|?*+.^$](?![?*{|]))*")  # the literal with which a hint begins
DIGITS = r"\d\d{3} ?\d{4} ?\d{4} ?\d{3}"  # of an identity number or a bank card


class Hint(NamedTuple):
    """A pattern and the literal with which each of its matches begins."""

    lead: str
    pattern: re.Pattern[str]


def hints(*patterns: str) -> tuple[Hint, ...]:
    """What must stand in a sentence for a rule to find something there. Many plain patterns, each with a literal at
    its beginning and alternatives within brackets only, are sought faster than one pattern of many alternatives."""
    return tuple(Hint(_LEAD.findall(pattern)[0], re.compile(pattern)) for pattern in patterns)


def sentences(document: Document, *sought: Hint) -> Iterator[Sentence]:
    """Every sentence of the paragraphs and tables, in order, in which one of the hints begins. They are sought in the
    whole text at once; none may reach over the end of a sentence."""
    text = folded(document)
    hinted = sorted(start for hint in sought if hint.lead in text for start in _starts(hint, document, text))
    for block in _bearing(document, hinted) if hinted else ():
        for found in _SENTENCE.finditer(text, block.place.start or 0, block.place.end or 0):
            if _within(hinted, *found.span()):
                yield Sentence(found[0], found.start(), block)


@once
def _blocks(document: Document) -> tuple[list[int], list[Block]]:
    """Where the blocks start, and the blocks."""
    blocks = [block for block in document.blocks if block.place.start is not None and block.place.end is not None]
    return [block.place.start or 0 for block in blocks], blocks


def _bearing(document: Document, offsets: list[int]) -> Iterator[Block]:
    """The blocks in which one of the sorted offsets lies."""
    starts, blocks = _blocks(document)
    last = -1
    for offset in offsets:
        index = bisect_right(starts, offset) - 1
        if index > last and offset < (blocks[index].place.end or 0):
            last = index
            yield blocks[index]


def _starts(hint: Hint, document: Document, text: str) -> list[int]:
    """Where a hint begins; asked once for each document, as some are those of several rules."""
    known = _hinted(document)
    if hint not in known:
        known[hint] = [found.start() for found in hint.pattern.finditer(text)]
    return known[hint]


@once
def _hinted(_: Document) -> dict[Hint, list[int]]:
    return {}


def _within(offsets: list[int], start: int, end: int) -> bool:
    """Whether one of the sorted offsets lies in a span."""
    at = bisect_left(offsets, start)
    return at < len(offsets) and offsets[at] < end
