"""Requests closed differ from closed on time + closed after extension (2014 form or prose)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-09")


RULE = Rule(
    code="ARI-09",
    name="closed-sum",
    family="arithmetic",
    severity="error",
    title=Text(
        "申请办结数与按时、延期办结之和不符",
        "Requests closed are not the sum of on time and extended",
    ),
    why=Text(
        "办结的申请要么按时、要么延期，两项之和等于申请办结数。",
        "A request is closed either on time or after an extension, so the two add up to the total.",
    ),
    message=Text(
        "{where}中申请办结数为 {actual}，而按时、延期办结相加为 {expected}（{right}）"
        "，相差 {difference}。请核对办结数和按时、延期两行。",
        (
            "In {where}, requests closed are {actual}, but on time and extended add up to {expected} "
            "({right}); the difference is {difference}. Check all three rows."
        ),
    ),
    basis=(Basis("form-2014"),),
    check=check,
    eras=("statistics-2014", "narrative"),
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={"requests.closed": "5", "requests.closed.on_time": "4", "requests.closed.extended": "1"},
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"requests.closed": "5", "requests.closed.on_time": "5", "requests.closed.extended": "1"},
            hits=1,
        ),
    ),
)
