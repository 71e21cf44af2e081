"""A report behind the report: a government's file may attach the report of its own office.

A further report begins at a title of its own, with an agency, below which the numbering of the sections starts anew.
Each is read as a document of its own; offsets, pages and blocks stay those of the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from gouji.identity import sections
from gouji.identity.agency import is_name
from gouji.identity.title import KEY, LINES, LONGEST, best_title
from gouji.model import Block, Document, Place
from gouji.text import fold
from gouji.views import folded, squashed

_LEAST = 3  # sections of the first level that a report has before another may follow


def split(document: Document) -> tuple[Document, ...]:
    """The document's reports in printed order; nearly always the document alone."""
    folded(document)  # at once, and not block by block
    titles = [at for at, block in enumerate(document.blocks) if _may_end_title(block)]
    starts = list(_starts(document)) if len(titles) > 1 or (titles and titles[0] > 2 * _LEAST) else []
    if not starts:
        return (document,)
    edges = [0, *starts, len(document.blocks)]
    return tuple(_part(document, first, end) for first, end in pairwise(edges))


def _may_end_title(block: Block) -> bool:
    return block.table is None and len(block.text) <= LONGEST and KEY.search(squashed(block)) is not None


def _starts(document: Document) -> Iterator[int]:
    """The blocks with which a further report begins."""
    heads = [part for part in sections.find(document, fold(document.text)) if part.level == 1 and part.number]
    before = 0
    for at, head in enumerate(heads):
        again = head.number == heads[0].number and at - before >= _LEAST
        first = _title_block(document, heads[at - 1].place.block, head.place.block) if again else None
        if first is not None:
            before = at
            yield first


def _title_block(document: Document, after: int | None, until: int | None) -> int | None:
    """The block of the title between two headings; None when there is none that names an agency."""
    blocks = [block for block in document.blocks[(after or 0) + 1 : until] if block.table is None][-LINES:]
    lines = [(block.place.start, fold(block.text)) for block in blocks if block.place.start is not None]
    title = best_title(document, lines)
    if title is None or not is_name(title.agency):
        return None
    return next((block.place.block for block in blocks if title.holds(block.place.start)), None)


def _part(document: Document, first: int, end: int) -> Document:
    """The blocks of one report. What stands before them becomes blank, so that every place stays right."""
    start = document.blocks[first].place.start or 0
    stop = document.blocks[end - 1].place.end or 0
    blank = tuple(Block("", Place(block=number)) for number in range(first))
    metadata = document.metadata if not first else {}
    text = " " * start + document.text[start:stop]
    return replace(document, text=text, blocks=blank + document.blocks[first:end], metadata=metadata)
