"""Prose -> figures. A figure is taken only where a known phrase stands right beside the number, in a clause that
speaks of the whole report year; anything less certain is left alone."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.model import Document, Fact, Number, Scope, Section
from gouji.prose.paragraph import Item, Paragraph, spans
from gouji.prose.phrases import Named, denials, lexicon, right_starts, unglued
from gouji.template import Template
from gouji.text import rare
from gouji.vocabulary import Indicator, vocabulary

UNITS = {
    "件": {"件", "份", "宗", "条", "例", "起", "件次", "项"},
    "条": {"条", "件", "篇", "项", "个", "份", "则", "条次", "次", "期"},
    "次": {"次", "场", "期", "回", "场次", "件", "个", "起", "批次", "条"},
    "篇": {"篇", "次", "条", "个", "份", "件", "则"},
    "人": {"人", "名", "位", "人次"},
    "人次": {"人次", "人", "名", "位", "件", "次"},
    "个": {"个", "处", "家"},
    "项": {"项", "件", "个"},
    "元": {"元", "万元", "亿元"},
    "万元": {"元", "万元", "亿元"},
    "%": {"%"},
}
_SKIPPED_SECTIONS = frozenset({"problems"})
_COORDINATED = re.compile(r"[、和与及]$")
_BARE = re.compile(r"(?:为|是|:|数|总量|零)$")
_DENIAL = re.compile(
    r"(?:没有|从未|尚未|均未|均无|不存在|未(?!经|按|到|来|满|能|及|予|尽)|无(?!法|正当|需|关|论|障|形|锡|缝|线|人))"
)
_PART_YEAR = rare(
    r"(?P<a>\d{1,2})月(?P<b>\d{1,2})?日?(?:起)?[,]?(?:至|到|-)(?:\d{4}年)?(?P<c>\d{1,2})月(?P<d>\d{1,2})?日?"
    r"|上半年|下半年|第?[一二三四1-4]季度|截[至止]\d{4}年(?P<e>\d{1,2})月(?P<f>\d{1,2})?日?",
    *("月", "半年", "季度"),
)
_LAST_YEAR = rare(r"(?:上年|去年|上一年|往年|历年|前年)度?(?!度?结转)", "年")
_SINCE = rare(r"(?:以来|累计至今|自\d{4}年以来)", "以来", "累计至今")
_A_YEAR = re.compile(r"(\d{4})年")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_FIGURE_FOLLOWS = re.compile(r"[^,。;、)]{0,4}\d")
_REACH = 600  # characters before a figure in which its time is said; longer sentences are lists
_CHANNEL = re.compile(r"网站|微信|微博|公众号|公报|平台|报刊|媒体|客户端|公示栏|公开栏|查阅点|显示屏|广播|电视")
_CHANNEL_TOPIC = re.compile(rf"(?:{_CHANNEL.pattern})(?:方面|渠道|中|上|发布|公开)?$")
_WHOLE_AREA = re.compile(r"全(?:区|市|县|省|镇|乡|州|旗|系统|盟)(?!性)|各(?:部门|街道|镇|乡镇|单位)")
_OWN_OFFICE = re.compile(
    r"代表(?:区|市|县|省)政府|(?:区|市|县|省)(?:政府办|府办)(?:公室)?|(?:区|市|县|省)?本级|本机关"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of the prose before it becomes a fact; ``item`` is None for a denied event."""

    indicator: str
    item: Item | None
    paragraph: Paragraph
    start: int
    end: int
    value: Decimal
    unit: str
    state: str = "number"


def paragraphs(document: Document, sections: Sequence[Section]) -> list[Paragraph]:
    """The prose of a document with the section that each paragraph stands in, headings included."""
    found: list[Paragraph] = []
    ahead = deque(sorted(sections, key=lambda section: section.start))
    open_: list[Section] = []
    for block in document.blocks:
        if block.table is not None or not block.text.strip():
            continue
        position = block.place.start or 0
        while ahead and ahead[0].start <= position:
            open_.append(ahead.popleft())
        open_ = [section for section in open_ if position < section.end]
        section = _innermost(open_)
        found += [Paragraph(document, block, section[0], section[1], span) for span in spans(block.text)]
    return found


def _innermost(open_: Sequence[Section]) -> tuple[str, str]:
    """The kind of the section that a place stands in (a subsection of the problems counts as such), its heading."""
    if any(section.kind in _SKIPPED_SECTIONS for section in open_):
        return "problems", ""
    deepest = max(open_, key=lambda section: section.level, default=None)
    return (deepest.kind, deepest.heading) if deepest else ("", "")


def read(prose: Sequence[Paragraph], year: int | None, template: Template | None) -> list[Reading]:
    """Every figure that the prose states of the report year, in reading order."""
    reader = _Reader(year, template)
    for paragraph in prose:
        if paragraph.section not in _SKIPPED_SECTIONS:
            reader.paragraph(paragraph)
    return reader.found


def facts(readings: Sequence[Reading], first: int, government: bool) -> list[Fact]:
    """Readings as facts, numbered from ``first``. Only a government's figures may speak of another scope."""
    made = []
    for offset, reading in enumerate(readings):
        place = reading.paragraph.place(reading.start, reading.end)
        number: Number | None = reading.item.number() if reading.item else None
        made.append(
            Fact(
                id=f"f{first + offset}",
                indicator=reading.indicator,
                value=reading.value,
                unit=reading.unit,
                raw=number.raw if number else place.quote,
                place=place,
                origin="narrative",
                state="none" if reading.item is None else "number",
                approximate=bool(number and number.approximate),
                scope=_scope(reading) if government else None,
                confidence=min(0.9, reading.paragraph.block.confidence),
            )
        )
    return made


def _scope(reading: Reading) -> Scope | None:
    text = reading.paragraph.text
    clause = text[reading.paragraph.clause(reading.start, 0) : reading.end]
    if _OWN_OFFICE.search(clause):
        return "own_office"
    return "whole_area" if _WHOLE_AREA.search(clause) else None


class _Reader:
    """Goes through the paragraphs; ``context`` is the family that was last spoken of (review or litigation)."""

    def __init__(self, year: int | None, template: Template | None) -> None:
        self.year = year
        self.known = {indicator for indicator, _ in template.cells()} if template else set()
        self.context = ""
        self.found: list[Reading] = []

    def paragraph(self, paragraph: Paragraph) -> None:
        mark = len(self.found)
        self._set_context(paragraph.heading)
        self._set_context(paragraph.text[:20])
        events: list[tuple[int, Item | re.Match[str]]] = [(item.start, item) for item in paragraph.numbers]
        events += [(match.start(), match) for match in _DENIAL.finditer(paragraph.text)]
        for _, event in sorted(events, key=lambda each: each[0]):
            if isinstance(event, Item):
                self._number(paragraph, event)
            else:
                self._denial(paragraph, event.start(), event.end())
        self.found[mark:] = sorted(self.found[mark:], key=lambda reading: reading.start)

    def _set_context(self, text: str) -> None:
        for family, word in (("review", "行政复议"), ("litigation", "行政诉讼")):
            if word in text and not ("行政复议" in text and "行政诉讼" in text):
                self.context = family

    # -- numbers --

    def _number(self, paragraph: Paragraph, item: Item) -> None:
        if item.is_date or self._elsewhere(paragraph, item.sentence.start, item.start):
            return
        for named in self._named(paragraph, item):
            self._add(named.indicator, item, paragraph, min(named.start, item.start), max(named.end, item.end))

    def _named(self, paragraph: Paragraph, item: Item) -> list[Named]:
        return self._left(paragraph, item) or self._right(paragraph, item)

    def _left(self, paragraph: Paragraph, item: Item) -> list[Named]:
        text, floor = paragraph.text, item.sentence.start
        for end in unglued(text, item.start, floor):
            found = self._quoted(paragraph, end) or lexicon().ending(text, end, item.clause, floor)
            named = self._choose(found, item, text[end : item.start], text)
            if named is None:
                continue
            if self._passed_over(paragraph, end, item.start):
                return []
            return [named, *self._coordinated(paragraph, named, item, text[end : item.start])]
        return []

    def _passed_over(self, paragraph: Paragraph, start: int, end: int) -> bool:
        """Whether another figure stands between a phrase and the number (outside brackets)."""
        between = paragraph.text[start:end]
        if "(" in between:
            between = _IN_BRACKETS.sub("", between)
        return any(character.isdigit() for character in between)

    def _quoted(self, paragraph: Paragraph, end: int) -> list[Named]:
        for start, stop in paragraph.quoted:
            if stop == end and stop > start:
                found = lexicon().inside(paragraph.text[start:stop])
                return [Named(each.indicator, start, stop, each.head) for each in found]
        return []

    def _coordinated(self, paragraph: Paragraph, named: Named, item: Item, glue: str) -> list[Named]:
        """申请办结数和按时办结数均为6件: the labels joined to the one beside the number share its figure."""
        if not re.search(r"[均都]", glue):
            return []
        found, at = [], named.start
        while _COORDINATED.search(paragraph.text[item.sentence.start : at]):
            more = None
            for end in unglued(paragraph.text, at - 1, item.sentence.start):
                more = self._choose(
                    lexicon().ending(paragraph.text, end, item.clause, item.sentence.start), item, "为", paragraph.text
                )
                if more:
                    break
            if not more:
                break
            found.append(more)
            at = more.start
        return found

    def _right(self, paragraph: Paragraph, item: Item) -> list[Named]:
        """3件均属同意公开, 1名兼职工作人员: the phrase follows the number and no figure follows the phrase."""
        text = paragraph.text
        if not item.expression.unit:
            return []
        named = next(
            (named for start in right_starts(text, item.end) if (named := self._named_from(paragraph, item, start))),
            None,
        )
        if named is None or _FIGURE_FOLLOWS.match(text, named.end, named.end + 6):
            return []
        return [named]

    def _named_from(self, paragraph: Paragraph, item: Item, start: int) -> Named | None:
        """The indicator that a phrase from ``start`` on names, in quotes or in brackets too."""
        text = paragraph.text
        for first, last in paragraph.quoted:
            if first == start:
                inside = lexicon().inside(text[first:last])
                return self._choose([Named(n.indicator, first, last, n.head) for n in inside], item, "", text)
        found = lexicon().starting(text, start)
        if not found and "(" in text[start : start + 8]:
            found = lexicon().starting(re.sub(r"[()]", "", text[start : start + 20]), 0)
            found = [Named(n.indicator, start, start + n.end + 2, n.head) for n in found]
        return self._choose(found, item, "", text)

    def _choose(self, found: list[Named], item: Item, glue: str, text: str) -> Named | None:
        """The one meaning that fits the number's unit, the form and what the passage speaks of."""
        if not found:
            return None
        fit = [named for named in found if self._fits(vocabulary()[named.indicator], item, glue, text[named.end - 1])]
        before = text[item.sentence.start : item.start]
        fit = [
            named for named in fit if not _of_one_channel(named, before[: max(0, named.start - item.sentence.start)])
        ]
        if not fit:
            return None
        fit.sort(key=lambda named: self._preference(named, text), reverse=True)
        return fit[0]

    def _preference(self, named: Named, text: str) -> tuple[bool, bool, bool]:
        total = text[max(0, named.start - 2) : named.start].endswith(("共", "共计", "合计", "总计"))
        family = named.indicator.split(".")[0]
        return (family == self.context, named.indicator in self.known, named.head != total)

    def _fits(self, indicator: Indicator, item: Item, glue: str, last: str) -> bool:
        unit = item.expression.unit
        if not unit:
            if item.expression.chinese and item.expression.value != 0:
                return False
            tail = text_after(item)
            return bool(_BARE.search(glue) or last == "数") and not re.match(r"[\w.]", tail)
        return unit in UNITS.get(indicator.unit, {indicator.unit})

    def _add(self, indicator: str, item: Item, paragraph: Paragraph, start: int, end: int) -> None:
        unit = item.expression.unit or vocabulary()[indicator].unit
        self.found.append(Reading(indicator, item, paragraph, start, end, item.expression.value, unit))
        family = indicator.split(".")[0]
        if family in ("review", "litigation"):
            self.context = family

    # -- denials --

    def _denial(self, paragraph: Paragraph, start: int, after: int) -> None:
        end = paragraph.clause_end(after)
        floor = max((s.start for s in paragraph.sentences if s.start <= start), default=0)
        if end - start > 60 or self._elsewhere(paragraph, floor, start) or self._elsewhere(paragraph, start, end):
            return
        if re.search(r"\d", paragraph.text[after:end]):
            return
        for named in _denied(paragraph.text, after, end):
            value, unit = Decimal(0), vocabulary()[named.indicator].unit
            self.found.append(Reading(named.indicator, None, paragraph, start, end, value, unit, "none"))

    # -- which year, which part of it --

    def _elsewhere(self, paragraph: Paragraph, start: int, end: int) -> bool:
        """Whether what stands before a figure says that it is not of the whole report year."""
        before = paragraph.text[max(start, end - _REACH) : end]
        if _LAST_YEAR.search(before[-16:]) or _SINCE.search(before):
            return True
        periods = list(_PART_YEAR.finditer(before))
        if periods and not _whole_year(periods[-1]):
            return True
        years = _A_YEAR.findall(before) if "年" in before else ()
        return bool(years and self.year and int(years[-1]) != self.year)


def _of_one_channel(named: Named, before: str) -> bool:
    """通过微信公开政府信息16条 is no total, unless a word of totality stands between: 通过网站共公开…."""
    if named.indicator != "disclosure.total" or before.endswith(("共", "共计", "合计", "总计", "总共")):
        return False
    clauses = re.split(r"[,:]", before)
    return bool(_CHANNEL.search(clauses[-1]) or any(_CHANNEL_TOPIC.search(clause) for clause in clauses[:-1]))


def _whole_year(match: re.Match[str]) -> bool:
    if match["c"]:
        return (match["a"], match["b"] or "1", match["c"], match["d"] or "31") == ("1", "1", "12", "31")
    return match["e"] == "12"


def text_after(item: Item) -> str:
    return item.paragraph.text[item.end : item.end + 2]


def _denied(text: str, floor: int, end: int) -> Iterator[Named]:
    """The events at the end of a denying clause: 没有发生…行政复议和行政诉讼."""
    at = end
    while at > floor:
        named = None
        for stop in unglued(text, at, floor):
            found = denials().ending(text, stop, floor - 3, floor)
            if found:
                named = found[0]
                break
        if named is None:
            return
        yield named
        if not _COORDINATED.search(text[floor : named.start]):
            return
        at = named.start - 1
