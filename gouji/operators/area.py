"""A government's totals beside the figures of the bodies below it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gouji.model import Case, Fact, Text
from gouji.operators.figures import Figures, amount
from gouji.operators.history import NO_AREA, Other, same_agency, subordinates, units_listed
from gouji.rule import NotApplicable

FAMILIES = ("requests.", "outcomes.", "review.", "litigation.")
DECISIONS = ("licensing.decisions", "penalties.decisions", "coercion.decisions")
HEADS = ("requests.received", "outcomes.total", "review.total", "litigation.direct.total", *DECISIONS)
FEWEST = 2  # units without which nothing can be added up
NO_GOVERNMENT = Text("只核对人民政府的报告", "only the report of a government is compared with its units")
OWN_OFFICE = Text(
    "表格似乎只含本机关的数字，见 HIE-05", "the tables seem to hold one office's figures only, see HIE-05"
)


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure of the government's table and what each unit states for the same cell (only those above 0)."""

    total: Fact
    units: tuple[tuple[str, Decimal], ...]

    @property
    def printed(self) -> Decimal:
        return amount(self.total)

    @property
    def added(self) -> Decimal:
        return sum((value for _, value in self.units), Decimal(0))


def government(case: Case) -> bool:
    """Whether the report is a government's, and so speaks for its area."""
    agency = case.report.agency
    return (case.submission.agency_kind or (agency.kind if agency else None)) == "government"


def sums(case: Case) -> list[Sum] | NotApplicable:
    """Every total of requests, cases and decisions with its units, or why there are none."""
    if not case.area:
        return NotApplicable(NO_AREA)
    if not government(case):
        return NotApplicable(NO_GOVERNMENT)
    units = subordinates(case)
    if len(units) < FEWEST:
        return NotApplicable(
            Text("同一年度下属单位的审核结果不足两份", "fewer than two units of the same year were given")
        )
    figures = Figures.of(case.report)
    indicators = dict.fromkeys(fact.indicator for fact in case.report.facts if fact.origin == "table")
    wanted = [each for each in indicators if each.startswith(FAMILIES) or each in DECISIONS]
    cells = [figures.total(each) for each in wanted]
    found = [_sum(cell, units) for cell in cells if cell and cell.value is not None]
    return found or NotApplicable(Text("报告中没有可汇总的表格数字", "the tables hold no figures to be added up"))


def _sum(cell: Fact, units: list[Other]) -> Sum:
    stated = [(unit.name, unit.figures.total(cell.indicator)) for unit in units]
    return Sum(cell, tuple((name, amount(fact)) for name, fact in stated if fact and fact.value))


def one_office_only(found: list[Sum]) -> list[Sum]:
    """The main figures that the units together exceed, when that is so for most of at least three: then the tables
    leave the units out. Empty otherwise."""
    heads = [each for each in found if each.total.indicator in HEADS and each.added > 0]
    short = [each for each in heads if each.added > each.printed]
    return short if len(heads) >= 3 and len(short) * 2 > len(heads) else []


def missing(case: Case) -> list[str]:
    """Units of the list without a report; empty when no list was given."""
    own = case.submission.agency or (case.report.agency.name if case.report.agency else "")
    names = [own, *(unit.name for unit in subordinates(case))]
    return [unit for unit in units_listed(case) if not any(same_agency(unit, name) for name in names if name)]
