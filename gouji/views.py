"""A document's text as identity, prose and rules look at it: made once for each document, shared by all of them.

What is rare is sought by a hint first: a plain pattern (literals, classes of characters, no ``$`` and no negative
look-around) that occurs wherever the real, dearer pattern matches. Most documents hold none, and nothing else is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Block, Document
from gouji.once import once
from gouji.text import fold, squash


@once
def folded(printed: Document | Block) -> str:
    """The folded text, character for character where the printed one stands."""
    return fold(printed.text)


@once
def squashed(printed: Document | Block) -> str:
    """The text without white space: squashed as a label is, out of the folded one as long as no line break may be
    written out in it."""
    return squash(printed.text) if "<" in printed.text else "".join(folded(printed).split())


@once
def paragraphs(document: Document) -> tuple[Block, ...]:
    """The blocks that are no tables."""
    return tuple(block for block in document.blocks if block.table is None)


@once
def prose(document: Document) -> str:
    """All paragraphs without white space."""
    if "<" in document.text:
        return squash("\n".join(block.text for block in paragraphs(document)))
    return "".join(map(squashed, paragraphs(document)))


def holding(document: Document, hint: re.Pattern[str]) -> Iterator[Block]:
    """The paragraphs in whose folded text a hint occurs."""
    return (block for block in paragraphs(document) if hint.search(folded(block)))
