"""PDF files as word processors, browsers and printing drivers make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.accuracy import font
from tests.accuracy.model import Report
from tests.accuracy.paper_layouts import CUT, NO_REPEAT, NUMBERS, RADICALS, SIDES, WIDE
from tests.corpus.forms import Cell, Table

Side = tuple[float, float, float, float]
Piece = tuple[int, int, int]  # row, first line, line after the last


@dataclass(frozen=True, slots=True)
class Style:
    """How one PDF is set."""

    layout: str
    font: str
    number: str
    size: float = 9.0
    centred: bool = False


def write(report: Report, rng: Random, layout: str, tags: set[str], embedded: bool | None = None) -> bytes:
    """The report as a PDF in the layout. An embedded font is a mere character map, which cannot be looked at."""
    embedded = (rng.random() < 0.5 or layout == "radicals") if embedded is None else embedded
    number = rng.choice(NUMBERS)
    size = 12.0 if layout == "large-type" else rng.choice((8.0, 9.0, 10.5))
    name = f"Gouji{report.number}" if embedded else font_name()
    if embedded:
        texts = [c.text for b in report.blocks if isinstance(b, Table) for row in b.rows for c in row]
        texts += [block[1] for block in report.blocks if not isinstance(block, Table)]
        used = "".join(texts)
        font.register(name, used + used.translate(RADICALS) + "0123456789-—/第页 ")
    tags |= {f"pdf:{layout}", "font:embedded" if embedded else "font:cid"}
    style = Style(layout, name, number, size, layout == "centred" or rng.random() < 0.4)
    press = Press(report.title, style, lower=rng.choice((0.0, 0.0, 60.0, 150.0, 300.0)), dice=rng)
    blocks = list(report.blocks)
    while blocks:
        block = blocks.pop(0)
        if not isinstance(block, Table):
            press.text(*block)
        elif layout == "side-by-side" and blocks and isinstance(blocks[0], Table) and _small(block, blocks[0]):
            press.pair(block, blocks.pop(0))  # type: ignore[arg-type]
        else:
            press.table(block)
    return press.finish()


def _small(*tables: Table) -> bool:
    return all(len(table.rows) <= 6 and len(table.widths) <= 4 for table in tables)


def font_name() -> str:
    """A font that is named but not embedded; readers and printers take one of their own."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


class Press:
    """Sets text and tables page by page."""

    def __init__(self, title: str, style: Style, lower: float, dice: Random | None = None) -> None:
        self.style, self.dice = style, dice or Random(0)
        wide = style.layout in WIDE
        self.width, self.height = (842.0, 595.0) if wide else (595.0, 842.0)
        self.left, self.top, self.bottom = 72.0, 66.0, 70.0
        paper = (842.0, 595.0) if wide else (595.0, 842.0)  # reportlab itself turns the box of a rotated page
        self.stream = BytesIO()
        self.canvas = Canvas(self.stream, pagesize=paper, invariant=1, pageCompression=1)
        self.canvas.setTitle(title.replace("\n", ""))
        self.page = 0
        self.inner = self.width - 2 * self.left
        self.widths: dict[str, float] = {}
        self.objects = 0
        self.missing: set[Side] = set()
        self._begin()
        self.y += lower

    # -- pages --

    def _begin(self) -> None:
        self.page += 1
        self.y = self.top
        if self.style.layout == "rotated":
            self.canvas.setPageRotation(90)
            self.canvas.translate(595.0, 0)
            self.canvas.rotate(90)
        if self.style.layout == "rotated-270":
            self.canvas.setPageRotation(270)
            self.canvas.translate(0, 842.0)
            self.canvas.rotate(-90)
        if self.style.layout == "form-object":
            self.canvas.beginForm(f"page{self.page}")

    def _end(self) -> None:
        if self.style.number:
            text = self.style.number.format(self.page)
            self._write((self.width - self._length(text, 10)) / 2, self.height - 40, text, 10)
        if self.style.layout == "form-object":
            self.canvas.endForm()
            self.canvas.doForm(f"page{self.page}")
        self.canvas.showPage()

    def _room(self, height: float) -> None:
        if self.y + height > self.height - self.bottom:
            self._end()
            self._begin()

    def finish(self) -> bytes:
        self._end()
        self.canvas.save()
        return self.stream.getvalue()

    # -- text --

    def _length(self, text: str, size: float) -> float:
        total = 0.0
        for character in text:
            if character not in self.widths:
                self.widths[character] = pdfmetrics.stringWidth(character, self.style.font, 1000) / 1000
            total += self.widths[character]
        return total * size

    def _write(self, x: float, y: float, text: str, size: float) -> None:
        if self.style.layout == "radicals":
            text = text.translate(RADICALS)
        self.canvas.setFont(self.style.font, size)
        if self.style.layout != "per-character":
            self.canvas.drawString(x, self.height - y, text)
            return
        for character in text:
            self.canvas.drawString(x, self.height - y, character)
            x += self._length(character, size)

    def _wrapped(self, text: str, width: float, size: float, indent: float = 0.0) -> list[str]:
        found: list[str] = []
        for printed in text.split("\n"):
            line, room = "", width - indent
            for word in _words(printed):
                if line and self._length(line + word, size) > room:
                    found.append(line)
                    line, room = word, width
                else:
                    line += word
            found.append(line)
            indent = 0.0
        return found

    def text(self, kind: str, text: str) -> None:
        size, lead = (18.0, 28.0) if kind == "title" else (12.0, 21.0)
        indent = 0.0 if kind in ("title", "right", "caption") else 2 * size
        for index, line in enumerate(self._wrapped(text, self.inner, size, indent)):
            self._room(lead)
            spare = self.inner - self._length(line, size)
            x = {"title": spare / 2, "right": spare}.get(kind, 0.0 if index else indent)
            self._write(self.left + x, self.y + size, line, size)
            self.y += lead

    def picture(self, jpeg: bytes, width: float) -> None:
        """A picture as wide as that, or as the text."""
        image = ImageReader(BytesIO(jpeg))
        wide, high = image.getSize()
        width = min(width, self.inner)
        height = min(width * high / wide, self.height - self.top - self.bottom)
        width = height * wide / high
        self._room(height)
        self.canvas.drawImage(image, self.left, self.height - self.y - height, width, height)
        self.y += height + 10

    # -- tables --

    def pair(self, one: Table, other: Table) -> None:
        """Two tables beside each other."""
        self._room(260.0)
        left, inner, top = self.left, self.inner, self.y
        self.inner = 0.48 * inner
        self.table(one)
        low, self.y = self.y, top
        self.left = left + 0.52 * inner
        self.table(other)
        self.left, self.inner, self.y = left, inner, max(low, self.y)

    def table(self, table: Table) -> None:
        size = self.style.size
        self.lead, self.pad = size * 1.3, 6.0
        self.edges = [self.left + self.inner * sum(table.widths[:c]) for c in range(len(table.widths) + 1)]
        self.placed = table.placed()
        self.lines: dict[tuple[int, int], list[str]] = {}
        counts = [1] * len(table.rows)
        for row, column, cell in self.placed:
            room = self.edges[column + cell.colspan] - self.edges[column] - 5
            self.lines[row, column] = self._wrapped(cell.text, room, size)
            if cell.rowspan == 1:
                counts[row] = max(counts[row], len(self.lines[row, column]))
        self.counts = counts
        self.waiting = {(r, c): list(self.lines[r, c]) for r, c, cell in self.placed if cell.rowspan > 1}
        self._room(sum(self._high(counts[row]) for row in range(min(len(counts), table.head + 1))))
        pieces: list[Piece] = []
        todo = [(row, 0, counts[row]) for row in range(len(counts))]
        used, repeat = 0.0, 0
        while todo:
            row, first, end = todo[0]
            free = self.height - self.bottom - self.y - used
            stuck = len(pieces) == repeat and self.y <= self.top + 1  # an empty page: it must go here
            if self._high(end - first) <= free or stuck:
                pieces.append(todo.pop(0))
                used += self._high(end - first)
                continue
            fits = int((free - self.pad) / self.lead)
            if self.style.layout in CUT and 0 < fits < end - first:
                pieces.append((row, first, first + fits))
                todo[0] = (row, first + fits, end)
            self._draw(pieces, table, to_foot=self.style.layout == "number-inside")
            self._end()
            self._begin()
            repeat = table.head if self.style.layout not in NO_REPEAT and todo[0][0] >= table.head else 0
            pieces = [(row, 0, counts[row]) for row in range(repeat)]
            used = sum(self._high(counts[row]) for row in range(repeat))
        self._draw(pieces, table)
        self.y += 10

    def _high(self, lines: int) -> float:
        return self.lead * lines + self.pad

    def _draw(self, pieces: Sequence[Piece], table: Table, to_foot: bool = False) -> None:
        """Some rows, the last one down to the foot of the page when the page number is to stand in it."""
        if self.style.layout != "table-object" or not pieces:
            self._drawn(pieces, table, to_foot)
            return
        self.objects += 1
        self.canvas.beginForm(f"table{self.objects}")
        self.canvas.scale(2, 2)
        self._drawn(pieces, table, to_foot)
        self.canvas.endForm()
        self.canvas.saveState()
        self.canvas.scale(0.5, 0.5)
        self.canvas.doForm(f"table{self.objects}")
        self.canvas.restoreState()

    def _drawn(self, pieces: Sequence[Piece], table: Table, to_foot: bool) -> None:
        tops: dict[int, tuple[float, Piece]] = {}
        start = self.y
        for piece in pieces:
            tops[piece[0]] = (self.y, piece)
            self.y += self._high(piece[2] - piece[1])
        for row, column, cell in self.placed:
            shown = [r for r in range(row, row + cell.rowspan) if r in tops]
            if not shown:
                continue
            x0, x1 = self.edges[column], self.edges[column + cell.colspan]
            y0 = tops[shown[0]][0]
            last = tops[shown[-1]]
            y1 = last[0] + self._high(last[1][2] - last[1][1])
            full = y1
            if to_foot and shown[-1] == pieces[-1][0]:
                y1 = self.height - 30
            if self.style.layout == "shaded" and row < table.head:
                self.canvas.setFillGray(0.9)
                self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
                self.canvas.setFillGray(0)
            self._rule(x0, y0, x1, y1, column == 0, column + cell.colspan == len(table.widths))
            self._fill(row, column, cell, (x0, y0, x1, full), tops, row < table.head)
        heads = [top + self._high(piece[2] - piece[1]) for top, piece in tops.values() if piece[0] < table.head]
        self._lines_across(start, [start, *(heads[-1:]), self.y])

    def _lines_across(self, start: float, levels: Sequence[float]) -> None:
        """The lines at the top, below the heads and at the foot, where rules are few."""
        if self.style.layout in ("columns-only", "three-rules") and self.y > start:
            self.canvas.setLineWidth(0.5)
            for y in levels:
                self.canvas.line(self.edges[0], self.height - y, self.edges[-1], self.height - y)

    def _fill(
        self,
        row: int,
        column: int,
        cell: Cell,
        box: tuple[float, float, float, float],
        tops: dict[int, tuple[float, Piece]],
        head: bool,
    ) -> None:
        lines = self.lines[row, column]
        if cell.rowspan > 1 and not head:
            fits = max(1, int((box[3] - box[1] - self.pad) / self.lead))
            waiting = self.waiting[row, column]
            lines, self.waiting[row, column] = waiting[:fits], waiting[fits:]
            self._lines(lines, box, self.style.centred)
        elif cell.rowspan > 1:
            self._lines(lines, box, self.style.centred)
        else:
            _, first, end = tops[row][1]
            shift = (self.counts[row] - len(lines)) // 2 if self.style.centred else 0
            shown = [lines[i - shift] if 0 <= i - shift < len(lines) else "" for i in range(first, end)]
            self._lines(shown, box, False)

    def _lines(self, lines: Sequence[str], box: tuple[float, float, float, float], middle: bool) -> None:
        x0, y0, x1, y1 = box
        size = self.style.size
        y = y0 + self.pad / 2 + size
        if middle:
            y = (y0 + y1) / 2 - self.lead * len(lines) / 2 + size
        for index, line in enumerate(lines):
            if line.strip():
                x = x0 + 2.5
                if self.style.centred:
                    x = max(x, (x0 + x1 - self._length(line, size)) / 2)
                self._write(x, y + index * self.lead, line, size)

    def _rule(self, x0: float, y0: float, x1: float, y1: float, first: bool, last: bool) -> None:
        layout, canvas = self.style.layout, self.canvas
        if layout in ("borderless", "three-rules"):
            return
        top, low = self.height - y0, self.height - y1
        canvas.setLineWidth(0.5)
        sides = self._sides((x0, low, x1, top), first, last)
        if layout == "thin-rects":
            for xa, ya, xb, yb in sides:
                canvas.rect(xa - 0.24, ya - 0.24, xb - xa + 0.48, yb - ya + 0.48, stroke=0, fill=1)
        elif layout == "dash-by-dash":
            for xa, ya, xb, yb in sides:
                self._dashes(xa, ya, xb, yb)
        elif layout in SIDES:
            canvas.setDash(*((3, 2) if layout == "dashed" else ()))
            for side in sides:
                canvas.line(*side)
            canvas.setDash()
        else:
            canvas.rect(x0, low, x1 - x0, top - low)
            if layout == "double-rules":
                canvas.rect(x0 + 1.2, low + 1.2, x1 - x0 - 2.4, top - low - 2.4)

    def _sides(self, box: tuple[float, float, float, float], first: bool, last: bool) -> list[Side]:
        """The sides of a cell that its layout draws."""
        layout, (x0, low, x1, top) = self.style.layout, box
        short = 1.2 if layout == "gaps" else 0.0
        flat = [(x0 + short, top, x1 - short, top), (x0 + short, low, x1 - short, low)]
        left, right = (x0, low + short, x0, top - short), (x1, low + short, x1, top - short)
        upright = [] if layout == "no-outer" and first else [left]
        upright += [] if layout == "no-outer" and last else [right]
        if layout == "missing-sides" and not last and self.dice.random() < 0.04:
            self.missing.add(right)
        if layout == "rows-only":
            return flat
        if layout == "columns-only":
            return upright
        return [side for side in (*flat, *upright) if side not in self.missing]

    def _dashes(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A line as many short ones."""
        length = max(x1 - x0, y1 - y0)
        dx, dy = (x1 - x0) / length, (y1 - y0) / length
        for at in range(0, int(length) + 1, 4):
            end = min(at + 2.5, length)
            self.canvas.line(x0 + dx * at, y0 + dy * at, x0 + dx * end, y0 + dy * end)


def _words(text: str) -> list[str]:
    """Single characters, but figures whole."""
    words: list[str] = []
    for character in text:
        if character.isascii() and character.isalnum() and words and words[-1].isascii() and words[-1][-1].isalnum():
            words[-1] += character
        else:
            words.append(character)
    return words
