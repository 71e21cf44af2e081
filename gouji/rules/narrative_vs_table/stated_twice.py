"""The prose states one indicator twice with different figures."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.operators.compare import told_text
from gouji.operators.figures import Figures, amount
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.vocabulary import label


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    seen = False
    for indicator in figures.told_indicators():
        told = [fact for fact in figures.told(indicator) if not fact.approximate and not fact.scope]
        if len(told) > 1:
            seen = True
            yield _judge(told)
    if not seen:
        yield NotApplicable(Text("正文没有重复写到的指标", "no indicator is stated twice in the prose"))


def _judge(told: list[Fact]) -> Outcome:
    first = told[0]
    other = next((fact for fact in told if amount(fact) != amount(first)), None)
    if other is None:
        return Passed(first.indicator)
    return Hit(
        first.indicator,
        {"name": label(first.indicator), "first": told_text(first), "second": told_text(other)},
        (first, other),
        actual=other.value,
        expected=first.value,
    )


RULE = Rule(
    code="NVT-10",
    name="stated-twice",
    family="narrative-vs-table",
    severity="warning",
    title=Text(
        "正文前后两处数字不一致",
        "The prose states one figure in two ways",
    ),
    why=Text(
        "同一报告对同一指标前后所写应当一致。",
        "A report states one figure for one indicator.",
    ),
    message=Text(
        "{name}：正文一处写 {first}，另一处写 {second}。请核对并统一；口径不同的请说明。",
        (
            "{name}: {first} in one place, {second} in another. Make them agree, or say how they "
            "are counted differently."
        ),
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "只比较确数，换算成同一单位再比；概数和写明范围（本机关、全区）的不比较。",
        "Exact figures are compared, in one unit; approximate ones and those of a stated scope are not.",
    ),
    examples=(
        Example(
            "ok",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年共收到政府信息公开申请12件。\n二、主动公开政府信息情况\n收到政府信息公开申请12件。",
            year=2023,
        ),
        Example(
            "skip",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年共收到政府信息公开申请12件，接受培训100余人次。\n接受培训人员104人次。",
            year=2023,
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年共收到政府信息公开申请12件。\n2023年共收到政府信息公开申请21件。",
            year=2023,
            hits=1,
            says="21件",
        ),
    ),
)
