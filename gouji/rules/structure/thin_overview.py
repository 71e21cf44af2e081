"""STR-12: the overview leaves out one of the five topics that the form of 2021 wants in part one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Report, Section, Text
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.text import squash

FIRST_YEAR = 2021
TOPICS = (
    (Text("主动公开", "proactive disclosure"), re.compile(r"主动公开|公开[^。,;]{0,12}信息|发布[^。,;]{0,12}信息")),
    (Text("依申请公开", "disclosure on request"), re.compile(r"依申请|公开申请|申请公开|依法申请")),
    (
        Text("政府信息管理", "management of information"),
        re.compile(
            r"信息(?:资源)?[^。,;]{0,8}管理|管理(?:制度|机制|工作)|规范性文件|保密审查|审核|审查|公开(?:指南|目录|属性)|清理|更新"
        ),
    ),
    (
        Text("政府信息公开平台建设", "platforms"),
        re.compile(r"平台|网站|专栏|公众号|新媒体|微信|微博|公开栏|查阅(?:点|场所)|载体"),
    ),
    (
        Text("监督保障", "supervision and support"),
        re.compile(r"监督|保障|考核|培训|评议|责任|组织领导|领导小组|专人"),
    ),
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    if (report.year or 0) < FIRST_YEAR:
        yield NotApplicable(Text("2021年度起才有五项内容的要求", "the five topics are wanted from 2021 on"))
        return
    part = next((part for part in report.sections if part.kind == "overview" and part.level == 1), None)
    if part is None:
        yield NotApplicable(Text("没有“总体情况”部分（见 STR-01）", "there is no overview (see STR-01)"))
        return
    text = squash(report.document.text[part.place.end or part.start : _end(report, part)])
    missing = [topic for topic, cue in TOPICS if not cue.search(text)]
    if not missing:
        yield Passed()
        return
    args: dict[str, Argument] = {
        "missing": Text("、".join(t.zh for t in missing), ", ".join(t.en for t in missing)),
        "count": len(missing),
        "heading": part.heading,
    }
    yield Hit(",".join(topic.en for topic in missing), args, places=(part.place,))


def _end(report: Report, part: Section) -> int:
    """Where part two begins: topics of the overview may themselves look like parts."""
    later = (
        each.start
        for each in report.sections
        if each.start > part.start and each.level == 1 and each.number.startswith(("二", "第二"))
    )
    return next(later, part.end)


TITLE = "云溪区水务局2023年政府信息公开工作年度报告\n一、总体情况\n"
FOUR = (
    "（一）主动公开。公开信息12条。（二）依申请公开。收到申请3件。（三）政府信息管理。清理文件2件。"
    "（四）平台建设。维护网站。"
)

RULE = Rule(
    code="STR-12",
    name="thin-overview",
    family="structure",
    severity="warning",
    title=Text("总体情况缺少规定的内容", "The overview leaves out a topic"),
    why=Text(
        "2021年格式要求第一部分从主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面概述。"
        "标题不限，写到即可。",
        "The form of 2021 wants part one to treat proactive disclosure, disclosure on request, management of "
        "information, platforms, and supervision, under whatever heading.",
    ),
    message=Text(
        "第一部分“{heading}”没有写到规定的五个方面中的{count}个：{missing}。请补写。",
        "Part one, “{heading}”, leaves out {count} of the five topics: {missing}. Please add them.",
    ),
    basis=(Basis("form-2021"), Basis("wuwei-2025")),
    check=check,
    needs=("year", "sections"),
    tolerance=Text("按关键词识别，写到即算", "told by key words; a mention is enough"),
    examples=(
        Example("ok", f"{TITLE}{FOUR}（五）监督保障。开展培训2次。\n二、主动公开政府信息情况\n见表。", year=2023),
        Example("bad", f"{TITLE}{FOUR}\n二、主动公开政府信息情况\n加强监督。", year=2023, hits=1, says="监督保障"),
        Example("bad", f"{TITLE}我局重视公开工作。\n二、主动公开政府信息情况\n见表。", year=2023, says="5个"),
        Example("skip", f"{TITLE}平稳。", year=2020),
    ),
)
