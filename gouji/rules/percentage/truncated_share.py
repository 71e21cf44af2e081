"""A share was truncated instead of rounded."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.model import Basis, Case, Share, Text
from gouji.numbers import meet, rounded, share, shown, truncated
from gouji.rule import Example, Hit, Outcome, Passed, Rule


def check(case: Case) -> Iterator[Outcome]:
    for stated in case.report.shares:
        if stated.part and stated.whole and stated.whole.value and not stated.percent.approximate:
            yield _judge(stated, share(stated.part.value, stated.whole.value))


def _judge(stated: Share, true: Decimal) -> Outcome:
    assert stated.part is not None
    assert stated.whole is not None
    printed, decimals = stated.percent.value, stated.percent.decimals
    if meet((true, true), rounded(printed, decimals)) or not meet((true, true), truncated(printed, decimals)):
        return Passed(stated.label)
    expected = shown(true, decimals)
    args = {
        "label": stated.label,
        "part": stated.part.raw,
        "whole": stated.whole.raw,
        "true": shown(true, decimals + 2),
        "expected": expected,
        "printed": stated.percent.raw,
    }
    key = f"{stated.label}:{stated.part.value}/{stated.whole.value}"
    return Hit(key, args, places=(stated.percent.place,), actual=printed, expected=Decimal(expected))


RULE = Rule(
    code="PCT-05",
    name="truncated-share",
    family="percentage",
    severity="notice",
    title=Text(
        "占比被截断而未四舍五入",
        "A share was truncated, not rounded",
    ),
    why=Text(
        "占比通常四舍五入；直接舍去尾数会使各项相加不足100%。",
        "Shares are normally rounded; cutting digits off makes lists fall short of 100%.",
    ),
    message=Text(
        "“{label}”{part} ÷ {whole} = {true}%，四舍五入应为 {expected}%，"
        "写作 {printed}，似直接舍去尾数。建议改为 {expected}%。",
        (
            "“{label}” {part} / {whole} = {true}%, which rounds to {expected}%; "
            "{printed} seems to be cut off. Better write {expected}%."
        ),
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example(
            "ok",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n收到政府信息公开申请3件，其中网络申请2件，占总数的66.7%。",
            year=2017,
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n收到政府信息公开申请3件，其中网络申请2件，占总数的66.6%。",
            year=2017,
            hits=1,
            says="66.7",
        ),
    ),
)
