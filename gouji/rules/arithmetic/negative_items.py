"""Items of last year plus this year's change fall below zero (2019 form)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-18")


RULE = Rule(
    code="ARI-18",
    name="negative-items",
    family="arithmetic",
    severity="error",
    title=Text(
        "上一年项目数量加本年增减小于零",
        "Items last year plus the change are below zero",
    ),
    why=Text(
        "上一年项目数量与本年增/减之和是本年末的项目数，不会是负数。",
        ("Items of last year plus the change give the items at the year's end, which cannot be negative."),
    ),
    message=Text(
        "{left}，本年末项目数为负，不成立。请核对上一年项目数量和本年增/减的符号。",
        (
            "{left}: the items at the year's end would be negative. Check the figure of last year "
            "and the sign of the change."
        ),
    ),
    basis=(Basis("logic"),),
    check=check,
    eras=("format-2019",),
    examples=(
        Example(
            "ok", template="format-2019", facts={"licensing.items_previous": "27", "licensing.items_change": "-6"}
        ),
        Example(
            "bad",
            template="format-2019",
            facts={"penalties.items_previous": "5", "penalties.items_change": "-7"},
            hits=1,
            says="-2",
        ),
        Example(
            "ok",
            template="format-2019",
            facts={"management.items_previous#行政检查": "17", "management.items_change#行政检查": "-2"},
        ),
    ),
)
