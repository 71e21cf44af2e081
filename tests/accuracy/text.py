"""Text files as word processors, web pages and spreadsheets leave them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.accuracy.model import Block
from tests.corpus.forms import Table

LAYOUTS = ("tab-newline", "tab-newline", "pipes", "pipes-bare", "markdown", "tab-rows", "aligned", "cell-lines")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16")


def write(blocks: Sequence[Block], rng: Random, layout: str, tags: set[str]) -> bytes:
    """The report as text in the layout, with an encoding and line ends of its own."""
    parts = []
    for block in blocks:
        if isinstance(block, Table):
            parts.append(_TABLES[layout](block))
        else:
            parts.append(_line(rng, *block))
    text = "".join(parts)
    encoding = rng.choice(ENCODINGS)
    if rng.random() < 0.4:
        text = text.replace("\n", "\r\n")
        tags.add("crlf")
    tags |= {f"txt:{layout}", f"encoding:{encoding}"}
    return text.encode(encoding)


def _line(rng: Random, kind: str, text: str) -> str:
    if kind == "text":
        return f"{rng.choice(('', '    ', '　　'))}{text}\n{rng.choice(('', '', chr(10)))}"
    if kind == "right":
        return f"{' ' * 30}{text}\n"
    return f"{text}\n"


def _grid(table: Table) -> list[list[str]]:
    """Text of every cell; covered cells are empty."""
    placed = table.placed()
    width = max(column + cell.colspan for _, column, cell in placed)
    grid = [[""] * width for _ in table.rows]
    for row, column, cell in placed:
        grid[row][column] = cell.text
    return grid


def _rows(table: Table) -> list[list[str]]:
    """Texts of the drawn cells of each row; below a vertical merge an empty cell stands."""
    placed = table.placed()
    found = []
    for row in range(len(table.rows)):
        cells = [(c, cell.text if r == row else "") for r, c, cell in placed if r <= row < r + cell.rowspan]
        found.append([text for _, text in sorted(cells)])
    return found


def _tab_newline(table: Table) -> str:
    return "".join("".join(f"\t{text}\n" for text in row) + "\n" for row in _rows(table)) + "\n"


def _flat(text: str) -> str:
    return text.replace("\n", "")


def _pipes(table: Table) -> str:
    return "".join("| " + " | ".join(map(_flat, row)) + " |\n" for row in _grid(table)) + "\n"


def _pipes_bare(table: Table) -> str:
    return "".join("|".join(map(_flat, row)) + "\n" for row in _rows(table)) + "\n"


def _markdown(table: Table) -> str:
    grid = _grid(table)
    rows = ["| " + " | ".join(text.replace("\n", "<br>") for text in row) + " |" for row in grid]
    return "\n".join([rows[0], "|" + " --- |" * len(grid[0]), *rows[1:]]) + "\n\n"


def _tab_rows(table: Table) -> str:
    return "".join("\t".join(map(_flat, row)) + "\n" for row in _grid(table)) + "\n"


def _aligned(table: Table) -> str:
    """Columns set with blanks, as a terminal or ``pdftotext -layout`` prints them."""
    grid = [[_flat(text) for text in row] for row in _grid(table)]
    spans = {(r, c): cell.colspan for r, c, cell in table.placed()}
    widths = [
        max((_width(row[i]) for r, row in enumerate(grid) if spans.get((r, i), 1) == 1), default=0)
        for i in range(len(grid[0]))
    ]
    lines = []
    for row in grid:
        line, due = "", 0
        for text, width in zip(row, widths, strict=True):
            if text:
                line += " " * max(due - _width(line), 2 if line.strip() else 0) + text
            due += width + 3
        lines.append(line.rstrip())
    return "\n".join(lines) + "\n\n"


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _cell_lines(table: Table) -> str:
    """One cell a line, rows parted by an empty line: a table pasted as plain text."""
    return "".join("\n".join(_flat(text) for text in row if text.strip()) + "\n\n" for row in _rows(table)) + "\n"


_TABLES = {
    "tab-newline": _tab_newline,
    "pipes": _pipes,
    "pipes-bare": _pipes_bare,
    "markdown": _markdown,
    "tab-rows": _tab_rows,
    "aligned": _aligned,
    "cell-lines": _cell_lines,
}
