"""Property modifiers (sprm) of Word files: a list of them, and what they say about paragraphs, characters, tables."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

STYLE = 0x4600
LIST_LEVEL, LIST = 0x260A, 0x460B
OUTLINE = 0x2640
IN_TABLE, ROW_END = 0x2416, 0x2417
DEPTH, DEEPER = 0x6649, 0x664A
INNER_CELL, INNER_ROW_END = 0x244B, 0x244C
HUGE = (0x6645, 0x6646, 0x646B)

DELETED, INSERTED, HIDDEN = 0x0800, 0x0801, 0x083C
DATA, OBJECT, SYMBOL, PICTURE = 0x0806, 0x080A, 0x6A09, 0x6A03

DEFINE_TABLE = 0xD608
_LEFT, _GAP = 0x9601, 0x9602
_WIDTH, _INSERT, _DELETE, _MERGE, _SPLIT, _VERTICAL = 0x7623, 0x7621, 0x5622, 0x5624, 0x5625, 0xD62B
_TABS = 0xC615
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_COLUMNS = 63  # of one row, by the format
_CELL = 20  # bytes of one cell's description


class Change(NamedTuple):
    """One modifier: its code and its operand."""

    code: int
    operand: bytes

    @property
    def number(self) -> int:
        """The operand as an unsigned number."""
        return int.from_bytes(self.operand, "little")


@lru_cache(maxsize=4096)
def changes(grpprl: bytes) -> tuple[Change, ...]:
    """The modifiers in a list of them; what is cut off at its end is left out."""
    return tuple(_changes(grpprl))


def _changes(grpprl: bytes) -> Iterator[Change]:
    at = 0
    while at + 2 < len(grpprl):
        code = grpprl[at] | grpprl[at + 1] << 8
        at += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            head, size = _variable(code, grpprl, at)
            at += head
        if at + size > len(grpprl):
            return
        yield Change(code, grpprl[at : at + size])
        at += size


def _variable(code: int, grpprl: bytes, at: int) -> tuple[int, int]:
    """The sizes of the length field and of the operand of a modifier of variable length."""
    if code == DEFINE_TABLE:
        return 2, max(0, int.from_bytes(grpprl[at : at + 2], "little") - 1)
    if code == _TABS and grpprl[at] == 255:
        deleted = grpprl[at + 1] if at + 1 < len(grpprl) else 0
        added = at + 2 + 4 * deleted
        return 1, 2 + 4 * deleted + 3 * (grpprl[added] if added < len(grpprl) else 0)
    return 1, grpprl[at]


class Cell(NamedTuple):
    """A cell of a row as its description gives it: edges in twentieths of a point, how it is merged."""

    left: int
    right: int
    across: int = 0  # not 0: one of a set of merged cells, whose first one has another value than the others
    down: int = 0  # 0 alone, 1 continues the cell above, others begin a merged set


@lru_cache(maxsize=1024)
def row(found: tuple[Change, ...]) -> tuple[Cell, ...]:
    """The cells of a row whose end carries these modifiers."""
    cells: list[Cell] = []
    gap = 0  # the cells' inner margin, by which they begin left of the text
    for change in found:
        operand = change.operand
        if change.code == DEFINE_TABLE:
            cells = _define(operand)
        elif change.code == _GAP:
            gap = struct.unpack("<h", operand)[0]
        elif change.code == _LEFT and cells:
            shift = struct.unpack("<h", operand)[0] - gap - cells[0].left
            cells = [cell._replace(left=cell.left + shift, right=cell.right + shift) for cell in cells]
        elif change.code == _VERTICAL and len(operand) >= 2 and operand[0] < len(cells):
            cells[operand[0]] = cells[operand[0]]._replace(down=operand[1])
        elif change.code in (_MERGE, _SPLIT):
            for index in range(operand[0], min(operand[1], len(cells))):
                across = 0 if change.code == _SPLIT else 1 if index == operand[0] else 2
                cells[index] = cells[index]._replace(across=across)
        elif change.code in (_WIDTH, _INSERT, _DELETE):
            cells = _columns(cells, change)
    return tuple(cells)


def _define(operand: bytes) -> list[Cell]:
    count = min(operand[0], _COLUMNS) if operand else 0
    if len(operand) < 1 + 2 * (count + 1):
        return []
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    cells = []
    for index in range(count):
        at = 3 + 2 * count + _CELL * index
        flags = int.from_bytes(operand[at : at + 2], "little")
        cells.append(Cell(edges[index], edges[index + 1], flags & 3, flags >> 5 & 3))
    return cells


def _columns(cells: list[Cell], change: Change) -> list[Cell]:
    """Columns made wider, put in or taken out; those to the right of them move."""
    first, second = change.operand[0], change.operand[1]
    widths = [(cell.right - cell.left, cell) for cell in cells]
    if change.code == _DELETE:
        del widths[first:second]
    else:
        width = struct.unpack_from("<h", change.operand, 2)[0]
        if change.code == _INSERT:
            first = min(first, len(widths))
            widths[first:first] = [(width, Cell(0, 0))] * min(second, _COLUMNS - min(len(widths), _COLUMNS))
        else:
            widths[first:second] = [(width, cell) for _, cell in widths[first:second]]
    at = cells[0].left if cells else 0
    moved = []
    for width, cell in widths:
        moved.append(cell._replace(left=at, right=at + width))
        at += width
    return moved
