"""Requests answered differ from the sum of the eight kinds of answer (2014 form or prose)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-07")


RULE = Rule(
    code="ARI-07",
    name="answers-sum",
    family="arithmetic",
    severity="error",
    title=Text(
        "申请答复数与八类答复之和不符",
        "Requests answered are not the sum of the eight kinds of answer",
    ),
    why=Text(
        "每件申请计入一类答复，八类之和等于申请答复数。",
        "Each request is counted under one kind of answer, so the eight kinds add up to the total.",
    ),
    message=Text(
        (
            "{where}中申请答复数为 {actual}，而各类答复相加为 {expected}（{right}），相差 {difference}。"
            "请核对总数和各类答复数，漏填的请补上。"
        ),
        (
            "In {where}, requests answered are {actual}, but the kinds of answer add up to {expected} "
            "({right}); the difference is {difference}. Check the total and "
            "the kinds of answer, and fill in what is missing."
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
                "outcomes.total": "6",
                "outcomes.already_public": "1",
                "outcomes.granted": "3",
                "outcomes.partial": "0",
                "outcomes.refused": "1",
                "outcomes.not_this_agency": "0",
                "outcomes.nonexistent": "1",
                "outcomes.amendment_requested": "0",
                "outcomes.other_channel": "0",
            },
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={
                "outcomes.total": "6",
                "outcomes.already_public": "1",
                "outcomes.granted": "4",
                "outcomes.partial": "0",
                "outcomes.refused": "1",
                "outcomes.not_this_agency": "0",
                "outcomes.nonexistent": "1",
                "outcomes.amendment_requested": "0",
                "outcomes.other_channel": "0",
            },
            hits=1,
            says="7",
        ),
    ),
)
