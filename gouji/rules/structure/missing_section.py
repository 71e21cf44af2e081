"""STR-01: a part of the report that law or form want is not there.

From the report year 2019 on the format fixes six parts. Before, Article 32 of the 2007 Regulations named contents, not
headings: a content counts as present when it is treated anywhere, in a heading, in prose or in the statistical table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.law import instrument
from gouji.model import Basis, Case, Report, Text
from gouji.operators.forms import due, table_facts
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.template import SectionSpec, template
from gouji.text import squash
from gouji.views import joined, paragraphs

# What shows that a content of Article 32 is treated, where no heading does.
CUES = {
    "proactive": re.compile(r"主动公开"),
    "requests": re.compile(r"依申请公开|信息公开申请|申请公开|公开申请"),
    "fees": re.compile(r"收费|减免|费用|收取|收支"),
    "review": re.compile(r"行政复议|行政诉讼|复议|诉讼"),
    "problems": re.compile(
        r"(?:存在|面临).{0,12}(?:问题|不足|困难|差距|薄弱)|(?:问题|不足)(?:主要)?(?:是|有|:)|有待|不够"
    ),
}
FIGURES = {"requests": "requests.", "fees": "fees.", "review": "review.", "proactive": "disclosure."}
TABLES = {"proactive": ("art20_1", "art20_5", "art20_6"), "requests": ("requests",), "review": ("review_litigation",)}
_NUMBER = re.compile(r"^[一二三四五六七八][、.]?")
SOFT = Text(
    "有第{number}部分“{section}”的统计表，但没有这一部分的标题（{law}）。请补上标题，其余部分依次编号。",
    "The table of part {number} ({section}) is there, but the part has no heading ({law}). Please add the heading.",
)
MANY = Text(
    "报告没有按格式规定的六个部分编写：缺少{section}（{law}）。请对照格式逐一补齐，没有发生的也应写明“无”或填“0”。",
    "The report does not follow the six parts of the format: {section} are missing ({law}). Please add them one by "
    "one; where nothing happened, say so or enter 0.",
)
OLD = Text(
    "全文没有提到“{section}”，而{law}要求年度报告包括这项内容。请补写；没有发生的，也请写明“无”或“未发生”。",
    "The report says nothing about “{section}”, which {law} requires. Please add it; where nothing happened, say so.",
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    form = due(report.year or 0)
    if form.startswith("format"):
        yield from _six_parts(report, form)
    else:
        yield from _contents(report)


def _six_parts(report: Report, form: str) -> Iterator[Outcome]:
    specs = [spec for spec in template(form).sections if spec.required]
    missing = [spec for spec in specs if not _has_part(report, spec)]
    year_form = template(form)
    cited = instrument(year_form.law)
    law = Text(f"{cited.title.zh}，{cited.number}", f"{cited.title.en}, {cited.number}")
    basis = (Basis("regulations-2019", "第五十条"), Basis(year_form.law))
    for _ in range(len(specs) - len(missing)):
        yield Passed()
    if len(missing) > 3:
        names = Text("、".join(s.heading.zh for s in missing), ", ".join(s.heading.en for s in missing))
        args: dict[str, Argument] = {"section": names, "law": law, "number": ""}
        yield Hit("six-parts", args, message=MANY, basis=basis)
        return
    printed = {table.table for table in report.tables}
    for spec in missing:
        args = {"section": spec.heading, "number": spec.number, "law": law}
        if printed & set(TABLES.get(spec.key, ())):
            yield Hit(spec.key, args, severity="warning", message=SOFT, basis=basis)
        else:
            yield Hit(spec.key, args, basis=basis)


def _has_part(report: Report, spec: SectionSpec) -> bool:
    """A heading of the top level and this kind, or one of any level that is worded as the form words it: 主动公开情况
    further down is a topic of the overview."""
    top = min((part.level for part in report.sections if part.kind != "other"), default=1)
    official = {squash(spec.heading.zh)} | {squash(alias) for alias in spec.aliases if len(alias) > 8}
    found = any(
        part.kind == spec.key and (part.level == top or squash(part.heading) in official) for part in report.sections
    )
    return found or any(_NUMBER.sub("", text) in official for text in _cells(report))


def _cells(report: Report) -> Iterator[str]:
    """What the first cell of each row says: some draw the whole report as one table, and a heading between two tables
    may have been drawn, or read, as a row of them."""
    for table in report.document.tables:
        yield from (squash(cell.text) for cell in table.cells if cell.column == 0)


def _contents(report: Report) -> Iterator[Outcome]:
    known = {part.kind for part in report.sections}
    figures = [fact.indicator for facts in table_facts(report).values() for fact in facts]
    prose = _prose(report)
    if not known and len(prose) < 200:
        yield NotApplicable(
            Text("正文过短，看不出写了哪些内容", "the document has too little text to tell which contents it treats")
        )
        return
    for spec in template("statistics-2014").sections:
        if spec.key not in CUES:
            continue
        stated = any(name.startswith(FIGURES.get(spec.key, "-")) for name in figures)
        if spec.key in known or stated or CUES[spec.key].search(prose):
            yield Passed()
        else:
            law = Text("2007年《政府信息公开条例》第三十二条", "Article 32 of the 2007 Regulations")
            told: dict[str, Argument] = {"section": spec.heading, "law": law, "number": ""}
            yield Hit(spec.key, told, message=OLD, basis=(Basis("regulations-2007", "第三十二条"),))


def _prose(report: Report) -> str:
    """The text below the first heading: a foreword only announces what the report should hold."""
    first = next((part.start for part in report.sections if part.level == 1), 0)
    return joined([block for block in paragraphs(report.document) if (block.place.start or 0) >= first])


SIX = "一、总体情况\n平稳。\n二、主动公开政府信息情况\n见表。\n三、收到和处理政府信息公开申请情况\n见表。\n"
REST = (
    "四、政府信息公开行政复议、行政诉讼情况\n无。\n"
    "五、存在的主要问题及改进情况\n培训不够。\n六、其他需要报告的事项\n无。\n"
)
OLD_REPORT = (
    "一、概述\n我局重视公开工作。\n二、主动公开情况\n公开信息12条。\n三、依申请公开情况\n收到申请3件，"
    "未收取任何费用。\n"
    "四、下一步打算\n队伍建设有待加强。"
)

RULE = Rule(
    code="STR-01",
    name="missing-section",
    family="structure",
    severity="error",
    title=Text("缺少规定的部分", "A required part is missing"),
    why=Text(
        "2019年修订的《政府信息公开条例》第五十条规定年度报告的内容，全国统一格式把它们固定为六个部分；"
        "2008—2018年度依2007年《条例》第三十二条应有主动公开、依申请公开、收费及减免、复议诉讼、问题和改进等内容，"
        "标题不限，写到即可。",
        "Article 50 of the 2019 Regulations lists the contents and the national format fixes them as six parts; for "
        "2008 to 2018 Article 32 of the 2007 Regulations wants the contents, under whatever heading.",
    ),
    message=Text(
        "缺少第{number}部分“{section}”（{law}）。请补上这一部分；没有发生的，也请保留标题并写明“无”或填“0”。",
        "Part {number}, “{section}”, is missing ({law}). Please add it; where nothing happened, keep the heading and "
        "say so.",
    ),
    basis=(Basis("regulations-2019", "第五十条"), Basis("regulations-2007", "第三十二条")),
    check=check,
    needs=("year",),
    tolerance=Text("标题按别名识别，容许两个字的出入", "headings are matched by alias, two characters may differ"),
    examples=(
        Example("ok", SIX + REST, year=2023),
        Example("ok", f"{OLD_REPORT}\n五、复议诉讼\n未发生。", year=2016),
        Example("bad", "一、总体情况\n平稳。\n" + REST, year=2024, hits=2, says="缺少第三部分"),
        Example(
            "bad",
            SIX.replace("二、主动公开政府信息情况", "见表。") + REST,
            year=2024,
            hits=1,
            says="主动公开政府信息情况",
        ),
        Example(
            "ok",
            SIX.replace("三、收到和处理政府信息公开申请情况\n", "\n\t三、收到和处理政府信息公开申请情况\n\n") + REST,
            year=2024,
        ),
        Example("bad", OLD_REPORT, year=2016, hits=1, says="第三十二条"),
        Example("bad", "一、工作概况\n全年平稳有序。", year=2022, hits=1, says="六个部分"),
        Example("skip", "一、总体情况\n平稳。"),
    ),
)
