"""Word 97-2003 documents (DOC, and WPS Writer's files of the same format), read from their own structures.

Columns come from the edges of the cells, so that merged cells stand where they are drawn. Headers and footers are left
out, text boxes follow the paragraph on which they hang, notes the text; changes that Word tracks are read as accepted,
hidden text is dropped.
"""

from __future__ import annotations

import struct

from gouji import errors
from gouji.model import Document
from gouji.readers.builder import Builder
from gouji.readers.doc_file import WordFile
from gouji.readers.doc_pictures import floating
from gouji.readers.doc_table import Grid
from gouji.readers.doc_text import CELL, Paragraph, Texts
from gouji.readers.docx_text import TRACKED
from gouji.readers.grid import is_layout, tidy
from gouji.readers.ole import Streams

MEDIA = "application/msword"


def read(data: bytes) -> Document:
    """DOC bytes to a Document."""
    streams = Streams(data)
    document = Builder(MEDIA, "doc")
    try:
        file = WordFile.open(streams)
        texts = Texts.of(file, document)
        story = _Story(document)
        story.read(texts, file.stories["text"])
        for part in (*story.later, *texts.loose_boxes(), file.stories["footnotes"], file.stories["endnotes"]):
            story.read(texts, part)
    except (struct.error, IndexError, ValueError) as problem:
        raise errors.Damaged from problem
    document.images += floating(file.part("drawings"))
    document.metadata.update(streams.properties())
    return document.build()


class _Story:
    """Puts paragraphs into blocks: those in tables wait until their table ends. ``later`` are the texts of text boxes
    that hang on paragraphs in tables."""

    def __init__(self, document: Builder) -> None:
        self._document = document
        self.later: list[range] = []
        self._open: list[Grid] = []  # the tables around the paragraph, outermost first

    def read(self, texts: Texts, where: range) -> None:
        """Emit the blocks of a story or a part of one."""
        for paragraph in texts.paragraphs(where):
            self._close(paragraph.format.depth)
            if paragraph.format.depth:
                self._in_table(paragraph)
                self.later += paragraph.boxes
                continue
            self._document.paragraph(paragraph.text, level=paragraph.format.level)
            for box in paragraph.boxes:
                self.read(texts, box)
        self._close(0)

    def _in_table(self, paragraph: Paragraph) -> None:
        format = paragraph.format
        while len(self._open) < format.depth:
            self._open.append(Grid())
        grid = self._open[-1]
        if format.ends_row:
            if paragraph.deleted:
                self._document.note(TRACKED)
            grid.end_row(format.cells, keep=not paragraph.deleted)
            return
        grid.cell.items.append((paragraph.text, format.level))
        if format.ends_cell or paragraph.mark == CELL:
            grid.end_cell()

    def _close(self, depth: int) -> None:
        """End the tables deeper than ``depth``: inner ones become part of a cell, outer ones blocks."""
        while len(self._open) > depth:
            grid = self._open.pop()
            grid.end_row()
            if self._open:
                self._open[-1].cell.items.append(grid)
            else:
                self._table(grid)

    def _table(self, grid: Grid) -> None:
        drafts, ragged = grid.drafts()
        inner = [table for content in grid.contents for table in content.tables]
        if is_layout(drafts, sum(len(table.contents) for table in inner)):
            for content in grid.contents:
                for item in content.items:
                    if isinstance(item, Grid):
                        self._table(item)
                    else:
                        self._document.paragraph(item[0], level=item[1])
            return
        self._document.table(drafts if ragged else tidy(drafts), ragged=ragged)
        for table in inner:
            self._table(table)
