"""PLA-02: a body prints 0 for what is its daily work: police without a penalty, a licensing bureau without a licence.

Only bodies whose name leaves no doubt. Market supervision is asked for penalties, not licences: in many places those
went to a licensing bureau.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators.figures import Figures
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.text import squash
from gouji.vocabulary import label

DUE = (
    (re.compile(r"(?:县|市|区|旗)公安(?:局|分局)$|公安局[一-鿿]{1,6}分局$"), "penalties.decisions"),
    (re.compile(r"(?:县|市|区|旗)市场监督管理局$"), "penalties.decisions"),
    (re.compile(r"(?:县|市|区|旗)行政审批(?:服务)?局$"), "licensing.decisions"),
)
NOT_SUCH = Text("不是必有此类业务的单位", "not a body that must have such decisions")


def check(case: Case) -> Iterator[Outcome]:
    name = squash(case.submission.agency or (case.report.agency.name if case.report.agency else ""))
    figures = Figures.of(case.report)
    due = next((indicator for pattern, indicator in DUE if pattern.search(name)), None)
    fact = figures.table(due) if due else None
    if due is None or fact is None or fact.value is None:
        yield NotApplicable(NOT_SUCH)
    elif fact.value == 0:
        yield Hit(due, {"agency": name, "name": label(due)}, (fact,), actual=fact.value)
    else:
        yield Passed(due)


RULE = Rule(
    code="PLA-02",
    name="zero-where-work-is-due",
    family="plausibility",
    severity="warning",
    title=Text("主要业务的数字为零", "Nothing is counted for a body's daily work"),
    why=Text(
        "公安、市场监管部门全年没有一件行政处罚，行政审批部门全年没有一件许可，基本不可能，多是没有向业务科室要数据。",
        "A year without a single penalty by the police or market supervision, or without a licence by a licensing "
        "bureau, is next to impossible: most likely nobody asked the divisions for their figures.",
    ),
    message=Text(
        "{agency}的{name}填为0。该单位日常就有此类业务，请向业务科室核实是否漏填。",
        "{agency} states 0 for {name}, which is its daily work. Please ask its divisions whether figures were left "
        "out.",
    ),
    basis=(Basis("wuwei-2025"), Basis("practice")),
    check=check,
    how=Text(
        "只看单位名称足以认定的：公安、市场监管部门的行政处罚，行政审批部门的行政许可；表格写“0”才提示，空白不算。",
        "Only bodies whose name leaves no doubt: penalties of police and market supervision, licences of "
        "licensing bureaus. Only a printed 0 counts, not a blank.",
    ),
    needs=("agency",),
    eras=("format-2019", "format-2021"),
    examples=(
        Example(
            "ok", facts={"penalties.decisions": "812"}, template="format-2021", agency="青川市云溪区市场监督管理局"
        ),
        Example(
            "bad",
            facts={"penalties.decisions": "0"},
            template="format-2021",
            agency="青川市公安局云溪分局",
            hits=1,
            says="填为0",
        ),
        Example("skip", facts={"penalties.decisions": "0"}, template="format-2021", agency="青川市云溪区档案局"),
        Example("skip", facts={"penalties.decisions": ""}, template="format-2021", agency="青川市公安局云溪分局"),
    ),
)
