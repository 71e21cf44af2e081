"""The total of the outcomes differs from the sum of the outcome rows in a column."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-02")


RULE = Rule(
    code="ARI-02",
    name="outcomes-sum",
    family="arithmetic",
    severity="error",
    title=Text(
        "办理结果总计与各项之和不符",
        "The total of the outcomes is not the sum of its rows",
    ),
    why=Text(
        "第三项第（七）行“总计”是本列各种办理结果之和，每件申请只计入一种结果。",
        (
            "Row (7) “total” of item three is the sum of all outcome rows of its column; each request "
            "counts in one row only."
        ),
    ),
    message=Text(
        (
            "{line}办理结果总计为 {actual}，而各项结果相加为 {expected}（{right}），相差 {difference}。"
            "请核对总计或漏填的结果行。"
        ),
        (
            "{line}the total of outcomes is {actual}, but the rows add up to {expected} ({right}); "
            "the difference is {difference}. Check the total, or a row left out."
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
            facts={"outcomes.total@total": "5", "outcomes.granted@total": "3", "outcomes.partial@total": "2"},
        ),
        Example(
            "bad",
            template="format-2021",
            facts={"outcomes.total@total": "5", "outcomes.granted@total": "4", "outcomes.partial@total": "2"},
            hits=1,
            says="6",
        ),
        Example(
            "undecidable",
            template="format-2021",
            facts={"outcomes.total@total": "5", "outcomes.granted@total": "", "outcomes.partial@total": ""},
        ),
    ),
)
