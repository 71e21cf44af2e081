"""The requests table does not balance in a column: new + carried in != handled + carried out.

The relation is printed in the head of the official table.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-01")


RULE = Rule(
    code="ARI-01",
    name="requests-balance",
    family="arithmetic",
    severity="error",
    title=Text(
        "申请办理情况表某列不平衡",
        "A column of the requests table does not balance",
    ),
    why=Text(
        (
            "表头注明本列勾稽关系：第一项加第二项之和，等于第三项加第四项之和。收到的申请要么已办结，"
            "要么结转下年，不会凭空增减。"
        ),
        (
            "The head of the official table prints this relation: a request received or carried in "
            "is either handled or carried over; none can appear or vanish."
        ),
    ),
    message=Text(
        (
            "{line}第一项与第二项之和应等于第三项总计与第四项之和，现左边为 {left}，右边为 {right}，"
            "相差 {difference}。请核对本列各数。"
        ),
        (
            "{line}items one and two must equal the total of item three plus item four, but {left},"
            " while {right}; the difference is {difference}. Check the figures of this column."
        ),
    ),
    basis=(
        Basis("form-2021"),
        Basis("form-2019"),
    ),
    check=check,
    eras=("format-2019", "format-2021"),
    examples=(
        Example(
            "ok",
            template="format-2021",
            facts={
                "requests.received@total": "12",
                "requests.carried_in@total": "1",
                "outcomes.total@total": "11",
                "requests.carried_out@total": "2",
            },
        ),
        Example(
            "bad",
            template="format-2021",
            facts={
                "requests.received@total": "12",
                "requests.carried_in@total": "1",
                "outcomes.total@total": "11",
                "requests.carried_out@total": "1",
            },
            hits=1,
            says="相差 1",
        ),
        Example(
            "ok",
            template="format-2019",
            facts={
                "requests.received@natural_person": "3",
                "requests.carried_in@natural_person": "",
                "outcomes.total@natural_person": "3",
                "requests.carried_out@natural_person": "/",
            },
        ),
        Example(
            "undecidable",
            template="format-2021",
            facts={"requests.received@total": "12", "outcomes.total@total": "11", "requests.carried_out@total": "1"},
        ),
    ),
)
