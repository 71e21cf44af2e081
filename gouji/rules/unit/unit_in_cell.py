"""A figure's unit is repeated inside its cell."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.cells import read_cell
from gouji.model import Basis, Case, Text
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule


def check(case: Case) -> Iterator[Outcome]:
    cells = [fact for fact in case.report.facts if fact.origin != "narrative" and fact.state == "number"]
    if not cells:
        yield NotApplicable(Text("表格中没有数字", "the tables print no figure"))
        return
    marked = [fact for fact in cells if read_cell(fact.raw).unit]
    if marked:
        key = "+".join(f"{fact.indicator}@{fact.applicant}" for fact in marked)
        yield Hit(key, {"count": len(marked), "raw": marked[0].raw.strip()}, tuple(marked))
    else:
        yield Passed()


RULE = Rule(
    code="UNT-05",
    name="unit-in-cell",
    family="unit",
    severity="notice",
    title=Text(
        "数字格内重复书写单位",
        "The unit is repeated inside a numeric cell",
    ),
    why=Text(
        "单位已由表头规定，写进数字格会妨碍汇总系统读取，也容易与规定单位不一致。",
        (
            "The head prescribes the unit; written into the cell it hinders adding up by machine "
            "and may differ from the prescribed one."
        ),
    ),
    message=Text(
        "{count} 个数字格内写有单位，如“{raw}”。请只填数字，单位写在表头或单位栏。",
        "{count} numeric cells carry a unit, such as “{raw}”. Fill in the number only; "
        "the unit belongs to the head or the unit column.",
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example("ok", template="format-2021", facts={"charges.amount": "103.3879"}),
        Example("bad", template="format-2021", facts={"charges.amount": "103.3879万元"}, hits=1, says="103.3879万元"),
    ),
)
