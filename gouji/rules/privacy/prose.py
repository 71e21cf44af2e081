"""The text of a document as privacy rules read it: folded, sentence by sentence, with places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gouji.model import Basis, Block, Document, Place, Report
from gouji.text import fold

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


def sentences(document: Document) -> Iterator[Sentence]:
    """Every sentence of the paragraphs and tables, in order."""
    folded = fold(document.text)
    for block in document.blocks:
        start, end = block.place.start, block.place.end
        if start is None or end is None:
            continue
        for found in _SENTENCE.finditer(folded, start, end):
            yield Sentence(found[0], found.start(), block)
