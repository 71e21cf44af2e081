"""What an invented report is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.corpus import forms
from tests.corpus.forms import Figure, Key, Values
from tests.corpus.render import Block

LAW = "《中华人民共和国政府信息公开条例》"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and which rule must say so. ``quote`` is a piece of the printed text where there is one."""

    rule: str
    what: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report before it is written in a format. ``{tables}`` places in ``body`` take the form's tables in order."""

    name: str
    form: str
    agency: str
    kind: str
    year: int
    published: str
    body: tuple[tuple[str, str], ...]
    values: Values = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    def blocks(self) -> list[Block]:
        drawn = [] if self.form == "narrative" else forms.tables(self.form, self.values, self.labels)
        waiting = iter(drawn)
        return [next(waiting) if kind == "table" else (kind, text) for kind, text in self.body]

    def figures(self) -> list[Figure]:
        return [] if self.form == "narrative" else forms.figures(self.form, self.values, self.labels)


def counts(**values: str | int) -> dict[Key, str]:
    """Figures by indicator; a double underscore stands for the dot of the indicator."""
    return {(key.replace("__", "."), None): str(value) for key, value in values.items()}


def by_applicant(**rows: dict[str, int]) -> dict[Key, str]:
    """Rows of the requests table by applicant; the total column is their sum unless it is given."""
    found: dict[Key, str] = {}
    for key, row in rows.items():
        full = {"total": sum(row.values()), **row}
        found |= {(key.replace("__", "."), who): str(value) for who, value in full.items()}
    return found
