"""One wrong cell breaks several sums and is reported once, with the value that reconciles them."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import gouji
from gouji import cause, check
from gouji.model import Case, Report

SAMPLE = Path(__file__).parents[1] / "corpus" / "samples" / "format-2021-clean.txt"


@pytest.fixture(scope="module")
def clean() -> Report:
    report = gouji.audit(SAMPLE.read_bytes()).report
    assert report is not None
    return report


def changed(report: Report, indicator: str, applicant: str, by: int) -> Report:
    """The report with one cell of the requests table off by ``by``."""
    facts = tuple(
        replace(fact, value=(fact.value or Decimal(0)) + by)
        if (fact.indicator, fact.applicant, fact.origin) == (indicator, applicant, "table")
        else fact
        for fact in report.facts
    )
    return replace(report, facts=facts)


CELLS = [
    ("outcomes.partial", "natural_person", {"ARI-02", "ARI-03"}),
    ("outcomes.partial", "total", {"ARI-02", "ARI-03"}),
    ("requests.received", "enterprise", {"ARI-01", "ARI-03"}),
    ("outcomes.total", "total", {"ARI-01", "ARI-02", "ARI-03"}),
    ("requests.carried_out", "natural_person", {"ARI-01", "ARI-03"}),
]


@pytest.mark.parametrize(("indicator", "applicant", "codes"), CELLS)
@pytest.mark.parametrize("by", [1, 7])
def test_the_wrong_cell_is_named_with_its_value(
    clean: Report, indicator: str, applicant: str, codes: set[str], by: int
) -> None:
    report = changed(clean, indicator, applicant, by)
    (suspect,) = cause.suspects(report)
    assert (suspect.fact.indicator, suspect.fact.applicant) == (indicator, applicant)
    assert suspect.fact.value == suspect.expected + by
    assert {relation.code for relation in suspect.relations} == codes
    sums = [f for f in check.run(Case(report)).findings if f.rule in ("ARI-01", "ARI-02", "ARI-03")]
    assert len(sums) == 1
    assert sums[0].suggestion is not None
    assert f"改为 {suspect.expected}" in sums[0].suggestion.zh
    assert sums[0].facts[0] == suspect.fact.id


def test_two_wrong_cells_are_two_findings(clean: Report) -> None:
    report = changed(changed(clean, "outcomes.partial", "natural_person", 2), "requests.received", "enterprise", 3)
    assert len(cause.suspects(report)) == 2


def test_a_clean_table_has_no_suspect(clean: Report) -> None:
    assert cause.suspects(clean) == []


def test_checks_still_say_that_each_rule_failed(clean: Report) -> None:
    report = changed(clean, "outcomes.partial", "natural_person", 2)
    failed = {each.rule for each in check.run(Case(report)).checks if each.outcome == "failed"}
    assert {"ARI-02", "ARI-03"} <= failed
