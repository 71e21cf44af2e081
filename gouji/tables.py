"""Document + Template -> figures from tables. Rows and columns are found by their labels.

A form's tables may stand in one printed table or in several, over merged cells or in a text export that lost them;
each printed row is looked at on its own: which label it bears, which figures follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from gouji.cells import Reading, is_value, read_cell
from gouji.labels import Labels, Match, key
from gouji.model import Cell, Document, Fact, FormTable, Place, Table
from gouji.numbers import UNITS
from gouji.template import Line, TableSpec, Template
from gouji.text import squash


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell as one row sees it; ``inherited`` when it reaches down from a row above."""

    cell: Cell
    text: str
    inherited: bool = False


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
    last: int = -1
    seen_columns: set[int] = field(default_factory=set)
    added: list[tuple[str, Place]] = field(default_factory=list)
    altered: list[tuple[str, str, Place]] = field(default_factory=list)
    headings: list[tuple[str, str, Place]] = field(default_factory=list)
    units: list[tuple[str, str, Place]] = field(default_factory=list)

    @property
    def found(self) -> bool:
        return bool(self.used)

    def pick(self, matches: tuple[Match, ...]) -> Match | None:
        """The row meant by a wording that several rows share: the next one below the last, else an unused one."""
        free = [match for match in matches if match.index not in self.used]
        below = [match for match in free if match.index > self.last]
        return (below or free or [None])[0]  # type: ignore[list-item]

    def export(self) -> FormTable:
        missing = [row.label.zh for i, row in enumerate(self.spec.rows) if i not in self.used and not row.heading]
        if self.spec.layout == "matrix" and self.seen_columns:
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


@dataclass(frozen=True, slots=True)
class Extraction:
    """The figures and tables that one template finds in a document."""

    facts: tuple[Fact, ...]
    tables: tuple[FormTable, ...]
    rows: int  # printed rows that bear figures, known or not


@cache
def _labels(spec: TableSpec) -> tuple[Labels, Labels]:
    return Labels(spec.rows), Labels(spec.columns)


def familiar(document: Document, template: Template) -> int:
    """How many row labels of a form the document's tables print to the letter: cheap, to leave out the other forms."""
    printed = frozenset(key(cell.text) for table in document.tables for cell in table.cells if len(cell.text) > 3)
    return sum(_labels(spec)[0].known(printed) for spec in template.tables)


def extract(document: Document, template: Template) -> Extraction:
    """Every figure of the form that the document's tables print, in reading order."""
    reader = _Reader(template)
    for index, table in enumerate(document.tables):
        reader.read(index, table)
    return Extraction(tuple(reader.facts), tuple(f.export() for f in reader.forms if f.found), reader.rows)


class _Reader:
    """Reads printed tables row by row; ``current`` is the form table that the last row belonged to."""

    def __init__(self, template: Template) -> None:
        self.forms = [Form(spec, *_labels(spec)) for spec in template.tables]
        self.facts: list[Fact] = []
        self.rows = 0
        self.current: Form | None = None
        self.head: list[Slot] = []
        self.in_head = False
        self.index = 0
        self.table_place = Place()

    def read(self, index: int, table: Table) -> None:
        self.index, self.table_place = index, table.place
        for slots in _rows(table):
            self._row(slots)

    def _row(self, slots: list[Slot]) -> None:
        own = [slot for slot in slots if not slot.inherited]
        if not any(slot.text for slot in own):
            return
        if self._is_head(own):
            self.head = [*self.head, *own] if self.in_head else own
            self.in_head = True
            return
        if self._figures(own) or self._data(slots):
            self.in_head = False

    def _is_head(self, own: list[Slot]) -> bool:
        """A row of column heads: it names columns of some table and bears no figure."""
        if any(read_cell(slot.text).state == "number" for slot in own):
            return False
        texts = [slot.text for slot in own if slot.text]
        for form in self.forms:
            if form.spec.layout == "list":
                continue
            hits = sum(bool(form.columns.find(text)) for text in texts)
            wanted = 2 if len(form.spec.columns) > 1 else 1
            if hits >= wanted or (hits == 1 and len(texts) <= 2 and not self._names_row(texts)):
                return True
        return any(squash(text) in form.spec.groups for form in self.forms for text in texts[:2]) and self.in_head

    def _names_row(self, texts: list[str]) -> bool:
        return any(form.rows.find(text) for form in self.forms for text in texts)

    def _figures(self, own: list[Slot]) -> bool:
        """The review table: one row of bare figures under heads of two or three levels."""
        form = next((form for form in self.forms if form.spec.layout == "figures"), None)
        if form is None or form.used or len(own) < 5 or not all(is_value(slot.text) for slot in own):
            return False
        named = [slot for slot in self.head if form.columns.find(slot.text)]
        wanted = len(form.spec.columns)
        if len(named) < wanted // 2:
            return False
        columns = _by_order(own, wanted) if len(own) == wanted else _by_grid(own, named, wanted)
        self._start(form)
        form.used.add(0)
        for index, slot in columns:
            self._fact(form, None, form.spec.columns[index], slot, form.spec.unit, None)
        return True

    def _data(self, slots: list[Slot]) -> bool:
        found = self._label(slots)
        if found is None:
            self._unknown(slots)
            return False
        form, match, at = found
        row = form.spec.rows[match.index]
        if form is not self.current:
            self._start(form)
        slot = slots[at]
        if not slot.inherited or not row.items:
            form.used.add(match.index)
        form.last = match.index
        if not match.exact:
            form.altered.append((slot.text, row.label.zh, slot.cell.place))
        rest = [each for each in slots[at + 1 :] if not each.inherited]
        self.rows += 1
        if form.spec.layout == "list":
            self._listed(form, row, rest)
        else:
            self._crossed(form, row, rest)
        return True

    def _label(self, slots: list[Slot]) -> tuple[Form, Match, int] | None:
        """The deepest cell of the row that names a row of a form, with the form that is being read preferred."""
        forms = sorted(self.forms, key=lambda form: form is not self.current)
        for form in forms:
            for at in range(len(slots) - 1, -1, -1):
                if is_value(slots[at].text):
                    continue
                matches = form.rows.find(slots[at].text)
                if slots[at].inherited and not any(form.spec.rows[m.index].items for m in matches):
                    continue
                again = [m for m in matches if form.spec.rows[m.index].items and m.index in form.used]
                match = form.pick(matches) or (again[0] if again else None)
                if match and self._fits(form, slots, at):
                    return form, match, at
        return None

    def _fits(self, form: Form, slots: list[Slot], at: int) -> bool:
        """A label counts only where figures follow it (or, in the list form, may stay blank)."""
        rest = [slot for slot in slots[at + 1 :] if not slot.inherited]
        if form.spec.layout == "list":
            return bool(rest)
        return any(is_value(slot.text) for slot in rest)

    def _start(self, form: Form) -> None:
        self.current = form
        form.order = _printed_order(form, self.head)
        form.seen_columns.update(index for index, _ in form.order)
        if not form.used:
            form.index, form.place = self.index, self.table_place

    def _listed(self, form: Form, row: Line, rest: list[Slot]) -> None:
        unit_slot = next((slot for slot in rest if squash(slot.text) in UNITS), None)
        values = [slot for slot in rest if slot is not unit_slot]
        if not values:
            return
        value = values[-1]
        if row.heading:
            if read_cell(value.text).state == "number":
                form.headings.append((row.label.zh, squash(value.text), value.cell.place))
            return
        unit = squash(unit_slot.text) if unit_slot else row.unit
        if unit_slot:
            form.units.append((row.key, unit, unit_slot.cell.place))
        self._fact(form, row, form.spec.columns[0], value, unit, None)

    def _crossed(self, form: Form, row: Line, rest: list[Slot]) -> None:
        item = None
        if row.items and rest and not is_value(rest[0].text):
            item = squash(rest[0].text)
            rest = rest[1:]
        for index, slot in self._columns(form, rest):
            form.seen_columns.add(index)
            column = form.spec.columns[index]
            self._fact(form, row, column, slot, self._unit(form, row, index), item)

    def _columns(self, form: Form, values: list[Slot]) -> Iterator[tuple[int, Slot]]:
        heads = form.order
        if len(values) == len(heads):
            return iter([(index, slot) for (index, _), slot in zip(heads, values, strict=True)])
        if len(values) == len(form.spec.columns):
            return iter(list(enumerate(values)))
        return iter(_by_heads(values, heads))

    def _unit(self, form: Form, row: Line, index: int) -> str:
        """The unit that the column's head prints, else the form's."""
        column = form.spec.columns[index]
        head = next((squash(slot.text) for i, slot in form.order if i == index), "")
        if form.spec.unit_of(row, column) == "万元" and "元" in head and "万元" not in head:
            return "元"
        return form.spec.unit_of(row, column)

    def _fact(self, form: Form, row: Line | None, column: Line, slot: Slot, unit: str, item: str | None) -> None:
        term = form.spec.cell(row, column)
        reading: Reading = read_cell(slot.text)
        self.facts.append(
            Fact(
                id=f"f{len(self.facts) + 1}",
                indicator=term.indicator,
                applicant=term.applicant,
                item=item,
                value=reading.value,
                unit=reading.unit or unit,
                raw=slot.text,
                place=slot.cell.place,
                origin="ocr" if slot.cell.confidence < 1 else "table",
                state=reading.state,
                confidence=slot.cell.confidence,
            )
        )

    def _unknown(self, slots: list[Slot]) -> None:
        """A row with figures whose label the form does not know."""
        own = [slot for slot in slots if not slot.inherited]
        labels = [slot for slot in own if slot.text and not is_value(slot.text) and squash(slot.text) not in UNITS]
        if self.current is None or not labels or own[-1] in labels or read_cell(own[-1].text).state != "number":
            return
        self.rows += 1
        self.current.added.append((squash(labels[-1].text), labels[-1].cell.place))


def _printed_order(form: Form, head: list[Slot]) -> list[tuple[int, Slot]]:
    """The form's columns in the order in which the heads print them (the deepest head wins)."""
    found: dict[int, Slot] = {}
    for slot in head:
        for match in form.columns.find(slot.text)[:1]:
            found[match.index] = slot
    ragged = len({slot.cell.column for slot in found.values()}) < len(found)
    if ragged or form.spec.layout != "matrix":
        return sorted(found.items())
    return sorted(found.items(), key=lambda entry: entry[1].cell.column)


def _by_order(values: list[Slot], wanted: int) -> list[tuple[int, Slot]]:
    return list(zip(range(wanted), values, strict=True))


def _by_heads(values: list[Slot], heads: list[tuple[int, Slot]]) -> list[tuple[int, Slot]]:
    """Figures under heads by grid column; a figure that stands under no head is left out."""
    found = []
    for slot in values:
        for index, head in heads:
            if head.cell.column <= slot.cell.column < head.cell.column + head.cell.colspan:
                found.append((index, slot))
                break
    return found


def _by_grid(values: list[Slot], named: list[Slot], wanted: int) -> list[tuple[int, Slot]]:
    """As ``_by_heads`` where every head stands in a column of its own; nothing when heads are missing too."""
    if len(named) != wanted:
        return []
    heads = sorted(named, key=lambda slot: slot.cell.column)
    return _by_heads(values, list(enumerate(heads)))


def _rows(table: Table) -> Iterator[list[Slot]]:
    """The rows of a printed table with the cells that reach into them, left to right."""
    reaching: list[Cell] = []
    above: dict[int, Cell] = {}
    for row, cells in groupby(sorted(table.cells, key=lambda c: (c.row, c.column)), key=lambda c: c.row):
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
    """In a text export a merged cell is empty in the rows below: the leading empty cells inherit from above."""
    slots = []
    leading = True
    for at, cell in enumerate(own):
        text = cell.text.strip()
        leading = leading and not squash(text)
        if leading and at in above:
            slots.append(Slot(above[at], above[at].text.strip(), inherited=True))
            continue
        if squash(text) and not is_value(text):
            above[at] = cell
            for deeper in [key for key in above if key > at]:
                del above[deeper]
        slots.append(Slot(cell, text))
    return slots
