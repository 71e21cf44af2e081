"""WRD-01: the report cites a rule that was no longer, or not yet, in force for its year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.rules.wording.passages import Passage, passages

_S = r"\s{0,3}"
_ORDER = re.compile(rf"(?:国务院令|国令|国务院){_S}第?{_S}(?P<number>492|711){_S}号")
_FORM = re.compile(
    rf"国办[公开办]{{0,3}}[函涵发]?{_S}[\[(<]?{_S}(?P<year>2019|2021){_S}[\])>]?{_S}第?(?P<number>60|30){_S}号"
)
_ARTICLE = re.compile(r"信息公开条例》?[^。;]{0,24}?第(?P<number>三十一|三十二|四十九|五十|31|32|49|50)条")
_REPORT = re.compile(r"编制|年度报告|年报|公布|发布")
_HISTORY = re.compile(r"废止|修订前|原《|旧|施行以来|自2008|2008年5月")
OLD_ARTICLES, NEW_ARTICLES = ("三十一", "三十二", "31", "32"), ("四十九", "五十", "49", "50")
NEW_LAW = Text("《中华人民共和国政府信息公开条例》（国务院令第711号）", "the Regulations of 2019 (Order No. 711)")
OLD_LAW = Text("《中华人民共和国政府信息公开条例》（国务院令第492号）", "the Regulations of 2007 (Order No. 492)")
FORM_2021 = Text("国办公开办函〔2021〕30号的格式", "the format of 2021 (No. 30)")
FORM_2019 = Text("国办公开办函〔2019〕60号的试行格式", "the trial format of 2019 (No. 60)")


def check(case: Case) -> Iterator[Outcome]:
    year = case.report.year or 0
    whole = case.report.document.text
    seen = False
    for passage in passages(case.report.document, "国务院", "国令", "国办", "信息公开条例"):
        for pattern, judge in ((_ORDER, _order), (_FORM, _form), (_ARTICLE, _article)):
            for cited in pattern.finditer(passage.text):
                seen = True
                right = judge(cited, passage, year, whole)
                yield Passed(cited[0]) if right is None else _hit(passage, cited, year, right)
    if not seen:
        yield NotApplicable(Text("没有引用需要核对的文件", "no rule is cited that could be checked"))


def _order(cited: re.Match[str], passage: Passage, year: int, _: str) -> Text | None:
    if _HISTORY.search(passage.sentence(cited.start())):
        return None
    if cited["number"] == "492":
        return NEW_LAW if year >= 2019 else None
    return OLD_LAW if year <= 2017 else None


def _form(cited: re.Match[str], _: Passage, year: int, whole: str) -> Text | None:
    which = (cited["year"], cited["number"])
    if which == ("2019", "60") and year >= 2021 and not re.search(r"2021.{0,3}30\s?号", whole):
        return FORM_2021
    return FORM_2019 if which == ("2021", "30") and year in (2019, 2020) else None


def _article(cited: re.Match[str], passage: Passage, year: int, _: str) -> Text | None:
    sentence = passage.sentence(cited.start())
    if not _REPORT.search(sentence) or _HISTORY.search(sentence):
        return None
    if year >= 2019 and cited["number"] in OLD_ARTICLES:
        return Text("2019年修订的《条例》第四十九条、第五十条", "Articles 49 and 50 of the Regulations of 2019")
    if year <= 2017 and cited["number"] in NEW_ARTICLES:
        return Text("2007年《条例》第三十一条、第三十二条", "Articles 31 and 32 of the Regulations of 2007")
    return None


def _hit(passage: Passage, cited: re.Match[str], year: int, right: Text) -> Hit:
    place = passage.place(*cited.span())
    shown = place.quote if len(place.quote) <= 30 else f"……{place.quote[-24:]}"
    args: dict[str, Argument] = {"quote": shown, "year": year, "right": right}
    fix = Text(f"改为{right.zh}", f"Cite {right.en}")
    return Hit(cited[0][-20:], args, places=(place,), suggestion=fix)


TITLE = "云溪区水务局{}年政府信息公开工作年度报告\n"

RULE = Rule(
    code="WRD-01",
    name="outdated-rule",
    family="wording",
    severity="warning",
    title=Text("引用的文件与报告年度不符", "A rule that does not hold for the year is cited"),
    why=Text(
        "《条例》2019年5月15日起施行修订后的文本（国务院令第711号），年度报告由第四十九条、第五十条规定；2021年度起用国办公开办函"
        "〔2021〕30号的格式。引用旧文件，多半是沿用了往年的稿子。",
        "The revised Regulations (Order No. 711) are in force since 15 May 2019 and treat the annual report in "
        "Articles 49 and 50; since 2021 the format of that year holds. An old citation mostly comes from an old file.",
    ),
    message=Text(
        "{year}年度的报告引用了“{quote}”，应为{right}。请改正，并核对有关内容是否也沿用了旧稿。",
        "The report for {year} cites “{quote}”; it should cite {right}. Please correct it, and check whether the text "
        "around it was taken over too.",
    ),
    basis=(Basis("regulations-2019"), Basis("form-2021")),
    check=check,
    needs=("year",),
    examples=(
        Example("ok", TITLE.format(2023) + "根据《政府信息公开条例》（国务院令第711号）第五十条编制本报告。"),
        Example("ok", TITLE.format(2017) + "根据《政府信息公开条例》第三十二条编制本报告。"),
        Example(
            "bad", TITLE.format(2022) + "根据《政府信息公开条例》（国务院令第492号）编制本报告。", hits=1, says="711"
        ),
        Example("bad", TITLE.format(2022) + "按照国办公开办函〔2019〕60号的格式编制。", hits=1, says="〔2021〕30号"),
        Example(
            "bad", TITLE.format(2020) + "根据《政府信息公开条例》第三十一条编制年度报告。", hits=1, says="第五十条"
        ),
        Example("skip", TITLE.format(2020) + "根据有关要求编制年度报告。"),
    ),
)
