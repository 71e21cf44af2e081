"""Web pages: paragraphs and tables of the page's content, without the site around it.

Tables keep their spans; tables that only arrange the page flow as paragraphs. White space is that of the source
collapsed as a browser does, except that a line break of the source between two Chinese characters is nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import product

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gouji import errors
from gouji.model import Document
from gouji.readers import html_page, limits, text
from gouji.readers.builder import Builder, Draft
from gouji.readers.docx_numbering import numeral
from gouji.readers.encoding import decode
from gouji.readers.grid import is_layout, tidy

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DEPTH = 40  # nested tables deeper than this are no longer told apart
_WHITE = " \t\r\n\f"
_SPACES = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_CHINESE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]"
_BROKEN = re.compile(rf"(?<={_CHINESE})[ \t\f]*[\r\n][ \t\r\n\f]*(?={_CHINESE})")
_LISTS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_CJK_LIST = re.compile(r"list-style(?:-type)?\s*:[^;]*(cjk-ideographic|simp-chinese|trad-chinese|japanese)", re.I)
_DIGITS = re.compile(r"\s*(\d{1,6})")
_NO_LIST = re.compile(r"list-style(?:-type)?\s*:[^;]*none", re.I)


def read(data: bytes) -> Document:
    """HTML bytes to a Document."""
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared.group(1).decode("ascii", "replace") if declared else None)
    if decoded is None:
        raise errors.Unsupported
    limits.check_characters(len(decoded.text))
    document = Builder("text/html", "html")
    if decoded.replaced:
        document.note("undecodable-bytes-replaced")
    tree = LexborHTMLParser(decoded.text)
    if tree.body is None:
        raise errors.Empty
    document.metadata.update(html_page.metadata(tree))
    html_page.strip(tree, document)
    _Page(document).read(tree.body)
    return document.build(1.0 - min(1.0, 50 * decoded.replaced))


def collapse(text: str) -> str:
    """White space as a browser shows it; none where the source breaks a line between Chinese characters."""
    if "  " not in text and text.isprintable():
        return text
    return _SPACES.sub(" ", _BROKEN.sub("", text) if "\n" in text or "\r" in text else text)


@dataclass(slots=True)
class _Flow:
    """Collects the lines of one container: what stands between two block boundaries or breaks is a line."""

    lines: list[tuple[str, int | None]] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _level: int | None = None

    def add(self, text: str) -> None:
        self._pieces.append(text)

    def cut(self, level: int | None = None) -> None:
        if self._pieces:
            text = "".join(self._pieces).strip(_WHITE)
            self._pieces.clear()
            if text:
                self.lines.append((collapse(text), self._level))
        self._level = level

    def text(self) -> str:
        self.cut()
        return "\n".join(line for line, _ in self.lines)


@dataclass(slots=True)
class _Cell:
    """A cell while its table is read; ``tables`` are those inside it."""

    node: LexborNode
    row: int
    column: int
    rowspan: int
    colspan: int
    text: str = ""
    tables: list[LexborNode] = field(default_factory=list)

    @property
    def draft(self) -> Draft:
        return Draft(self.row, self.column, self.text, self.rowspan, self.colspan)


@dataclass(slots=True)
class _Page:
    """Walks the page in order. The walk is a loop, not a recursion, as pages nest without bound."""

    document: Builder
    _depth: int = 0
    _items: dict[int, int] = field(default_factory=dict)  # list items begun, by list

    def read(self, root: LexborNode) -> None:
        """Emit the blocks below ``root``."""
        flow = _Flow()
        self._walk(root, flow, None)
        self._emit(flow)

    def _emit(self, flow: _Flow) -> None:
        flow.cut()
        for line, level in flow.lines:
            self.document.paragraph(line, level=level)
        flow.lines.clear()

    def _walk(self, root: LexborNode, flow: _Flow, tables: list[LexborNode] | None) -> None:
        node, top = root.first_child, root.mem_id
        while node is not None:
            tag = node.tag
            if tag == "-text":
                flow.add(node.text_content or "")
            elif self._enter(node, tag, flow, tables) and (inner := node.first_child) is not None:
                node = inner
                continue
            while (following := node.next) is None:
                node = node.parent
                if node is None or node.mem_id == top:
                    flow.cut()
                    return
                tag = node.tag
                if tag in _BLOCKS:
                    flow.cut()
            if tag in _BLOCKS:
                flow.cut()
            node = following

    def _enter(self, node: LexborNode, tag: str | None, flow: _Flow, tables: list[LexborNode] | None) -> bool:
        """Take an element; tells whether to go into it. ``tables`` collects the tables of a cell; without it, they are
        blocks of the page."""
        if tag == "br":
            flow.cut()
        elif tag == "img":
            self.document.images += 1
        elif tag == "table":
            flow.cut()
            if tables is not None:
                tables.append(node)
                return False
            self._emit(flow)
            return not self._table(node)
        elif tag in _BLOCKS:
            flow.cut(_HEADINGS.get(tag or ""))
            if tag == "li":
                flow.add(self._item_label(node))
            elif tag == "pre" and tables is None:
                self._emit(flow)
                text.parse(node.text(), self.document)
                return False
        return True

    def _item_label(self, item: LexborNode) -> str:
        """The number that a browser prints in front of an item of an ordered list."""
        parent = item.parent
        if parent is None or parent.tag != "ol":
            return ""
        position = self._items[parent.mem_id] = self._items.get(parent.mem_id, -1) + 1
        style = parent.attributes.get("style") or ""
        if _NO_LIST.search(style) or _NO_LIST.search(item.attributes.get("style") or ""):
            return ""
        start = re.match(r"\d{1,4}", parent.attributes.get("start") or "")
        number = position + (int(start.group()) if start else 1)
        if _CJK_LIST.search(style):
            return numeral(number, "chineseCounting") + "、"
        return numeral(number, _LISTS.get(parent.attributes.get("type") or "1", "decimal")) + "."

    def _table(self, table: LexborNode) -> bool:
        """Emit a table; False when it is too deep in others to be one, so that its content just flows."""
        if self._depth >= _DEPTH:
            return False
        self._depth += 1
        images = self.document.images
        cells = self._cells(table)
        drafts = [cell.draft for cell in cells]
        nested = sum(len(inner.css("td, th")) for cell in cells for inner in cell.tables)
        if is_layout(drafts, nested):
            self.document.images = images  # they are met again below
            for cell in cells:
                self.read(cell.node)
        elif not html_page.is_metadata([draft.text for draft in drafts]):
            self.document.table(tidy(drafts))
            for cell in cells:
                for inner in cell.tables:
                    self._table(inner)
        self._depth -= 1
        return True

    def _cells(self, table: LexborNode) -> list[_Cell]:
        """The drawn cells with their places in the grid; a caption becomes a paragraph before the table."""
        cells: list[_Cell] = []
        taken: set[tuple[int, int]] = set()
        sections = _sections(table, self.read)
        row = 0
        for rows in sections:
            for index, line in enumerate(rows):
                column = 0
                for node in _children(line, ("td", "th")):
                    while (row, column) in taken:
                        column += 1
                    attributes = node.attributes
                    height, width = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
                    height = min(height or len(rows), len(rows) - index)
                    cell = _Cell(node, row, column, height, max(1, width))
                    taken.update(product(range(row, row + height), range(column, column + cell.colspan)))
                    limits.check_cells(len(taken))
                    flow = _Flow()
                    self._walk(node, flow, cell.tables)
                    cell.text = flow.text()
                    cells.append(cell)
                    column += cell.colspan
                row += 1
        return cells


def _sections(table: LexborNode, emit: object) -> list[list[LexborNode]]:
    """The rows of the table by section, as drawn: head first, foot last."""
    parts: dict[str, list[list[LexborNode]]] = {"thead": [], "tbody": [], "tfoot": []}
    loose: list[LexborNode] = []
    for node in table.iter():
        if node.tag in parts:
            parts[node.tag].append(_children(node, ("tr",)))
        elif node.tag == "tr":
            loose.append(node)
        elif node.tag == "caption" and callable(emit):
            emit(node)
    return [*parts["thead"], *parts["tbody"], *([loose] if loose else []), *parts["tfoot"]]


def _children(parent: LexborNode, tags: tuple[str, ...]) -> list[LexborNode]:
    return [node for node in parent.iter() if node.tag in tags]


def _span(text: str | None) -> int:
    """A span as browsers read it: the leading digits; 1 when there are none. 0 means to the end of the section."""
    digits = _DIGITS.match(text) if text else None
    return min(limits.SPAN, int(digits.group(1))) if digits else 1
