"""The table on reconsideration and litigation: bare figures under heads of two or three levels.

It is met as one wide row, as three small tables, with results down and procedures across, as one long list, and
without its totals. A figure is named by two things only: the procedure (行政复议, 未经复议直接起诉, 复议后起诉) and
the result (结果维持 … 总计); which cell tells which is found anew for every printed table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gouji.cells import is_value, read_cell
from gouji.labels import key
from gouji.rows import Slot
from gouji.template import TableSpec
from gouji.text import squash

_PROCEDURES = (
    (re.compile(r"未经复议|直接起诉"), "未经复议直接起诉"),
    (re.compile(r"复议后"), "复议后起诉"),
    (re.compile(r"行政复议(?!.*诉讼)"), "行政复议"),
)
LONGEST_HEAD = 30  # a head is short; a sentence that speaks of reconsideration is none


def procedure(text: str) -> str | None:
    """The procedure that a head or a caption names; None for 行政诉讼 alone, which covers two."""
    plain = squash(text)
    if len(plain) > LONGEST_HEAD:
        return None
    return next((name for pattern, name in _PROCEDURES if pattern.search(plain)), None)


class ReviewTable:
    """The form's columns by procedure and result; ``assign`` says which column each figure of a row stands in."""

    def __init__(self, spec: TableSpec) -> None:
        self.groups = list(dict.fromkeys(column.group for column in spec.columns))
        self._columns: dict[tuple[str, str], int] = {}
        self._results: dict[str, str] = {}
        for index, column in enumerate(spec.columns):
            result = key(column.label.zh)
            self._columns[column.group, result] = index
            self._results.update({key(wording): result for wording in (column.label.zh, *column.aliases)})

    def result(self, text: str) -> str | None:
        """The result that a cell names to the letter."""
        return self._results.get(key(text))

    def heads(self, texts: Sequence[str]) -> int:
        """How many different heads of this table a row names."""
        return len({self.result(text) or procedure(text) for text in texts} - {None})

    def left_blank(self, slots: list[Slot], head: list[Slot]) -> list[tuple[int, Slot]]:
        """An empty row with a cell for each result of the head: the form handed in without a figure."""
        own = [slot for slot in slots if not slot.inherited]
        return self._across(own, head, "") if len(own) == len(self._leaves(head)) else []

    def assign(self, slots: list[Slot], head: list[Slot], caption: str, inside: bool) -> list[tuple[int, Slot]]:
        """The figures of a row with their columns; empty when the row is not one of this table. ``inside`` another
        table a row is one of this only where its head says so: 合计 is a row of many tables."""
        labels = [slot for slot in slots if slot.text and not is_value(slot.text)]
        values = [slot for slot in slots if not slot.inherited and is_value(slot.text)]
        while values and labels and values[0].cell.column < labels[0].cell.column:
            values.pop(0)  # an empty corner left of the row's label
        blank = not any(read_cell(slot.text).state != "blank" for slot in values)
        result = next((name for slot in reversed(labels) if (name := self.result(slot.text))), None)
        if blank and not result:
            return []
        if result:
            across = {name for slot in head if (name := procedure(slot.text))}
            if (blank or inside) and len(across) != len(values):
                return []
            return self._down(values, result, [slot.text for slot in labels], head, caption)
        if labels and any(read_cell(slot.text).state == "unreadable" and len(slot.text) > 6 for slot in labels):
            return []
        return self._across(values, head, caption)

    def _down(
        self, values: list[Slot], result: str, labels: list[str], head: list[Slot], caption: str
    ) -> list[tuple[int, Slot]]:
        """A row that names a result: one figure for each procedure of the head, or one for the row's own."""
        across = [(name, slot) for slot in head if (name := procedure(slot.text))]
        names = list(dict.fromkeys(name for name, _ in across))
        if len(values) == 1 and len(names) <= 1:
            own = next((name for text in (*labels, *names, caption) if (name := procedure(text))), None)
            names = [own] if own else []
        if len(names) != len(values):
            names = self.groups if len(values) == len(self.groups) and not names else []
        pairs = zip(names, values, strict=False)
        return [(self._columns[name, result], slot) for name, slot in pairs if (name, result) in self._columns]

    def _across(self, values: list[Slot], head: list[Slot], caption: str) -> list[tuple[int, Slot]]:
        """A row of figures under heads that name the results."""
        leaves = self._leaves(head)
        if len(leaves) < 2:
            return []
        runs = self._runs([name for name, _ in leaves])
        groups = self._groups(max(runs) + 1, head, caption)
        columns = (
            [self._columns.get((groups[run], name)) for run, (name, _) in zip(runs, leaves, strict=True)]
            if groups
            else []
        )
        if not columns or None in columns:
            return []
        straight = len(values) == len(columns)
        found = list(zip(columns, values, strict=True)) if straight else _under(values, leaves, columns)
        return [(column, slot) for column, slot in found if column is not None]

    def _leaves(self, head: list[Slot]) -> list[tuple[str, Slot]]:
        """The heads that name results, left to right. A head repeated in the rows below it counts once."""
        leaves = [(name, slot) for slot in head if (name := self.result(slot.text))]
        lowest = {(name, slot.cell.column): (name, slot) for name, slot in leaves}
        if len({column for _, column in lowest}) == len(lowest):
            return sorted(lowest.values(), key=lambda leaf: leaf[1].cell.column)
        return leaves

    def _runs(self, names: list[str]) -> list[int]:
        """Which procedure each head belongs to: a new one begins where a result comes again."""
        runs, run = [], 0
        seen: set[str] = set()
        for name in names:
            if name in seen:
                run, seen = run + 1, set()
            seen.add(name)
            runs.append(run)
        return runs

    def _groups(self, wanted: int, head: list[Slot], caption: str) -> list[str] | None:
        """The procedures in the order of their heads, as many as there are runs."""
        named = [name for slot in head if (name := procedure(slot.text))]
        named = list(dict.fromkeys(named)) or [name for name in [procedure(caption)] if name]
        if wanted == len(self.groups):
            return self.groups if len(named) < wanted else named
        if len(named) > wanted:  # 行政诉讼 with 复议后起诉 below a caption that names 行政复议 too
            named = named[-wanted:]
        return named if len(named) == wanted else None


def _under(
    values: list[Slot], leaves: list[tuple[str, Slot]], columns: list[int | None]
) -> list[tuple[int | None, Slot]]:
    """Figures under heads by grid column, where a total or a figure is missing."""
    found: list[tuple[int | None, Slot]] = []
    for slot in values:
        for column, (_, head) in zip(columns, leaves, strict=True):
            if head.cell.column <= slot.cell.column < head.cell.column + head.cell.colspan:
                found.append((column, slot))
                break
    return found
