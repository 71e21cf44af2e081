"""The shares of a complete list do not add up to 100%, beyond what rounding explains."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from gouji.model import Basis, Case, Share, Text
from gouji.numbers import meet, plain, rounded, share, truncated
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

HUNDRED = (Decimal(100), Decimal(100))


def check(case: Case) -> Iterator[Outcome]:
    grouped = sorted((each for each in case.report.shares if each.group is not None), key=lambda each: each.group or 0)
    seen = False
    for _, members in groupby(grouped, key=lambda each: each.group):
        shares = list(members)
        if _complete(shares):
            seen = True
            yield _judge(shares)
    if not seen:
        yield NotApplicable(Text("没有穷尽总数的一组占比", "no list of shares exhausts its whole"))


def _complete(shares: list[Share]) -> bool:
    """A list exhausts its whole when its parts reach it."""
    whole = shares[0].whole
    parts = [each.part for each in shares if each.part is not None]
    exact = not any(each.percent.approximate or _wrong(each) for each in shares)
    reached = whole is not None and sum(part.value for part in parts) >= whole.value > 0
    return exact and len(shares) >= 2 and len(parts) == len(shares) and reached


def _wrong(stated: Share) -> bool:
    """A share that is wrong by itself explains the sum: PCT-01 reports it, once."""
    if stated.part is None or stated.whole is None or not stated.whole.value:
        return False
    true = share(stated.part.value, stated.whole.value)
    near = (rounded, truncated)
    return not any(meet((true, true), read(stated.percent.value, stated.percent.decimals)) for read in near)


def _judge(shares: list[Share]) -> Outcome:
    low = sum((rounded(each.percent.value, each.percent.decimals)[0] for each in shares), Decimal(0))
    high = sum((truncated(each.percent.value, each.percent.decimals)[1] for each in shares), Decimal(0))
    total = sum((each.percent.value for each in shares), Decimal(0))
    printed = [each.percent.raw for each in shares]
    if meet((low, high), HUNDRED):
        return Passed(shares[0].label)
    return Hit(
        "+".join(each.label for each in shares),
        {
            "count": len(shares),
            "list": Text("、".join(printed), ", ".join(printed)),
            "actual": plain(total),
            "slack": plain(total - low),
        },
        places=tuple(each.percent.place for each in shares),
        actual=total,
        expected=Decimal(100),
        interval={"actual": (low, high), "expected": HUNDRED},
    )


RULE = Rule(
    code="PCT-02",
    name="shares-not-100",
    family="percentage",
    severity="warning",
    title=Text(
        "各项占比之和不是100%",
        "The shares of a complete list do not add up to 100%",
    ),
    why=Text(
        "一组穷尽总数的分类，各项占比之和应为100%，四舍五入只能造成末位的微小偏差。",
        (
            "The shares of a list that exhausts its whole add up to 100%; rounding explains only "
            "a small difference in the last digit."
        ),
    ),
    message=Text(
        (
            "{count} 项占比（{list}）相加为 {actual}%，不是100%，超出四舍五入所能解释的范围（±{slack}%）。"
            "请核对各项占比及总数。"
        ),
        (
            "The {count} shares ({list}) add up to {actual}%, not to 100%; rounding explains at most "
            "±{slack}%. Check the shares and the total."
        ),
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "部分之和达到总数的一组占比才相加；其中有一项占比本身算错的，由 PCT-01 提示。",
        "Only lists whose parts reach the whole are added up; where one share is wrong by itself PCT-01 reports it.",
    ),
    tolerance=Text(
        "每项末位的半个单位乘以项数",
        "Half a unit of the last digit for each share",
    ),
    examples=(
        Example(
            "ok",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n收到政府信息公开申请3件，其中当面申请1件，占总数的33.3%；网络申请1件，占总数的33.3%；信函申请1件，占总数的33.3%。",
            year=2017,
        ),
        Example(
            "ok",
            text="青川市云溪区档案局2022年政府信息公开工作年度报告\n一、总体情况\n收到政府信息公开申请8件，其中自然人申请6件，占总数的75%；商业企业申请2件，占总数的25%。答复申请8件，其中自然人申请6件，占总数的75%；商业企业申请2件，占总数的25%。",
            year=2022,
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n收到政府信息公开申请10件，其中当面申请3件，占总数的30%；网络申请5件，占总数的50%；信函申请3件，占总数的30%。",
            year=2017,
            hits=1,
            says="110",
        ),
        Example(
            "skip",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n收到政府信息公开申请10件，其中网络申请5件，占总数的50%。",
            year=2017,
        ),
    ),
)
