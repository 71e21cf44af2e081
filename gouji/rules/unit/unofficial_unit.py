"""An amount of the table is given in another unit than the form prescribes."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import MONEY
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.vocabulary import label, vocabulary


def check(case: Case) -> Iterator[Outcome]:
    amounts = [fact for fact in case.report.facts if fact.origin != "narrative" and _is_amount(fact)]
    if not amounts:
        yield NotApplicable(Text("表格中没有金额", "the tables print no amount"))
        return
    wrong = [fact for fact in amounts if fact.unit != vocabulary()[fact.indicator].unit]
    if not wrong:
        yield Passed()
        return
    names = [label(fact.indicator) for fact in wrong]
    yield Hit(
        "+".join(fact.indicator for fact in wrong),
        {
            "list": Text("、".join(f"“{name.zh}”" for name in names), ", ".join(f"“{name.en}”" for name in names)),
            "printed": wrong[0].unit,
        },
        tuple(wrong),
    )


def _is_amount(fact: Fact) -> bool:
    return vocabulary()[fact.indicator].kind == "amount" and fact.unit in MONEY and fact.state in ("number", "blank")


RULE = Rule(
    code="UNT-02",
    name="unofficial-unit",
    family="unit",
    severity="warning",
    title=Text(
        "金额单位不是表格规定的单位",
        "An amount is not in the unit of the form",
    ),
    why=Text(
        (
            "统计表规定收费和专项经费以“万元”为单位，2021年格式的收费金额同样以“万元”为单位；"
            "改用“元”会使汇总相差一万倍。"
        ),
        (
            "The form prescribes ten thousand yuan (万元) for fees and funds; in yuan the figure "
            "is off ten-thousandfold when it is added up."
        ),
    ),
    message=Text(
        "{list}的单位写作“{printed}”，表格规定为“万元”。请按规定单位换算填报。",
        (
            "{list}: the unit is “{printed}”, the form prescribes 万元 (ten thousand yuan). Convert "
            "and fill in the figure in that unit."
        ),
    ),
    basis=(
        Basis("form-2014"),
        Basis("form-2021"),
    ),
    check=check,
    eras=("statistics-2014", "format-2021"),
    examples=(
        Example("ok", template="statistics-2014", facts={"capacity.budget": "0.8 万元", "fees.collected": "0 万元"}),
        Example(
            "bad",
            template="statistics-2014",
            facts={"capacity.budget": "5000 元", "fees.collected": "0 元"},
            hits=1,
            says="元",
        ),
    ),
)
