"""Reconsiderations or suits differ from upheld + corrected + other (2014 form or prose)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-10")


RULE = Rule(
    code="ARI-10",
    name="case-results-sum",
    family="arithmetic",
    severity="error",
    title=Text(
        "复议或诉讼数量与各结果之和不符",
        "Reconsiderations or suits are not the sum of their results",
    ),
    why=Text(
        (
            "行政复议、行政诉讼数量各等于维持、被依法纠错、其他情形之和。2014年统计表没有“尚未审结”一行，"
            "未结案件应计入其他情形并说明。"
        ),
        (
            "Cases are the sum of upheld, corrected and other. The 2014 table has no row for pending "
            "cases; they belong under other, with a remark."
        ),
    ),
    message=Text(
        (
            "{where}中{left}，而各结果相加为 {expected}（{right}），相差 {difference}。如有尚未审结的案件，"
            "请在正文说明。"
        ),
        (
            "In {where}, {left}, but the results add up to {expected} ({right}); the difference is "
            "{difference}. If cases are still pending, say so in the prose."
        ),
    ),
    basis=(Basis("form-2014"),),
    check=check,
    eras=("statistics-2014", "narrative"),
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={"review.total": "3", "review.upheld": "2", "review.corrected": "1", "review.other": "0"},
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={
                "litigation.total": "3",
                "litigation.upheld": "1",
                "litigation.corrected": "1",
                "litigation.other": "0",
            },
            hits=1,
            says="行政诉讼",
        ),
    ),
)
