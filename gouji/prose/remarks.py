"""Prose -> remarks: changes against an earlier year, and notes on how parts relate to their total."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from gouji.model import Change, OverlapNote, Place
from gouji.prose.narrative import Reading
from gouji.prose.paragraph import Item, Paragraph
from gouji.text import rare
from gouji.vocabulary import vocabulary

_EXCESS = rare(
    r"(?:分类[^,。;]{0,6}之和|之和|合计数?|相加)[^,。;]{0,4}(?:大于|多于|超过|高于)[^,。;]{0,8}(?:总数|总量|数)",
    *("大于", "多于", "超过", "高于"),
)
_REPEAT = rare(
    r"(?:会有|存在|可能有|有)(?:部分)?(?:重复|交叉|重叠)|重复(?:统计|计算)|同时(?:通过|以)多种",
    *("重复", "交叉", "重叠", "同时"),
)
_CHANGE = rare(
    r"(?:(?:比|较|同|与)(?:上年|去年|上一年|上年度|上一年度|去年同期|上年同期|\d{4}年)度?(?:同期)?(?:相比|比较|比)?|同比|环比)"
    r",?(?:略|略有|有所|大幅|明显|显著|均|共)?"
    r"(?P<way>增加|增长|上升|提高|提升|增多|多|减少|下降|降低|回落|少|持平|无变化|没有变化)(?:了|约|达)?",
    hint=r"[比较同与环](?:上|去|\d{4}年|比)",
)
_DOWN = frozenset({"减少", "下降", "降低", "回落", "少"})
_SAME = frozenset({"持平", "无变化", "没有变化"})
# What a remark names itself where the prose lists nothing before it.
_SUBJECTS = (
    (re.compile(r"申请方式|申请总数|分类申请"), "requests.received"),
    (re.compile(r"不同意|不予公开"), "outcomes.refused"),
    (re.compile(r"渠道|方式公开|公开总数"), "disclosure.channel"),
)
RECENT = 16  # figures before a remark among which its subject is sought


def changes(paragraph: Paragraph, reading: Callable[[Item], Reading | None]) -> Iterator[Change]:
    """同比增长20%, 较上年减少3件, 与上年持平: each with the figure that it speaks of, when one stands before it."""
    for match in _CHANGE.finditer(paragraph.text):
        full = next((s.full for s in paragraph.sentences if s.start <= match.start() < s.end), -1)
        before = [item for item in paragraph.numbers if item.end <= match.start() and item.sentence.full == full]
        current = next((item for item in reversed(before) if item.counts and not item.is_share), None)
        after = next((item for item in paragraph.numbers if item.start == match.end() and item.counts), None)
        yield _change(paragraph, match, (current, reading(current) if current else None), after)


def _change(
    paragraph: Paragraph, match: re.Match[str], current: tuple[Item | None, Reading | None], after: Item | None
) -> Change:
    item, reading = current
    number = after.number() if after else None
    way = match["way"]
    return Change(
        direction="same" if way in _SAME else "down" if way in _DOWN else "up",
        place=paragraph.place(match.start(), after.end if after else match.end()),
        indicator=reading.indicator if reading else None,
        current=item.number() if item else None,
        amount=number if number and number.unit not in ("%", "百分点", "个百分点", "倍") else None,
        percent=number if number and number.unit == "%" else None,
    )


def overlap_place(paragraph: Paragraph) -> Place | None:
    """Where a paragraph says that parts overlap or exceed their total."""
    match = _EXCESS.search(paragraph.text) or _REPEAT.search(paragraph.text)
    return paragraph.place(*match.span()) if match else None


def overlaps(paragraph: Paragraph, recent: Sequence[Reading]) -> Iterator[OverlapNote]:
    """Remarks on sums with the whole and the parts that they speak of; ``recent`` are the figures read so far."""
    for pattern, claims_excess in ((_EXCESS, True), (_REPEAT, False)):
        for match in pattern.finditer(paragraph.text):
            total, parts = _subject(paragraph, match.start(), recent)
            yield OverlapNote(paragraph.place(*match.span()), claims_excess, total, parts)


def _subject(paragraph: Paragraph, position: int, recent: Sequence[Reading]) -> tuple[str | None, tuple[str, ...]]:
    """The whole and its parts that were listed last before a remark, else those that it names."""
    before = (each for each in reversed(recent) if each.paragraph is not paragraph or each.start < position)
    family: list[str] = []
    parent = None
    for reading in islice(before, RECENT):
        whole = vocabulary()[reading.indicator].part_of
        if whole is None and parent is None:
            continue
        parent = parent or whole
        if whole != parent or (family and _shelf(reading.indicator) != _shelf(family[-1])):
            break
        family.append(reading.indicator)
    if len(set(family)) > 1:
        return parent, tuple(dict.fromkeys(reversed(family)))
    return _named(paragraph.text)


def _named(remark: str) -> tuple[str | None, tuple[str, ...]]:
    for pattern, family in _SUBJECTS:
        if pattern.search(remark):
            parts = tuple(key for key in vocabulary() if key.startswith(f"{family}."))
            return vocabulary()[parts[0]].part_of, parts
    return None, ()


def _shelf(indicator: str) -> str:
    return indicator.rsplit(".", 1)[0]
