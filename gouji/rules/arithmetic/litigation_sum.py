"""The total of a litigation block differs from its four results."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-05")


RULE = Rule(
    code="ARI-05",
    name="litigation-sum",
    family="arithmetic",
    severity="error",
    title=Text(
        "行政诉讼总计与各结果之和不符",
        "A total of litigation is not the sum of its results",
    ),
    why=Text(
        "未经复议直接起诉、复议后起诉两栏，各自的总计等于结果维持、结果纠正、其他结果、尚未审结之和。",
        (
            "In both blocks (direct suits and suits after reconsideration) the total is the sum of "
            "upheld, corrected, other result and pending."
        ),
    ),
    message=Text(
        "{left}，而四项结果相加为 {expected}（{right}），相差 {difference}。请核对复议诉讼情况表。",
        (
            "{left}, but the four results add up to {expected} ({right}); the difference is {difference}. "
            "Check the reconsideration and litigation table."
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
                "litigation.direct.total": "3",
                "litigation.direct.upheld": "1",
                "litigation.direct.corrected": "1",
                "litigation.direct.other": "0",
                "litigation.direct.pending": "1",
            },
        ),
        Example(
            "bad",
            template="format-2021",
            facts={
                "litigation.after_review.total": "5",
                "litigation.after_review.upheld": "1",
                "litigation.after_review.corrected": "1",
                "litigation.after_review.other": "0",
                "litigation.after_review.pending": "1",
            },
            hits=1,
            says="5",
        ),
    ),
)
