"""Refusals differ from the sum of the six grounds (2014 form or prose)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-08")


def _noted(remark: str) -> str:
    return f"青川市云溪区档案局2017年政府信息公开工作年度报告\n（三）依申请公开情况\n{remark}"


def _of(total: str) -> dict[str, str]:
    """A table with this total and three grounds."""
    others = dict.fromkeys(("state_secret", "public_security", "other_statutory"), "0")
    grounds = {"trade_secret": "1", "privacy": "1", "not_government_information": "1", **others}
    return {"outcomes.refused": total} | {f"outcomes.refused.{name}": count for name, count in grounds.items()}


RULE = Rule(
    code="ARI-08",
    name="refusals-sum",
    family="arithmetic",
    severity="error",
    title=Text(
        "不同意公开数与六类理由之和不符",
        "Refusals are not the sum of the six grounds",
    ),
    why=Text(
        "不同意公开答复数等于其下六类理由之和；报告说明一件申请涉及两种以上理由时，各项之和可以大于总数。",
        (
            "Refusals are the sum of their six grounds; where the report says that one refusal rests "
            "on several grounds, the sum may be larger."
        ),
    ),
    message=Text(
        (
            "{where}中不同意公开答复数为 {actual}，而各类理由相加为 {expected}（{right}），相差 {difference}。"
            "请核对，或说明重复统计的原因。"
        ),
        (
            "In {where}, refusals are {actual}, but their grounds add up to {expected} ({right}); "
            "the difference is {difference}. Check the figures, or say why some are counted twice."
        ),
    ),
    basis=(Basis("form-2014"),),
    check=check,
    eras=("statistics-2014", "narrative"),
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={
                "outcomes.refused": "3",
                "outcomes.refused.state_secret": "0",
                "outcomes.refused.trade_secret": "1",
                "outcomes.refused.privacy": "1",
                "outcomes.refused.public_security": "0",
                "outcomes.refused.not_government_information": "1",
                "outcomes.refused.other_statutory": "0",
            },
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={
                "outcomes.refused": "2",
                "outcomes.refused.state_secret": "0",
                "outcomes.refused.trade_secret": "1",
                "outcomes.refused.privacy": "1",
                "outcomes.refused.public_security": "0",
                "outcomes.refused.not_government_information": "1",
                "outcomes.refused.other_statutory": "0",
            },
            hits=1,
            says="3",
        ),
        Example(
            "ok", _noted("一件申请涉及两种以上不予公开理由，各项之和大于总数。"), _of("2"), "statistics-2014", 2017
        ),
        Example(
            "bad", _noted("一件申请涉及两种以上不予公开理由，各项之和大于总数。"), _of("4"), "statistics-2014", 2017
        ),
        Example("bad", _noted("收到的申请均已按时答复。"), _of("2"), "statistics-2014", 2017),
    ),
)
