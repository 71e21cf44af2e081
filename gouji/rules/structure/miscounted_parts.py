"""STR-08: the foreword announces another number of parts than it lists or than the report has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Place, Report, Text
from gouji.numbers import chinese
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable
from gouji.views import folded

_SAID = re.compile(
    r"(?:报告|全文|年报|本文)[^。\n]{0,300}?(?<!第)(?P<count>[一二三四五六七八九十]{1,2}|\d{1,2})(?:个|大)?等?(?:大)?(?:个)?(?:部分|方面)"
)
_LIST = re.compile(r"(?:由|包括|包含|分为|分别为|分别是|:)(?P<list>[^。:]{10,280}?)(?P<open>等)?(?:共|共计|,)?$")
_HAN = re.compile(r"[一二三四五六七八九十]+")
_PAIRS = re.compile(r"(行政复议)、(?=(?:提起)?行政诉讼)|(政策解读)、(?=回应)|(存在[^、]{0,8}问题)、")
LISTED = Text(
    "前言说报告共{declared}个部分，却列出了{listed}个：{list}。请核对并改正前言。",
    "The foreword announces {declared} parts but lists {listed}: {list}. Please correct the foreword.",
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    first = next((part.start for part in report.sections if part.level == 1 and part.number), 0)
    foreword = folded(report.document)[:first]
    said = _SAID.search(foreword)
    declared = _count(said["count"]) if said else None
    if said is None or declared is None:
        yield NotApplicable(Text("前言没有说明分几个部分", "the foreword does not say how many parts there are"))
        return
    quote = report.document.text[said.start() : said.end()]
    places = (Place(quote[-60:], max(said.start(), said.end() - 60), said.end()),)
    listed, open_ = _listed(foreword[said.start() : said.start("count")])
    present = _present(report)
    args: dict[str, Argument] = {"declared": declared, "listed": len(listed), "list": "、".join(listed)}
    args["present"] = present or 0
    if present is not None and present != declared:
        fix = Text(f"改为“{present}个部分”", f"Say “{present} parts”")
        yield Hit("present", args, places=places, suggestion=fix)
    elif listed and not open_ and len(listed) != declared:
        yield Hit("listed", args, places=places, message=LISTED, severity="notice" if present else None)
    elif present is None and not listed:
        yield Undecidable(Text("各部分没有连续编号", "the parts are not numbered in sequence"))
    else:
        yield Passed()


def _count(printed: str) -> int | None:
    return int(printed) if printed.isdigit() else chinese(printed)


def _present(report: Report) -> int | None:
    """How many parts there are, where their numbers run from one without gap or repeat."""
    numbers = []
    for part in report.sections:
        han = _HAN.search(part.number)
        if part.level == 1 and han:
            numbers.append(chinese(han[0]))
    return len(numbers) if len(numbers) > 2 and numbers == list(range(1, len(numbers) + 1)) else None


def _listed(text: str) -> tuple[list[str], bool]:
    """The parts that are named before the number, and whether 等 leaves the list open."""
    found = _LIST.search(text.rstrip("共计,"))
    if found is None:
        return [], False
    names = _PAIRS.sub(lambda pair: f"{pair[0][:-1]}和", found["list"])
    names = re.sub(r"\([^()]*\)", "", names)
    listed = [name.strip() for name in re.split(r"[、,;]|以及", names) if name.strip()]
    return (listed if len(listed) > 2 else []), bool(found["open"])


TITLE = "云溪区水务局2023年政府信息公开工作年度报告\n"
PARTS = "".join(f"{number}、第{number}项工作\n平稳。\n" for number in "一二三四五")
SAYS = "本报告由总体情况、主动公开情况、依申请公开情况、行政复议、行政诉讼情况、存在问题{}部分组成。\n"

RULE = Rule(
    code="STR-08",
    name="miscounted-parts",
    family="structure",
    severity="warning",
    title=Text("前言所说的部分数与实际不符", "The foreword miscounts the parts"),
    why=Text(
        "前言说分几个部分、列出哪些部分，应与正文一致。不一致多半是沿用了往年或别的单位的前言，也可能真的少了一部分。",
        "The number of parts in the foreword should be that of the report. Where it is not, the foreword was mostly "
        "taken over from elsewhere, or a part is indeed missing.",
    ),
    message=Text(
        "前言说报告共{declared}个部分，正文实际有{present}个部分。请核对是否缺少内容，并改正前言。",
        "The foreword announces {declared} parts, the report has {present}. Please check whether something is "
        "missing, and correct the foreword.",
    ),
    basis=(Basis("practice"),),
    check=check,
    needs=("sections",),
    examples=(
        Example("ok", TITLE + SAYS.format("等五") + PARTS),
        Example("bad", TITLE + SAYS.format("等六") + PARTS, hits=1, says="共6个部分，正文实际有5个部分"),
        Example("bad", TITLE + SAYS.format("六个") + PARTS.replace("五、", "七、"), hits=1, says="列出了5个"),
        Example("undecidable", f"{TITLE}全文共分六个部分。\n{PARTS.replace('五、', '七、')}"),
        Example("skip", TITLE + PARTS),
    ),
)
