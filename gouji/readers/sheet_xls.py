"""Excel 97-2003 workbooks (XLS, and WPS sheets saved as ET): values as displayed, merged cells."""

from __future__ import annotations

import struct
from io import StringIO

import xlrd
from xlrd.biffh import XLRDError

from gouji import errors
from gouji.model import Document, Text
from gouji.readers import sheet as sheets
from gouji.readers.builder import Builder
from gouji.readers.docx_text import HIDDEN
from gouji.readers.ole import Streams
from gouji.readers.sheet import Sheet
from gouji.readers.sheet_format import GENERAL, display

MEDIA = "application/vnd.ms-excel"
_LINES = ("left_line_style", "right_line_style", "top_line_style", "bottom_line_style")
_BEGIN = (0x0809, 0x0409, 0x0209, 0x0009)
# Records that hold cells, by what tells the last column: one cell, or a run whose last column ends the record.
_ONE = frozenset((0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00D6, 0x00FD, 0x027E, 0x0406, 0x0206))
_ONE_TOO = frozenset((0x0201, 0x0202, 0x0203, 0x0204, 0x0205))
_RUN = frozenset((0x00BD, 0x00BE))
_CELLS = 2_000_000  # places up to the last cell of every row


def read(data: bytes) -> Document:
    """XLS bytes to a Document."""
    streams = Streams(data)
    _check_extent(streams.read("Workbook") or streams.read("Book"))
    document = Builder(MEDIA, "xls")
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO())
    except XLRDError as problem:
        if "encrypted" in str(problem).lower():
            raise errors.Encrypted from problem
        if "formatting_info" in str(problem) or "BIFF" in str(problem):
            raise errors.Unsupported(_OLD) from problem
        raise errors.Damaged from problem
    for sheet in book.sheets():
        if sheet.visibility:
            document.note(HIDDEN)
        else:
            _sheet(book, sheet, document)
    document.metadata.update(streams.properties())
    return document.build()


_OLD = Text(
    "这是很旧的 Excel 格式，无法读取。请在 Excel 或 WPS 中另存为 XLSX 后上传。",
    "This is a very old Excel format, which cannot be read. Save it as XLSX in Excel or WPS and upload that.",
)


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet, document: Builder) -> None:
    found = Sheet()
    for row in range(sheet.nrows):
        for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
            format = book.xf_list[sheet.cell_xf_index(row, column)]
            if any(getattr(format.border, side) for side in _LINES):
                found.ruled.add((row, column))
            text = _display(kind, value, _code(book, format.format_key), bool(book.datemode))
            if text:
                found.texts[row, column] = text
    for top, bottom, left, right in sheet.merged_cells:
        found.merged[top, left] = (bottom - top, right - left)
    rows = [row for row, info in sheet.rowinfo_map.items() if info.hidden]
    columns = [column for column, info in sheet.colinfo_map.items() if info.hidden]
    if found.hide(rows, columns):
        document.note(HIDDEN)
    sheets.emit(found, document)


def _code(book: xlrd.Book, key: int) -> str:
    format = book.format_map.get(key)
    return format.format_str if format else GENERAL


def _display(kind: int, value: str | float, code: str, epoch_1904: bool) -> str:
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return display(float(value), code, epoch_1904)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(int(value), "")
    return str(value)


def _check_extent(stream: bytes) -> None:
    """Refuse sheets whose rows would take far more room than the file: one small record can stand in a last column."""
    widths: dict[int, int] = {}
    total = at = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        if code in _BEGIN:
            total += sum(widths.values())
            widths = {}
        elif size >= 6 and (code in _ONE or code in _ONE_TOO or code in _RUN):
            row, column = struct.unpack_from("<HH", stream, at + 4) if at + 8 <= len(stream) else (0, 0)
            if code in _RUN and at + 4 + size <= len(stream):
                (column,) = struct.unpack_from("<H", stream, at + 2 + size)
            widths[row] = max(widths.get(row, 0), column + 1)
        at += 4 + size
    if total + sum(widths.values()) > _CELLS:
        raise errors.TooLarge
