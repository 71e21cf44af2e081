"""A share or a rate lies outside 0 to 100%."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.rule import Example, Hit, Outcome, Passed, Rule


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
        "“{label}”写作 {printed}，占比或比率不可能超出0—100%。请核对。",
        "“{label}” is given as {printed}; a share or rate cannot be outside 0 to 100%. Check it.",
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
    ),
)
