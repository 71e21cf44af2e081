"""Plain text, with the three ways in which exports write tables.

1. *Tab and newline* (Word to text): a cell is a line that begins with a tab, its text may go on in lines that do not,
   and an empty line ends the row. Merged cells are dropped or empty.
2. *Pipes*: ``a | b | c``, framed or not, with or without a ruler below the head.
3. *Tabs inside a line*: every line is a row.

None of them says which column a cell stands in, so all these tables are ragged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gouji import errors
from gouji.model import Document
from gouji.readers import limits
from gouji.readers.builder import Builder, Draft, clean
from gouji.readers.encoding import decode

_IMAGE = re.compile(r"\[image:[^\]\n]{0,200}\]|!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
_RULER = frozenset(" \t|｜+-=─:")
_PIPE = re.compile(r"(?<!\\)[|｜]")
_FIGURE = re.compile(r"[\s\d.,+\-/%]+")


def read(data: bytes) -> Document:
    """Text bytes to a Document; errors.Unsupported when they are not text."""
    decoded = decode(data)
    if decoded is None:
        raise errors.Unsupported
    document = Builder("text/plain", "text")
    if decoded.replaced:
        document.note("undecodable-bytes-replaced")
    return parse(decoded.text, document).build(1.0 - min(1.0, 50 * decoded.replaced))


def parse(text: str, document: Builder) -> Builder:
    """Add the blocks of ``text`` to ``document``."""
    limits.check_characters(len(text))
    printed = clean(text)
    document.images += len(_IMAGE.findall(printed))
    _Lines(printed.split("\n"), document).run()
    return document


@dataclass(slots=True)
class _Lines:
    """One pass over the lines. ``rows`` is the table being read; ``open`` tells that its last row goes on."""

    lines: list[str]
    document: Builder
    rows: list[list[list[str]]] = field(default_factory=list)  # row, cell, line
    open: bool = False
    at: int = 0

    def run(self) -> None:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.startswith("\t"):
                self._tab_line(line[1:])
            elif self.open and self._continues(line):
                self._continue(line)
            elif not line.strip():
                self.open = False
            elif not self._flat_table():
                self._close()
                self.document.paragraph(line)
            self.at += 1
        self._close()

    def _tab_line(self, rest: str) -> None:
        """A cell of its own; or, when it holds more tabs outside an open row, a whole row with a blank first cell."""
        if self.open:
            self.rows[-1].append([rest])
        elif "\t" in rest.rstrip("\t") and not self._next_is_cell():
            self.rows.append([[cell] for cell in ["", *rest.split("\t")]])
        else:
            self.rows.append([[rest]])
            self.open = True

    def _next_is_cell(self) -> bool:
        following = self._line(self.at + 1)
        return following.startswith("\t") and "\t" not in following[1:]

    def _continues(self, line: str) -> bool:
        """A line without a tab belongs to the cell above, unless it is empty, or the cell is a figure (which never
        goes on in a second line) and no other cell of this row follows."""
        if not line:
            return False
        last = self.rows[-1][-1][-1]
        if last.strip() and _FIGURE.fullmatch(last):
            return self._row_goes_on()
        return True

    def _row_goes_on(self) -> bool:
        for following in self.lines[self.at + 1 :]:
            if not following or following.startswith("\t"):
                return following.startswith("\t")
        return False

    def _continue(self, line: str) -> None:
        if line.strip():
            self.rows[-1][-1].append(line)

    def _line(self, index: int) -> str:
        return self.lines[index] if index < len(self.lines) else ""

    def _flat_table(self) -> bool:
        """Take the lines from here on when they are a table with one row a line."""
        for cells_of in (_pipe_cells, _tab_cells):
            rows, end = self._flat_rows(cells_of is _pipe_cells)
            if len(rows) > 1 or (rows and cells_of is _pipe_cells and _framed(self.lines[self.at])):
                self._close()
                self.rows = [[[cell] for cell in row] for row in rows]
                self._close()
                self.at = end
                return True
        return False

    def _flat_rows(self, pipes: bool) -> tuple[list[list[str]], int]:
        """Rows from the current line on, and the index of their last line. One blank line between two rows is
        allowed when pipes say that they are rows."""
        rows: list[list[str]] = []
        index = end = self.at
        while index < len(self.lines):
            line = self.lines[index]
            if pipes and rows and not line.strip() and _pipe_cells(self._line(index + 1)):
                index += 1
                continue
            ruler = pipes and _is_ruler(line, len(rows))
            cells = [] if ruler else (_pipe_cells(line) if pipes else _tab_cells(line))
            if not ruler and not cells:
                break
            if cells:
                rows.append(cells)
            end = index
            index += 1
        return rows, end

    def _close(self) -> None:
        self.open = False
        rows, self.rows = self.rows, []
        self.document.table(
            (
                Draft(row, column, "\n".join(lines))
                for row, cells in enumerate(rows)
                for column, lines in enumerate(cells)
            ),
            ragged=True,
        )


def _framed(line: str) -> bool:
    line = line.strip()
    return len(line) > 1 and line[0] in "|｜" and line[-1] in "|｜"


def _pipe_cells(line: str) -> list[str]:
    """The cells of ``| a | b |`` or ``a | b``; none when there are fewer than two."""
    if not _PIPE.search(line):
        return []
    cells = _PIPE.split(line.strip())
    if _framed(line):
        cells = cells[1:-1]
    elif len(cells) > 2 and not cells[0].strip() and line.lstrip()[:1] in "|｜":
        cells = cells[1:]
    if len(cells) < 2 and not _framed(line):
        return []
    return [cell.strip(" ").replace("\\|", "|") for cell in cells]


def _is_ruler(line: str, rows_before: int) -> bool:
    """``|---|---|`` below the head or ``+---+`` anywhere; a row of single dashes holds data."""
    if not _RULER.issuperset(line):
        return False
    drawn = any(mark in line for mark in ("---", "===", "───"))
    return drawn and (rows_before <= 1 or "+" in line or "===" in line or "───" in line)


def _tab_cells(line: str) -> list[str]:
    if line.startswith("\t") or "\t" not in line.rstrip("\t"):
        return []
    return line.split("\t")
