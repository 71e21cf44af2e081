"""WRD-03: outcomes of requests are told in the words of the Regulations of 2007."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Place, Text
from gouji.operators.forms import first_places
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.rules.wording.passages import passages

FIRST_YEAR = 2019
WORDS = (
    ("不同意公开", "不予公开"),
    ("同意部分公开", "部分公开"),
    ("同意公开", "予以公开"),
    ("信息不存在", "本机关不掌握相关政府信息"),
    ("不属于本机关公开", "本机关不掌握相关政府信息"),
    ("不属于本行政机关公开", "本机关不掌握相关政府信息"),
    ("不属于本单位公开", "本机关不掌握相关政府信息"),
    ("免予公开", "不予公开"),
    ("不是《条例》所指政府信息", "按具体情形归入“不予处理”“其他处理”等"),
    ("非《条例》所指政府信息", "按具体情形归入“不予处理”“其他处理”等"),
)
_OLD = re.compile("|".join(re.escape(old) for old, _ in WORDS))
_COUNT = re.compile(r"\d\s{0,2}(?:件|份|宗|条|例)")
_OBJECTION = re.compile(r"(?:第三方|权利人|当事人)[^,。;]{0,8}$")
NEAR = 16  # characters between a word and the figure that makes it an outcome


def check(case: Case) -> Iterator[Outcome]:
    if (case.report.year or 0) < FIRST_YEAR:
        yield NotApplicable(Text("2019年度以前这些说法是规范的", "before 2019 these were the proper words"))
        return
    places: list[Place] = []
    found: dict[str, str] = {}
    for passage in passages(case.report.document, *dict(WORDS)):
        for match in _OLD.finditer(passage.text):
            before = passage.text[max(0, match.start() - NEAR) : match.start()]
            after = passage.text[match.end() : match.end() + NEAR]
            quoted = before.endswith('"')
            if _OBJECTION.search(before) or not (quoted or _COUNT.search(before) or _COUNT.search(after)):
                continue
            found[match[0]] = dict(WORDS)[match[0]]
            places.append(passage.place(*match.span()))
    if not found:
        yield Passed()
        return
    words = "、".join(f"“{old}”" for old in found)
    new = "；".join(
        f"“{old}”改为“{right}”" if "归入" not in right else f"“{old}”{right}" for old, right in found.items()
    )
    new_en = "; ".join(f"“{old}” → “{right}”" for old, right in found.items())
    args: dict[str, Argument] = {"words": words, "new": Text(new, new_en)}
    yield Hit("words", args, places=first_places(iter(places)), suggestion=Text(new, new_en))


TITLE = "云溪区水务局2020年政府信息公开工作年度报告\n2.依申请公开情况\n"

RULE = Rule(
    code="WRD-03",
    name="old-vocabulary",
    family="wording",
    severity="notice",
    title=Text("沿用2019年以前的办理结果用语", "Outcomes told in the old vocabulary"),
    why=Text(
        "2019年修订的《条例》和新格式把办理结果分为予以公开、部分公开、不予公开、无法提供、不予处理和其他处理。正文沿用旧用语，"
        "读者难以与表格对应。",
        "The Regulations of 2019 and the new forms divide outcomes into disclosed, disclosed in part, refused, unable "
        "to provide, not processed and other. Old words in the text are hard to match with the table.",
    ),
    message=Text(
        "正文办理结果用了旧用语{words}。建议与表格一致：{new}。",
        "The text tells outcomes in old words: {words}. The words of the table would be better: {new}.",
    ),
    basis=(Basis("regulations-2019"), Basis("form-2019"), Basis("form-2021")),
    check=check,
    needs=("year", "prose"),
    examples=(
        Example("ok", f"{TITLE}已答复6件，其中予以公开4件，无法提供2件；第三方不同意公开的1件予以公开。"),
        Example(
            "bad", f"{TITLE}已答复6件，其中“同意公开”4件、“信息不存在”2件。", hits=1, says="“同意公开”改为“予以公开”"
        ),
        Example("bad", f"{TITLE}已答复6件，不同意公开2件。", hits=1, says="“不予公开”"),
        Example("skip", f"{TITLE.replace('2020', '2017')}已答复6件，同意公开4件。"),
    ),
)
