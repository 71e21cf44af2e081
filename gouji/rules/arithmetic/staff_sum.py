"""Staff differ from full-time + part-time (2014 form or prose)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-11")


RULE = Rule(
    code="ARI-11",
    name="staff-sum",
    family="arithmetic",
    severity="error",
    title=Text(
        "工作人员数与专职、兼职之和不符",
        "Staff are not the sum of full-time and part-time",
    ),
    why=Text(
        "从事政府信息公开工作人员数等于专职与兼职人员之和。",
        "Staff are the sum of full-time and part-time staff.",
    ),
    message=Text(
        "{where}中工作人员数为 {actual}，而专职、兼职相加为 {expected}（{right}）"
        "，相差 {difference}。请核对人员总数和专职、兼职两行。",
        (
            "In {where}, staff are {actual}, but full-time and part-time add up to {expected} ({right}); "
            "the difference is {difference}. Check all three rows."
        ),
    ),
    basis=(Basis("form-2014"),),
    check=check,
    eras=("statistics-2014", "narrative"),
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={"capacity.staff": "4", "capacity.staff.full_time": "1", "capacity.staff.part_time": "3"},
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"capacity.staff": "4", "capacity.staff.full_time": "2", "capacity.staff.part_time": "3"},
            hits=1,
        ),
    ),
)
