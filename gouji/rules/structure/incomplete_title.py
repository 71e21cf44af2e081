"""STR-07: the report has no title, or one that does not say whose report on which year it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Place, Text
from gouji.rule import Argument, Example, Hit, Outcome, Passed, Rule
from gouji.text import squash

YEAR = re.compile(r"(?:20\d\d|二[〇零○O]{1,2}[〇零○O一二三四五六七八九]{1,2})年?度?")
NAME = "政府信息公开工作年度报告"
WORDS = re.compile(
    r"(?:(?:政府|政务)(?:和政务)?(?:信息)?公开|信息公开)(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:年度报告|年报|报告|总结)"
)
NO_TITLE = Text(
    "报告没有标题，正文直接开始。请在正文前加上完整标题：{wanted}。",
    "The report has no title and begins with its text. Please put the full title above it: {wanted}.",
)
VARIANT = Text(
    "标题“{title}”没有使用规范名称。建议改为：{wanted}。",
    "The title “{title}” does not use the standard name. Suggested: {wanted}.",
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    agency = report.agency.name if report.agency else ""
    year = f"{report.year}年" if report.year else ""
    wanted = f"{agency or '（单位名称）'}{year or '（年度）'}{NAME}"
    wanted_en = f"{agency or '(agency)'}{year or '(year)'}{NAME}"
    args: dict[str, Argument] = {"wanted": Text(f"“{wanted}”", f"“{wanted_en}”"), "title": "", "missing": ""}
    if report.title is None:
        yield Hit("none", args, places=_beginning(case), message=NO_TITLE)
        return
    title = squash(report.title)
    args["title"] = title
    places = (report.title_place,) if report.title_place else ()
    missing = list(_missing(title))
    if missing:
        args["missing"] = Text("、".join(m.zh for m in missing), " and ".join(m.en for m in missing))
        yield Hit("missing:" + ",".join(m.en for m in missing), args, places=places)
    elif NAME not in YEAR.sub("", title):
        yield Hit("variant", args, places=places, severity="notice", message=VARIANT)
    else:
        yield Passed()


def _missing(title: str) -> Iterator[Text]:
    year = YEAR.search(title)
    bare = WORDS.sub("", YEAR.sub("", title))
    if len(re.sub(r"[^一-鿿]|关于|人民$", "", bare)) < 2:
        yield Text("单位名称", "the agency's name")
    if year is None:
        yield Text("年度", "the year")


def _beginning(case: Case) -> tuple[Place, ...]:
    """Where the text begins instead of a title."""
    block = next((block for block in case.report.document.blocks if block.table is None), None)
    if block is None or block.place.start is None:
        return ()
    quote = block.text[:24]
    at = block.place
    return (Place(quote, at.start, block.place.start + len(quote), at.block, at.page, at.bbox),)


TEXT = "一、总体情况\n平稳。\n二、主动公开政府信息情况\n公开12条。\n"

RULE = Rule(
    code="STR-07",
    name="incomplete-title",
    family="structure",
    severity="warning",
    title=Text("标题缺失或不完整", "Title missing or incomplete"),
    why=Text(
        "标题写明“单位名称+年度+政府信息公开工作年度报告”，公众才能检索，上级才能归档。法规没有逐字规定标题，"
        "这是国家格式的名称和审核中的通行要求。",
        "A title with the agency, the year and the name of the report is what readers search and offices file by. No "
        "law words it; it is the name of the national format and what reviewers ask for.",
    ),
    message=Text(
        "标题“{title}”没有写明{missing}。请改为：{wanted}。",
        "The title “{title}” does not give {missing}. Please use: {wanted}.",
    ),
    basis=(Basis("form-2021"), Basis("practice")),
    check=check,
    examples=(
        Example("ok", f"青川市云溪区档案局2023年政府信息公开工作年度报告\n{TEXT}"),
        Example("ok", f"云溪镇人民政府\n2023年度政府信息公开工作年度报告\n{TEXT}"),
        Example("bad", f"2018年，云溪街道认真做好公开工作，完善制度。\n{TEXT}", hits=1, says="没有标题"),
        Example("bad", f"2023年政府信息公开工作年度报告\n{TEXT}", hits=1, says="单位名称"),
        Example("bad", f"云溪区水务局政府信息公开工作年度报告\n{TEXT}", hits=1, says="年度"),
        Example("bad", f"云溪区水务局2017年政府信息公开工作年报\n{TEXT}", hits=1, says="规范名称"),
    ),
)
