"""The 总计 column differs from the sum of the six applicant columns in a row."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-03")


RULE = Rule(
    code="ARI-03",
    name="applicants-sum",
    family="arithmetic",
    severity="error",
    title=Text(
        "总计列与各类申请人之和不符",
        "The total column is not the sum of the applicants",
    ),
    why=Text(
        "“总计”列等于自然人与五类法人或其他组织之和。",
        "The total column is the sum of natural persons and the five kinds of organisations.",
    ),
    message=Text(
        "{line}总计为 {actual}，而各类申请人相加为 {expected}（{right}），相差 {difference}。请核对本行各数。",
        (
            "{line}the total is {actual}, but the applicants add up to {expected} ({right}); the "
            "difference is {difference}. Check the figures of this row."
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
                "requests.received@natural_person": "3",
                "requests.received@enterprise": "2",
                "requests.received@research": "0",
                "requests.received@public_welfare": "0",
                "requests.received@legal_service": "1",
                "requests.received@other_organization": "0",
                "requests.received@total": "6",
            },
        ),
        Example(
            "bad",
            template="format-2021",
            facts={
                "requests.received@natural_person": "3",
                "requests.received@enterprise": "2",
                "requests.received@research": "0",
                "requests.received@public_welfare": "0",
                "requests.received@legal_service": "1",
                "requests.received@other_organization": "0",
                "requests.received@total": "5",
            },
            hits=1,
            says="自然人 3",
        ),
        Example(
            "undecidable",
            template="format-2021",
            facts={
                "requests.received@natural_person": "",
                "requests.received@enterprise": "",
                "requests.received@research": "",
                "requests.received@public_welfare": "",
                "requests.received@legal_service": "",
                "requests.received@other_organization": "",
                "requests.received@total": "5",
            },
        ),
    ),
)
