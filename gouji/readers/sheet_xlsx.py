"""Excel workbooks (XLSX, and WPS sheets of the same format), read from their XML: values as displayed, merged cells.

Hidden sheets, rows and columns are left out with a note; formulas give the value that was stored with them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji import errors
from gouji.model import Document
from gouji.readers import sheet as sheets
from gouji.readers.builder import Builder
from gouji.readers.docx_numbering import child, integer, local, value
from gouji.readers.docx_text import HIDDEN
from gouji.readers.package import Element, Package
from gouji.readers.sheet import Place, Sheet
from gouji.readers.sheet_format import BUILT_IN, GENERAL, display

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def read(data: bytes) -> Document:
    """XLSX bytes to a Document."""
    package = Package(data)
    main = _relations(package, "_rels/.rels").get("officeDocument", {}).get("", "xl/workbook.xml").lstrip("/")
    root = package.xml(main)
    if root is None:
        raise errors.Damaged
    folder, name = posixpath.split(main)
    targets = _relations(package, f"{folder}/_rels/{name}.rels")
    document = Builder(MEDIA, "xlsx")
    book = _Book(
        strings=_strings(_part(package, folder, targets, "sharedStrings")),
        styles=_Styles.of(_part(package, folder, targets, "styles")),
        epoch_1904=value(child(root, "workbookPr"), "date1904") in ("1", "true"),
        document=document,
    )
    for item in _items(root, "sheets"):
        target = targets.get("worksheet", {}).get(value(item, "id") or "")
        if value(item, "state") in ("hidden", "veryHidden"):
            document.note(HIDDEN)
        elif target:
            book.sheet(package.xml(posixpath.normpath(posixpath.join(f"/{folder}", target))))
    document.images += sum(name.startswith(f"{folder}/media/") for name in package.members)
    document.metadata.update(package.properties())
    return document.build()


def _relations(package: Package, name: str) -> dict[str, dict[str, str]]:
    """Targets by the last word of their type and by their id; the id "" stands for the first one."""
    found: dict[str, dict[str, str]] = {}
    root = package.xml(name)
    for item in root if root is not None else ():
        kind, target = (value(item, "Type") or "").rpartition("/")[2], value(item, "Target") or ""
        found.setdefault(kind, {"": target})[value(item, "Id") or ""] = target
    return found


def _part(package: Package, folder: str, targets: dict[str, dict[str, str]], kind: str) -> Element | None:
    target = targets.get(kind, {}).get("")
    return package.xml(posixpath.normpath(posixpath.join(f"/{folder}", target))) if target else None


def _strings(root: Element | None) -> list[str]:
    return [_text(item) for item in root if local(item) == "si"] if root is not None else []


def _text(item: Element) -> str:
    """The text of a string item: plain or in runs, without readings printed above it."""
    pieces: list[str] = []
    for part in item:
        if local(part) == "t":
            pieces.append(part.text or "")
        elif local(part) == "r":
            pieces += [text.text or "" for text in part if local(text) == "t"]
    return _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), "".join(pieces))


@dataclass(slots=True)
class _Styles:
    """Number format and lines of every cell style."""

    codes: list[str] = field(default_factory=list)
    ruled: list[bool] = field(default_factory=list)

    @classmethod
    def of(cls, root: Element | None) -> _Styles:
        own = {integer(value(item, "numFmtId")): value(item, "formatCode") or "" for item in _items(root, "numFmts")}
        borders = [_has_line(item) for item in _items(root, "borders")]
        found = cls()
        for item in _items(root, "cellXfs"):
            number = integer(value(item, "numFmtId"))
            border = integer(value(item, "borderId"))
            found.codes.append(own.get(number) or BUILT_IN.get(number, GENERAL))
            found.ruled.append(0 <= border < len(borders) and borders[border])
        return found


def _items(root: Element | None, name: str) -> Sequence[Element]:
    parent = child(root, name)
    return list(parent) if parent is not None else []


def _has_line(border: Element) -> bool:
    sides = ("left", "right", "top", "bottom", "start", "end")
    return any(local(side) in sides and value(side, "style") not in (None, "none") for side in border)


@dataclass(slots=True)
class _Book:
    """What the sheets of one workbook share."""

    strings: list[str]
    styles: _Styles
    epoch_1904: bool
    document: Builder

    def sheet(self, root: Element | None) -> None:
        """Read one sheet and add its blocks."""
        if root is None or local(root) != "worksheet":
            return
        found = Sheet()
        hidden_rows: list[int] = []
        number = -1
        for row in _items(root, "sheetData"):
            number = integer(value(row, "r"), number + 2) - 1
            if value(row, "hidden") in ("1", "true"):
                hidden_rows.append(number)
            column = -1
            for cell in row:
                place = _place(value(cell, "r")) or (number, column + 1)
                column = place[1]
                self._cell(cell, place, found)
        for item in _items(root, "mergeCells"):
            _merge(value(item, "ref") or "", found)
        if found.hide(hidden_rows, _hidden_columns(root)):
            self.document.note(HIDDEN)
        sheets.emit(found, self.document)

    def _cell(self, cell: Element, place: Place, found: Sheet) -> None:
        style = integer(value(cell, "s"))
        if 0 <= style < len(self.styles.ruled) and self.styles.ruled[style]:
            found.ruled.add(place)
        text = self._display(cell, self.styles.codes[style] if 0 <= style < len(self.styles.codes) else GENERAL)
        if text:
            found.texts[place] = text

    def _display(self, cell: Element, code: str) -> str:
        kind = value(cell, "t") or "n"
        if kind == "inlineStr":
            inline = child(cell, "is")
            return _text(inline) if inline is not None else ""
        stored = child(cell, "v")
        raw = stored.text or "" if stored is not None else ""
        if kind == "s":
            index = integer(raw, -1)
            return self.strings[index] if 0 <= index < len(self.strings) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw, raw)
        if kind in ("str", "e", "d"):
            return _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), raw)
        try:
            return display(float(raw), code, self.epoch_1904) if raw else ""
        except (ValueError, OverflowError):
            return raw


def _place(reference: str | None) -> Place | None:
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = 26 * column + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


def _merge(reference: str, found: Sheet) -> None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last)
    if start and end and end >= start and end[1] >= start[1]:
        found.merged[start] = (end[0] - start[0] + 1, end[1] - start[1] + 1)


def _hidden_columns(root: Element) -> list[int]:
    hidden = [item for item in _items(root, "cols") if value(item, "hidden") in ("1", "true")]
    ranges = [(integer(value(item, "min")), integer(value(item, "max"))) for item in hidden]
    return [column for first, last in ranges for column in range(max(0, first - 1), min(last, 16_384))]
