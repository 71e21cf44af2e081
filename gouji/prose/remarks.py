"""Prose -> remarks: notes on how parts relate to their total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from gouji.model import OverlapNote, Place
from gouji.prose.paragraph import Paragraph
from gouji.prose.reading import Reading
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
# What a remark names itself where the prose lists nothing before it.
_SUBJECTS = (
    (re.compile(r"申请方式|申请总数|分类申请"), "requests.received"),
    (re.compile(r"不同意|不予公开"), "outcomes.refused"),
    (re.compile(r"渠道|方式公开|公开总数"), "disclosure.channel"),
)
RECENT = 16  # figures before a remark among which its subject is sought


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
