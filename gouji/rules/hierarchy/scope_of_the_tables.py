"""HIE-05: a government's tables leave its units out, or its report does not say what its figures cover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Report, Text
from gouji.numbers import plain
from gouji.operators.area import Sum, government, one_office_only, sums
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.views import paragraphs, squashed
from gouji.vocabulary import label

SCOPE = re.compile(
    r"全(?:区|市|县|省|州|旗|盟|自治区|自治州|自治县)|各(?:级|部门|街道|乡镇|镇|乡|单位|地区|区县|县区|委办局)|"
    r"(?:所属|下属|下级)(?:部门|单位|政府)|(?:省|市|区|县|州|旗|盟)?本级|本机关(?!不掌握)|本行政区域|代表.{1,6}政府|汇总"
)
UNSTATED = Text(
    "报告没有写明数据的统计范围。请说明是全区域汇总（含各部门、乡镇、街道），还是只含政府本级。",
    "The report does not say what its figures cover: the whole area with all its bodies, or the government's own "
    "office only. Please state it.",
)


def check(case: Case) -> Iterator[Outcome]:
    if not government(case):
        yield NotApplicable(Text("只看人民政府的报告", "only reports of governments"))
        return
    found = sums(case)
    short = [] if isinstance(found, NotApplicable) else one_office_only(found)
    if short:
        yield _left_out(short)
    elif not case.report.document.blocks:
        yield NotApplicable(Text("没有正文可看", "there is no prose to look at"))
    else:
        yield Passed() if _stated(case.report) else Hit("unstated", {"list": ""}, severity="notice", message=UNSTATED)


def _stated(report: Report) -> bool:
    if any(fact.scope for fact in report.facts):
        return True
    return any(SCOPE.search(squashed(block)) for block in paragraphs(report.document))


def _left_out(short: list[Sum]) -> Hit:
    names = [label(each.total.indicator) for each in short]
    figures = [(plain(each.printed), plain(each.added), len(each.units)) for each in short]
    zh = "；".join(f"{n.zh}：本报告{a}，{c}个单位合计{b}" for n, (a, b, c) in zip(names, figures, strict=True))
    en = "; ".join(f"{n.en}: {a} here, {b} over {c} units" for n, (a, b, c) in zip(names, figures, strict=True))
    return Hit("left-out", {"list": Text(zh, en)}, tuple(each.total for each in short))


def _unit(name: str) -> dict[str, object]:
    figures = {"requests.received@total": "9", "licensing.decisions": "80", "penalties.decisions": "30"}
    return audit(2022, figures, agency=f"青川市云溪区{name}")


CITY = "青川市云溪区人民政府"
TITLE = f"{CITY}2022年政府信息公开工作年度报告\n一、总体情况\n"
UNITS = (_unit("水务局"), _unit("民政局"))
ROWS = {"requests.received@total": "3", "licensing.decisions": "0", "penalties.decisions": "0"}

RULE = Rule(
    code="HIE-05",
    name="scope-of-the-tables",
    family="hierarchy",
    severity="warning",
    title=Text("统计范围不明或不符", "What the figures cover is unclear"),
    why=Text(
        "本级政府的年度报告应反映本行政区域的全貌。只填政府办公室的数字又不说明，读者会误以为全区只有这些申请和决定。",
        "A government's report is to show its whole area. Figures of its own office alone, unexplained, make readers "
        "believe that the whole area had no more requests and decisions.",
    ),
    message=Text(
        "表格似乎没有汇总下属单位：{list}。请汇总全区域数据；如只统计政府本级，请在报告中说明。",
        "The tables seem to leave the units out: {list}. Please add up the whole area, or say that only the "
        "government's own office is counted.",
    ),
    basis=(Basis("regulations-2019", "第四十九条"), Basis("cass-2016")),
    check=check,
    needs=("year",),
    tolerance=Text(
        "至少三项主要数字中的多数小于单位合计才提示",
        "most of at least three main figures must fall short of the units' sum",
    ),
    examples=(
        Example("ok", f"{TITLE}全区各部门共收到政府信息公开申请30件。", agency_kind="government"),
        Example("bad", f"{TITLE}收到政府信息公开申请30件。", agency_kind="government", hits=1, says="统计范围"),
        Example(
            "bad",
            f"{TITLE}全区政府信息公开工作平稳。",
            facts=ROWS,
            agency_kind="government",
            area=UNITS,
            hits=1,
            says="本报告0，2个单位合计160",
        ),
        Example("skip", "青川市云溪区水务局2022年政府信息公开工作年度报告\n收到申请3件。", agency_kind="department"),
    ),
)
