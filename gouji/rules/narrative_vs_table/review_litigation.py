"""Reconsiderations or suits differ between prose and table."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import compare
from gouji.operators.compare import Pair
from gouji.operators.figures import Figures
from gouji.rule import Example, NotApplicable, Outcome, Rule

RESULTS = ("total", "upheld", "corrected", "other", "pending")


def check(case: Case) -> Iterator[Outcome]:
    found = compare.check(case, lambda key: key.startswith(("review.", "litigation.")))
    outcomes: list[Outcome] = [each for each in found if not isinstance(each, NotApplicable)]
    outcomes += _both_blocks(Figures.of(case.report))
    yield from outcomes or [NotApplicable(compare.NOTHING)]


def _both_blocks(figures: Figures) -> list[Outcome]:
    """Since 2019 the form prints no litigation total: the prose is compared with both blocks together."""
    outcomes: list[Outcome] = []
    for result in RESULTS:
        told = figures.told(f"litigation.{result}")
        cells = [figures.total(f"litigation.{block}.{result}") for block in ("direct", "after_review")]
        present = tuple(cell for cell in cells if cell)
        if told and present:
            outcomes.append(compare.judge([Pair(each, present) for each in told]))
    return outcomes


RULE = Rule(
    code="NVT-06",
    name="review-litigation-differ",
    family="narrative-vs-table",
    severity="error",
    title=Text(
        "正文复议诉讼数与表格不符",
        "Reconsiderations or suits differ between prose and table",
    ),
    why=Text(
        "正文所写行政复议、行政诉讼件数及结果应与表格一致；2019年以后行政诉讼为“未经复议直接起诉”与“复议后起诉”之和。",
        (
            "Reconsiderations and suits in the prose are those of the table; since 2019 suits are "
            "the direct ones plus those after reconsideration."
        ),
    ),
    message=Text(
        "{name}：正文为 {told}，表格为 {printed}，相差 {difference}。{scope}请核对正文与表格。",
        ("{name}: {told} in the prose, {printed} in the table; the difference is {difference}.{scope} Check both."),
    ),
    basis=(Basis("city-notice-2020"),),
    check=check,
    how=compare.HOW,
    examples=(
        Example(
            "ok",
            template="format-2021",
            facts={"litigation.direct.total": "2", "litigation.after_review.total": "1"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n行政诉讼案件3件。",
            year=2023,
        ),
        Example(
            "bad",
            template="format-2021",
            facts={"litigation.direct.total": "2", "litigation.after_review.total": "0"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n行政诉讼案件3件。",
            year=2023,
            hits=1,
            says="3件",
        ),
        Example(
            "bad",
            template="format-2021",
            facts={"review.total": "2"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n行政复议案件5件。",
            year=2023,
            hits=1,
        ),
    ),
)
