"""FMT-06: traces of a conversion or of the web page that have nothing to do with the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Place, Text
from gouji.operators.forms import first_places
from gouji.rule import Example, Hit, Outcome, Passed, Rule
from gouji.text import rare

LEFTOVERS = (
    (Text("图片占位符", "image placeholders"), rare(r"\[image:[^\]\n]*\]|!\[[^\]\n]*\]\([^)\n]*\)", "[image:", "![")),
    (Text("书签", "bookmarks"), rare(r"\[bookmark:[^\]\n]*\]", "[bookmark:")),
    (
        Text("域代码", "field codes"),
        rare(
            r"\b(?:HYPERLINK|PAGEREF|MERGEFORMAT|TOC \\o)\b[^\n]{0,60}",
            *("HYPERLINK", "PAGEREF", "MERGEFORMAT", r"TOC \o"),
        ),
    ),
    (
        Text("失效引用", "broken references"),
        rare(
            r"错误[!！]\s*(?:未找到引用源|未定义书签)|Error! (?:Reference|Bookmark)",
            *("未找到引用源", "未定义书签", "Error! "),
        ),
    ),
    (
        Text("网页代码", "HTML code"),
        rare(r"&(?:nbsp|amp|lt|gt|quot|#\d+);|</?(?:p|span|div|br|table|td)\b[^>]*>", "&", "<"),
    ),
    (
        Text("网页按钮文字", "page furniture"),
        rare(
            r"您访问的链接即将离开[^\n]{0,40}|【?(?:打印本页|关闭窗口|返回顶部)】?"
            r"|(?:^|\n)[ \u3000]{0,9}(?:分享到?|字号|字体大小)\s*[:：][^\n]{0,20}"
            r"|扫一扫在手机打开",
            *("您访问的链接即将离开", "打印本页", "关闭窗口", "返回顶部", "扫一扫在手机打开"),
            hint=r"[分字](?:享到?|号|体大小)\s*[:：]",
        ),
    ),
)


def check(case: Case) -> Iterator[Outcome]:
    text = case.report.document.text
    kinds: list[tuple[Text, int]] = []
    places: list[Place] = []
    for name, pattern in LEFTOVERS:
        found = [_place(match) for match in pattern.finditer(text)]
        if found:
            kinds.append((name, len(found)))
            places += found
    if not places:
        yield Passed()
        return
    places.sort(key=lambda place: place.start or 0)
    yield Hit(
        key="leftovers",
        args={
            "count": len(places),
            "kinds": Text(
                "、".join(f"{name.zh}{n}处" for name, n in kinds), ", ".join(f"{n} × {name.en}" for name, n in kinds)
            ),
            "quote": places[0].quote[:40],
        },
        places=first_places(iter(places)),
    )


def _place(match: re.Match[str]) -> Place:
    quote = match[0].strip()
    start = match.start() + match[0].index(quote)
    return Place(quote, start, start + len(quote))


RULE = Rule(
    code="FMT-06",
    name="conversion-leftovers",
    family="format",
    severity="notice",
    title=Text("转换或网页残留", "Leftovers of conversion"),
    why=Text(
        "图片占位符、书签、“分享”“您访问的链接即将离开”等是文件转换或网页留下的，不属于报告，发布前应清理；"
        "图片占位符还可能意味着表格以图片形式丢失。",
        "Image placeholders, bookmarks and buttons of the page are no part of the report and should be cleaned away; "
        "a placeholder may also stand for a table that was lost as a picture.",
    ),
    message=Text(
        "正文有{count}处转换或网页残留（{kinds}），如“{quote}”。请在发布前清理。",
        "The text holds {count} leftovers of conversion or of the page ({kinds}), such as “{quote}”. Please clean "
        "them up.",
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "在全文中找已知的残留文字，合并为一条提示。",
        "It looks for known traces in the whole text and reports them as one.",
    ),
    examples=(
        Example("ok", "一、总体情况\n扫描件已公开，信息分享机制完善，字号清晰。"),
        Example("bad", "[bookmark: _GoBack]2020年，我局推进公开。[image: 1]", hits=1, says="2处"),
        Example("bad", "一、总体情况\n您访问的链接即将离开“云溪”网站 是否继续?", says="网页按钮文字1处"),
        Example("bad", "详见错误！未找到引用源。", says="失效引用"),
    ),
)
