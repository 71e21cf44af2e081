"""Turn a rule's Example into a Case, and run one rule over it.

An example's text is read as a text export; its facts are table figures added to what the text yields. Every example
counts as an annual report, however short, except for the rule that judges just that.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from gouji import check, extract, tables
from gouji.cells import read_cell
from gouji.model import Case, Document, Fact, Place, Report, Submission
from gouji.readers import text as text_reader
from gouji.readers.builder import Builder
from gouji.rule import Example, Rule
from gouji.template import template
from gouji.vocabulary import vocabulary

_KEY = re.compile(r"(?P<indicator>[^@#]+)(?:@(?P<applicant>[^#]+))?(?:#(?P<item>.+))?")


def document(text: str) -> Document:
    """A small text export as a Document; an empty one for an example that consists of facts alone."""
    if not text.strip():
        return Document("", (), "text/plain", "text")
    return text_reader.parse(text, Builder("text/plain", "text")).build()


def facts(figures: dict[str, str]) -> tuple[Fact, ...]:
    """``{"fees.collected": "0.5 元"}`` as table facts. A value may be a printed blank, dash or 无."""
    found = []
    for row, (name, raw) in enumerate(figures.items()):
        key = _KEY.fullmatch(name)
        assert key is not None, name
        indicator = vocabulary()[key["indicator"]]
        reading = read_cell(raw.replace(" ", ""))
        if reading.state == "unreadable":
            printed, _, unit = raw.partition(" ")
            reading = replace(read_cell(printed), unit=unit)
        found.append(
            Fact(
                id=f"x{row + 1}",
                indicator=indicator.key,
                value=Decimal(reading.value) if reading.value is not None else None,
                unit=reading.unit or indicator.unit,
                raw=raw,
                place=Place(raw, table=0, row=row, column=0),
                state=reading.state,
                applicant=key["applicant"],
                item=key["item"],
            )
        )
    return tuple(found)


def submission(example: Example) -> Submission:
    told = (example.agency, example.agency_kind, example.year, example.published, example.submitted)
    return Submission("example.txt", *told)


def case(example: Example, *, judge_nature: bool = False) -> Case:
    """What the rule is shown."""
    known = submission(example)
    read = document(example.text)
    report: Report = extract.report(replace(read, metadata={**read.metadata, **example.metadata}), known)
    changes: dict[str, object] = {"facts": report.facts}
    if example.template and example.template != report.template:
        changes |= _on_form(report, example.template)
    if not judge_nature:
        changes["nature"] = "annual_report"
    changes["facts"] = (*changes["facts"], *facts(dict(example.facts)))  # type: ignore[misc]
    return Case(replace(report, **changes), known, example.previous, example.area, example.profile)  # type: ignore[arg-type]


def _on_form(report: Report, name: str) -> dict[str, object]:
    """The few rows of an example read as the form that it names: too little for any form to be recognised by."""
    if name == "narrative":
        return {"template": name}
    found = tables.extract(report.document, template(name))
    told = tuple(fact for fact in report.facts if fact.origin == "narrative")
    return {"template": name, "tables": found.tables, "facts": (*found.facts, *told)}


def run(rule: Rule, example: Example) -> check.Results:
    """Exactly this rule over exactly this example."""
    return check.run(case(example, judge_nature=rule.code == check.NATURE_RULE), rules=[rule])
