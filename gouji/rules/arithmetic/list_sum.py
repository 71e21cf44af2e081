"""A list in the prose does not add up to the total that it states.

Only closed lists (分别为, 其他, a share for every part) must reach the total; open ones must not exceed it.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import lists
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return lists.check(case, lambda parts: not (parts.indicator or "").startswith("consultations"))


RULE = Rule(
    code="ARI-15",
    name="list-sum",
    family="arithmetic",
    severity="warning",
    title=Text(
        "正文所列各项之和与总数不符",
        "The parts of a list do not add up to its total",
    ),
    why=Text(
        "正文先写总数再分项列出，穷尽的分项之和应等于总数，未穷尽的不应超过总数。",
        (
            "Where the prose states a total and lists its parts, a complete list adds up to the total "
            "and an incomplete one does not exceed it."
        ),
    ),
    message=Text(
        "{name} {total}，所列各项相加为 {expected}（{list}），{relation} {difference}。请补列漏项或更正数字。",
        (
            "{name} {total}, but the parts add up to {expected} ({list}), {relation} {difference}. "
            "Add the part left out or correct the figures."
        ),
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example(
            "ok",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年公开各类信息共90条，其中机构类20条、业务类60条、其他10条。",
            year=2023,
        ),
        Example(
            "ok",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n收到人大建议6件（其中主办2件、会办4件）。",
            year=2023,
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年公开各类信息共90条，其中机构类20条、业务类50条、其他10条。",
            year=2023,
            hits=1,
            says="80",
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n收到人大建议6件（其中单办1件、主办2件、会办4件）。",
            year=2023,
            hits=1,
            says="7",
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年公开各类信息90条，其中：机构类20条；业务类50条；其他10条。",
            year=2023,
            hits=1,
            says="80",
        ),
        Example(
            "undecidable",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n开展活动12次，其中：入户宣传5次，座谈3次；走访30次，慰问8次。",
            year=2023,
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n一、总体情况\n已处理14件，可以答复的9件，其他类型5件。\n"
            "其中：同意公开6件，同意部分公开3件，不同意公开3件，信息不存在3件。",
            year=2017,
            hits=1,
            says="其他类型",
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n收到申请10件，其中，自然人申请6件、商业企业申请3件、"
            "其他组织申请2件。",
            year=2023,
            hits=1,
            says="11",
        ),
        Example(
            "undecidable",
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n全年公开各类信息共90条，其中机构类20条、业务类50条。",
            year=2023,
        ),
    ),
)
