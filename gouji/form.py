"""One table of the form while it is being read: which of its rows and columns were met, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from gouji.labels import Labels, Match
from gouji.model import FormTable, Place
from gouji.rows import Slot
from gouji.template import TableSpec


@dataclass(slots=True)
class Form:
    """One table of the form while it is being read."""

    spec: TableSpec
    rows: Labels
    columns: Labels
    index: int = 0
    place: Place = field(default_factory=Place)
    order: list[tuple[int, Slot]] = field(default_factory=list)  # printed columns: (column of the form, head)
    used: set[int] = field(default_factory=set)
    last: dict[int, int] = field(default_factory=dict)  # the last row read, for each block beside another
    head: list[Slot] = field(default_factory=list)
    seen_columns: set[int] = field(default_factory=set)
    added: list[tuple[str, Place]] = field(default_factory=list)
    altered: list[tuple[str, str, Place]] = field(default_factory=list)
    headings: list[tuple[str, str, Place]] = field(default_factory=list)
    units: list[tuple[str, str, Place]] = field(default_factory=list)

    @property
    def found(self) -> bool:
        return bool(self.used)

    def pick(self, matches: tuple[Match, ...], block: int = 0) -> Match | None:
        """The row meant by a wording that several rows share: the next one below the last of its block, else an
        unused one."""
        free = [match for match in matches if match.index not in self.used]
        below = [match for match in free if match.index > self.last.get(block, -1)]
        return (below or free or [None])[0]  # type: ignore[list-item]

    def export(self) -> FormTable:
        rows_ = enumerate(self.spec.rows)
        missing = [row.label.zh for i, row in rows_ if i not in self.used and not row.heading and not row.instead]
        if self.spec.layout != "list" and self.seen_columns:
            missing += [column.label.zh for i, column in enumerate(self.spec.columns) if i not in self.seen_columns]
        return FormTable(
            table=self.spec.id,
            index=self.index,
            place=self.place,
            matched_rows=len(self.used),
            missing=tuple(missing),
            added=tuple(self.added),
            altered=tuple(self.altered),
            headings=tuple(self.headings),
            units=tuple(self.units),
        )


def printed_order(form: Form, head: list[Slot]) -> list[tuple[int, Slot]]:
    """The form's columns in the order in which the heads print them (the deepest head wins)."""
    found: dict[int, Slot] = {}
    for slot in head:
        for match in form.columns.find(slot.text)[:1]:
            found[match.index] = slot
    ragged = len({slot.cell.column for slot in found.values()}) < len(found)
    if ragged or form.spec.layout != "matrix":
        return sorted(found.items())
    return sorted(found.items(), key=lambda entry: entry[1].cell.column)


def by_heads(values: list[Slot], heads: list[tuple[int, Slot]]) -> list[tuple[int, Slot]]:
    """Figures under heads by grid column; a figure that stands under no head is left out."""
    found = []
    for slot in values:
        for index, head in heads:
            if head.cell.column <= slot.cell.column < head.cell.column + head.cell.colspan:
                found.append((index, slot))
                break
    return found
