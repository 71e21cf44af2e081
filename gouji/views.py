"""A document's text as identity, prose and rules look at it: made once for each document, shared by all of them.

What is rare is sought by a hint first: a plain pattern (literals, classes of characters, no ``$`` and no negative
look-around) that occurs wherever the real, dearer pattern matches. Most documents hold none, and nothing else is done.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from gouji.model import Block, Document
from gouji.once import foretell, once
from gouji.text import fold, squash


@once
def folded(printed: Document | Block) -> str:
    """The folded text, character for character where the printed one stands. That of a document holds those of its
    blocks."""
    text = fold(printed.text)
    if isinstance(printed, Document):
        foretell(folded, _pieces(printed, text))
    return text


def _pieces(document: Document, text: str) -> Iterator[tuple[Block, str]]:
    """The blocks with their pieces of the document's folded text."""
    for block in document.blocks:
        start = block.place.start
        if start is not None and document.text.startswith(block.text, start):
            yield block, text[start : start + len(block.text)]


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
    return joined(paragraphs(document))


def joined(blocks: Sequence[Block]) -> str:
    """Some paragraphs without white space."""
    # A line break that is written out may begin in one and end in the next.
    if any("<" in block.text for block in blocks):
        return squash("\n".join(block.text for block in blocks))
    return "".join(map(squashed, blocks))


@once
def _starts(document: Document) -> list[int]:
    return [block.place.start or 0 for block in paragraphs(document)]


def bearing(document: Document, *signs: str | re.Pattern[str]) -> Iterator[Block]:
    """The paragraphs in whose folded text one of some words or hints begins. They are sought in the whole text: most
    stand nowhere, and a look into each paragraph would cost more than all the rest of a rule."""
    blocks, starts, text = paragraphs(document), _starts(document), folded(document)
    found: set[int] = set()
    for sign in signs:
        at = _next(sign, text, 0)
        while at >= 0:
            after = bisect_right(starts, at)
            if after and at - starts[after - 1] < len(blocks[after - 1].text):
                found.add(after - 1)
            at = _next(sign, text, starts[after]) if after < len(starts) else -1
    return (blocks[index] for index in sorted(found))


def _next(sign: str | re.Pattern[str], text: str, start: int) -> int:
    """Where a word or a hint begins next; -1 when it does not."""
    if isinstance(sign, str):
        return text.find(sign, start)
    found = sign.search(text, start)
    return found.start() if found else -1


def holding(document: Document, hint: re.Pattern[str]) -> Iterator[Block]:
    """The paragraphs in whose folded text a hint occurs."""
    return (block for block in paragraphs(document) if hint.search(folded(block)))
