"""FMT-05: full-width digits, wide spaces around figures, or a date that lacks its 年. One finding of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Document, Place, Text
from gouji.operators.forms import first_places
from gouji.rule import Example, Hit, Outcome, Passed, Rule
from gouji.text import rare

_WIDE = rare(r"[０-９][０-９．，％]*", hint="[０-９]")
_FIGURE = re.compile(r"\d[\d.,]*")
_NO_YEAR = rare(r"(?<!\d)20[0-3]\d(?:1[0-2]|[1-9])月", hint=r"20[0-3]\d\d{1,2}月")
KINDS = {
    "wide": (
        _WIDE,
        Text("全角数字", "full-width digits"),
        Text("请改为半角数字", "please use plain digits"),
    ),
    "no-year": (
        _NO_YEAR,
        Text("缺“年”字的日期", "dates without 年"),
        Text("请补上“年”字", "please add 年"),
    ),
}


def check(case: Case) -> Iterator[Outcome]:
    document = case.report.document
    for key, (pattern, what, remedy) in KINDS.items():
        found = [_place(document, match) for match in pattern.finditer(document.text)]
        if found:
            yield _hit(key, found, what, remedy)
    padded = [cell.place for table in document.tables for cell in table.cells if _padded(cell.text)]
    if padded:
        what = Text("夹有全角空格的数据格", "figures padded with wide spaces")
        yield _hit("padded", padded, what, Text("请删去空格，以便读取", "please remove them"))
    yield Passed()


def _padded(text: str) -> bool:
    return "\u3000" in text and _FIGURE.fullmatch(text.strip()) is not None


def _place(document: Document, match: re.Match[str]) -> Place:
    return Place(document.text[match.start() : match.end()], match.start(), match.end())


def _hit(key: str, places: list[Place], what: Text, remedy: Text) -> Hit:
    quotes = [f"“{place.quote.strip()}”" for place in places[:3]]
    return Hit(
        key=key,
        args={"count": len(places), "what": what, "quotes": "、".join(quotes), "remedy": remedy},
        places=first_places(iter(places)),
    )


RULE = Rule(
    code="FMT-05",
    name="odd-digits",
    family="format",
    severity="notice",
    title=Text("数字写法不规范", "Oddly written figures"),
    why=Text(
        "全角数字、夹在数字旁的全角空格、漏写的“年”字不影响阅读，但会使程序读错或读不出。",
        "Full-width digits, wide spaces beside figures and a missing 年 do not trouble a reader, but make programs "
        "misread.",
    ),
    message=Text(
        "有{count}处{what}（如{quotes}），{remedy}。",
        "{count} × {what} (such as {quotes}); {remedy}.",
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "在全文中找全角数字、夹在数字旁的全角空格和漏写“年”字的日期，每类只提示一次。",
        "It looks through the whole text for full-width digits, wide spaces around figures and dates without 年, "
        "once for each kind.",
    ),
    examples=(
        Example("ok", "2017年共主动公开政府信息642条。"),
        Example("bad", "共主动公开政府信息８６３条。", hits=1, says="全角数字"),
        Example("bad", "统计期限自20231月1日起至202312月31日止。", hits=1, says="“20231月”"),
        Example("bad", "\t指标\n\t统计数\n\n\t收到申请数\n\t\u3000642\n\n", hits=1, says="全角空格"),
    ),
)
