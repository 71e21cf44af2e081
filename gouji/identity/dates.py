"""Years, dates and the statistical period, as reports print them.

Everything works on folded text (see ``gouji.text.fold``), so that offsets stay those of the document. White space
may stand between figures and units, 年 may be missing (20231月1日), and numerals may be Chinese (二〇一九年三月).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date

from gouji.model import Dated, Period, Place
from gouji.numbers import chinese
from gouji.text import rare

_S = r"\s{0,6}"  # bounded, so that a long run of blanks cannot make matching slow
YEAR = r"(?:20\d\d|二[〇零○Oo0][〇零○Oo0一二][〇零○Oo0一二三四五六七八九])"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_PRINTED = (
    rf"{YEAR}{_S}年{_S}{_MONTH}{_S}月(?:{_S}{_DAY}{_S}日)?|20\d\d[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])"
)
_PARTS = re.compile(
    rf"(?P<y>{YEAR}){_S}(?:年|[-/.]){_S}(?P<m>{_MONTH}){_S}(?:月|[-/.])?{_S}(?:(?P<d>{_DAY})(?:{_S}日|(?!\d)))?"
)
_DATE_LINE = re.compile(rf"(?P<who>[^\d,。;:]{{0,80}}?){_S}(?P<date>{_PRINTED})")
_DATE_END = re.compile(r"[月日\d]")
_PUBLISHED = rare(
    rf"(?:(?:发布|公开|公布|更新|上传|发稿)(?:日期|时间){_S}:?|(?<![一-鿿])(?:日期|时间){_S}:){_S}(?P<date>{_PRINTED})",
    hint=rf"(?:日期|时间){_S}:?{_S}[2二]",
)
_COMPILED = re.compile(
    rf"(?:填报|填表|成文|生成|编制|发文|制表|印发)(?:日期|时间)(?:\([^)]{{0,10}}\))?{_S}:?{_S}(?P<date>{_PRINTED})"
)
_BARE = re.compile(
    rf"(?P<date>20\d\d-\d\d-\d\d)(?:\s+\d\d:\d\d(?::\d\d)?)?(?:{_S}(?:来源|作者|浏览|访问|字号|信息)[^。]*)?"
)
_PERIOD = re.compile(
    r"(?:统计|期限|时限|时段|期间|周期|所列数据|报告期)[^。\n]{0,40}?"
    rf"(?P<whole>(?:自|从)?{_S}(?P<y1>{YEAR}){_S}年?{_S}(?P<m1>{_MONTH}){_S}月(?:{_S}(?P<d1>{_DAY}){_S}日?)?"
    rf"{_S}(?:起|开始)?{_S}[,、]?{_S}(?:截至|截止|至|到|-+|~){_S}"
    rf"(?:(?P<y2>{YEAR}){_S}年?)?{_S}(?P<m2>{_MONTH}){_S}月(?:{_S}(?P<d2>{_DAY}){_S}日?)?{_S}(?:止|底)?)"
)
_ZEROS = str.maketrans("○Oo0零", "〇〇〇〇〇")
HEAD = 4000  # characters in which a page prints its own publication date

Placer = Callable[[int, int], Place]


def year_of(printed: str) -> int:
    """2019 or 二〇一九 as an integer."""
    return int(printed) if printed.isdigit() else chinese(printed.translate(_ZEROS)) or 0


def _small(printed: str | None) -> int | None:
    if printed is None:
        return None
    return int(printed) if printed.isdigit() else chinese(printed)


def parse(printed: str, place: Place, source: str) -> Dated | None:
    """A printed date or ``YYYY-MM-DD``; None when no such day exists."""
    found = _PARTS.search(printed)
    if found is None:
        return None
    dated = Dated(year_of(found["y"]), place, _small(found["m"]), _small(found["d"]), source)
    if dated.day and dated.month and dated.day > monthrange(dated.year, dated.month)[1]:
        return None
    return dated


def period(folded: str, place: Placer) -> Period | None:
    """The stated statistical period: 统计期限自2017年1月1日起，至2017年12月31日止."""
    for found in _PERIOD.finditer(folded):
        start, end = year_of(found["y1"]), year_of(found["y2"] or found["y1"])
        first, last = _small(found["m1"]) or 1, _small(found["m2"]) or 12
        try:
            return Period(
                date(start, first, _small(found["d1"]) or 1),
                date(end, last, _small(found["d2"]) or monthrange(end, last)[1]),
                place(*found.span("whole")),
            )
        except ValueError:
            continue
    return None


def printed_publication(folded: str, place: Placer) -> Dated | None:
    """发布时间：2018-03-22, or a bare date line at the top of a page."""
    for part, offset in ((folded[:HEAD], 0), (folded[-600:], max(0, len(folded) - 600))):
        for found in _PUBLISHED.finditer(part):
            start, end = found.span("date")
            return parse(found["date"], place(offset + start, offset + end), "publication")
    return None


def bare_publication(line: str, start: int, place: Placer) -> Dated | None:
    """A line that holds nothing but a date as pages print it below their title."""
    found = _BARE.fullmatch(line.strip())
    if found is None:
        return None
    at = start + line.index(found["date"])
    return parse(found["date"], place(at, at + len(found["date"])), "publication")


def signature(lines: list[tuple[int, str]], place: Placer) -> tuple[int, Dated, str] | None:
    """The last line that is a date, perhaps with the agency before it: its index, the date and the agency."""
    for index in range(len(lines) - 1, len(lines) // 3 - 1, -1):
        start, line = lines[index]
        may_be = len(line) < 120 and _DATE_END.match(line.rstrip()[-1:])
        found = _DATE_LINE.fullmatch(line.strip()) if may_be else None
        if found is None:
            continue
        at = start + line.index(found["date"])
        dated = parse(found["date"], place(at, at + len(found["date"])), "signature")
        if dated:
            return index, dated, found["who"].strip()
    return None


def compiled(folded: str, place: Placer) -> Dated | None:
    """填报时间 or 成文日期: when the report was written, which says nothing about when it was published."""
    for found in _COMPILED.finditer(folded):
        return parse(found["date"], place(*found.span("date")), "compiled")
    return None


_TITLE_YEAR = re.compile(rf"({YEAR}){_S}(?:-|年)?")
# In brackets or with 年度: a bare 2020年 beside the text is a link of the page.
_TABLE_YEAR = re.compile(rf"(?=\(|.*度)\(?{_S}({YEAR}){_S}年{_S}度?{_S}\)?")
_TABLE_TITLE_YEAR = re.compile(rf"统{_S}计{_S}表{_S}\({_S}({YEAR}){_S}年{_S}度?{_S}\)")
_OPENING_YEAR = re.compile(rf"{_S}({YEAR}){_S}年{_S}度?{_S},")
_FOREWORD_YEAR = re.compile(
    rf"(?<![与较比同和])({YEAR}){_S}年[^\S\n]{{0,6}}度?(?:[^,。;:《》\n]{{0,30}}?)(?:政府|政务)信息公开(?:工作)?(?:情况)?(?:年度报告|年报)"
)
_BOOK = re.compile(r"《[^》]*》")


def title_year(title: str, start: int, place: Placer) -> Iterator[Dated]:
    """The year in the (folded) title."""
    for found in _TITLE_YEAR.finditer(title):
        yield Dated(year_of(found[1]), place(start + found.start(1), start + found.end(1)), source="title")
        return


def foreword_years(foreword: str, start: int, place: Placer) -> Iterator[Dated]:
    """The year of 由…编制的2017年度政府信息公开工作年度报告; titles of other papers in 《》 do not count."""
    own = _BOOK.sub(lambda book: " " * len(book[0]), foreword)
    for found in _FOREWORD_YEAR.finditer(own):
        yield Dated(year_of(found[1]), place(start + found.start(1), start + found.end(1)), source="foreword")


def opening_year(line: str, start: int, place: Placer) -> Iterator[Dated]:
    """The year with which the first paragraph begins: 2017年，我局…"""
    found = _OPENING_YEAR.match(line)
    if found:
        yield Dated(year_of(found[1]), place(start + found.start(1), start + found.end(1)), source="overview")


def table_head_year(line: str, start: int, place: Placer) -> Iterator[Dated]:
    """（2017年度） alone in a line or a cell, or behind the title of the table."""
    if "年" not in line:
        return
    found = _TABLE_YEAR.fullmatch(line.strip()) if len(line) < 40 else None
    if found:
        at = start + line.index(found[1])
        yield Dated(year_of(found[1]), place(at, at + len(found[1])), source="table_head")
        return
    for found in _TABLE_TITLE_YEAR.finditer(line):
        yield Dated(year_of(found[1]), place(start + found.start(1), start + found.end(1)), source="table_head")
