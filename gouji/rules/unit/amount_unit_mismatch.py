"""An amount differs between prose and table only by its unit (元 against 万元)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.model import Basis, Case, Text
from gouji.numbers import plain
from gouji.operators.compare import Pair, agree, pairs, printed_text, told_text
from gouji.operators.figures import amount
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.vocabulary import vocabulary

FACTOR = Decimal(10000)
OTHER = Text(
    "{name}：正文为 {told}，表格为 {printed}，两者不等（相差 {difference} 元）。请核对金额和单位。",
    "{name}: {told} in the prose, {printed} in the table; the two differ by {difference} yuan. Check amount and unit.",
)


def check(case: Case) -> Iterator[Outcome]:
    seen = False
    for group in pairs(case, lambda indicator: vocabulary()[indicator].kind == "amount"):
        seen = True
        yield Passed(group[0].told.indicator) if any(agree(each) for each in group) else _judge(group[0])
    if not seen:
        yield NotApplicable(Text("没有正文与表格都写到的金额", "no amount is stated both in the prose and in a table"))


def _judge(pair: Pair) -> Outcome:
    told, printed = amount(pair.told), pair.printed
    slipped = told == printed * FACTOR or printed == told * FACTOR
    return Hit(
        pair.told.indicator,
        {
            "name": pair.name,
            "told": told_text(pair.told),
            "printed": printed_text(pair, raw=True),
            "difference": plain(abs(told - printed)),
        },
        (pair.told, *pair.cells),
        actual=printed,
        expected=told,
        message=None if slipped else OTHER,
    )


RULE = Rule(
    code="UNT-01",
    name="amount-unit-mismatch",
    family="unit",
    severity="error",
    title=Text(
        "正文与表格的金额单位不一致",
        "An amount has one unit in the prose and another in the table",
    ),
    why=Text(
        "同一金额在正文和表格中应当相等。数字相同而单位不同（元、万元）时，实际相差一万倍。",
        (
            "An amount is the same in prose and table. With the same digits but another unit (yuan,"
            " ten thousand yuan) the two differ ten-thousandfold."
        ),
    ),
    message=Text(
        "{name}：正文为 {told}，表格为 {printed}，折合成元相差一万倍。请核对表格的单位栏。",
        (
            "{name}: {told} in the prose, {printed} in the table; in yuan the two differ ten-thousandfold. "
            "Check the unit column of the table."
        ),
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={"capacity.budget": "0.8 万元"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n政府信息公开专项经费8000元。",
            year=2017,
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"capacity.budget": "0.8 元"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n政府信息公开专项经费0.8万元。",
            year=2017,
            hits=1,
            says="一万倍",
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"fees.collected": "0.4 万元"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n全年依申请公开政府信息收费3000元。",
            year=2017,
            hits=1,
        ),
    ),
)
