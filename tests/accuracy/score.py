"""Compare one audit with its truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from time import perf_counter
from typing import Any

import gouji
from gouji.text import squash
from tests.accuracy.model import Document, Figure
from tests.accuracy.report import document

LAYOUT = ("txt:", "html:", "docx:", "pdf:", "doc:", "scan:", "encoding:", "font:", "crlf", "title-only", "items")
Cellkey = tuple[str, str | None, str | None, str, str, str]


@dataclass(slots=True)
class Alarm:
    """A finding of error or warning on a report that agrees with itself. ``ours`` tells that it owns to a doubt about
    the reading."""

    rule: str
    message: str
    ours: bool


@dataclass(slots=True)
class Score:
    """What one document came to. ``missed`` and ``wrong`` are table figures, ``unheard`` and ``invented`` those of
    the prose."""

    number: int
    name: str
    form: str
    format: str
    tags: list[str]
    seconds: float
    pages: int = 0
    due: int = 0
    marked: Counter[str] = field(default_factory=Counter)  # figures due, by tag
    found: int = 0
    missed: list[Figure] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    agency: bool = True
    year: bool = True
    template: bool = True
    told: int = 0
    heard: int = 0
    unheard: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def causes(self, figure: Figure) -> set[str]:
        """What may lie behind a miss: the noise at the figure and the document's own layout."""
        return {*figure.tags, *(tag for tag in self.tags if tag.startswith(LAYOUT))}

    @property
    def right(self) -> int:
        return self.due - len(self.missed)


def score(number: int, seed: int = 0) -> Score:
    """Make the document, audit it and compare."""
    made = document(number, seed)
    started = perf_counter()
    audited = gouji.audit(made.data, gouji.Submission(filename=made.name))
    seconds = perf_counter() - started
    return compare(made, gouji.to_dict(audited), seconds)


def compare(made: Document, audit: dict[str, Any], seconds: float) -> Score:
    """The audit beside the truth."""
    report = made.report
    found = Score(report.number, made.name, report.form, report.format, report.tags, seconds)
    found.pages = audit["document"]["pages"] or 0
    described = audit.get("report") or {}
    named = (described.get("agency") or {}).get("name")
    found.agency = named in {squash(name) for name in report.agency.accepted}
    found.year = described.get("year") == report.year
    found.template = described.get("template") == report.form
    if not (found.agency and found.year and found.template):
        found.notes.append(f"{named} | {described.get('year')} | {described.get('template')} | {audit.get('problem')}")
    _tables(found, report.figures(), [fact for fact in audit["facts"] if fact["origin"] != "narrative"])
    _prose(found, made, [fact for fact in audit["facts"] if fact["origin"] == "narrative"])
    for finding in audit["findings"]:
        if finding["severity"] in ("error", "warning") and finding["rule"] not in report.allowed:
            found.alarms.append(Alarm(finding["rule"], finding["message"]["zh"], finding["class"] == "extraction"))
    return found


def _same(value: str | None) -> str:
    return "" if value is None else format(Decimal(value).normalize(), "f")


def _tables(found: Score, figures: list[Figure], facts: list[dict[str, Any]]) -> None:
    read = Counter(
        (f["indicator"], f["applicant"], squash(f["item"] or "") or None, _same(f["value"]), f["unit"], f["state"])
        for f in facts
    )
    found.due, found.found = len(figures), sum(read.values())
    for figure in figures:
        found.marked.update(found.causes(figure))
        item = squash(figure.item or "") or None
        wanted: Cellkey = (figure.indicator, figure.applicant, item, _same(figure.value), figure.unit, figure.state)
        if read[wanted]:
            read[wanted] -= 1
        else:
            found.missed.append(figure)
    found.wrong = [" ".join(map(str, key)) for key, count in read.items() for _ in range(count)]


def _prose(found: Score, made: Document, facts: list[dict[str, Any]]) -> None:
    told = {(c.indicator, c.applicant, _money(c.value, c.unit)): c for c in made.report.claims}
    heard = set()
    for fact in facts:
        key = (fact["indicator"], fact["applicant"], _money(fact["value"] or "0", fact["unit"]))
        if key in told:
            heard.add(key)
        else:
            found.invented.append(
                f"{fact['indicator']} {fact['value']}{fact['unit']} <- {fact['place']['quote'][:60]}"
            )
    found.told, found.heard = len(told), len(heard)
    found.unheard = [
        f"{c.indicator} {c.applicant or ''} {c.value}{c.unit} <- {c.quote[:90]}"
        for k, c in told.items()
        if k not in heard
    ]


def _money(value: str, unit: str) -> str:
    factor = {"万元": 10000, "亿元": 10**8}.get(unit, 1)
    return _same(str(Decimal(value) * factor))
