"""STR-10: from the report year 2021 on, part six states the information processing fee, also when it is zero."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.text import squash

FIRST_YEAR = 2021
_FEE = re.compile(r"信息处理费|处理费|收取.{0,6}费|收费|费用")


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    if (report.year or 0) < FIRST_YEAR:
        yield NotApplicable(
            Text("信息处理费自2021年度起在第六部分说明", "the fee is stated in part six from the report year 2021 on")
        )
        return
    parts = [part for part in report.sections if part.kind == "other"]
    parts = [part for part in parts if "事项" in part.heading and part.level == 1]
    if not parts:
        yield NotApplicable(Text("没有第六部分（见 STR-01）", "there is no part six (see STR-01)"))
        return
    if any(_FEE.search(squash(report.document.text[part.start : part.end])) for part in parts):
        yield Passed()
    else:
        yield Hit("fee", {"heading": parts[-1].heading}, places=(parts[-1].place,))


RULE = Rule(
    code="STR-10",
    name="unstated-fee",
    family="structure",
    severity="warning",
    title=Text("第六部分没有说明信息处理费", "Part six does not state the processing fee"),
    why=Text(
        "2021年1月1日起施行《政府信息公开信息处理费管理办法》，2021年格式注明：收取信息处理费情况在第六部分报告，"
        "没有收取也要写明。",
        "The Measures on Information Processing Fees are in force since 2021; the form of 2021 wants the fee in part "
        "six, also when none was charged.",
    ),
    message=Text(
        "第六部分“{heading}”没有说明收取信息处理费的情况。请补写，如“本年度未收取信息处理费”或写明金额。",
        "Part six, “{heading}”, does not state the information processing fee. Please add it, also when none was "
        "charged.",
    ),
    basis=(Basis("form-2021"), Basis("fee-2020")),
    check=check,
    needs=("year", "sections"),
    examples=(
        Example("ok", "六、其他需要报告的事项\n本年度未收取政府信息公开信息处理费。", year=2022),
        Example("bad", "六、其他需要报告的事项\n无其他需要报告的事项。", year=2022, hits=1, says="信息处理费"),
        Example("skip", "六、其他需要报告的事项\n无其他需要报告的事项。", year=2020),
        Example("skip", "一、总体情况\n平稳。", year=2022),
    ),
)
