"""Prose -> changes against an earlier year: 同比增长20%, 较上年的9件减少3件, 是上年的1.5倍, 上升2.3个百分点."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

from gouji.model import Change, Number
from gouji.prose.paragraph import Item, Paragraph
from gouji.prose.reading import Reading
from gouji.text import rare

_LAST = r"上年|去年|上一年|上年度|上一年度|去年同期|上年同期|\d{4}年"
_FIGURE = r"\d+(?:\.\d+)?(?:[件条次篇人个份项宗起例名]次?|[万亿]?元)"
_BASE = rf"(?:\((?P<a>{_FIGURE})\)|的?(?P<b>{_FIGURE}))?"
_CHANGE = rare(
    rf"(?:(?:比|较|同|与)(?:{_LAST})度?(?:同期)?{_BASE}(?:相比|比较|比)?|同比|环比)"
    r",?(?:略|略有|有所|大幅|明显|显著|均|共)?"
    r"(?P<way>增加|增长|上升|提高|提升|增多|多|减少|下降|降低|回落|少|持平|无变化|没有变化)(?:了|约|达)?",
    hint=r"[比较同与环](?:上|去|\d{4}年|比)",
)
_TIMES = rare(rf"(?:是|为|达到?|相当于)(?:{_LAST})度?(?:同期)?{_BASE}的?(?=约?\d+(?:\.\d+)?倍)", "倍")
_DOWN = frozenset({"减少", "下降", "降低", "回落", "少"})
_SAME = frozenset({"持平", "无变化", "没有变化"})
_EARLIER = re.compile(r"(?<![比较同与])(?:上年|去年|上一年)[^,。;]{0,6}$")
_POINTS = ("百分点", "个百分点")
_Direction = Literal["up", "down", "same"]
_Read = Callable[[Item], Reading | None]


def found(paragraph: Paragraph, read: _Read) -> Iterator[Change]:
    """Every change with the figure that it speaks of, when one stands before it."""
    for match in _CHANGE.finditer(paragraph.text):
        way = match["way"]
        direction: _Direction = "same" if way in _SAME else "down" if way in _DOWN else "up"
        yield _change(paragraph, match, direction, read)
    for match in _TIMES.finditer(paragraph.text):
        yield _change(paragraph, match, "up", read)


def _change(paragraph: Paragraph, match: re.Match[str], direction: _Direction, read: _Read) -> Change:
    after = next((item for item in paragraph.numbers if item.start == match.end() and item.counts), None)
    by = after.number() if after else None
    unit = by.unit if by else ""
    current, previous = _compared(paragraph, match, unit in _POINTS, read)
    start = match.start()
    if previous and previous.end <= start:
        start = previous.clause  # 去年为9件，同比增长…
    times = by if unit == "倍" and "way" not in match.re.groupindex else None
    if times and times.value <= 1:
        direction = "down" if times.value < 1 else "same"
    reading = read(current) if current else None
    return Change(
        direction=direction,
        place=paragraph.place(start, after.end if after else match.end()),
        indicator=reading.indicator if reading and not reading.applicant else None,
        current=_number(current),
        amount=by if unit not in (*_POINTS, "%", "倍") else None,
        percent=by if unit == "%" else None,
        points=by if unit in _POINTS else None,
        times=times,
        previous=_number(previous),
    )


def _compared(paragraph: Paragraph, match: re.Match[str], share: bool, read: _Read) -> tuple[Item | None, Item | None]:
    """The figure that changed and the earlier one, if the sentence states it: within the words of the change or as
    the figure before them."""
    full = next((s.full for s in paragraph.sentences if s.start <= match.start() < s.end), -1)
    before = (item for item in reversed(paragraph.numbers) if item.end <= match.start())
    same = (i for i in before if i.sentence.full == full and i.counts and i.is_share == share)
    current = next(same, None)
    base = match.start("a") if match["a"] else match.start("b")
    if base >= 0:
        return current, next((item for item in paragraph.numbers if item.start == base), None)
    if current and read(current) is None and _EARLIER.search(paragraph.text, current.clause, current.start):
        return next(same, None), current
    return current, None


def _number(item: Item | None) -> Number | None:
    return item.number() if item else None
