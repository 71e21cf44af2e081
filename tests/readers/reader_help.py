"""Helpers of the reader tests: what a document says, and small files to read."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gouji import readers
from gouji.model import Document

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "corpus" / "samples"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FONT = "STSong-Light"


def plain(text: str) -> str:
    """Without white space."""
    return re.sub(r"\s", "", text)


def rows(document: Document) -> list[tuple[str, ...]]:
    """The written cells of every table row, in order, without white space."""
    found = []
    for table in document.tables:
        for row in sorted({cell.row for cell in table.cells}):
            texts = [plain(cell.text) for cell in table.cells if cell.row == row]
            found.append(tuple(text for text in texts if text))
    return found


def grid(document: Document, table: int = 0) -> list[tuple[int, int, int, int, str]]:
    """Row, column, spans and text of the cells of one table."""
    return [(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in document.tables[table].cells]


def paragraphs(document: Document) -> list[str]:
    """The paragraphs outside the tables, without white space."""
    return [plain(block.text) for block in document.blocks if block.table is None]


def check_places(document: Document) -> None:
    """Every block and cell stands where it says; numbers of blocks and tables count up."""
    tables = 0
    assert document.text == "\n".join(block.text for block in document.blocks)
    for index, block in enumerate(document.blocks):
        place = block.place
        assert document.text[place.start : place.end] == place.quote == block.text
        assert place.block == index
        if block.table is None:
            assert "\n" not in block.text
            continue
        assert place.table == tables
        for cell in block.table.cells:
            where = cell.place
            assert document.text[where.start : where.end] == where.quote
            assert where.quote == cell.text.replace("\n", " ").replace("\t", " ")
            assert (where.block, where.table, where.row, where.column) == (index, tables, cell.row, cell.column)
        tables += 1


def docx(body: str, **parts: str) -> bytes:
    """A DOCX with this content of w:body; ``parts`` are further parts by kind, e.g. ``numbering``."""
    names = {kind: f"{kind}.xml" for kind in parts}
    relations = "".join(
        f'<Relationship Id="r{kind}" Type="{RELATIONS}/{kind}" Target="{name}"/>' for kind, name in names.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        "word/document.xml": word("document", f"<w:body>{body}</w:body>"),
        **{f"word/{names[kind]}": text for kind, text in parts.items()},
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def word(root: str, content: str) -> str:
    """An XML part with the usual namespaces."""
    spaces = {
        "w": WORD,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    }
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    return f"<w:{root} {declared}>{content}</w:{root}>"


def p(text: str, properties: str = "") -> str:
    """A Word paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


class Paper:
    """A PDF drawn by hand; y counts from the top."""

    def __init__(self, font: str = FONT, password: str | None = None) -> None:
        width, height = 595.0, 842.0
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))  # comes with reportlab, is embedded
        self.font = font
        self.stream = BytesIO()
        encrypt = StandardEncryption(password) if password else None
        self.canvas = Canvas(self.stream, pagesize=(width, height), invariant=1, encrypt=encrypt)
        self.height = height

    def write(self, x: float, y: float, text: str, size: float = 10) -> None:
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, self.height - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def table(self, xs: list[float], ys: list[float], texts: list[list[str]]) -> None:
        """A full grid of strokes with one text in each cell."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for y, row in zip(ys, texts, strict=False):
            for x, text in zip(xs, row, strict=False):
                self.write(x + 3, y + 13, text)

    def next_page(self) -> None:
        self.canvas.showPage()

    def read(self) -> Document:
        return readers.read(self.bytes())

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()
