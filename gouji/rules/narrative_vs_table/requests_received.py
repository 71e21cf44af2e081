"""Requests received differ between prose and table.

The prose may count new requests only, or those carried in as well; a sentence that names its own scope is a notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from gouji.model import Basis, Case, Text
from gouji.operators import compare
from gouji.operators.compare import Pair
from gouji.operators.figures import Figures
from gouji.rule import Example, NotApplicable, Outcome, Passed, Rule


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    seen = False
    for group in compare.pairs(
        case, lambda indicator: indicator.startswith("requests.") and "closed" not in indicator
    ):
        seen = True
        who = group[0].told.applicant
        carried = figures.table("requests.carried_in", who) if who else figures.total("requests.carried_in")
        with_carried = [_with(pair, carried.value) for pair in group if carried and carried.value]
        if group[0].told.indicator == "requests.received" and any(compare.agree(pair) for pair in with_carried):
            yield Passed("requests.received")
        else:
            yield compare.judge(group)
    if not seen:
        yield NotApplicable(compare.NOTHING)


def _with(pair: Pair, carried: Decimal) -> Pair:
    """The pair as if the prose had counted the requests carried in."""
    cell = pair.cells[0]
    return Pair(pair.told, (replace(cell, value=(cell.value or Decimal(0)) + carried),))


RULE = Rule(
    code="NVT-01",
    name="requests-received-differ",
    family="narrative-vs-table",
    severity="error",
    title=Text(
        "正文收到申请数与表格不符",
        "Requests received differ between prose and table",
    ),
    why=Text(
        "正文所写收到申请数应与表格“本年新收”（或加上“上年结转”）一致。",
        ("The requests that the prose states are those of the table: new ones, or new ones plus those carried in."),
    ),
    message=Text(
        "{name}：正文为 {told}，表格为 {printed}，相差 {difference}。{scope}请核对正文与表格。",
        ("{name}: {told} in the prose, {printed} in the table; the difference is {difference}.{scope} Check both."),
    ),
    basis=(
        Basis("city-notice-2020"),
        Basis("guangdong-2010"),
    ),
    check=check,
    how=compare.HOW,
    examples=(
        Example(
            "ok",
            template="format-2021",
            facts={"requests.received@total": "12", "requests.carried_in@total": "1"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年共收到政府信息公开申请12件。",
            year=2023,
        ),
        Example(
            "ok",
            template="format-2021",
            facts={"requests.received@total": "12", "requests.carried_in@total": "1"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年共收到政府信息公开申请13件，其中上年结转1件。",
            year=2023,
        ),
        Example(
            "ok",
            template="format-2021",
            facts={"requests.received@total": "104"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年共收到政府信息公开申请100余件。",
            year=2023,
        ),
        Example(
            "bad",
            template="format-2021",
            facts={"requests.received@total": "12", "requests.carried_in@total": "1"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年共收到政府信息公开申请15件。",
            year=2023,
            hits=1,
            says="15件",
        ),
        Example(
            "skip",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年共收到政府信息公开申请15件。",
            year=2023,
        ),
    ),
)
