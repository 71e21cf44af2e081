"""The total of reconsiderations differs from upheld + corrected + other + pending."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-04")


RULE = Rule(
    code="ARI-04",
    name="reconsideration-sum",
    family="arithmetic",
    severity="error",
    title=Text(
        "行政复议总计与各结果之和不符",
        "The total of reconsiderations is not the sum of its results",
    ),
    why=Text(
        "“总计”等于结果维持、结果纠正、其他结果、尚未审结四项之和。",
        "The total is the sum of upheld, corrected, other result and pending.",
    ),
    message=Text(
        ("行政复议总计为 {actual}，而四项结果相加为 {expected}（{right}），相差 {difference}。请核对复议诉讼情况表。"),
        (
            "The total of reconsiderations is {actual}, but the four results add up to {expected} "
            "({right}); the difference is {difference}. Check the reconsideration and litigation "
            "table."
        ),
    ),
    basis=(
        Basis("logic"),
        Basis("form-2021"),
    ),
    check=check,
    eras=("format-2019", "format-2021"),
    examples=(
        Example(
            "ok",
            template="format-2021",
            facts={
                "review.total": "3",
                "review.upheld": "1",
                "review.corrected": "1",
                "review.other": "0",
                "review.pending": "1",
            },
        ),
        Example(
            "bad",
            template="format-2021",
            facts={
                "review.total": "0",
                "review.upheld": "1",
                "review.corrected": "1",
                "review.other": "0",
                "review.pending": "1",
            },
            hits=1,
            says="总计为 0",
        ),
    ),
)
