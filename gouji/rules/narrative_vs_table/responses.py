"""Interpretations and responses differ between prose and table (2014 form)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import compare
from gouji.operators.compare import Pair
from gouji.operators.figures import Figures
from gouji.rule import Example, NotApplicable, Outcome, Passed, Rule


def check(case: Case) -> Iterator[Outcome]:
    outcomes: list[Outcome] = [each for each in compare.check(case, _wanted) if not isinstance(each, NotApplicable)]
    outcomes += _interpretations(Figures.of(case.report))
    if not outcomes:
        yield NotApplicable(compare.NOTHING)
    yield from compare.merged(iter(outcomes), "responses")


def _wanted(key: str) -> bool:
    return key.startswith("response.")


def _interpretations(figures: Figures) -> list[Outcome]:
    """Items of interpretation need not be articles, so only a table that shows none at all contradicts them."""
    cell = figures.total("response.policy_interpretations")
    told = figures.told("response.interpretation_items")
    if cell is None or not told or figures.told("response.policy_interpretations"):
        return []
    if cell.state == "blank" or cell.value:
        return [Passed("response.interpretation_items")]
    return [compare.judge([Pair(each, (cell,)) for each in told])]


RULE = Rule(
    code="NVT-05",
    name="responses-differ",
    family="narrative-vs-table",
    severity="warning",
    title=Text(
        "正文解读回应数与统计表不符",
        "Interpretations and responses differ between prose and table",
    ),
    why=Text(
        (
            "正文所写新闻发布会、在线访谈、政策解读、回应事件的数应与统计表一致；正文写有解读信息而统计表为0的，"
            "多为统计表漏填。"
        ),
        (
            "Press conferences, interviews, interpretations and responses in the prose are those "
            "of the table; where the prose reports interpretations and the table shows 0, the table "
            "was mostly left unfilled."
        ),
    ),
    message=Text(
        "回应解读的数量在正文与统计表中不一致。{list}。{scope}请核对后统一，统计表漏填的请补填。",
        "The counts of responses differ between prose and table ({list}).{scope} Bring them into line "
        "and fill in what the table lacks.",
    ),
    basis=(Basis("guangdong-2010"),),
    check=check,
    how=compare.HOW,
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={"response.press_conferences": "1"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n参加新闻发布会1次。",
            year=2017,
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"response.policy_interpretations": "0"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n全年解读发布信息36条。",
            year=2017,
            hits=1,
            says="36条",
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"response.social_media": "2"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n微博微信回应事件3次。",
            year=2017,
            hits=1,
        ),
    ),
)
