"""The paragraphs of a document as wording rules read them: folded, with places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gouji.model import Block, Document, Place
from gouji.once import once
from gouji.views import bearing, folded, paragraphs


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph's folded text, character for character where the printed one stands."""

    text: str
    block: Block

    @property
    def start(self) -> int:
        return self.block.place.start or 0

    def place(self, start: int, end: int) -> Place:
        """The place of ``text[start:end]``."""
        at = self.block.place
        return Place(self.block.text[start:end], self.start + start, self.start + end, at.block, at.page, at.bbox)

    def sentence(self, position: int) -> str:
        """The sentence that a position stands in."""
        start = max(self.text.rfind(stop, 0, position) for stop in "。;!?\n") + 1
        ends = [end for stop in "。;!?\n" if (end := self.text.find(stop, position)) >= 0]
        return self.text[start : min(ends, default=len(self.text))]


@once
def _all(document: Document) -> tuple[Passage, ...]:
    return tuple(Passage(folded(block), block) for block in paragraphs(document) if block.text.strip())


def passages(document: Document, *signs: str | re.Pattern[str]) -> Iterator[Passage]:
    """Every paragraph that is no table; where words or hints are given, those that hold one of them."""
    if not signs:
        return iter(_all(document))
    return (Passage(folded(block), block) for block in bearing(document, *signs))
