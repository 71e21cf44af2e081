"""Document + Template -> figures from tables. Rows and columns are found by their labels.

A form's tables may stand in one printed table or in several, over merged cells or in a text export that lost them;
each printed row is looked at on its own: which label it bears, which figures follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from gouji.cells import Reading, is_value, read_cell, unit_inside
from gouji.form import Form, by_heads, printed_order
from gouji.labels import Labels, Match, key
from gouji.model import Document, Fact, FormTable, Place, Table
from gouji.numbers import UNIT_WORDS
from gouji.once import once
from gouji.review_table import ReviewTable
from gouji.rows import Slot, rows
from gouji.template import Line, TableSpec, Template
from gouji.text import squash

FIGURES = frozenset({"number", "dash", "none"})  # what a cell holds that was filled in; a corner may hold a stroke
TOTALS = frozenset({"合计", "总计", "小计"})
CORNERS = frozenset({"信息内容", "项目", "事项", "内容", "指标"})


@dataclass(frozen=True, slots=True)
class Extraction:
    """The figures and tables that one template finds in a document."""

    facts: tuple[Fact, ...]
    tables: tuple[FormTable, ...]
    rows: int  # printed rows that bear figures, known or not


@once
def _labels(spec: TableSpec) -> tuple[Labels, Labels]:
    return Labels(spec.rows), Labels(spec.columns)


def familiar(document: Document, template: Template) -> int:
    """How many row labels of a form the document's tables print to the letter: cheap, to leave out the other forms."""
    return sum(_labels(spec)[0].known(_printed(document)) for spec in template.tables)


@once
def _printed(document: Document) -> frozenset[str]:
    return frozenset(key(cell.text) for table in document.tables for cell in table.cells if len(cell.text) > 3)


def extract(document: Document, template: Template) -> Extraction:
    """Every figure of the form that the document's tables print, in reading order."""
    reader = _Reader(template)
    before = ""
    index = 0
    for block in document.blocks:
        if block.table is None:
            before = block.text
            continue
        number = block.table.place.table
        reader.read(index if number is None else number, block.table, before)
        index += 1
        before = ""
    return Extraction(tuple(reader.facts), tuple(f.export() for f in reader.all_forms() if f.found), reader.rows)


# The most that stands to the right of a cell in its row, from least to most.
NOTHING, TEXT, BLANK, FIGURE = range(4)
_FOLLOWS = {"unreadable": TEXT, "blank": BLANK}


@once
def _followers(table: Table) -> list[list[int]]:
    """What follows each cell in each of the rows: every form asks for the same."""
    return [_following(slots) for slots in rows(table)]


def _following(slots: list[Slot]) -> list[int]:
    """What follows each cell; cells that reach down from above do not count."""
    found = []
    most = NOTHING
    for slot in reversed(slots):
        found.append(most)
        if most < FIGURE and not slot.inherited:
            most = max(most, _FOLLOWS.get(read_cell(slot.text).state, FIGURE))
    return found[::-1]


class _Reader:
    """Reads printed tables row by row; ``current`` is the form table that the last row belonged to."""

    def __init__(self, template: Template) -> None:
        specs = [*template.tables, *(spec.turn() for spec in template.tables if spec.fact == "both")]
        self.forms = [Form(spec, *_labels(spec)) for spec in specs if spec.layout != "figures"]
        self.review = next((Form(spec, *_labels(spec)) for spec in specs if spec.layout == "figures"), None)
        self.review_table = ReviewTable(self.review.spec) if self.review else None
        self.facts: list[Fact] = []
        self.rows = 0
        self.current: Form | None = None
        self.head: list[Slot] = []
        self.in_head = False
        self.caption = ""
        self.index = 0
        self.table_place = Place()
        self.ragged = False
        self.after: list[int] = []  # what follows each cell of the row
        self.item: tuple[Form, Line, int] | None = None  # the row with own items that was read last, and their column

    def all_forms(self) -> list[Form]:
        return [*self.forms, *([self.review] if self.review else [])]

    def read(self, index: int, table: Table, caption: str) -> None:
        """One printed table; ``caption`` is the paragraph right before it."""
        self.index, self.table_place, self.caption = index, table.place, caption or self.caption
        self.in_head, self.ragged, self.item = False, table.ragged, None
        empty: list[Slot] = []
        for slots, self.after in zip(rows(table), _followers(table), strict=True):
            if any(slot.text for slot in slots if not slot.inherited):
                self._row(slots)
            else:
                empty = slots
        if empty and self.review and self.review_table:
            self._take_figures(self.review, self.review_table.left_blank(empty, self.head))

    def _row(self, slots: list[Slot]) -> None:
        own = [slot for slot in slots if not slot.inherited]
        if self._is_head(own):
            self.head = [*self.head, *own] if self.in_head else own
            self.in_head = True
        elif self._data(slots) or self._figures(slots):
            self.in_head = False
        else:
            self._title(own)

    def _title(self, own: list[Slot]) -> None:
        """A row that is neither head nor data: the caption of what follows, when it is short."""
        text = " ".join(slot.text for slot in own if slot.text)
        if len(text) < 60 and not any(read_cell(slot.text).state == "number" for slot in own):
            self.caption = text

    # -- heads --

    def _is_head(self, own: list[Slot]) -> bool:
        """A row of column heads: it names columns of some table and bears no figure."""
        if any(read_cell(slot.text).state in FIGURES for slot in own[1:]):
            return False
        texts = [slot.text for slot in own if slot.text]
        heads = self.review_table.heads(texts) if self.review_table else 0
        if heads >= 2 or (heads and self.in_head and heads == len(set(texts))):
            return True
        if any(self._heads(form, texts) for form in self.forms):
            return True
        if not self.in_head:
            return False
        groups = [squash(group) for form in self.all_forms() for group in form.spec.groups]
        return any(squash(text) in groups for text in texts[:2]) and not self._names_row(texts)

    def _heads(self, form: Form, texts: list[str]) -> bool:
        if form.spec.layout == "list":
            return False
        hits = len({matches[0].index for text in texts if (matches := form.columns.find(text))})
        if form.spec.turned:
            corner = squash(texts[0]) in CORNERS
            return hits >= 2 or (hits == 1 and corner and hits == len(texts) - 1)
        wanted = 2 if len(form.spec.columns) > 1 else 1
        return hits >= wanted or (hits == 1 and len(texts) <= 2 and not self._names_row(texts))

    def _names_row(self, texts: list[str]) -> bool:
        forms = [form for form in self.forms if not form.spec.turned or self._exchanged(form)]
        return any(form.rows.find(text) for form in forms for text in texts)

    def _exchanged(self, form: Form) -> bool:
        """Whether the head above names the items of a table, so that its rows name the measures."""
        return any(form.columns.find(slot.text) for slot in self.head)

    # -- the review table --

    def _figures(self, slots: list[Slot]) -> bool:
        form, table = self.review, self.review_table
        if form is None or table is None:
            return False
        inside = self.current is not None
        return self._take_figures(form, table.assign(slots, self.head, self.caption, inside))

    def _take_figures(self, form: Form, assigned: list[tuple[int, Slot]]) -> bool:
        found = [(i, slot) for i, slot in assigned if i not in form.seen_columns]
        if not found:
            return False
        if not form.used:
            form.index, form.place = self.index, self.table_place
        form.used.add(0)
        self.current = None
        for index, slot in found:
            form.seen_columns.add(index)
            self._fact(form, None, form.spec.columns[index], slot, form.spec.unit, None)
        return True

    # -- rows with labels --

    def _data(self, slots: list[Slot]) -> bool:
        """Take a row that names a row of a form, the one that is being read before the others."""
        if self.review_table and self._of_review(slots):
            return False
        named = _named(slots)
        for form in self._current_first() if named else ():
            if form.spec.turned and not self._exchanged(form):
                continue
            take = self._list_row if form.spec.layout == "list" else self._crossed_row
            if take(form, slots, named):
                return True
        return self._further_item(slots) or self._unknown(slots)

    def _crossed_row(self, form: Form, slots: list[Slot], named: list[int]) -> bool:
        """A row whose deepest label that names a row of the form has figures behind it."""
        for at in reversed(named):
            match = self._match(form, slots, at, 0)
            if match and self._fits(form, self.after[at], match):
                self._take(form, match, slots[at], 0)
                rest = [each for each in slots[at + 1 :] if not each.inherited]
                self._crossed(form, form.spec.rows[match.index], rest)
                return True
        return False

    def _of_review(self, slots: list[Slot]) -> bool:
        """Whether a row's label is a result of the review table: 结果维持 0 0 0."""
        assert self.review_table is not None
        labels = [slot.text for slot in slots if slot.text and not is_value(slot.text)]
        return bool(labels) and self.review_table.result(labels[-1]) is not None and "总" not in labels[-1]

    def _take(self, form: Form, match: Match, slot: Slot, block: int) -> None:
        row = form.spec.rows[match.index]
        if form is not self.current or form.head is not self.head:
            self._start(form)
        if not slot.inherited or not row.items:
            form.used.add(match.index)
        form.last[block] = match.index
        if not match.exact:
            form.altered.append((slot.text, row.label.zh, slot.cell.place))
        self.rows += 1

    def _current_first(self) -> list[Form]:
        """All forms but that of the review table, the one that is being read before the others."""
        current = self.current
        if current is None or current is self.review or current is self.forms[0]:
            return self.forms
        return [current, *(form for form in self.forms if form is not current)]

    def _match(self, form: Form, slots: list[Slot], at: int, block: int) -> Match | None:
        """The row of a form that a label names."""
        matches = form.rows.find(slots[at].text)
        if not matches:
            return None
        if slots[at].inherited and not any(form.spec.rows[match.index].items for match in matches):
            return None
        again = [match for match in matches if form.spec.rows[match.index].items and match.index in form.used]
        return form.pick(matches, block) or (again[0] if again else None)

    def _fits(self, form: Form, after: int, match: Match) -> bool:
        """A label counts only where figures follow it (or, in the list form, may stay blank)."""
        if form.spec.layout == "list":
            return after != NOTHING
        if form.spec.rows[match.index].instead:  # the head of its own sub-rows, unless it bears figures itself
            return after == FIGURE
        return after >= BLANK

    def _start(self, form: Form) -> None:
        self.current = form
        order = printed_order(form, self.head)
        if order or not form.used:
            form.order = order
        form.head = self.head
        form.seen_columns.update(index for index, _ in form.order)
        if not form.used:
            form.index, form.place = self.index, self.table_place

    def _list_row(self, form: Form, slots: list[Slot], named: list[int]) -> bool:
        """A row of the list form; two blocks may stand side by side, each with label, unit and figure."""
        starts: list[tuple[int, Match]] = []
        for at in named:
            block = slots[at].cell.column
            if (match := self._match(form, slots, at, block)) and self._fits(form, self.after[at], match):
                starts.append((at, match))
        for number, (at, match) in enumerate(starts):
            end = starts[number + 1][0] if number + 1 < len(starts) else len(slots)
            if end == at + 1 < len(slots):
                continue  # the label of a group of rows beside the row's own
            self._take(form, match, slots[at], slots[at].cell.column)
            self._listed(form, form.spec.rows[match.index], slots[at], slots[at + 1 : end])
        return bool(starts)

    def _listed(self, form: Form, row: Line, label: Slot, rest: list[Slot]) -> None:
        rest = [slot for slot in rest if not slot.inherited]
        unit_slot = next((slot for slot in rest if squash(slot.text) in UNIT_WORDS), None)
        others = [slot for slot in rest if slot is not unit_slot] if unit_slot else rest
        values = list(takewhile(_may_be_figure, others)) or rest[-1:]
        if not values or values[-1] is unit_slot:
            return
        value = next((slot for slot in values if slot.text), values[0])
        if row.heading:
            if read_cell(value.text).state == "number":
                form.headings.append((row.label.zh, squash(value.text), value.cell.place))
            return
        unit = squash(unit_slot.text) if unit_slot else unit_inside(label.text) or row.unit
        if unit_slot:
            form.units.append((row.key, unit, unit_slot.cell.place))
        self._fact(form, row, form.spec.columns[0], value, unit, None)

    def _crossed(self, form: Form, row: Line, rest: list[Slot]) -> None:
        item = None
        self.item = None
        if row.items and rest and not is_value(rest[0].text):
            item = squash(rest[0].text)
            self.item = form, row, rest[0].cell.column
            rest = rest[1:]
        for index, slot in self._columns(form, rest):
            form.seen_columns.add(index)
            column = form.spec.columns[index]
            self._fact(form, row, column, slot, self._unit(form, row, index), item)

    def _further_item(self, slots: list[Slot]) -> bool:
        """A row below one with items of its own, whose merged cell was lost: it names the next item."""
        named = [slot for slot in slots if slot.text and not slot.inherited]
        if self.item is None or not named or is_value(named[0].text):
            return False
        form, row, column = self.item
        values = [slot for slot in slots if slot.cell.column > named[0].cell.column]
        at = 0 if self.ragged else column
        readings = {read_cell(slot.text).state for slot in values}
        if named[0].cell.column != at or len(values) != len(form.order) or not readings & FIGURES:
            return False
        if "unreadable" in readings or squash(named[0].text) in TOTALS:
            return False
        self._crossed(form, row, [named[0], *values])
        return True

    def _columns(self, form: Form, values: list[Slot]) -> Iterator[tuple[int, Slot]]:
        heads = form.order
        columns = [head.cell.column for _, head in heads]
        if columns == sorted(set(columns)) and len(found := by_heads(values, heads)) == len(heads):
            return iter(found)
        if len(values) == len(heads):
            return iter([(index, slot) for (index, _), slot in zip(heads, values, strict=True)])
        if len(values) == len(form.spec.columns):
            return iter(list(enumerate(values)))
        return iter(by_heads(values, heads))

    def _unit(self, form: Form, row: Line, index: int) -> str:
        """The unit that the column's head prints, else the form's."""
        column = form.spec.columns[index]
        unit = form.spec.unit_of(row, column)
        if unit == "万元":
            head = next((squash(slot.text) for i, slot in form.order if i == index), "")
            return "元" if "元" in head and "万元" not in head else unit
        return unit

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

    def _unknown(self, slots: list[Slot]) -> bool:
        """A row with figures whose label the form does not know: noted, never data."""
        own = [slot for slot in slots if not slot.inherited]
        labels = [slot for slot in own if not is_value(slot.text) and squash(slot.text) not in UNIT_WORDS]
        if self.current is None or not labels or own[-1] in labels or read_cell(own[-1].text).state != "number":
            return False
        self.rows += 1
        self.current.added.append((squash(labels[-1].text), labels[-1].cell.place))
        return False


def _may_be_figure(slot: Slot) -> bool:
    return is_value(slot.text)


def _named(slots: list[Slot]) -> list[int]:
    """Which cells of a row may be labels."""
    return [at for at, slot in enumerate(slots) if not is_value(slot.text)]
