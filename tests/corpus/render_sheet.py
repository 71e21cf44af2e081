"""Write a report as a workbook (XLSX): the form with lines around its cells, titles and prose merged over its width."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from tests.corpus.forms import Table
from tests.corpus.render import Block

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIGURE = re.compile(r"-?(?:0|[1-9]\d{0,8})")
LINED = 1  # the style of a cell with lines
Place = tuple[int, int]


def xlsx(blocks: Sequence[Block]) -> bytes:
    """One sheet with the whole report; whole numbers are stored as numbers."""
    width = max([sum(cell.colspan for cell in block.rows[0]) for block in blocks if isinstance(block, Table)] or [4])
    cells: dict[Place, tuple[object, int]] = {}
    merged: dict[Place, Place] = {}
    row = 0
    for block in blocks:
        if isinstance(block, Table):
            for down, column, cell in block.placed():
                text: object = int(cell.text) if _FIGURE.fullmatch(cell.text) else cell.text
                for y in range(cell.rowspan):
                    for x in range(cell.colspan):
                        cells[row + down + y, column + x] = ("" if x or y else text, LINED)
                if cell.rowspan * cell.colspan > 1:
                    merged[row + down, column] = (cell.rowspan, cell.colspan)
            row += len(block.rows)
        else:
            cells[row, 0] = (block[1], 0)
            merged[row, 0] = (1, width)
            row += 1
    return workbook({"年度报告": sheet(cells, merged)})


def sheet(
    cells: Mapping[Place, tuple[object, int]], merged: Mapping[Place, Place] | None = None, columns: str = ""
) -> str:
    """The XML of a sheet: values with their styles by row and column."""
    rows: dict[int, list[str]] = {}
    for (row, column), (value, style) in sorted(cells.items()):
        rows.setdefault(row, []).append(_cell(reference(row, column), value, style))
    data = "".join(f'<row r="{row + 1}">{"".join(texts)}</row>' for row, texts in rows.items())
    ranges = "".join(f'<mergeCell ref="{text}"/>' for text in _ranges(merged or {}))
    after = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
    return f'<worksheet xmlns="{_MAIN}">{columns}<sheetData>{data}</sheetData>{after}</worksheet>'


def _cell(place: str, value: object, style: int) -> str:
    if isinstance(value, str):
        inner = f"<is><t>{escape(value)}</t></is>" if value else ""
        return f'<c r="{place}" s="{style}"{" t=" + chr(34) + "inlineStr" + chr(34) if value else ""}>{inner}</c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def _ranges(merged: Mapping[Place, Place]) -> Iterator[str]:
    for (row, column), (rows, columns) in merged.items():
        if rows * columns > 1:
            yield f"{reference(row, column)}:{reference(row + rows - 1, column + columns - 1)}"


def reference(row: int, column: int) -> str:
    """A1 for (0, 0)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def workbook(
    sheets: Mapping[str, str],
    formats: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
    strings: Sequence[str] = (),
) -> bytes:
    """A workbook of these sheets. Style 0 is plain, 1 has lines, the others are lined with one of ``formats``;
    ``strings`` are shared by the sheets, as XML."""
    names = list(sheets)
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{index}" state="{(states or {}).get(name, "visible")}" '
        f'r:id="r{index}"/>'
        for index, name in enumerate(names, 1)
    )
    relations = "".join(
        f'<Relationship Id="r{index}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{index}.xml"/>'
        for index in range(1, len(names) + 1)
    )
    relations += f'<Relationship Id="rs" Type="{_RELATION}/styles" Target="styles.xml"/>'
    relations += f'<Relationship Id="rt" Type="{_RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{index}.xml" ContentType="{_SHEET}.worksheet+xml"/>'
        for index in range(1, len(names) + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/><Override PartName="/xl/styles.xml" '
        f'ContentType="{_SHEET}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" '
        f'ContentType="{_SHEET}.sharedStrings+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "xl/styles.xml": _styles(formats),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{"".join(f"<si>{text}</si>" for text in strings)}</sst>',
    }
    parts |= {f"xl/worksheets/sheet{index}.xml": text for index, text in enumerate(sheets.values(), 1)}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text.encode("utf-8"))
    return stream.getvalue()


def _styles(formats: Sequence[str]) -> str:
    codes = "".join(
        f'<numFmt numFmtId="{index}" formatCode={quoteattr(code)}/>' for index, code in enumerate(formats, 200)
    )
    extra = "".join(
        f'<xf numFmtId="{index}" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1"/>'
        for index in range(200, 200 + len(formats))
    )
    line = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(formats)}">{codes}</numFmts>'
        '<fonts count="1"><font><sz val="10"/></font></fonts><fills count="1"><fill/></fills>'
        f'<borders count="2"><border/><border>{line}</border></borders><cellStyleXfs count="1">{plain}</cellStyleXfs>'
        f'<cellXfs count="{2 + len(formats)}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0"/>{extra}</cellXfs></styleSheet>'
    ).replace('<numFmts count="0"></numFmts>', "")
