"""Put blocks together into a Document: the one place where offsets are computed.

Line breaks and tabs inside a cell stay in ``Cell.text`` and become one blank each in ``Document.text``, where ``\\n``
and ``\\t`` divide rows and cells. Both texts therefore have the same length, and an offset in a cell's text plus the
start of its place is an offset in the document's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from gouji import errors
from gouji.model import Block, Box, Cell, Document, Place, Quality, Table
from gouji.readers import limits

# Everything that str.splitlines takes for a line break, as Word, pdfium and old exports write it.
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls, byte order marks and noncharacters print nothing and may not stand in JSON or XML.
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# What programs write for a glyph of which the font does not say what it means.
_GLYPH = re.compile(r"\(cid:\d{1,5}\)")
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")


def clean(text: str) -> str:
    """One kind of line break, no control characters, no lone surrogates, one mark for a glyph without meaning;
    everything printed stays."""
    if "(cid:" in text:
        text = _GLYPH.sub("\ufffd", text)
    if _prints(text):
        return text
    text = _BREAKS.sub("\n", text)
    text = _UNPRINTED.sub("", text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _prints(text: str) -> bool:
    """Whether nothing but printed characters, wide blanks, line breaks and tabs stands in a text: nearly always so,
    and told without looking at each character by itself."""
    return text.isprintable() or _spaced(text).replace("\u3000", "").replace("\xa0", "").isprintable()


def _spaced(text: str) -> str:
    """A text with a blank for each line break and tab."""
    return text.replace("\n", " ").replace("\t", " ")


class Draft(NamedTuple):
    """A cell before it has a place: top left corner in the grid, printed text, spans, page and box."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    bbox: Box | None = None


_CORNER = itemgetter(0, 1)


def _cleaned(drafts: Iterable[Draft]) -> list[Draft]:
    """The cells of a table with clean texts, in reading order: mostly as they are, which is told of all at once."""
    ordered = sorted(drafts, key=_CORNER)
    text = "\n".join([draft.text for draft in ordered])
    if _prints(text) and "(cid:" not in text:
        return ordered
    return [draft._replace(text=clean(draft.text)) for draft in ordered]


@dataclass(slots=True)
class Builder:
    """Collects paragraphs and tables in reading order."""

    media_type: str
    reader: str
    images: int = 0
    pages: int | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    _blocks: list[Block] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _length: int = 0
    _tables: int = 0
    _cells: int = 0

    def note(self, key: str) -> None:
        """Remember a quality note once."""
        if key not in self._notes:
            self._notes.append(key)

    def paragraph(
        self, text: str, *, level: int | None = None, page: int | None = None, bbox: Box | None = None
    ) -> None:
        """Add a paragraph; forced line breaks divide it into several blocks, blank ones are left out."""
        for line in clean(text).split("\n"):
            printed = line.replace("\t", " ").strip()
            if printed:
                place = self._place(printed, page, bbox)
                self._blocks.append(Block(printed, place, None, level))
                self._advance(printed)

    def table(
        self,
        drafts: Iterable[Draft],
        *,
        ragged: bool = False,
        page: int | None = None,
        bbox: Box | None = None,
    ) -> None:
        """Add a table; one without any printed text is left out."""
        ordered = _cleaned(drafts)
        if not any(draft.text.strip() for draft in ordered):
            return
        self._cells += len(ordered)
        limits.check_cells(self._cells)
        cells, text = self._lay_out(ordered)
        place = self._place(text, page, bbox)._replace(table=self._tables)
        self._blocks.append(Block(text, place, Table(cells, place, ragged)))
        self._tables += 1
        self._advance(text)

    def _lay_out(self, ordered: list[Draft]) -> tuple[tuple[Cell, ...], str]:
        pieces: list[str] = []
        cells: list[Cell] = []
        block, table = len(self._blocks), self._tables
        offset = self._start()
        above = 0
        for row, column, text, rowspan, colspan, page, bbox in ordered:
            if pieces:
                mark = "\n" * (row - above) or "\t"
                pieces.append(mark)
                offset += len(mark)
            above = row
            quote = text if text.isprintable() else _spaced(text)
            end = offset + len(quote)
            place = Place(quote, offset, end, block, page, bbox, table, row, column)
            cells.append(Cell(row, column, text, place, rowspan, colspan))
            pieces.append(quote)
            offset = end
        return tuple(cells), "".join(pieces)

    def _start(self) -> int:
        return self._length + (1 if self._texts else 0)

    def _place(self, text: str, page: int | None, bbox: Box | None) -> Place:
        start = self._start()
        return Place(text, start, start + len(text), len(self._blocks), page, bbox)

    def _advance(self, text: str) -> None:
        self._length = self._start() + len(text)
        limits.check_characters(self._length)
        self._texts.append(text)

    def build(self, quality: float = 1.0) -> Document:
        """The finished Document; errors.Empty when nothing is printed. ``quality`` is what the reader thinks of the
        text; characters without meaning lower it."""
        if not self._blocks:
            raise errors.Empty
        text = "\n".join(self._texts)
        known = self._known(text, told=quality < 1)
        metadata: Mapping[str, str] = MappingProxyType(dict(sorted(self.metadata.items())))
        return Document(
            text=text,
            blocks=tuple(self._blocks),
            media_type=self.media_type,
            reader=self.reader,
            pages=self.pages,
            images=self.images,
            quality=Quality(min(quality, known), False, tuple(self._notes)),
            metadata=metadata,
        )

    def _known(self, text: str, told: bool) -> float:
        """The share of printed characters whose meaning is known; notes say why, unless the reader has told."""
        unknown = _UNKNOWN.findall(text)
        if not unknown:
            return 1.0
        if "\ufffd" in unknown and not told:
            self.note("unmapped-characters")
        if unknown.count("\ufffd") < len(unknown) and not told:
            self.note("private-use-characters")
        return round(1 - len(unknown) / sum(map(len, text.split())), 3)
