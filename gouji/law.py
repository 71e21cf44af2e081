"""The legal instruments and dated values of law.yaml: what is cited, and what held when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gouji.data import load, strict
from gouji.model import Text


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, regulation, notice or, where no text prescribes it, the practice or logic a rule rests on."""

    key: str
    title: Text
    number: str
    in_force: date | None
    until: date | None
    articles: dict[str, Text]


@cache
def instruments() -> dict[str, Instrument]:
    """All instruments by key, in the order of law.yaml."""
    found = {}
    for key, entry in load("law.yaml")["instruments"].items():
        strict(entry, {"zh", "en"}, {"number", "in_force", "until", "articles"}, f"law.yaml: {key}")
        articles = {name: Text(text["zh"], text["en"]) for name, text in entry.get("articles", {}).items()}
        found[key] = Instrument(
            key=key,
            title=Text(entry["zh"], entry["en"]),
            number=entry.get("number", ""),
            in_force=entry.get("in_force"),
            until=entry.get("until"),
            articles=articles,
        )
    return found


def instrument(key: str) -> Instrument:
    """One instrument; KeyError for a key that law.yaml does not have."""
    return instruments()[key]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for publication in the year after the report year."""

    month: int
    day: int
    instrument: str
    article: str


def deadline(report_year: int, kind: str) -> Deadline:
    """The deadline that held for a report year and a kind of agency (government, department, township)."""
    best = None
    for entry in load("law.yaml")["deadlines"]:
        if entry["from_report_year"] <= report_year and kind in entry["kinds"]:
            best = entry
    if best is None:
        raise KeyError(f"law.yaml has no deadline for {kind} in {report_year}")
    return Deadline(best["month"], best["day"], best["instrument"], best["article"])


def forms(report_year: int) -> tuple[str, ...]:
    """The templates that were due for a report year; ``narrative`` where no form was prescribed, () before 2008."""
    due: tuple[str, ...] = ()
    for entry in load("law.yaml")["forms"]:
        if entry["from_report_year"] <= report_year:
            due = tuple(entry["templates"])
    return due
