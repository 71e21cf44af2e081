"""Plain text, with the ways in which exports write tables.

1. *Tab and newline* (Word to text): a cell is a line that begins with a tab, its text may go on in lines that do not,
   and an empty line ends the row. Merged cells are dropped or empty.
2. *Pipes*: ``a | b | c``, framed or not, with or without a ruler below the head (``text_rows``).
3. *Tabs inside a line*: every line is a row (``text_rows``).
4. *Aligned*: columns set with runs of blanks (``text_aligned``).
5. *Cells in lines*: every cell is a line of its own, without any mark (``text_cells``).

None of them says for sure which column a cell stands in, so all these tables are ragged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gouji import errors
from gouji.model import Document
from gouji.readers import limits, text_aligned, text_cells, text_rows
from gouji.readers.builder import Builder, Draft, clean
from gouji.readers.encoding import decode

_IMAGE = re.compile(r"\[image:[^\]\n]{0,200}\]|!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
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
    unaligned: int = -1  # up to this line no columns are set with blanks
    regions: dict[int, text_cells.Region] = field(default_factory=dict)

    def run(self) -> None:
        self.regions = text_cells.regions(self.lines)
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if self.open and (line.startswith("\t") or self._continues(line)):
                self._continue(line)
            elif not line.strip() and not line.startswith("\t"):
                self.open = False
            elif self._flat_table() or self._region():
                pass
            elif line.startswith("\t"):
                self._tab_line(line[1:])
            else:
                self._close()
                self.document.paragraph(line)
            self.at += 1
        self._close()

    def _tab_line(self, rest: str) -> None:
        """The first cell of a row; or, when it holds more tabs, a whole row with a blank first cell."""
        if "\t" in rest.rstrip("\t") and not self._next_is_cell():
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
        if line.startswith("\t"):
            self.rows[-1].append([line[1:]])
        elif line.strip():
            self.rows[-1][-1].append(line)

    def _line(self, index: int) -> str:
        return self.lines[index] if index < len(self.lines) else ""

    def _flat_table(self) -> bool:
        """Take the lines from here on when they are a table with one row a line."""
        rows, end = text_rows.find(self.lines, self.at)
        if not rows and self.at > self.unaligned:
            rows, end = text_aligned.find(self.lines, self.at)
            self.unaligned = end
        if rows:
            self._table(rows)
            self.at = end
        return bool(rows)

    def _region(self) -> bool:
        """Take the lines from here on when they are the cells of tables, one a line."""
        region = self.regions.get(self.at)
        if region is None:
            return False
        for part in region.parts:
            if isinstance(part, str):
                self._close()
                self.document.paragraph(part)
            else:
                self._table(part)
        self.at = region.end
        return True

    def _table(self, rows: list[list[str]]) -> None:
        self._close()
        self.rows = [[[cell] for cell in row] for row in rows]
        self._close()

    def _close(self) -> None:
        self.open = False
        if not self.rows:
            return
        rows, self.rows = self.rows, []
        self.document.table(
            (
                Draft(row, column, "\n".join(lines))
                for row, cells in enumerate(rows)
                for column, lines in enumerate(cells)
            ),
            ragged=True,
        )
