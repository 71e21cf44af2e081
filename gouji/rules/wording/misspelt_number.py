"""WRD-02: the number of a well-known document is misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.rules.wording.passages import Passage, passages

_S = r"\s{0,3}"
_NUMBER = re.compile(
    rf"(?P<office>国办[公开办务院厅]{{0,4}}[函涵发文]?){_S}[\[(<]{_S}(?P<year>20\d\d){_S}[\])>]{_S}第?{_S}(?P<number>\d{{1,3}}){_S}号"
)
_ORDER = re.compile(
    rf"信息公开条例》?{_S}[(,]?{_S}(?:以下简称[^)]{{0,14}}\){_S}\(?)?(?:中华人民共和国)?(?:国务院|国)(?:令|第)"
    rf"{_S}第?{_S}(?P<number>\d{{3}}){_S}号"
)
# The documents that annual reports cite: number, the office it bears, what the sentence speaks of.
KNOWN = {
    ("2021", "30"): ("国办公开办函", re.compile(r"年度报告|格式|信息公开")),
    ("2019", "60"): ("国办公开办函", re.compile(r"年度报告|格式|信息公开")),
    ("2020", "109"): ("国办函", re.compile(r"信息处理费|收费")),
    ("2014", "32"): ("国办发", re.compile(r"信息公开情况统计")),
}
_FORM = re.compile(r"年度报告[^。;]{0,12}格式|报告格式")
ORDERS = ("492", "711")


def check(case: Case) -> Iterator[Outcome]:
    if case.report.document.quality.ocr:
        yield NotApplicable(Text("扫描件由识别得到文字，文号可能认错", "the text of a scan may be misread"))
        return
    seen = False
    for passage in passages(case.report.document, "国办", "信息公开条例"):
        for cited in _NUMBER.finditer(passage.text):
            seen = True
            right = _right(cited, passage.sentence(cited.start()), case.report.year)
            yield _hit(passage, cited.span(), right) if right else Passed(cited[0])
        for cited in _ORDER.finditer(passage.text):
            seen = True
            wrong = cited["number"] not in ORDERS
            number = "711" if (case.report.year or 2019) >= 2019 else "492"
            yield _hit(passage, cited.span(), f"国务院令第{number}号") if wrong else Passed(cited[0])
    if not seen:
        yield NotApplicable(Text("没有引用需要核对的文号", "no number is cited that could be checked"))


def _right(cited: re.Match[str], sentence: str, year: int | None) -> str | None:
    """The number as it should read, or None when it is right or may be another document's."""
    office, which = cited["office"], (cited["year"], cited["number"])
    known = KNOWN.get(which)
    if known and (known[1].search(sentence) or "涵" in office):
        return None if office == known[0] else f"{known[0]}〔{which[0]}〕{which[1]}号"
    if "涵" in office:
        return f"{office.replace('涵', '函')}〔{which[0]}〕{which[1]}号"
    if known is None and office == "国办公开办函" and _FORM.search(sentence) and year and year >= 2019:
        return "国办公开办函〔2021〕30号" if year >= 2021 else "国办公开办函〔2019〕60号"
    return None


def _hit(passage: Passage, span: tuple[int, int], right: str) -> Hit:
    place = passage.place(*span)
    quote = place.quote if len(place.quote) <= 30 else f"……{place.quote[-20:]}"
    args: dict[str, Argument] = {"quote": quote, "right": right}
    return Hit(right, args, places=(place,), suggestion=Text(f"改为“{right}”", f"Write “{right}”"))


TITLE = "云溪区水务局2022年政府信息公开工作年度报告\n"

RULE = Rule(
    code="WRD-02",
    name="misspelt-number",
    family="wording",
    severity="warning",
    title=Text("文号写错", "A document number is misspelt"),
    why=Text(
        "文号写错，读者就查不到文件。年度报告常引的几个文号是固定的，机关代字（国办公开办函、国办函、国办发）也不能混用。",
        "With a wrong number the document cannot be found. The few numbers that annual reports cite are fixed, and so "
        "is the office that each of them bears.",
    ),
    message=Text(
        "文号“{quote}”有误，应为“{right}”。请改正。",
        "The number “{quote}” is wrong; it should read “{right}”. Please correct it.",
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "只核对年度报告常引的文号和《条例》的国务院令号；扫描件不判断。",
        "Only the numbers that annual reports usually cite are looked at, and the orders of the Regulations; "
        "scans are not judged.",
    ),
    examples=(
        Example("ok", f"{TITLE}按照国办公开办函〔2021〕30号规定的格式编制。"),
        Example("ok", f"{TITLE}落实国办发〔2021〕30号文件，推进水利工作。"),
        Example(
            "bad", f"{TITLE}按照国办公开办涵〔2021〕30号规定的格式编制。", hits=1, says="国办公开办函〔2021〕30号"
        ),
        Example("bad", f"{TITLE}按照国办发〔2021〕30号规定的年度报告格式编制。", hits=1, says="国办公开办函"),
        Example("bad", f"{TITLE}根据《政府信息公开条例》（国务院令第771号）编制。", hits=1, says="第711号"),
        Example("skip", f"{TITLE}按照有关规定编制。"),
    ),
)
