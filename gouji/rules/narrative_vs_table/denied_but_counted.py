"""The prose says that something did not happen, the table counts it."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.operators.compare import NOTHING, Pair, printed_text
from gouji.operators.figures import Figures
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

BLOCKS = {"litigation.total": ("litigation.direct.total", "litigation.after_review.total")}


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    seen = False
    for indicator in figures.told_indicators():
        told = figures.told(indicator)
        cells = _cells(figures, indicator)
        zero = next((fact for fact in told if fact.value == 0), None)
        if not cells or zero is None:
            continue
        seen = True
        yield _judge(Pair(zero, cells), told)
    if not seen:
        yield NotApplicable(NOTHING)


def _cells(figures: Figures, indicator: str) -> tuple[Fact, ...]:
    own = figures.total(indicator)
    cells = (own,) if own else (figures.total(key) for key in BLOCKS.get(indicator, ()))
    return tuple(cell for cell in cells if cell and cell.state != "unreadable")


def _judge(pair: Pair, told: list[Fact]) -> Outcome:
    agreed = any(fact.value == pair.printed for fact in told)
    if pair.printed == 0 or agreed:
        return Passed(pair.told.indicator)
    return Hit(
        pair.told.indicator,
        {"name": pair.name, "quote": pair.told.place.quote, "printed": printed_text(pair)},
        (pair.told, *pair.cells),
        actual=pair.told.value,
        expected=pair.printed,
        severity="notice" if pair.told.scope else None,
    )


RULE = Rule(
    code="NVT-11",
    name="denied-but-counted",
    family="narrative-vs-table",
    severity="error",
    title=Text(
        "正文称没有而表格不为零",
        "The prose denies what the table counts",
    ),
    why=Text(
        "正文称未收到、没有发生、为零的事项，表格相应数字应为0。",
        "What the prose says did not happen counts 0 in the table.",
    ),
    message=Text(
        "{name}：正文称“{quote}”，表格却为 {printed}。请核对正文与表格。",
        "{name}: the prose says “{quote}”, but the table shows {printed}. Check both.",
    ),
    basis=(Basis("city-notice-2020"),),
    check=check,
    examples=(
        Example(
            "ok",
            template="format-2021",
            facts={"review.total": "0"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年没有发生行政复议。",
            year=2023,
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"litigation.total": "3"},
            text="青川市云溪区档案局2016年政府信息公开工作年度报告\n一、概述\n全年没有因政府信息公开提起行政诉讼的情况。",
            year=2016,
            hits=1,
        ),
        Example(
            "bad",
            template="format-2021",
            facts={"review.total": "2"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年没有发生行政复议和行政诉讼。",
            year=2023,
            hits=1,
            says="没有发生",
        ),
        Example(
            "bad",
            template="format-2021",
            facts={"requests.received@total": "3"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n本年度未收到政府信息公开申请。",
            year=2023,
            hits=1,
        ),
        Example(
            "skip",
            template="format-2021",
            facts={"requests.received@total": "3"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n收到政府信息公开申请3件。上半年未收到政府信息公开申请。",
            year=2023,
        ),
    ),
)
