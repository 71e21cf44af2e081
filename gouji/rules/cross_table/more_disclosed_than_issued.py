"""More normative documents disclosed than issued (2014 form or prose)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "XTB-06")


RULE = Rule(
    code="XTB-06",
    name="more-disclosed-than-issued",
    family="cross-table",
    severity="warning",
    title=Text(
        "主动公开规范性文件数大于制发总数",
        "More normative documents disclosed than issued",
    ),
    why=Text(
        "当年公开的规范性文件一般不多于当年制发的。公开了往年制发的文件时请说明。",
        (
            "Normative documents disclosed in a year are normally not more than those issued. Where "
            "documents of earlier years were disclosed, say so."
        ),
    ),
    message=Text(
        "{where}中{left}，大于{right}。请核对制发规范性文件总数是否漏填；如含往年制发的文件，请说明。",
        (
            "In {where}, {left} exceeds {right}. Check whether the number issued was left out; if "
            "documents of earlier years are included, say so."
        ),
    ),
    basis=(Basis("logic"),),
    check=check,
    eras=("statistics-2014", "narrative"),
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={"disclosure.normative_documents": "3", "disclosure.normative_documents_issued": "4"},
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"disclosure.normative_documents": "11", "disclosure.normative_documents_issued": "0"},
            hits=1,
            says="11",
        ),
    ),
)
