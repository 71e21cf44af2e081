"""Prose -> claims: shares of a whole, lists with a total, changes against last year, remarks on sums.

Claims are built from the same readings as the facts, so that a rule can check a whole structure at once. Where it
is not plain which figures belong together, no claim is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, takewhile

from gouji.model import Change, Fact, Number, OverlapNote, Parts, Place, Share
from gouji.numbers import meet, rounded, share, truncated
from gouji.prose import changes, groups, remarks
from gouji.prose.paragraph import Item, Paragraph, Sentence, label
from gouji.prose.reading import Reading
from gouji.text import rare
from gouji.vocabulary import vocabulary

_SHARE = re.compile(
    r"占(?:了)?(?P<whole>[^,。;:()0-9%]{0,16}?)的?(?:比例|比重|百分比|比)?(?:约为|达到|达|为|约|是|的|有)*$"
)
_ABOUT = re.compile(r"(?:约|近|将近|大约|超过|不足|接近)占(?:了)?[^,。;:()0-9%]*$")
_GENERIC = re.compile(
    r"^(?:了)?(?:其|申请|公开|信息|答复|受理|全部|当年|全年|本年度?|年度|所有|总)*(?:总数|总量|总体|总|全部|总件数)?(?:的)?$"
)
_RATE = re.compile(r"(?:率|比例|比重|占比)(?:达到|达|为|约|均为|均达|仅|是|:|约为)*$")
_OF = re.compile(r"^(?:申请|信息|咨询|事项)?[之]?中[,:]?")
_OPEN = re.compile(r"其中|包括|主要|例如|比如|分布|涉及")
_LIST = rare(r"[,:(（]*(?:其中|分别为|包括|分为)[,:]?", "其中", "分别为", "包括", "分为")
_ANNOUNCES = re.compile(r"[,:]?(?:其中|包括|分别)")
_AGAIN = re.compile(r"[均都全已]")  # 3件均按时办结 speaks of the total again
_INNER = re.compile(r"\([^()]*\)")
_LEAD = re.compile(r"[、(]|其中|包括|分别为")
_LEAD_IN = 6  # characters behind a total that may open its list
_MOST = 40  # figures of one list
_OPEN_RUNS = 100  # lists of shares that a further share may still belong to
_CLOSED = re.compile(r"其他|其余|其它|分别为|分为|分别是")


@dataclass(frozen=True, slots=True)
class Claims:
    """What the prose claims about its figures."""

    shares: tuple[Share, ...] = ()
    parts: tuple[Parts, ...] = ()
    changes: tuple[Change, ...] = ()
    overlap_notes: tuple[OverlapNote, ...] = ()


def find(prose: Sequence[Paragraph], readings: Sequence[Reading], facts: Sequence[Fact]) -> Claims:
    """All claims of the prose. ``facts`` are the tables' figures, where a share may find its whole."""
    finder = _Finder(readings, facts)
    for paragraph in prose:
        if paragraph.section != "problems":
            finder.paragraph(paragraph)
    finder.distributions()
    excuses = {part: note.place for note in reversed(finder.notes) for part in note.parts}
    lists = (*finder.parts, *groups.found(finder.parts, prose, finder.reading))
    parts = tuple(_excused(each, excuses) for each in lists)
    return Claims(tuple(finder.shares), parts, tuple(finder.changes), tuple(finder.notes))


def _excused(parts: Parts, excuses: Mapping[str, Place]) -> Parts:
    """A list whose remark (分类之和大于总数) stands elsewhere: ``excuses`` are the first remarks by what they name."""
    found = [excuses[member] for member in parts.members if member in excuses]
    return (
        replace(parts, overlap=min(found, key=lambda place: place.start or 0))
        if found and not parts.overlap
        else parts
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A figure with its share: ``whole`` is the figure it is a share of, as far as that can be told."""

    item: Item
    percent: Item
    whole: Number | None
    reading: Reading | None
    parent: str | None


class _Finder:
    def __init__(self, readings: Sequence[Reading], facts: Sequence[Fact]) -> None:
        self.by_item = {(id(r.paragraph), r.item.start): r for r in readings if r.item}
        self.stated: dict[str, Number] = {}
        self.tables = {fact.indicator: fact for fact in facts if fact.applicant in (None, "total") and not fact.item}
        self.later: dict[str, Number] = {}
        for reading in readings:
            if reading.item and not reading.applicant:
                self.later.setdefault(reading.indicator, reading.item.number())
        self.recent: list[Reading] = []  # readings seen so far, for remarks that follow them
        self.runs: list[list[_Part]] = []
        self.shares: list[Share] = []
        self.parts: list[Parts] = []
        self.totals: set[int | None] = set()  # where the totals of the lists stand
        self.changes: list[Change] = []
        self.notes: list[OverlapNote] = []

    def paragraph(self, paragraph: Paragraph) -> None:
        for item in paragraph.numbers:
            reading = self.reading(item)
            if reading and reading.item and not reading.applicant:
                self.stated[reading.indicator] = reading.item.number()
                self.recent.append(reading)
            if item.is_share:
                part = self._share(paragraph, item)
                if part:
                    self._join(part)
        for sentence in paragraph.sentences if _LIST.possible(paragraph.text) else ():
            if _LIST.possible(paragraph.text[sentence.start : sentence.end + _LEAD_IN]):
                self._lists(paragraph, sentence)
        self.changes += changes.found(paragraph, self.reading)
        self.notes += remarks.overlaps(paragraph, self.recent)

    def reading(self, item: Item) -> Reading | None:
        return self.by_item.get((id(item.paragraph), item.start))

    # -- shares --

    def _share(self, paragraph: Paragraph, percent: Item) -> _Part | None:
        """``percent`` as the share of the figure before it; a rate without a part is only range-checked."""
        before = paragraph.text[max(percent.clause, percent.start - 28) : percent.start]
        match = _SHARE.search(before)
        if not match:
            if _RATE.search(before):
                self.shares.append(Share(_percent(percent), label=before[-12:]))
            return None
        part = self._part_of(paragraph, percent)
        if part is None:
            self.shares.append(Share(_percent(percent), label=match["whole"]))
            return None
        whole, parent = self._whole(paragraph, part, percent, match["whole"])
        return _Part(part, percent, whole, self.reading(part), parent)

    def _part_of(self, paragraph: Paragraph, percent: Item) -> Item | None:
        """The figure that a share speaks of: the last one before it in the same list element."""
        found = None
        for item in paragraph.numbers:
            if item.start >= percent.start:
                break
            inner = item.depth > percent.depth
            if item.sentence.full == percent.sentence.full and item.counts and not inner:
                found = item
        if found is None or found.is_share:
            return None
        between = paragraph.text[found.end : percent.start]
        return found if "。" not in between and between.count(";") == 0 else None

    def _whole(self, paragraph: Paragraph, part: Item, percent: Item, word: str) -> tuple[Number | None, str | None]:
        """The whole of a share: the one candidate that the share fits, else the nearest; None if none is named."""
        reading = self.reading(part)
        parent = reading.whole if reading else None
        if not _GENERIC.match(word) and word not in ("总体", "总数"):
            return None, parent
        candidates = [number for number in self._candidates(paragraph, part, parent) if number.value > 0]
        for candidate in candidates:
            if _fits(part.expression.value, candidate.value, percent):
                return candidate, parent
        return (candidates[0] if candidates else None), parent

    def _candidates(self, paragraph: Paragraph, part: Item, parent: str | None) -> Iterator[Number]:
        opener = self._opener(paragraph, part)
        if opener:
            yield opener.number()
        if parent and parent in self.stated:
            yield self.stated[parent]
        if parent and parent in self.later:
            yield self.later[parent]
        if parent and parent in self.tables:
            fact = self.tables[parent]
            if fact.value is not None:
                yield Number(fact.value, fact.unit, fact.raw, fact.place)
        total = self._announced(paragraph, part)
        if total:
            yield total.number()

    def _opener(self, paragraph: Paragraph, part: Item) -> Item | None:
        """5件中，4件为…: the figure that opens a list with 中."""
        found = None
        for item in paragraph.numbers:
            if item.start >= part.start:
                break
            if item.expression.unit == part.expression.unit and _OF.match(paragraph.text[item.end : item.end + 6]):
                found = item
        return found

    def _announced(self, paragraph: Paragraph, part: Item) -> Item | None:
        """共受理咨询20人次，其中…: the figure before 其中 in the same sentence."""
        found = None
        for item in paragraph.numbers:
            if item.start >= part.start:
                break
            if item.sentence.full != part.sentence.full or item.expression.unit != part.expression.unit:
                continue
            if _ANNOUNCES.match(paragraph.text, item.end, item.end + 4):
                found = item
        return found

    def _join(self, part: _Part) -> None:
        """Put a share with the others of its list: those of the same sentence and whole, or, over several
        paragraphs, those of the same family of indicators."""
        for run in reversed(self.runs[-_OPEN_RUNS:]):
            last = run[-1]
            if _value(last.whole) != _value(part.whole) or last.percent.depth != part.percent.depth:
                continue
            beside = last.item.paragraph is part.item.paragraph and last.item.sentence.full == part.item.sentence.full
            known = last.reading and part.reading
            related = known and _root(last.reading) == _root(part.reading)  # type: ignore[arg-type]
            if any(_same_figure(each.reading, part.reading) for each in run):
                continue  # another list that begins with the same words
            if related or (beside and not known):
                run.append(part)
                return
        self.runs.append([part])

    def distributions(self) -> None:
        """Shares by list; a list of three or more with a known whole is also a claim that its parts make the whole."""
        for group, run in enumerate(self.runs, 1):
            for part in run:
                called = label(part.item)
                self.shares.append(Share(_percent(part.percent), part.item.number(), part.whole, called, group))
            if len(run) >= 3 and run[0].whole is not None:
                self.parts.append(self._distribution(run, run[0].whole))

    def _distribution(self, run: list[_Part], whole: Number) -> Parts:
        first, last = run[0].item, run[-1].item
        paragraph = first.paragraph
        lead = paragraph.text[max(0, first.sentence.start - 12) : first.start]
        closed = not _OPEN.search(lead) or any(_CLOSED.search(label(part.item)) for part in run)
        same = last.paragraph is paragraph
        return Parts(
            total=whole,
            parts=tuple((label(part.item), part.item.number()) for part in run),
            closed=closed,
            place=paragraph.place(first.clause, run[-1].percent.end if same else run[0].percent.end),
            label=vocabulary()[run[0].parent].label.zh if run[0].parent else "",
            indicator=run[0].parent,
            members=_members(part.reading for part in run),
            overlap=remarks.overlap_place(paragraph),
        )

    # -- lists --

    def _lists(self, paragraph: Paragraph, sentence: Sentence) -> None:
        """共公开N条，其中A a条、B b条、其他c条 and N件（其中单办a件、会办b件）."""
        items = [i for i in paragraph.numbers if i.sentence.full == sentence.full and not i.is_date]
        for at, total in enumerate(items):
            if not sentence.start <= total.start < sentence.end:
                continue
            match = _LIST.pattern.match(paragraph.text, total.end, total.end + _LEAD_IN)
            if not match or total.is_share or not total.expression.unit:
                continue
            nested = paragraph.text[total.end] == "("
            listed = _elements(items[at + 1 : at + 1 + _MOST], total, match[0])
            parts = list(self._same_family(_listed(listed, total, nested)))
            if len(parts) < 2 or total.number().place.start in self.totals:
                continue
            span = paragraph.text[total.end : parts[-1].end]
            if "%" in span:
                continue
            named = tuple((label(part), part.number()) for part in parts)
            self.totals.add(total.number().place.start)
            reading = self.reading(total)
            members = _members(self.reading(part) for part in parts)
            self.parts.append(
                Parts(
                    total.number(),
                    named,
                    bool(_CLOSED.search(span)),
                    paragraph.place(total.clause, parts[-1].end),
                    label(total),
                    reading.indicator if reading else None,
                    members,
                    remarks.overlap_place(paragraph),
                )
            )

    def _same_family(self, items: Iterator[Item]) -> Iterator[Item]:
        """The parts up to the first that answers another question: 当面1件、信函1件，同意公开2件."""
        family = None
        for item in items:
            reading = self.reading(item)
            own = f"{_root(reading)} of {reading.whole}" if reading else None
            if own and family and own != family:
                return
            family = family or own
            yield item


def _fits(part: Decimal, whole: Decimal, percent: Item) -> bool:
    e = percent.expression
    true = share(part, whole)
    return meet((true, true), rounded(e.value, e.decimals)) or meet((true, true), truncated(e.value, e.decimals))


def _elements(items: Sequence[Item], total: Item, opening: str) -> list[Item]:
    """What may be listed: up to the next semicolon; behind 其中: as far as the list goes on with one figure each."""
    found = [item for item in items if item.sentence.start == total.sentence.start]
    if not opening.endswith(":"):
        return found
    runs = [list(run) for _, run in groupby(items[len(found) :], key=lambda item: item.sentence.start)]
    return found + [run[0] for run in takewhile(lambda run: len(run) == 1, runs)] if len(found) == 1 else found


def _listed(items: Sequence[Item], total: Item, nested: bool) -> Iterator[Item]:
    """The figures of a list: same unit as the total, same depth of brackets, up to the end of its bracket."""
    depth = total.depth + 1 if nested else total.depth
    for item in items:
        if item.depth < depth:
            return
        if _AGAIN.match(item.paragraph.text, item.end):
            return
        if item.depth == depth and item.expression.unit == total.expression.unit:
            yield item


def _same_figure(a: Reading | None, b: Reading | None) -> bool:
    return a is not None and b is not None and (a.indicator, a.applicant) == (b.indicator, b.applicant)


def _value(number: Number | None) -> Decimal | None:
    return number.value if number else None


def _root(reading: Reading) -> str:
    """The family that answers one question: all outcomes, or one way of sorting what was disclosed."""
    if reading.applicant:
        return f"applicants of {reading.indicator}"
    names = reading.indicator.split(".")
    return ".".join(names[: 2 if names[0] in ("disclosure", "requests") else 1])


def _members(readings: Iterable[Reading | None]) -> tuple[str, ...]:
    """The indicators of a list's parts; those of one figure by applicant have none of their own."""
    return tuple(reading.indicator for reading in readings if reading and not reading.applicant)


def _percent(item: Item) -> Number:
    """A printed share; 约占六成 and its like are approximate although the number itself does not say so."""
    number = item.number()
    about = _ABOUT.search(item.paragraph.text[max(item.clause, item.start - 28) : item.start])
    return replace(number, approximate=True, bound="about") if about else number
