"""Documents newly disclosed exceed all documents disclosed (2019 form)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-19")


RULE = Rule(
    code="ARI-19",
    name="disclosed-exceeds-stock",
    family="arithmetic",
    severity="error",
    title=Text(
        "本年新公开数量大于对外公开总数量",
        "Newly disclosed documents exceed all disclosed ones",
    ),
    why=Text(
        "本年新公开的文件也在对外公开总数之内。",
        "What was disclosed this year is among all that is disclosed.",
    ),
    message=Text(
        "{left}，大于 {right}。请核对第二十条第（一）项表。",
        "{left} exceeds {right}. Check the table of Article 20(1).",
    ),
    basis=(Basis("logic"),),
    check=check,
    eras=("format-2019",),
    examples=(
        Example(
            "ok",
            template="format-2019",
            facts={"normative_documents.published": "3", "normative_documents.available": "14"},
        ),
        Example(
            "bad",
            template="format-2019",
            facts={"normative_documents.published": "14", "normative_documents.available": "3"},
            hits=1,
        ),
    ),
)
