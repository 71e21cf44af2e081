"""Write a report in the shapes in which offices send it: TXT export, web page, DOCX, PDF.

Everything is deterministic: no clock, no random numbers, fixed dates inside the files.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.forms import Cell, Table

Block = tuple[str, str] | Table  # ("title" | "heading" | "text" | "right", text) or a table


# --- text: the layout of a word processor's text export ------------------------------------------------------------


def txt(blocks: Sequence[Block]) -> bytes:
    """Cells as lines that begin with a tab, rows ended by an empty line; covered cells of a vertical merge empty."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            parts += [f"{_text_row(block, row)}\n" for row in range(len(block.rows))]
            parts.append("\n")
        else:
            parts.append(f"{block[1]}\n")
    return "".join(parts).encode("utf-8")


def _text_row(table: Table, row: int) -> str:
    cells = [
        (column, cell.text if top == row else "")
        for top, column, cell in table.placed()
        if top <= row < top + cell.rowspan
    ]
    return "".join(f"\t{text}\n" for _, text in sorted(cells))


# --- web page -------------------------------------------------------------------------------------------------------

_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}_{site}</title>
<meta name="ContentSource" content="{agency}"><meta name="PubDate" content="{published}">
<style>table{{border-collapse:collapse}}</style></head><body>
<div class="header"><ul class="nav"><li><a href="#">首页</a></li><li><a href="#">政务公开</a></li>\
<li><a href="#">政务服务</a></li><li><a href="#">互动交流</a></li></ul></div>
<div class="position">当前位置：<a href="#">首页</a> &gt; <a href="#">政府信息公开年报</a></div>
<table class="meta"><tr><td>索引号：</td><td>YX-{number}</td><td>发布机构：</td><td>{agency}</td></tr>\
<tr><td>名称：</td><td>{title}</td><td>发布日期：</td><td>{published}</td></tr></table>
<div id="zoom" class="article">
{body}
</div>
<div class="share">分享到：</div>
<div class="footer"><p>主办：{site} <a href="#">网站地图</a></p></div>
<script>var count = 1;</script>
</body></html>
"""


def html(blocks: Sequence[Block], title: str, agency: str, published: str) -> bytes:
    """A portal's page: menu, metadata block, content, footer."""
    body = "\n".join(_html_table(block) if isinstance(block, Table) else _html_text(*block) for block in blocks)
    number = f"{sum(map(ord, title)) % 10_000:04d}"
    site = "云岫市人民政府门户网站"
    page = _PAGE.format(title=title, site=site, agency=agency, published=published, number=number, body=body)
    return page.encode("utf-8")


def _html_text(kind: str, text: str) -> str:
    tag = {"title": "h1", "heading": "h2"}.get(kind, "p")
    style = ' style="text-align:right"' if kind == "right" else ""
    return f"<{tag}{style}>{escape(text)}</{tag}>"


def _html_table(table: Table) -> str:
    rows = []
    for cells in table.rows:
        drawn = "".join(
            f"<td{_span('rowspan', cell.rowspan)}{_span('colspan', cell.colspan)}>{_html_cell(cell)}</td>"
            for cell in cells
        )
        rows.append(f"<tr>{drawn}</tr>")
    return '<table border="1">\n' + "\n".join(rows) + "\n</table>"


def _span(name: str, size: int) -> str:
    return f' {name}="{size}"' if size > 1 else ""


def _html_cell(cell: Cell) -> str:
    """Long labels in two font elements, as editors leave them."""
    text = escape(cell.text)
    return f"<font>{text[:5]}</font><font>{text[5:]}</font>" if len(cell.text) > 12 and "&" not in text else text


# --- DOCX -----------------------------------------------------------------------------------------------------------

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def docx(blocks: Sequence[Block]) -> bytes:
    """A plain document: outline levels, merged cells."""
    body = "".join(_word_table(block) if isinstance(block, Table) else _word_text(*block) for block in blocks)
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    )
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(_entry(name), text.encode("utf-8"))
    return stream.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _word_text(kind: str, text: str) -> str:
    outline = '<w:outlineLvl w:val="0"/>' if kind == "heading" else ""
    align = {"title": "center", "right": "right"}.get(kind)
    align_xml = f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{align_xml}{outline}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _word_table(table: Table) -> str:
    grid = "".join(f'<w:gridCol w:w="{round(9000 * width)}"/>' for width in table.widths)
    placed = table.placed()
    rows = []
    for row in range(len(table.rows)):
        cells = sorted((column, top, cell) for top, column, cell in placed if top <= row < top + cell.rowspan)
        rows.append("<w:tr>" + "".join(_word_cell(cell, top == row) for _, top, cell in cells) + "</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _word_cell(cell: Cell, first: bool) -> str:
    merge = ('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>") if cell.rowspan > 1 else ""
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    text = escape(cell.text) if first else ""
    return f'<w:tc><w:tcPr>{span}{merge}</w:tcPr><w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'


# --- PDF ------------------------------------------------------------------------------------------------------------

_WIDTH, _HEIGHT = 595.0, 842.0
_LEFT, _TOP, _BOTTOM = 80.0, 72.0, 76.0
_FONT = "STSong-Light"


class _Press:
    """Sets text and ruled tables page by page, as a word processor does: tables break between rows, merged cells
    are cut at the break and their text stays in the first part."""

    def __init__(self, title: str) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
        self.stream = BytesIO()
        self.canvas = Canvas(self.stream, pagesize=(_WIDTH, _HEIGHT), invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.width = _WIDTH - 2 * _LEFT
        self.page = 1
        self.y = _TOP

    def text(self, kind: str, text: str) -> None:
        size, lead = (18.0, 28.0) if kind == "title" else (12.0, 20.0)
        indent = 0.0 if kind in ("title", "right") else 2 * size
        for index, line in enumerate(wrap(text, self.width, size, indent)):
            self._room(lead)
            length = pdfmetrics.stringWidth(line, _FONT, size)
            x = {"title": (self.width - length) / 2, "right": self.width - length}.get(
                kind, indent if not index else 0
            )
            self._write(_LEFT + x, self.y + size, line, size)
            self.y += lead

    def table(self, table: Table) -> None:
        edges = [_LEFT + self.width * sum(table.widths[:column]) for column in range(len(table.widths) + 1)]
        placed = [(row, column, cell) for row, column, cell in table.placed()]
        heights = [18.0] * len(table.rows)
        lines = {}
        for row, column, cell in placed:
            found = wrap(cell.text, edges[column + cell.colspan] - edges[column] - 6, 9.0, 0.0)
            lines[row, column] = found
            if cell.rowspan == 1:
                heights[row] = max(heights[row], 12.0 * len(found) + 6)
        self._room(sum(heights[: table.head + 1]))
        start = 0
        while start < len(heights):
            repeated = list(range(table.head)) if start else []
            end, used = start, sum(heights[row] for row in repeated)
            while end < len(heights) and self.y + used + heights[end] <= _HEIGHT - _BOTTOM:
                used += heights[end]
                end += 1
            if end > start:
                self._rows([*repeated, *range(start, end)], placed, heights, edges, lines)
            start = end
            if start < len(heights):
                self._next()
        self.y += 8

    def _rows(
        self,
        rows: Sequence[int],
        placed: Iterable[tuple[int, int, Cell]],
        heights: Sequence[float],
        edges: Sequence[float],
        lines: dict[tuple[int, int], list[str]],
    ) -> None:
        tops: dict[int, float] = {}
        for row in rows:
            tops[row] = self.y
            self.y += heights[row]
        for top, column, cell in placed:
            shown = [row for row in range(top, top + cell.rowspan) if row in tops]
            if not shown:
                continue
            x0, x1 = edges[column], edges[column + cell.colspan]
            y0, y1 = tops[shown[0]], tops[shown[-1]] + heights[shown[-1]]
            self.canvas.setLineWidth(0.5)
            self.canvas.rect(x0, _HEIGHT - y1, x1 - x0, y1 - y0)
            if shown[0] == top:
                for index, line in enumerate(lines[top, column]):
                    self._write(x0 + 3, y0 + 12 + 12 * index, line, 9.0)

    def _write(self, x: float, y: float, line: str, size: float) -> None:
        self.canvas.setFont(_FONT, size)
        self.canvas.drawString(x, _HEIGHT - y, line)

    def _room(self, height: float) -> None:
        if self.y + height > _HEIGHT - _BOTTOM:
            self._next()

    def _next(self) -> None:
        self._number()
        self.canvas.showPage()
        self.page += 1
        self.y = _TOP

    def _number(self) -> None:
        self.canvas.setFont(_FONT, 10.0)
        self.canvas.drawCentredString(_WIDTH / 2, 40.0, f"- {self.page} -")

    def finish(self) -> bytes:
        self._number()
        self.canvas.save()
        return self.stream.getvalue()


def wrap(text: str, width: float, size: float, indent: float) -> list[str]:
    """Lines that fit ``width``; the first is indented; no line begins with a closing mark; figures are not cut."""
    lines: list[str] = []
    line, room = "", width - indent
    for word in _words(text):
        if line and pdfmetrics.stringWidth(line + word, _FONT, size) > room:
            if word in "，。、；：）》”%":
                line, word = line[:-1], line[-1] + word
            lines.append(line)
            line, room = word, width
        else:
            line += word
    return [*lines, line]


def _words(text: str) -> list[str]:
    """Single characters, but figures and Latin words whole."""
    words: list[str] = []
    for character in text:
        whole = character.isascii() and (character.isalnum() or character in ".-:/")
        if whole and words and words[-1].isascii() and words[-1][-1].isalnum() | (words[-1][-1] in ".-:/"):
            words[-1] += character
        else:
            words.append(character)
    return words


def pdf(blocks: Sequence[Block], title: str, lower: float = 0.0) -> bytes:
    """Ruled tables, page numbers, a CID font that every reader knows (nothing is embedded). ``lower`` points are left
    free on the first page, so that the page breaks fall elsewhere."""
    press = _Press(title)
    press.y += lower
    for block in blocks:
        if isinstance(block, Table):
            press.table(block)
        else:
            press.text(*block)
    return press.finish()
