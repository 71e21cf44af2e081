"""A stated share differs from part / whole, whether rounded or truncated.

Compared as intervals (XBRL Calculations 1.1): a correctly rounded figure never raises a finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Share, Text
from gouji.numbers import gap, rounded, share, shown, truncated
from gouji.rule import Example, Hit, Outcome, Passed, Rule, Undecidable


def check(case: Case) -> Iterator[Outcome]:
    shares = case.report.shares
    for stated in shares:
        if stated.part is None or stated.whole is None or stated.whole.value == 0:
            continue
        if stated.percent.approximate or stated.part.approximate or stated.whole.approximate:
            yield Undecidable(Text("数字为概数，无法核对占比", "an approximate figure leaves the share open"))
            continue
        yield _judge(stated, [other for other in shares if other.group == stated.group])


def _judge(stated: Share, group: list[Share]) -> Outcome:
    assert stated.part is not None
    assert stated.whole is not None
    true = share(stated.part.value, stated.whole.value)
    printed, decimals = stated.percent.value, stated.percent.decimals
    off = min(gap((true, true), rounded(printed, decimals)), gap((true, true), truncated(printed, decimals)))
    if off == 0:
        return Passed(stated.label)
    # Offices bend the last digit of one share so that the list adds up to 100%: worth knowing, not worth a return.
    bent = off <= rounded(printed, decimals)[1] - printed and sum(each.percent.value for each in group) == 100
    expected = shown(true, max(decimals, 2))
    return Hit(
        f"{stated.label}:{stated.part.value}/{stated.whole.value}",
        {
            "label": stated.label,
            "part": stated.part.raw,
            "whole": stated.whole.raw,
            "printed": stated.percent.raw,
            "expected": expected,
        },
        places=(stated.percent.place, stated.part.place, stated.whole.place),
        actual=printed,
        expected=share(stated.part.value, stated.whole.value).quantize(rounded(printed, decimals)[1]),
        interval={"actual": rounded(printed, decimals), "expected": (true, true)},
        severity="notice" if bent else None,
        suggestion=Text(
            f"按现有两数，占比应写 {shown(true, decimals)}%。",
            f"With these figures the share is {shown(true, decimals)}%.",
        ),
    )


RULE = Rule(
    code="PCT-01",
    name="wrong-share",
    family="percentage",
    severity="warning",
    title=Text(
        "占比与计算结果不符",
        "A stated share does not fit its figures",
    ),
    why=Text(
        "占比等于部分数除以总数。按四舍五入或截断都得不到所写的百分比时，部分数、总数、百分比三者必有一误。",
        (
            "A share is its part divided by the whole. Where neither rounding nor truncation gives "
            "the printed percentage, one of the three figures is wrong."
        ),
    ),
    message=Text(
        "“{label}”{part}，占{whole}的 {printed}；按 {part} ÷ {whole} 计算应为 {expected}%。请核对三个数。",
        (
            "“{label}” {part} is said to be {printed} of {whole}; {part} / {whole} gives {expected}%. "
            "Check the three figures."
        ),
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "百分比当作区间：部分除以总数，四舍五入或截断能得到所写数字的都算相符；数字是概数的无法判定；为凑足100%只改了末位的，只作提示。",
        "A percentage is an interval: whatever rounds or truncates to it agrees. With approximate figures it is "
        "undecidable; a last digit bent so that the list adds up to 100% gives a notice.",
    ),
    tolerance=Text(
        "末位数字的半个单位；截断的另由 PCT-05 提示",
        "Half a unit of the last digit; truncation is left to PCT-05",
    ),
    examples=(
        Example(
            "ok",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n共受理市民咨询2000人次，其中电话咨询1280人次，占总数的64%；现场咨询400人次，占总数的20%；网络咨询320人次，占总数的16%。",
            year=2017,
        ),
        Example(
            "ok",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n收到政府信息公开申请3件，其中网络申请2件，占总数的66.7%。",
            year=2017,
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n2017年共主动公开政府信息800条。在主动公开的信息中，规划计划类信息5条，占总体的比例为0.06%。",
            year=2017,
            hits=1,
            says="0.63",
        ),
        Example(
            "undecidable",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n收到政府信息公开申请30件，其中网络申请16件，约占总数的60%。",
            year=2017,
        ),
    ),
)
