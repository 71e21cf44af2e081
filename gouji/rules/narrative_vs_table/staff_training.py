"""Staff, meetings or training differ between prose and table (2014 form)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import compare
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return compare.merged(compare.check(case, lambda key: key.startswith(("capacity.", "training."))), "capacity")


RULE = Rule(
    code="NVT-09",
    name="staff-training-differ",
    family="narrative-vs-table",
    severity="warning",
    title=Text(
        "正文人员、会议、培训数与统计表不符",
        "Staff, meetings or training differ between prose and table",
    ),
    why=Text(
        "正文所写机构、人员、查阅点、会议、培训的数应与统计表一致；“余”“多”等概数允许一成以内的出入。",
        (
            "Units, staff, reading points, meetings and training in the prose are those of the table; "
            "approximate figures (余, 多) may be off by a tenth."
        ),
    ),
    message=Text(
        "机构人员、会议或培训的数量在正文与统计表中不一致。{list}。{scope}请核对后统一。",
        "Staff, meetings or training differ between prose and table ({list}).{scope} Bring them into line.",
    ),
    basis=(Basis("guangdong-2010"),),
    check=check,
    how=compare.HOW,
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={"training.people": "124", "training.sessions": "2"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n举办各类培训班2次，接受培训120余人次。",
            year=2017,
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"training.people": "140", "capacity.staff.part_time": "4"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n设兼职工作人员3人，接受培训105人次。",
            year=2017,
            hits=1,
            says="3人",
        ),
    ),
)
