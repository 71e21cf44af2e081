"""STR-02: the parts stand in another order than the form's, or their numbers skip or repeat.

Only the headings of the six statutory parts are looked at, from the report year 2019 on. A missing part leaves a gap
that STR-01 reports; here only numbers that contradict each other count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gouji.model import Basis, Case, Report, Section, Text
from gouji.numbers import chinese
from gouji.operators.forms import due, first_places
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.template import SectionSpec, template

_HAN = re.compile(r"[一二三四五六七八九十]+")
_ROW = re.compile(r"本年新收|上年结转|本年度办理结果|结转下年度")  # rows of the requests table, read as text
ORDER = Text(
    "各部分的先后与格式不一致：“{first}”排在了“{second}”之后。请按格式的顺序调整：{wanted}。",
    "The parts are not in the order of the form: “{first}” stands after “{second}”. Please use the order of the form: "
    "{wanted}.",
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    form = due(report.year or 0)
    if not form.startswith("format"):
        yield NotApplicable(Text("2019年度以前没有规定各部分的顺序", "no order was prescribed before 2019"))
        return
    specs = [spec for spec in template(form).sections if spec.required]
    heads = [(part, spec) for part in report.sections for spec in specs if _is(part, spec)]
    if len(heads) < 3:
        yield NotApplicable(Text("规定的部分太少，看不出顺序", "too few of the parts are there to judge their order"))
        return
    wanted = "、".join(f"{spec.number}、{spec.heading.zh}" for spec in specs)
    yield _order(heads, specs, wanted) or _numbers(report, heads, wanted) or Passed()


def _is(part: Section, spec: SectionSpec) -> bool:
    known = part.kind == spec.key and (part.kind != "other" or "事项" in part.heading)
    return part.level == 1 and known and not _ROW.search(part.heading)


def _order(heads: list[tuple[Section, SectionSpec]], specs: list[SectionSpec], wanted: str) -> Hit | None:
    keys = [spec.key for spec in specs]
    if len({spec.key for _, spec in heads}) < len(heads):
        return None  # a part told twice has no one place
    for (before, earlier), (after, later) in pairwise(heads):
        if keys.index(later.key) < keys.index(earlier.key):
            args = {"first": after.heading, "second": before.heading, "wanted": wanted, "numbers": ""}
            return Hit("order", args, places=(before.place, after.place), message=ORDER)
    return None


def _numbers(report: Report, heads: list[tuple[Section, SectionSpec]], wanted: str) -> Hit | None:
    """Numbers of neighbouring parts that skip or repeat, unless each part bears the form's own number."""
    wrong = [(part, spec) for part, spec in heads if _number(part) not in (None, chinese(spec.number))]
    if not wrong:
        return None
    first, last = heads[0][0].start, heads[-1][0].start
    run = [
        part
        for part in report.sections
        if part.level == 1 and first <= part.start <= last and _number(part) and not _ROW.search(part.heading)
    ]
    for before, after in pairwise(run):
        step = (_number(after) or 0) - (_number(before) or 0)
        if step != 1 and {before.start, after.start} & {part.start for part, _ in wrong}:
            numbers = f"“{before.number}{before.heading}”“{after.number}{after.heading}”"
            args = {"numbers": numbers, "wanted": wanted, "first": "", "second": ""}
            fix = "；".join(f"“{part.heading}”编为“{spec.number}、”" for part, spec in wrong)
            fix_en = "; ".join(f"number “{part.heading}” as “{spec.number}、”" for part, spec in wrong)
            places = first_places(iter((before.place, after.place)))
            return Hit("numbers", args, places=places, suggestion=Text(fix, fix_en))
    return None


def _number(part: Section) -> int | None:
    found = _HAN.search(part.number)
    return chinese(found[0]) if found else None


PARTS = (
    "一、总体情况\n平稳。\n二、主动公开政府信息情况\n见表。\n三、收到和处理政府信息公开申请情况\n见表。\n"
    "四、政府信息公开行政复议、行政诉讼情况\n无。\n五、存在的主要问题及改进情况\n培训不够。\n"
    "六、其他需要报告的事项\n无。\n"
)
TITLE = "云溪区水务局2023年政府信息公开工作年度报告\n"

RULE = Rule(
    code="STR-02",
    name="misnumbered-sections",
    family="structure",
    severity="warning",
    title=Text("各部分顺序或编号有误", "Parts out of order or misnumbered"),
    why=Text(
        "全国统一格式规定了六个部分的顺序和编号。编号跳号、重号或顺序颠倒，多半是删改、粘贴时留下的，也可能少了一部分。",
        "The national format fixes six parts and their order. Numbers that skip or repeat, or parts out of order, are "
        "left by cutting and pasting, or hide a part that is missing.",
    ),
    message=Text(
        "各部分的编号不连续：{numbers}前后相接。请按格式编号：{wanted}。",
        "The parts are not numbered in sequence: {numbers} follow each other. Please number them as the form does: "
        "{wanted}.",
    ),
    basis=(Basis("form-2021"), Basis("form-2019")),
    check=check,
    needs=("year", "sections"),
    examples=(
        Example("ok", TITLE + PARTS, year=2023),
        Example("ok", TITLE + PARTS.replace("四、政府信息公开行政复议、行政诉讼情况\n无。\n", ""), year=2023),
        Example("bad", TITLE + PARTS.replace("四、政", "三、政"), year=2023, hits=1, says="不连续"),
        Example("bad", TITLE + PARTS.replace("五、存", "六、存").replace("六、其", "七、其"), year=2023, hits=1),
        Example(
            "bad",
            TITLE
            + PARTS.replace("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", 1).replace(
                "三、收到和处理政府信息公开申请情况\n见表。\n四", "二、主动公开政府信息情况\n见表。\n四"
            ),
            year=2023,
            hits=1,
            says="排在了",
        ),
        Example("skip", TITLE + PARTS, year=2017),
    ),
)
