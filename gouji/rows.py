"""The rows of a printed table with the cells that reach into them from above, left to right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from gouji.cells import is_value
from gouji.model import Cell, Table
from gouji.once import once
from gouji.text import squash


class Slot(NamedTuple):
    """A cell as one row sees it; ``inherited`` when it reaches down from a row above."""

    cell: Cell
    text: str
    inherited: bool = False


_CORNER = itemgetter(0, 1)  # of a cell: row and column


@once
def rows(table: Table) -> list[list[Slot]]:
    """All rows: every form looks at the same ones. In a ragged table, which lost its merged cells, leading empty
    cells inherit the label above."""
    return list(_rows(table))


def _rows(table: Table) -> Iterator[list[Slot]]:
    reaching: list[Cell] = []
    above: dict[int, Cell] = {}
    for row, cells in groupby(sorted(table.cells, key=_CORNER), key=itemgetter(0)):
        own = list(cells)
        if table.ragged:
            yield _ragged(own, above)
            continue
        reaching = [cell for cell in reaching if cell.row + cell.rowspan > row]
        slots = [Slot(cell, cell.text.strip()) for cell in own]
        slots += [Slot(cell, cell.text.strip(), inherited=True) for cell in reaching]
        reaching += [cell for cell in own if cell.rowspan > 1]
        yield sorted(slots, key=lambda slot: slot.cell.column)


def _ragged(own: list[Cell], above: dict[int, Cell]) -> list[Slot]:
    slots = []
    texts = [cell.text.strip() for cell in own]
    # A row of figures alone names nothing, so its empty first cells are figures left blank.
    leading = not all(map(is_value, texts))
    for at, (cell, text) in enumerate(zip(own, texts, strict=True)):
        leading = leading and not squash(text)
        if leading and at in above:
            slots.append(Slot(above[at], above[at].text.strip(), inherited=True))
            continue
        if not is_value(text):
            while above and next(reversed(above)) >= at:  # a new label ends those to its right; keys stand in order
                above.popitem()
            above[at] = cell
        slots.append(Slot(cell, text))
    return slots
