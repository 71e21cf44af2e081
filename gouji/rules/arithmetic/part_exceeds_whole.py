"""An “of which” row exceeds the row that it is part of (2014 form or prose)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-13")


RULE = Rule(
    code="ARI-13",
    name="part-exceeds-whole",
    family="arithmetic",
    severity="error",
    title=Text(
        "“其中”项大于总项",
        "An “of which” row exceeds its whole",
    ),
    why=Text(
        "“其中”项是上一行的一部分，不会大于它。",
        "What is part of a row cannot exceed it.",
    ),
    message=Text(
        "{where}中{left}，大于所属总项 {right}。请核对两行的数。",
        "In {where}, {left} exceeds the row that it is part of, {right}. Check both rows.",
    ),
    basis=(Basis("logic"),),
    check=check,
    eras=("statistics-2014", "narrative"),
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={"response.press_conferences.by_principal": "1", "response.press_conferences": "2"},
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"response.press_conferences.by_principal": "3", "response.press_conferences": "2"},
            hits=1,
            says="3",
        ),
    ),
)
