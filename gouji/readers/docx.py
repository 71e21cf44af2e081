"""Word documents (DOCX), read from document.xml: paragraphs, tables with merged cells, notes, text boxes.

Headers and footers are left out: they repeat on every page and are no part of the report's text. Changes that Word
tracks are read as accepted, hidden text is dropped; both leave a note in the document's quality.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from gouji import errors
from gouji.model import Document
from gouji.readers import docx_marks
from gouji.readers.builder import Builder, Draft
from gouji.readers.docx_numbering import Numbering, child, integer, local, named, value
from gouji.readers.docx_styles import TABLE_STYLES, Styles
from gouji.readers.docx_text import TRACKED, Paragraph, Reader
from gouji.readers.grid import is_layout, tidy
from gouji.readers.limits import SPAN, check_cells
from gouji.readers.package import Element, Package

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REVISERS = "、"  # between the names in the metadata
_PLAIN: Mapping[str, Element] = {}
_WRAPPERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}


def read(data: bytes) -> Document:
    """DOCX bytes to a Document."""
    package = Package(data)
    main = _relations(package, "_rels/.rels").get("officeDocument", "word/document.xml").lstrip("/")
    root = package.xml(main)
    body = child(root, "body")
    if body is None:
        raise errors.Damaged
    folder, name = posixpath.split(main)
    relations = _relations(package, f"{folder}/_rels/{name}.rels")

    def part(kind: str, without: tuple[bytes, bytes] | None = None) -> Element | None:
        target = relations.get(kind)
        return package.xml(posixpath.normpath(posixpath.join(f"/{folder}", target)), without) if target else None

    document = Builder(MEDIA, "docx")
    numbering = cache(lambda: Numbering.of(part("numbering")))
    styles = Styles(lambda: part("styles", TABLE_STYLES))
    footnotes, endnotes = part("footnotes"), part("endnotes")
    story = _Story(document, Reader(numbering, styles, document, docx_marks.of(body, footnotes, endnotes)))
    story.blocks(body)
    story.notes(footnotes, "footnote")
    story.notes(endnotes, "endnote")
    document.metadata.update(package.properties())
    if revisers := _revisers(body, footnotes, endnotes, part("comments")):
        document.metadata["revisers"] = REVISERS.join(revisers)
    return document.build()


def _revisers(*roots: Element | None) -> list[str]:
    """Who made the tracked changes and comments that the file still holds, sorted."""
    found: set[str] = set()
    names = [f"{{*}}{name}" for name in ("ins", "del", "moveFrom", "comment")]
    for root in roots:
        if root is not None:
            found.update((value(mark, "author") or "").strip() for mark in root.iter(*names))
    return sorted(found - {""})


def _relations(package: Package, name: str) -> dict[str, str]:
    """The targets of a relations part by the last word of their types, as the file gives them."""
    root = package.xml(name)
    items = [(value(item, "Type") or "", value(item, "Target") or "") for item in (root if root is not None else ())]
    return {kind.rpartition("/")[2]: target for kind, target in reversed(items)}


@dataclass(slots=True)
class _Story:
    """Walks block content in order and hands it to the builder."""

    document: Builder
    reader: Reader
    noted: list[str] = field(default_factory=list)
    _waiting: str = ""

    def blocks(self, parent: Element) -> None:
        for item, is_table in _content(parent):
            if is_table:
                self._table(item)
            else:
                self._paragraph(item)
        if self._waiting:
            self.document.paragraph(self._waiting)
            self._waiting = ""

    def _paragraph(self, element: Element) -> None:
        found = self._read(element)
        text, self._waiting = self._waiting + found.text, ""
        if found.joins:
            self._waiting = text
        else:
            self.document.paragraph(text, level=found.level)
        for box in found.boxes:
            self.blocks(box)

    def _read(self, element: Element) -> Paragraph:
        found = self.reader.paragraph(element)
        self.noted += found.notes
        return found

    def _table(self, table: Element) -> None:
        cells = self._cells(table)
        nested = sum(cell.nested_size for cell in cells if cell.nested)
        drafts = [cell.draft for cell in cells]
        if is_layout(drafts, nested):
            for cell in cells:
                cell.flow(self)
            return
        self.document.table(tidy(drafts))
        for cell in cells:
            for inner in cell.nested:
                self._table(inner)

    def _cells(self, table: Element) -> list[_Cell]:
        """The drawn cells: continuations of a vertical merge lengthen the cell in which it began."""
        cells: list[_Cell] = []
        above: dict[int, _Cell] = {}
        rows = 0
        for row in _children(table, "tr"):
            shape = self._shape(row, "trPr")
            if "del" in shape:
                self.document.note(TRACKED)
                continue
            column = integer(value(shape.get("gridBefore")))
            current: dict[int, _Cell] = {}
            for element in _children(row, "tc"):
                shape = self._shape(element, "tcPr")
                if not shape:  # most cells
                    cells.append(_Cell(rows, column))
                    cells[-1].fill(element, self)
                    column += 1
                    continue
                width = min(SPAN, max(1, integer(value(shape.get("gridSpan")), 1)))
                merge = shape.get("vMerge")
                upper = above.get(column)
                if _goes_on(merge) and upper:
                    upper.rows += 1
                    current[column] = upper
                elif _goes_on(shape.get("hMerge")) and cells and current:
                    cells[-1].columns += width
                else:
                    cells.append(_Cell(rows, column, columns=width))
                    cells[-1].fill(element, self)
                    if merge is not None:
                        current[column] = cells[-1]
                column += width
            check_cells(len(cells))
            above = current
            rows += 1
        return cells

    def _shape(self, element: Element, name: str) -> Mapping[str, Element]:
        """The properties of a row or a cell, when they say something."""
        return named(child(element, name)) if element in self.reader.marks.shaped else _PLAIN

    def notes(self, part: Element | None, kind: str) -> None:
        """The notes that the text refers to, in the order of the part."""
        wanted = set(self.noted)
        for note in part if part is not None else ():
            if f"{kind}Reference:{value(note, 'id')}" in wanted:
                self.blocks(note)


@dataclass(slots=True)
class _Cell:
    """A cell while its table is read. ``flowing`` keeps its blocks in case the table is mere layout."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lines: list[str] = field(default_factory=list)
    nested: list[Element] = field(default_factory=list)
    flowing: list[Paragraph | Element] = field(default_factory=list)

    @property
    def draft(self) -> Draft:
        return Draft(self.row, self.column, "\n".join(self.lines), self.rows, self.columns)

    @property
    def nested_size(self) -> int:
        return sum(1 for table in self.nested for _ in table.iter("{*}tc"))

    def fill(self, element: Element, story: _Story) -> None:
        """Read the cell's content once: numbering counts, so that a paragraph must not be read twice."""
        joins = False
        for item, is_table in _content(element):
            if is_table:
                self.nested.append(item)
                self.flowing.append(item)
                continue
            found = story._read(item)
            if joins and self.lines:
                self.lines[-1] += found.text
            else:
                self.lines.append(found.text)
            joins = found.joins
            self.flowing.append(found)
            for box in found.boxes:
                self.fill(box, story)
        while len(self.lines) > 1 and not self.lines[-1].strip():
            self.lines.pop()

    def flow(self, story: _Story) -> None:
        """Emit the content as blocks of the page."""
        for item in self.flowing:
            if isinstance(item, Paragraph):
                story.document.paragraph(item.text, level=item.level)
            else:
                story._table(item)


def _goes_on(merge: Element | None) -> bool:
    """Whether a cell goes on from the one above or to the left of it."""
    return merge is not None and value(merge) in (None, "continue")


def _content(parent: Element) -> Iterator[tuple[Element, bool]]:
    """Paragraphs and tables, and which they are, through content controls and accepted insertions."""
    for item in parent:
        name = local(item)
        if name == "p":
            yield item, False
        elif name == "tbl":
            yield item, True
        elif name in _WRAPPERS:
            yield from _content(item)
        elif name == "AlternateContent":
            yield from _content(item[0] if len(item) else item)


def _children(parent: Element, wanted: str) -> Iterator[Element]:
    for item in parent:
        name = local(item)
        if name == wanted:
            yield item
        elif name in _WRAPPERS:
            yield from _children(item, wanted)
