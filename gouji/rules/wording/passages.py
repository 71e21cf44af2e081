"""The paragraphs of a document as wording rules read them: folded, with places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from gouji.model import Block, Document, Place
from gouji.text import fold


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


@lru_cache(maxsize=512)
def _folded(text: str) -> str:
    return fold(text)


def passages(document: Document) -> Iterator[Passage]:
    """Every paragraph that is no table."""
    for block in document.blocks:
        if block.table is None and block.text.strip():
            yield Passage(_folded(block.text), block)
