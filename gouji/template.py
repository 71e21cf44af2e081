"""The forms as data: load a template file, refuse what is wrong in it, expand its grids.

A template says how a form is recognised, its sections, its tables as rows and columns, and the relations that the
form itself prints. ``*`` in a relation stands for every row below a key, in the form's order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from gouji.data import load, strict
from gouji.model import Text
from gouji.once import once
from gouji.vocabulary import vocabulary

Operator = Literal["=", "<=", ">="]


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section that the form or the law wants."""

    key: str
    number: str
    heading: Text
    aliases: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of a table. ``group`` is the head above a column; ``heading`` rows take no figure;
    ``items`` rows may be split into sub-rows that the agency names itself; an ``instead`` row is none of the form, but
    some print it in the place of the rows below its key."""

    key: str
    label: Text
    aliases: tuple[str, ...] = ()
    unit: str = ""
    units: tuple[str, ...] = ()
    group: str = ""
    heading: bool = False
    items: bool = False
    instead: bool = False


@dataclass(frozen=True)
class TableSpec:
    """A table of the form. ``fact`` says what names the indicator: the row (``applicant`` is the column, if there
    is more than one), the column, or both joined by a dot."""

    id: str
    title: Text
    layout: Literal["matrix", "list", "figures"]
    fact: Literal["row", "column", "both"]
    unit: str
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]
    groups: tuple[str, ...] = ()
    note: str = ""
    turned: bool = False  # printed with rows and columns exchanged

    @once
    def turn(self) -> TableSpec:
        """The same table as some offices print it: rows across, columns down."""
        return replace(self, rows=self.columns, columns=self.rows, turned=True)

    def cell(self, row: Line | None, column: Line) -> Term:
        """What the cell at a row and a column means."""
        if self.fact == "column" or row is None:
            return Term(column.key)
        if self.fact == "both":
            item, measure = (column, row) if self.turned else (row, column)
            return Term(f"{item.key}.{measure.key}")
        return Term(row.key, column.key if len(self.columns) > 1 else None)

    def unit_of(self, row: Line | None, column: Line) -> str:
        return column.unit or (row.unit if row else "") or self.unit

    def cells(self) -> Iterator[Term]:
        """Every cell of the printed form, row by row."""
        rows: tuple[Line | None, ...] = tuple(row for row in self.rows if not row.heading and not row.instead) or (
            None,
        )
        return (self.cell(row, column) for row in rows for column in self.columns)


@dataclass(frozen=True, slots=True)
class Term:
    """One figure that a relation speaks of."""

    indicator: str
    applicant: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """Sum of ``left`` op sum of ``right`` (an empty right side is 0); ``code`` is the rule that answers for it."""

    code: str
    id: str
    left: tuple[Term, ...]
    op: Operator
    right: tuple[Term, ...]


@dataclass(frozen=True)
class Template:
    """One era of the form. ``years`` are the first and last report year; None is open-ended."""

    id: str
    title: Text
    years: tuple[int, int | None]
    law: str
    recognise: tuple[str, ...]
    sections: tuple[SectionSpec, ...]
    tables: tuple[TableSpec, ...]
    relations: tuple[Relation, ...]
    extends: str = ""  # the national form of a regional one

    def covers(self, year: int) -> bool:
        return self.years[0] <= year and (self.years[1] is None or year <= self.years[1])

    @once
    def cells(self) -> frozenset[tuple[str, str | None]]:
        """The indicator and the applicant of every cell."""
        return frozenset((term.indicator, term.applicant) for table in self.tables for term in table.cells())

    def section(self, key: str) -> SectionSpec | None:
        return next((section for section in self.sections if section.key == key), None)


@cache
def templates() -> tuple[Template, ...]:
    """Every template of the shelf, sorted by id."""
    names = sorted(entry.name for entry in files("gouji").joinpath("templates").iterdir())
    return tuple(template(name.removesuffix(".yaml")) for name in names if name.endswith(".yaml"))


@cache
def template(name: str) -> Template:
    """One template by id; FileNotFoundError when there is none."""
    return build(load(f"templates/{name}.yaml"), f"templates/{name}.yaml")


TOP = {"id", "title", "years", "law", "recognise", "tables", "relations"}


def build(data: dict[str, Any], where: str) -> Template:
    """Validate the data of one file and expand it. ValueError says what is wrong and where."""
    strict(data, TOP, {"sections", "extends"}, where)
    base = template(data["extends"]) if "extends" in data else None
    tables = _extended(base.tables, data["tables"], where) if base else _tables(data["tables"], where)
    sections = _sections(data["sections"], where) if "sections" in data else base.sections if base else ()
    relations = [relation for entry in data["relations"] for relation in _relations(entry, tables, where)]
    made = Template(
        id=data["id"],
        title=_label(data["title"]),
        years=(data["years"][0], data["years"][1]),
        law=data["law"],
        recognise=tuple(data["recognise"]),
        sections=sections,
        tables=tables,
        relations=(*(base.relations if base else ()), *relations),
        extends=base.id if base else "",
    )
    _validate(made, where)
    return made


def _label(entry: dict[str, Any]) -> Text:
    return Text(str(entry["zh"]), str(entry["en"]))


def _sections(entries: list[dict[str, Any]], where: str) -> tuple[SectionSpec, ...]:
    for entry in entries:
        strict(entry, {"key", "number", "zh", "en", "required", "aliases"}, set(), f"{where}: sections")
    return tuple(SectionSpec(e["key"], e["number"], _label(e), tuple(e["aliases"]), e["required"]) for e in entries)


def _tables(entries: list[dict[str, Any]], where: str) -> tuple[TableSpec, ...]:
    keys = {"id", "title", "layout", "fact", "unit", "columns", "rows"}
    found = []
    for entry in entries:
        strict(entry, keys, {"groups", "note"}, f"{where}: tables")
        found.append(
            TableSpec(
                id=entry["id"],
                title=_label(entry["title"]),
                layout=entry["layout"],
                fact=entry["fact"],
                unit=entry["unit"],
                columns=_lines(entry["columns"], f"{where}: {entry['id']}: columns"),
                rows=_lines(entry["rows"], f"{where}: {entry['id']}: rows"),
                groups=tuple(entry.get("groups", ())),
                note=entry.get("note", ""),
            )
        )
    return tuple(found)


def _lines(entries: list[dict[str, Any]], where: str) -> tuple[Line, ...]:
    optional = {"key", "aliases", "unit", "units", "parent", "group", "heading", "items", "instead"}
    found = []
    for entry in entries:
        strict(entry, {"zh", "en"}, optional, where)
        found.append(
            Line(
                key=entry.get("key", ""),
                label=_label(entry),
                aliases=tuple(entry.get("aliases", ())),
                unit=entry.get("unit", ""),
                units=tuple(entry.get("units", ())),
                group=entry.get("group", ""),
                heading=entry.get("heading", False),
                items=entry.get("items", False),
                instead=entry.get("instead", False),
            )
        )
    return tuple(found)


def _extended(base: tuple[TableSpec, ...], entries: list[dict[str, Any]], where: str) -> tuple[TableSpec, ...]:
    """A regional variant adds rows to the national form and changes nothing else."""
    added: dict[str, dict[str, Any]] = {}
    for entry in entries:
        strict(entry, {"id", "insert_after", "rows"}, set(), f"{where}: tables")
        added[entry["id"]] = entry
    found = []
    for table in base:
        if table.id in added:
            extra = added[table.id]
            at = next(i for i, row in enumerate(table.rows) if row.key == extra["insert_after"]) + 1
            rows = (*table.rows[:at], *_lines(extra["rows"], where), *table.rows[at:])
            table = replace(table, rows=rows)
        found.append(table)
    return tuple(found)


def _relations(entry: dict[str, Any], tables: tuple[TableSpec, ...], where: str) -> Iterator[Relation]:
    strict(entry, {"code", "id", "op", "right"}, {"left", "each", "over", "table"}, f"{where}: relations")
    keys = [term.indicator for table in tables for term in table.cells()]
    code, name, op = entry["code"], entry["id"], entry["op"]
    if "each" in entry:
        for key in _keys([entry["each"]], keys):
            right = _terms(_keys(entry["right"], keys))
            yield Relation(code, f"{name}.{key.rsplit('.', 1)[-1]}", (Term(key),), op, right)
        return
    if "over" not in entry:
        yield Relation(code, name, _terms(_keys(entry["left"], keys)), op, _terms(_keys(entry["right"], keys)))
        return
    table = next(table for table in tables if table.id == entry["table"])
    if entry["over"] == "columns":
        for column in table.columns:
            left, right = (_terms(_keys(entry[side], keys), column.key) for side in ("left", "right"))
            yield Relation(code, f"{name}.{column.key}", left, op, right)
        return
    columns = {column.key: column for column in table.columns}
    for row in (row for row in table.rows if not row.instead):
        left, right = (tuple(table.cell(row, columns[key]) for key in entry[side]) for side in ("left", "right"))
        yield Relation(code, f"{name}.{row.key}", left, op, right)


def _keys(patterns: Iterable[str], known: list[str]) -> list[str]:
    found: dict[str, None] = {}
    for pattern in patterns:
        matches = [key for key in known if key.startswith(pattern[:-1])] if pattern.endswith("*") else [pattern]
        found.update(dict.fromkeys(matches))
    return list(found)


def _terms(keys: Iterable[str], applicant: str | None = None) -> tuple[Term, ...]:
    return tuple(Term(key, applicant) for key in keys)


def _validate(made: Template, where: str) -> None:
    cells: set[Term] = set()
    for table in made.tables:
        for cell in table.cells():
            if cell in cells:
                raise ValueError(f"{where}: {table.id}: the cell {cell} is mapped twice")
            if cell.indicator not in vocabulary():
                raise ValueError(f"{where}: {table.id}: the indicator {cell.indicator} is not in vocabulary.yaml")
            cells.add(cell)
    for relation in made.relations:
        for term in (*relation.left, *relation.right):
            if term not in cells:
                raise ValueError(f"{where}: relation {relation.id} speaks of {term}, which is not in the form")
