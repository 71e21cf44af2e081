"""Prose as the narrative machine sees it: paragraphs without quotes, sentences, and the numbers in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from gouji.model import Block, Document, Number, Place
from gouji.numbers import Expression, expressions
from gouji.text import compacted, rare
from gouji.views import folded

_DROPPED = re.compile("[\"'“”‘’《》]")
_STOP = re.compile(r"[。;!?；！？\n]")
_CLAUSE = re.compile(r"[,:。;!?]")  # the last four end a sentence too
# What holds figures that are none: titles, document numbers, addresses of all kinds.
_NO_FIGURES = (
    rare(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|<[^<>]{4,60}>", "《", "<"),
    rare(
        r"\[\d{4}\]第?\d+号|第\d+号|第[0-9一二三四五六七八九十百]+[条款项届次批]|(?:https?://|www\.)[\w./:%-]+",
        *("第", "[", "://", "www."),
    ),
    rare(r"[\w.-]+@[\w.-]+|\(?0\d{2,3}\)?-?\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|邮编:?\d{6}", "@", hint=r"\d\d{5}"),
)
# Around what a figure is called.
_INNER = re.compile(r"\([^()]*\)")
_LISTED = re.compile(r"[、(]|其中|包括|分别为")
_YEAR = re.compile(r"^\d{4}年度?")
_BREAK = re.compile(r"[,。;:、()0-9]")
MASK = "□"
LONGEST = 3_000  # characters of one block that are looked at together; what is longer is no paragraph that one wrote
DATE_UNITS = frozenset(("年", "月", "日", "天", "小时", "工作日", "分", "学时"))


class Sentence(NamedTuple):
    """A run between two stops: ``start`` to ``end`` in the paragraph's text. A semicolon is a stop too; ``full``
    numbers the runs between two full stops."""

    start: int
    end: int
    full: int


def spans(text: str) -> Iterator[tuple[int, int]]:
    """A text as spans of bearable length, cut behind stops where there are any: whatever compares the figures of a
    paragraph with each other would take for ever on a file that is one line."""
    stops = [match.end() for match in _STOP.finditer(text)] if len(text) > LONGEST else []
    start = last = 0
    for stop in (*stops, len(text)):
        if stop - start > LONGEST and last > start:
            yield start, last
            start = last
        while stop - start > LONGEST:
            yield start, start + LONGEST
            start += LONGEST
        last = stop
    yield start, len(text)


class Paragraph:
    """One block of prose, or a span of a very long one: folded, without white space and quotes, titles and citations
    blanked out.

    ``quoted`` are spans that stood in quotes. ``place(start, end)`` leads back to what is printed.
    """

    def __init__(
        self, document: Document, block: Block, section: str, heading: str = "", span: tuple[int, int] | None = None
    ) -> None:
        self.block, self.section, self.heading = block, section, heading
        self.carried: dict[int, Number] = {}  # the numbers as claims carry them, by where they start
        self._document = document
        first, last = span or (0, len(block.text))
        view = compacted(folded(block)[first:last], (block.place.start or 0) + first)
        self.text, self._offsets = _blank(view.text), view.offsets
        self.quoted: list[tuple[int, int]] = []
        if _DROPPED.search(self.text):
            self._unquote()
        self._stops = [match.start() for match in _CLAUSE.finditer(self.text)]
        self.sentences = tuple(self._sentences())

    def _unquote(self) -> None:
        """Drop quotes and the marks of titles, and remember what stood in quotes."""
        offsets: list[int] = []
        opened: int | None = None
        start = 0
        for mark in _DROPPED.finditer(self.text):
            offsets += self._offsets[start : mark.start()]
            start = mark.end()
            if mark[0] in "《》":
                continue
            if opened is None:
                opened = len(offsets)
            else:
                self.quoted.append((opened, len(offsets)))
                opened = None
        self._offsets = [*offsets, *self._offsets[start : len(self.text)]]
        self.text = _DROPPED.sub("", self.text)

    def place(self, start: int, end: int) -> Place:
        """The printed place of ``text[start:end]``."""
        first, last = self._offsets[start], self._offsets[max(start, end - 1)] + 1
        block = self.block.place
        quote = self._document.text[first:last]
        return Place(quote=quote, start=first, end=last, block=block.block, page=block.page, bbox=block.bbox)

    def _sentences(self) -> Iterator[Sentence]:
        text = self.text
        start = full = 0
        for stop in self._stops:
            mark = text[stop]
            if mark not in ",:":
                yield Sentence(start, stop + 1, full)
                start = stop + 1
                full += mark != ";"
        if start < len(text):
            yield Sentence(start, len(text), full)

    @cached_property
    def numbers(self) -> tuple[Item, ...]:
        """Every number expression with the sentence and clause it stands in."""
        return tuple(self._items())

    def release(self) -> None:
        """Let go of the numbers, which hold the paragraph as it holds them: so both go with the report they were read
        for, and not only when the collector looks for such rings."""
        vars(self).pop("numbers", None)

    def _items(self) -> Iterator[Item]:
        text, stops = self.text, self._stops
        bracketed = "(" in text or ")" in text
        sentences = iter(self.sentences)
        sentence = Sentence(0, 0, 0)
        depth = seen = at = 0
        for expression in expressions(text):
            start = expression.start
            while start >= sentence.end:
                sentence = next(sentences)
                depth, seen = 0, sentence.start
            if bracketed:
                depth += text.count("(", seen, start) - text.count(")", seen, start)
                seen = start
            at = bisect_left(stops, start, at)
            clause = max(sentence.start, stops[at - 1] + 1) if at else sentence.start
            yield Item(self, expression, sentence, start, expression.end, clause, max(0, depth))

    def clause(self, position: int, floor: int) -> int:
        """Where the clause of a position starts."""
        at = bisect_left(self._stops, position) - 1
        return max(floor, self._stops[at] + 1) if at >= 0 else floor

    def clause_end(self, position: int) -> int:
        """Where the clause of a position ends."""
        at = bisect_left(self._stops, position)
        return self._stops[at] if at < len(self._stops) else len(self.text)


class Item(NamedTuple):
    """A number expression where it stands: from ``start`` to ``end``. ``clause`` is where its clause starts; ``depth``
    counts open brackets."""

    paragraph: Paragraph
    expression: Expression
    sentence: Sentence
    start: int
    end: int
    clause: int
    depth: int

    @property
    def is_date(self) -> bool:
        """A date or a length of time."""
        return self.expression.unit in DATE_UNITS

    @property
    def counts(self) -> bool:
        """A number with a counter word that is no date: what a share or a change can speak of."""
        return bool(self.expression.unit) and not self.is_date

    @property
    def is_share(self) -> bool:
        return self.expression.unit == "%"

    def number(self) -> Number:
        """The number as claims carry it, with its printed place; made once."""
        known = self.paragraph.carried
        if self.start not in known:
            e = self.expression
            place = self.paragraph.place(e.start, e.end)
            known[self.start] = Number(e.value, e.unit, place.quote, place, e.decimals, e.approximate, e.bound)
        return known[self.start]


def label(item: Item) -> str:
    """What a figure is called: the words before it in its clause, without brackets; else those right after it."""
    text = item.paragraph.text[item.clause : item.start]
    text = _INNER.sub("", text) if "(" in text else text
    text = _LISTED.split(text)[-1] or text
    text = _YEAR.sub("", text).strip("的为共约是计达")
    if text:
        return text
    tail = item.paragraph.text[item.end : item.end + 14]
    return _BREAK.split(tail.removeprefix("为"), 1)[0]


def _blank(text: str) -> str:
    """Blank out what holds figures that are none."""

    def hide(match: re.Match[str]) -> str:
        inner = match[0][1:-1]
        return match[0] if match[0][0] == "《" and len(inner) <= 6 else MASK * len(match[0])

    for kind in _NO_FIGURES:
        if kind.possible(text):
            text = kind.pattern.sub(hide, text)
    return text
