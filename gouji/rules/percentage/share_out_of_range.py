"""A share or a rate lies outside 0 to 100%."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Change, Report, Share, Text
from gouji.numbers import plain, rounded
from gouji.rule import Example, Hit, Outcome, Passed, Rule

HUNDRED = 100
BEFORE = Text(
    "“{label}”为{printed}，比上年变动{points}，则上年为{before}%，占比或比率不可能超出0—100%。请核对。",
    "“{label}” is {printed} after a change of {points}, so it was {before}% last year; a share or rate cannot be "
    "outside 0 to 100%. Check it.",
)


def check(case: Case) -> Iterator[Outcome]:
    for stated in case.report.shares:
        if 0 <= stated.percent.value <= 100:
            yield Passed(stated.label)
            continue
        yield Hit(
            f"{stated.label}:{stated.percent.raw}",
            {"label": stated.label, "printed": stated.percent.raw},
            places=(stated.percent.place,),
            actual=stated.percent.value,
        )
    yield from _earlier(case.report)


def _earlier(report: Report) -> Iterator[Outcome]:
    """办结率95%，比上年上升96个百分点: what the rate would have been last year. Growth is no rate."""
    stated = {share.percent.place.start: share for share in report.shares if "增" not in share.label}
    for change in report.changes:
        share = stated.get(change.current.place.start) if change.current and change.points else None
        if share and change.direction != "same" and not share.percent.approximate:
            yield _judge(share, change)


def _judge(stated: Share, change: Change) -> Outcome:
    assert change.points is not None
    points = change.points.value if change.direction == "up" else -change.points.value
    before = stated.percent.value - points
    decimals = min(stated.percent.decimals, change.points.decimals)
    low, high = rounded(before, decimals)
    if high >= 0 and low <= HUNDRED:
        return Passed(stated.label)
    return Hit(
        f"{stated.label}:{stated.percent.raw}:{change.points.raw}",
        {
            "label": stated.label,
            "printed": stated.percent.raw,
            "points": change.points.raw,
            "before": plain(before),
        },
        places=(stated.percent.place, change.place),
        message=BEFORE,
    )


RULE = Rule(
    code="PCT-03",
    name="share-out-of-range",
    family="percentage",
    severity="error",
    title=Text(
        "占比或比率超出0—100%",
        "A share or rate is outside 0 to 100%",
    ),
    why=Text(
        "占比和办结率一类的比率不可能小于0或大于100%；增长率可以超过100%，不在此列。",
        (
            "A share, or a rate such as the rate of answers, cannot be below 0 or above 100%; growth "
            "may exceed 100% and is not meant here."
        ),
    ),
    message=Text(
        "“{label}”写作 {printed}，占比或比率不可能超出0—100%。请核对小数点位置，并按原数重新计算。",
        "“{label}” is given as {printed}; a share or rate cannot be outside 0 to 100%. Check the decimal point "
        "and work it out again.",
    ),
    basis=(Basis("logic"),),
    check=check,
    examples=(
        Example(
            "ok",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n全文电子化率达100%。收到申请数同比增长150%。",
            year=2017,
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n申请答复率为105%。",
            year=2017,
            hits=1,
            says="105%",
        ),
        Example(
            "ok",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n申请答复率为95%，较上年上升2.3个百分点。",
            year=2017,
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n申请答复率为95%，较上年下降12个百分点。",
            year=2017,
            hits=1,
            says="107%",
        ),
    ),
)
