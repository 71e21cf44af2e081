"""STR-11: the report of a government says nothing on assessment, public appraisal and accountability."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.views import prose

FIRST_YEAR = 2019
TOPICS = (
    (Text("工作考核", "assessment of the work"), re.compile(r"考核|考评|绩效|督查|督导")),
    (Text("社会评议", "public appraisal"), re.compile(r"评议|满意度|第三方评估|社会评价|群众评价")),
    (Text("责任追究", "accountability"), re.compile(r"责任追究|追责|问责|追究责任|追究[^。,;]{0,10}责任")),
)
_TOWNSHIP_GOVERNMENT = re.compile(r"(?:镇|乡|苏木)(?:人民政府|政府)$")


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    if (report.year or 0) < FIRST_YEAR:
        yield NotApplicable(Text("2019年度起才有此项要求", "asked for from the report year 2019 on"))
        return
    kind = case.submission.agency_kind or (report.agency.kind if report.agency else None)
    name = report.agency.name if report.agency else ""
    township = kind == "township" and _TOWNSHIP_GOVERNMENT.search(name) is not None
    if kind != "government" and not township:
        yield NotApplicable(Text("不是一级人民政府的报告", "not the report of a government"))
        return
    told = prose(report.document)
    missing = [topic for topic, cue in TOPICS if not cue.search(told)]
    if not missing:
        yield Passed()
        return
    listed = Text("、".join(topic.zh for topic in missing), ", ".join(topic.en for topic in missing))
    # Some treat the three as one, and townships are often told to leave them to the county: then it is only a hint.
    soft = township or len(missing) < len(TOPICS)
    yield Hit(",".join(topic.en for topic in missing), {"missing": listed}, severity="notice" if soft else None)


TITLE = "青川市云溪区人民政府2023年政府信息公开工作年度报告\n一、总体情况\n（五）监督保障。"

RULE = Rule(
    code="STR-11",
    name="unreported-assessment",
    family="structure",
    severity="warning",
    title=Text("政府的报告没有写考核、评议和责任追究", "No word on assessment, appraisal and accountability"),
    why=Text(
        "《条例》第五十条第一款第四项：各级人民政府的年度报告还应当包括工作考核、社会评议和责任追究结果情况。部门的报告不要求。",
        "Article 50 asks the governments of all levels, not their departments, to report the results of assessment, "
        "public appraisal and accountability as well.",
    ),
    message=Text(
        "政府的年度报告应包括工作考核、社会评议和责任追究结果情况，文中没有写到{missing}。请在“监督保障”中补写；"
        "没有发生责任追究的也请写明。",
        "The report of a government has to give the results of assessment, public appraisal and accountability; it "
        "does not mention {missing}. Please add them, also where nobody was held to account.",
    ),
    basis=(Basis("regulations-2019", "第五十条"),),
    check=check,
    needs=("year", "agency_kind"),
    examples=(
        Example("ok", f"{TITLE}将公开工作纳入考核，开展社会评议，未发生责任追究情形。", year=2023),
        Example("bad", f"{TITLE}配齐人员，加强培训。", year=2023, hits=1, says="工作考核、社会评议、责任追究"),
        Example("bad", f"{TITLE}将公开工作纳入考核。", year=2023, hits=1, says="没有写到社会评议、责任追究"),
        Example("skip", TITLE.replace("人民政府", "水务局"), year=2023),
        Example("skip", TITLE, year=2017),
    ),
)
