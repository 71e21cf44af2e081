"""DOCX files as word processors leave them after many hands."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from random import Random
from xml.sax.saxutils import escape

from tests.accuracy.model import Block, Report
from tests.corpus.forms import Cell, Table

LAYOUTS = (
    "merged",
    "merged",
    "unmerged-empty",
    "unmerged-repeated",
    "nested",
    "auto-numbering",
    "text-box",
    "tracked",
    "joined-tables",
    "split-runs",
    "header-footer",
    "content-control",
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_NAMES = f'xmlns:w="{_W}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NUMBERED = re.compile(r"^(?:([一二三四五六七八九])、|（([一二三四五六七八九])）|(\d)\.)")
_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def write(report: Report, rng: Random, layout: str, tags: set[str]) -> bytes:
    """The report as a DOCX package in the layout."""
    tags.add(f"docx:{layout}")
    writer = _Writer(rng, layout)
    body = writer.body(report.blocks)
    parts = {
        "word/document.xml": f"{_HEAD}<w:document {_NAMES}><w:body>{body}<w:sectPr>{_references(layout)}</w:sectPr></w:body></w:document>",
        "word/numbering.xml": _numbering(writer.lists),
        "word/header1.xml": f"{_HEAD}<w:hdr {_NAMES}><w:p><w:r><w:t>{escape(report.agency.short)}文件</w:t></w:r></w:p></w:hdr>",
        "word/footer1.xml": f"{_HEAD}<w:ftr {_NAMES}><w:p><w:r><w:t>- 2 -</w:t></w:r></w:p></w:ftr>",
    }
    return _package(parts)


def _references(layout: str) -> str:
    if layout != "header-footer":
        return ""
    return '<w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'


class _Writer:
    """Writes blocks; ``lists`` counts the numbered lists that have been begun."""

    def __init__(self, rng: Random, layout: str) -> None:
        self.rng = rng
        self.layout = layout
        self.lists = 1
        self.open = False  # whether a nested-level list is running

    def body(self, blocks: Sequence[Block]) -> str:
        found: list[str] = []
        former: Block | None = None
        for block in blocks:
            if isinstance(block, Table):
                if isinstance(former, Table) and self.layout != "joined-tables":
                    found.append("<w:p/>")
                drawn = self.table(block)
                if self.layout == "nested":
                    drawn = (
                        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9100"/></w:tblGrid><w:tr><w:tc><w:tcPr/>'
                        f"{drawn}<w:p/></w:tc></w:tr></w:tbl>"
                    )
                if self.layout == "content-control":
                    drawn = f"<w:sdt><w:sdtPr/><w:sdtContent>{drawn}</w:sdtContent></w:sdt>"
                found.append(drawn)
            elif self.layout == "joined-tables" and isinstance(former, Table) and block[0] == "caption":
                found.append(self.text(*block))
            else:
                found.append(self.text(*block))
            former = block
        return "".join(found)

    def text(self, kind: str, text: str) -> str:
        properties = ""
        if kind in ("heading", "sub") and self.layout == "auto-numbering" and (match := _NUMBERED.match(text)):
            level = next(i for i, group in enumerate(match.groups()) if group)
            properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
            text = text[match.end() :]
        if kind in ("title", "right"):
            properties += f'<w:jc w:val="{"center" if kind == "title" else "right"}"/>'
        if kind == "heading" and self.rng.random() < 0.4:
            properties += '<w:outlineLvl w:val="0"/>'
        runs = self.runs(text)
        if kind == "title" and self.layout == "text-box":
            runs = (
                '<w:r><w:pict><v:shape style="width:400pt;height:60pt"><v:textbox><w:txbxContent>'
                f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
            )
        return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"

    def runs(self, text: str) -> str:
        """A text as runs; line breaks as elements."""
        if self.layout == "split-runs" and len(text) > 1:
            cuts = sorted({0, len(text), *(self.rng.randint(1, len(text) - 1) for _ in range(len(text) // 6 + 1))})
            return "".join(_run(text[a:b]) for a, b in pairwise(cuts))
        return _run(text)

    # -- tables --

    def table(self, table: Table) -> str:
        grid = "".join(f'<w:gridCol w:w="{round(9000 * width)}"/>' for width in table.widths)
        placed = table.placed()
        rows = []
        for row in range(len(table.rows)):
            header = "<w:trPr><w:tblHeader/></w:trPr>" if row < table.head and self.rng.random() < 0.3 else ""
            reaching = sorted((c, r, cell) for r, c, cell in placed if r <= row < r + cell.rowspan)
            rows.append(f"<w:tr>{header}{''.join(self._cells(cell, r == row) for _, r, cell in reaching)}</w:tr>")
        return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def _cells(self, cell: Cell, first: bool) -> str:
        if self.layout in ("unmerged-empty", "unmerged-repeated") and not getattr(cell, "figure", None):
            again = cell.text if self.layout == "unmerged-repeated" else ""
            texts = [cell.text if first else again, *[again] * (cell.colspan - 1)]
            return "".join(_cell(self._paragraphs(text), "") for text in texts)
        merge = ('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>") if cell.rowspan > 1 else ""
        span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
        return _cell(self._paragraphs(cell.text if first else ""), span + merge)

    def _paragraphs(self, text: str) -> str:
        """Lines of a cell as paragraphs or as breaks; a digit may have been corrected with changes tracked."""
        if self.layout == "tracked" and text.strip().isdigit() and self.rng.random() < 0.3:
            mark = 'w:id="7" w:author="办公室" w:date="2024-01-05T00:00:00Z"'
            wrong = self.rng.choice(("3", "17", text[::-1], "0"))
            gone = f"<w:del {mark}><w:r><w:delText>{wrong}</w:delText></w:r></w:del>"
            return f"<w:p>{gone}<w:ins {mark}>{_run(text)}</w:ins></w:p>"
        if self.layout == "auto-numbering" and (match := re.match(r"^(\d)\.(?!\d)", text)):
            if match[1] == "1":
                self.lists += 1
            number = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.lists}"/></w:numPr></w:pPr>'
            return f"<w:p>{number}{_run(text[2:])}</w:p>"
        lines = text.split("\n")
        if len(lines) > 1 and self.rng.random() < 0.5:
            return "".join(f"<w:p>{self.runs(line)}</w:p>" for line in lines)
        return f"<w:p>{self.runs(text)}</w:p>"


def _cell(paragraphs: str, properties: str) -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def _run(text: str) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{lines}</w:r>"


def _numbering(lists: int) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (fmt, text) in enumerate(_LEVELS)
    )
    plain = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    kinds = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>' + "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{plain}</w:abstractNum>' for n in range(1, lists)
    )
    made = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n - 1}"/></w:num>' for n in range(1, lists + 1))
    return f"{_HEAD}<w:numbering {_NAMES}>{kinds}{made}</w:numbering>"


def _package(parts: dict[str, str]) -> bytes:
    kinds = {"document": "document.main", "numbering": "numbering", "header1": "header", "footer1": "footer"}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_OFFICE}.{kinds[name[5:-4]]}+xml"/>' for name in parts
    )
    links = (("rId1", "numbering"), ("rId2", "header1"), ("rId3", "footer1"))
    types = (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{space}"><Relationship Id="rId1" Type="{_RELATION}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{space}">'
        + "".join(f'<Relationship Id="{i}" Type="{_RELATION}/{n.rstrip("1")}" Target="{n}.xml"/>' for i, n in links)
        + "</Relationships>",
        **parts,
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text.encode("utf-8"))
    return stream.getvalue()
