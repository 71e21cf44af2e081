"""A report's figures, ready to be looked up by rules: those of the tables by cell, those of the prose by indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from gouji.law import forms
from gouji.model import Fact, Report
from gouji.numbers import MONEY
from gouji.once import once
from gouji.template import Relation, Template, Term, template

EMPTY_STATES = frozenset({"blank", "dash", "none"})


class Figures:
    """``table(term)`` is the printed cell, ``told(indicator)`` all statements of the prose about it."""

    @staticmethod
    @once
    def of(report: Report) -> Figures:
        """The report's figures; all rules share them."""
        return Figures(report)

    def __init__(self, report: Report) -> None:
        self._cells: dict[tuple[str, str | None, str | None], Fact] = {}
        self._told: dict[str, list[Fact]] = {}
        self._parts: dict[tuple[str, str], list[Fact]] = {}
        self._items: dict[str, list[str]] = {}
        for fact in report.facts:
            if fact.origin == "narrative":
                if fact.applicant is None:  # what one kind of applicant accounts for is no statement of the whole
                    self._told.setdefault(fact.indicator, []).append(fact)
                else:
                    self._parts.setdefault((fact.indicator, fact.applicant), []).append(fact)
                continue
            self._cells.setdefault(fact.key, fact)
            if fact.item and fact.item not in self._items.setdefault(fact.indicator, []):
                self._items[fact.indicator].append(fact.item)

    def table(self, indicator: str, applicant: str | None = None, item: str | None = None) -> Fact | None:
        return self._cells.get((indicator, applicant, item))

    def row(self, terms: Iterable[Term], item: str | None) -> list[Fact | None]:
        """The printed cells of several terms."""
        cells = self._cells
        return [cells.get((term.indicator, term.applicant, item)) for term in terms]

    def total(self, indicator: str) -> Fact | None:
        """The table's figure for the whole agency: the 总计 column where the form has applicants' columns."""
        cells = self._cells
        return cells.get((indicator, "total", None)) or cells.get((indicator, None, None))

    @property
    def printed(self) -> bool:
        """Whether there is any figure of a table."""
        return bool(self._cells)

    def items(self, terms: Iterable[Term]) -> list[str]:
        """The sub-rows that the agency named itself, for the indicators of a relation."""
        found = [item for term in terms for item in self._items.get(term.indicator, ())]
        return list(dict.fromkeys(found))

    def told(self, indicator: str) -> list[Fact]:
        return self._told.get(indicator, [])

    def told_indicators(self) -> Iterator[str]:
        return iter(self._told)

    def told_by_applicant(self) -> Iterator[tuple[str, str, list[Fact]]]:
        """What the prose states of one kind of applicant: indicator, applicant, statements."""
        for (indicator, applicant), told in self._parts.items():
            yield indicator, applicant, told


def amount(fact: Fact) -> Decimal:
    """The figure as a number: money in yuan, an empty cell as 0. Not for unreadable cells."""
    return (fact.value or Decimal(0)) * MONEY.get(fact.unit, Decimal(1))


def count(fact: Fact) -> Decimal:
    """The printed number, an empty cell as 0."""
    return fact.value if fact.value is not None else Decimal(0)


@once
def form(report: Report) -> Template | None:
    """The form in whose terms the report speaks: the recognised one, else the one that was due for its year."""
    if report.template != "narrative":
        return template(report.template)
    names = [name for name in forms(report.year) if name != "narrative"] if report.year else []
    regional = any(fact.indicator.startswith("disclosure.key_areas") for fact in report.facts)
    names = [name for name in names if name.endswith("beijing") == regional] or names
    return template(names[0]) if names else None


def relations(report: Report, code: str) -> list[Relation]:
    """The printed relations that a rule answers for."""
    return _by_code(report).get(code, [])


@once
def _by_code(report: Report) -> dict[str, list[Relation]]:
    known = form(report)
    found: dict[str, list[Relation]] = {}
    for relation in known.relations if known else ():
        found.setdefault(relation.code, []).append(relation)
    return found
