"""Prose -> figures. A figure is taken only where a known phrase stands right beside the number, in a clause that
speaks of the whole report year; anything less certain is left alone."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from operator import attrgetter

from gouji.model import Document, Section
from gouji.prose import applicants, denial, matters
from gouji.prose.paragraph import Item, Paragraph, spans
from gouji.prose.period import elsewhere
from gouji.prose.phrases import Named, continued, lexicon, right_starts, unglued
from gouji.prose.reading import Reading
from gouji.template import Template
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
_WORD = re.compile(r"[\w.]")
_BARE = re.compile(r"(?:为|是|:|数|总量|零)$")
_TOPIC = re.compile(r"[^,:。;]+(?:方面|情况|中|上|公开工作)[,:]$")
_TOPICS = ("面", "况", "中", "上", "作")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_FIGURE_FOLLOWS = re.compile(r"[^,。;、)]{0,4}\d")
_OF_WHICH = re.compile(r"其中|具体|按|从|包括|分为|分别")
_REACH = matters.REACH
_BY_APPLICANT = ("outcomes.", "requests.carried")
_OF_EARLIER_YEARS = frozenset(("requests.carried_in",))


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
    for section in open_:
        if section.kind in _SKIPPED_SECTIONS:
            return "problems", ""
    deepest = max(open_, key=attrgetter("level"), default=None)
    return (deepest.kind, deepest.heading) if deepest else ("", "")


def read(prose: Sequence[Paragraph], year: int | None, template: Template | None) -> list[Reading]:
    """Every figure that the prose states of the report year, in reading order."""
    reader = _Reader(year, template)
    for paragraph in prose:
        if paragraph.section not in _SKIPPED_SECTIONS:
            reader.paragraph(paragraph)
    return reader.found


class _Reader:
    """Goes through the paragraphs; ``context`` is the family that was last spoken of (review or litigation)."""

    def __init__(self, year: int | None, template: Template | None) -> None:
        self.year = year
        self.known = {indicator for indicator, _ in template.cells()} if template else set()
        self.context = ""
        self.whole: Reading | None = None  # the last figure that is not by applicant
        self.figure = 0  # where the last counted figure of the paragraph ends
        self.found: list[Reading] = []

    def paragraph(self, paragraph: Paragraph) -> None:
        mark, self.figure = len(self.found), 0
        self._set_context(paragraph.heading)
        self._set_context(paragraph.text[:20])
        for event in _events(paragraph):
            if isinstance(event, Item):
                self._number(paragraph, event)
                self.figure = event.end if event.counts and not event.is_share else self.figure
            else:
                self._denial(paragraph, event)
        if len(self.found) > mark + 1:
            self.found[mark:] = sorted(self.found[mark:], key=lambda reading: reading.start)

    def _set_context(self, text: str) -> None:
        for family, word in (("review", "行政复议"), ("litigation", "行政诉讼")):
            if word in text and not ("行政复议" in text and "行政诉讼" in text):
                self.context = family

    # -- numbers --

    def _number(self, paragraph: Paragraph, item: Item) -> None:
        nameable = _may_be_named(item)
        if not (nameable or _bare(item)) or item.is_date:
            return
        asked = applicants.named(item)
        if asked:
            if not self._away(paragraph, item):
                self._applicant(paragraph, item, *asked)
            return
        found = self._named(paragraph, item) if nameable else ()
        away = bool(found) and self._away(paragraph, item)
        for named in found:
            if not away or named.indicator in _OF_EARLIER_YEARS:
                self._add(named.indicator, item, paragraph, min(named.start, item.start), max(named.end, item.end))

    def _away(self, paragraph: Paragraph, item: Item) -> bool:
        """Whether a figure is of another time than the report year."""
        return elsewhere(paragraph.text[max(item.sentence.start, item.start - _REACH) : item.start], self.year)

    def _applicant(self, paragraph: Paragraph, item: Item, applicant: str, start: int, end: int) -> None:
        """A figure by applicant is a part of the total before it: of any total in the same sentence, of requests
        received in an earlier one."""
        if item.expression.unit not in UNITS["件"] and not _bare(item):
            return
        whole = self.whole
        if (
            whole is None
            or whole.paragraph is not paragraph
            or whole.indicator.split(".")[0] not in ("requests", "outcomes")
        ):
            return
        near = whole.item is not None and whole.item.sentence.full == item.sentence.full
        if whole.indicator == "requests.received" or (near and whole.indicator.startswith(_BY_APPLICANT)):
            self._add(whole.indicator, item, paragraph, start, end, applicant)

    def _named(self, paragraph: Paragraph, item: Item) -> list[Named]:
        return self._left(paragraph, item) or self._right(paragraph, item)

    def _left(self, paragraph: Paragraph, item: Item) -> list[Named]:
        text, floor = paragraph.text, item.sentence.start
        phrases, verbs = lexicon(), continued()
        for end in unglued(text, item.start, floor):
            named = None
            if paragraph.quoted or phrases.may_end(text, end, floor):
                for found in self._wordings(paragraph, item, end):
                    named = self._choose(found, item, text[end : item.start], text)
                    if named:
                        break
            if named is None and verbs.may_end(text, end, self.figure):
                named = self._continued(paragraph, item, end)
            if named is None:
                continue
            if self._passed_over(paragraph, end, item.start):
                return []
            return [named, *self._coordinated(paragraph, named, item, text[end : item.start])]
        return []

    def _wordings(self, paragraph: Paragraph, item: Item, end: int) -> Iterable[list[Named]]:
        """What the words that end at ``end`` may name."""
        quoted = self._quoted(paragraph, end) if paragraph.quoted else []
        if quoted:
            return [quoted]
        floor = item.sentence.start
        if not lexicon().may_end(paragraph.text, end, floor):
            return ()
        clause = self._clause(paragraph, min(end, item.start), item)
        return lexicon().ending(paragraph.text, end, clause, floor)

    def _continued(self, paragraph: Paragraph, item: Item, end: int) -> Named | None:
        """制发规范性文件5件，废止2件; 收到申请5件，其中网络3件、其他2件: a word alone, right behind the figure of its
        whole or of a sister; the whole may stand in a sentence before (收到申请5件。其中，网络3件)."""
        last = self.found[-1] if self.found else None
        if last is None or last.item is None or last.paragraph is not paragraph:
            return None
        if item.expression.unit not in UNITS[vocabulary()[last.indicator].unit]:
            return None
        wholes = {last.indicator}
        if last.item.sentence.full == item.sentence.full:
            wholes.add(last.indicator.rpartition(".")[0])
        elif not _OF_WHICH.match(paragraph.text, item.sentence.start):
            return None
        found = next(continued().ending(paragraph.text, end, end, self.figure), [])
        return next((named for named in found if named.indicator.rpartition(".")[0] in wholes), None)

    def _clause(self, paragraph: Paragraph, end: int, item: Item) -> int:
        """Where the words that may lead up to a noun at ``end`` begin: with the clause or its topic, and behind the
        figure before it."""
        floor = item.sentence.start
        clause = item.clause if end >= item.clause else paragraph.clause(end, floor)
        return max(_with_topic(paragraph.text, clause, floor), min(self.figure, end))

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
        if "均" not in glue and "都" not in glue:
            return []
        found, at = [], named.start
        while _COORDINATED.search(paragraph.text[item.sentence.start : at]):
            more = None
            for end in unglued(paragraph.text, at - 1, item.sentence.start):
                wordings = lexicon().ending(paragraph.text, end, item.clause, item.sentence.start)
                more = self._choose(next(wordings, []), item, "为", paragraph.text)
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
        for start in right_starts(text, item.end):
            named = self._named_from(paragraph, item, start)
            if named:
                return [] if _FIGURE_FOLLOWS.match(text, named.end, named.end + 6) else [named]
        return []

    def _named_from(self, paragraph: Paragraph, item: Item, start: int) -> Named | None:
        """The indicator that a phrase from ``start`` on names, in quotes or in brackets too."""
        text = paragraph.text
        for first, last in paragraph.quoted:
            if first == start:
                inside = lexicon().inside(text[first:last])
                return self._choose([Named(n.indicator, first, last, n.head) for n in inside], item, "", text)
        found: list[Named] = []
        if lexicon().may_start(text, start):
            before = text[self._clause(paragraph, item.start, item) : item.start]
            found = lexicon().starting(text, start, before)
        if not found and "(" in text[start : start + 8]:
            found = lexicon().starting(re.sub(r"[()]", "", text[start : start + 20]), 0)
            found = [Named(n.indicator, start, start + n.end + 2, n.head) for n in found]
        return self._choose(found, item, "", text)

    def _choose(self, found: list[Named], item: Item, glue: str, text: str) -> Named | None:
        """The one meaning that fits the number's unit, the form and what the passage speaks of."""
        if not found:
            return None
        fit = [named for named in found if self._fits(vocabulary()[named.indicator], item, glue, text[named.end - 1])]
        fit = [named for named in fit if not matters.elsewhere(named, item, glue)]
        floor = max(item.sentence.start, item.start - _REACH)
        fit = [named for named in fit if not matters.of_one_channel(named, text[floor : max(floor, named.start)])]
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
            return bool(_BARE.search(glue) or last == "数")
        return unit in UNITS.get(indicator.unit, {indicator.unit})

    def _add(
        self, indicator: str, item: Item, paragraph: Paragraph, start: int, end: int, applicant: str | None = None
    ) -> None:
        unit = item.expression.unit or vocabulary()[indicator].unit
        value = item.expression.value
        self.found.append(Reading(indicator, item, paragraph, start, end, value, unit, applicant=applicant))
        self.whole = self.whole if applicant else self.found[-1]
        family = indicator.split(".")[0]
        if family in ("review", "litigation"):
            self.context = family

    # -- denials --

    def _denial(self, paragraph: Paragraph, mark: re.Match[str]) -> None:
        text = paragraph.text
        floor = max((s.start for s in paragraph.sentences if s.start <= mark.start()), default=0)
        floor = max(floor, mark.start() - _REACH)
        start, end, events = denial.events(paragraph, mark, floor)
        if not events or elsewhere(text[floor : mark.start()], self.year) or elsewhere(text[start:end], self.year):
            return
        for named in events:
            value, unit = Decimal(0), vocabulary()[named.indicator].unit
            self.found.append(Reading(named.indicator, None, paragraph, start, end, value, unit, "none"))


def _events(paragraph: Paragraph) -> Iterable[Item | re.Match[str]]:
    """The numbers of a paragraph and the words that may deny an event, from left to right."""
    denials = list(denial.marks(paragraph.text))
    if not denials:
        return paragraph.numbers
    events = [(item.start, item) for item in paragraph.numbers] + [(match.start(), match) for match in denials]
    return [event for _, event in sorted(events, key=lambda each: each[0])]


@cache
def _units() -> frozenset[str]:
    """The printed units that the figure of some indicator may have."""
    return frozenset(unit for each in vocabulary().values() for unit in UNITS.get(each.unit, {each.unit}))


def _may_be_named(item: Item) -> bool:
    """Whether a phrase may name the figure at all, by its unit or what follows it: a third of the numbers fail, the
    ordinals of headings above all."""
    unit = item.expression.unit
    if unit:
        return unit in _units()
    return not (item.expression.chinese and item.expression.value) and not _WORD.match(item.paragraph.text, item.end)


def _bare(item: Item) -> bool:
    """A number without a unit right behind a word that asks for one."""
    return not item.expression.unit and text_before(item) in "数为是:"


def _with_topic(text: str, clause: int, floor: int) -> int:
    """The start of a clause together with the topic before it: 网站方面，全年公开…; 收费情况：…."""
    if not text.endswith(_TOPICS, floor, max(floor, clause - 1)):
        return clause
    topic = _TOPIC.search(text, max(floor, clause - 16), clause)
    return topic.start() if topic else clause


def text_before(item: Item) -> str:
    return item.paragraph.text[item.start - 1 : item.start] or "。"
