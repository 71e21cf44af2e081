"""What rules ask of the forms: which table a figure belongs to, and what people call that table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from gouji.law import forms
from gouji.model import Basis, Fact, FormTable, Place, Report, Text
from gouji.template import TableSpec, template

BASES = {
    "narrative": Basis("regulations-2007", "第三十二条"),
    "statistics-2014": Basis("form-2014"),
    "format-2019": Basis("form-2019"),
    "format-2021": Basis("form-2021"),
}


def due(year: int) -> str:
    """The national form of a report year; ``narrative`` where none was prescribed."""
    names = forms(year)
    return names[0] if names else "narrative"


def specs(template_id: str) -> tuple[TableSpec, ...]:
    """The tables of a form; none for ``narrative``."""
    return () if template_id == "narrative" else template(template_id).tables


def title(template_id: str, table: str) -> Text:
    """How a table of a form is called, with its row of Article 20 or its section."""
    return next((spec.title for spec in specs(template_id) if spec.id == table), Text(table, table))


@cache
def _table_of(template_id: str) -> dict[str, str]:
    return {cell.indicator: spec.id for spec in specs(template_id) for cell in spec.cells()}


def table_facts(report: Report) -> dict[str, list[Fact]]:
    """The figures of the printed tables by table of the form, in printed order."""
    owner = _table_of(report.template)
    found: dict[str, list[Fact]] = {}
    for fact in report.facts:
        if fact.origin != "narrative" and fact.indicator in owner:
            found.setdefault(owner[fact.indicator], []).append(fact)
    return found


def printed(report: Report, table: str) -> FormTable | None:
    """The printed table that meets a table of the form."""
    return next((each for each in report.tables if each.table == table), None)


def unfilled(facts: list[Fact]) -> bool:
    """Whether a table of some size was printed and never filled in."""
    return len(facts) >= 10 and all(fact.state == "blank" for fact in facts)


def first_places(places: Iterator[Place], most: int = 5) -> tuple[Place, ...]:
    """The first few places: enough to find the matter, not a list to scroll through."""
    return tuple(place for _, place in zip(range(most), places, strict=False))


def years_of(template_id: str) -> Text:
    """The report years of a form: 2019—2020年度."""
    first, last = template(template_id).years
    if last is None:
        return Text(f"{first}年度起", f"from {first} on")
    return Text(f"{first}—{last}年度", f"{first} to {last}")
