"""Tables of plain text with one row a line: cells parted by pipes or by tabs.

Whether the outer pipes are a frame or enclose empty cells is told by all rows of the table together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Rows = list[list[str]]
_RULER = frozenset(" \t|｜+-=─:")
_PIPE = re.compile(r"(?<!\\)[|｜]")
_BREAK = re.compile(r" *<br ?/?> *", re.IGNORECASE)
_MOST = 0.9  # a frame may be missing in this share of the rows


def find(lines: Sequence[str], at: int) -> tuple[Rows, int]:
    """The table that begins in line ``at`` and the index of its last line; no rows when there is none."""
    if "|" in lines[at] or "｜" in lines[at]:
        return _piped(lines, at)
    if "\t" in lines[at]:
        return _tabbed(lines, at)
    return [], at


def _piped(lines: Sequence[str], at: int) -> tuple[Rows, int]:
    """One blank line between two rows is allowed: the pipes say that they are rows."""
    found: Rows = []
    index = end = at
    while index < len(lines):
        line = lines[index]
        if not line.strip() and found and index + 1 < len(lines) and _split(lines[index + 1]):
            index += 1
            continue
        ruler = _is_ruler(line, len(found))
        cells = [] if ruler else _split(line)
        if not ruler and not cells:
            break
        if cells:
            found.append(cells)
        end = index
        index += 1
    if len(found) < 2 and not (found and _framed(lines[at])):
        return [], at
    return _unframed(found), end


def _split(line: str) -> list[str]:
    """What stands between the pipes and outside of them; nothing when that is no row."""
    cells = _PIPE.split(line.strip())
    return cells if len(cells) > 2 or (len(cells) == 2 and any(map(str.strip, cells))) else []


def _framed(line: str) -> bool:
    line = line.strip()
    return len(line) > 1 and line[0] in "|｜" and line[-1] in "|｜"


def _unframed(rows: Rows) -> Rows:
    """The rows without what stands outside their frame. A side is framed when no row has text there, or hardly any
    has on both sides."""
    left = sum(not row[0].strip() for row in rows) / len(rows)
    right = sum(not row[-1].strip() for row in rows) / len(rows)
    both = min(left, right) >= _MOST
    found = []
    for row in rows:
        first = int((both or left == 1) and not row[0].strip())
        last = len(row) - int((both or right == 1) and not row[-1].strip())
        found.append([_BREAK.sub("\n", cell.strip(" ").replace("\\|", "|")) for cell in row[first:last]])
    return found


def _is_ruler(line: str, rows_before: int) -> bool:
    """``|---|---|`` below the head or ``+---+`` anywhere; a row of single dashes holds data."""
    if not _RULER.issuperset(line):
        return False
    drawn = any(mark in line for mark in ("---", "===", "───"))
    return drawn and (rows_before <= 1 or "+" in line or "===" in line or "───" in line)


def _tabbed(lines: Sequence[str], at: int) -> tuple[Rows, int]:
    """Lines with tabs inside. Where most of them only begin with a tab, every line is a cell and this no table."""
    end = at
    while end < len(lines) and "\t" in lines[end]:
        end += 1
    run = lines[at:end]
    divided = sum(_divided(line) for line in run)
    if divided < 2 or 2 * divided <= len(run):
        return [], at
    return [line.split("\t") for line in run], end - 1


def _divided(line: str) -> bool:
    return "\t" in line.rstrip("\t") and (line.count("\t") > 1 or not line.startswith("\t"))
