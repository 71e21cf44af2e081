"""Items disclosed differ between prose and table (2014 form)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import compare
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return compare.check(case, lambda key: key.startswith("disclosure.") and not key.startswith("disclosure.channel"))


RULE = Rule(
    code="NVT-03",
    name="disclosure-total-differs",
    family="narrative-vs-table",
    severity="error",
    title=Text(
        "正文主动公开数与统计表不符",
        "Items disclosed differ between prose and table",
    ),
    why=Text(
        "正文所写主动公开政府信息、规范性文件、重点领域信息数应与统计表一致。",
        ("Items disclosed, normative documents and priority-field items in the prose are those of the table."),
    ),
    message=Text(
        "{name}：正文为 {told}，统计表为 {printed}，相差 {difference}。{scope}请核对正文与统计表。",
        ("{name}: {told} in the prose, {printed} in the table; the difference is {difference}.{scope} Check both."),
    ),
    basis=(Basis("guangdong-2010"),),
    check=check,
    how=compare.HOW,
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={"disclosure.total": "642"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n2017年共主动公开政府信息642条。",
            year=2017,
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"disclosure.total": "836"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n2017年共主动公开政府信息642条。",
            year=2017,
            hits=1,
            says="642条",
        ),
    ),
)
