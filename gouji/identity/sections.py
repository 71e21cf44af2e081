"""Headings: where the parts of a report begin, what they are, and how far their text runs.

A heading is a short line that begins with a numeral (一、 （一） 1. 第一部分), that the source marks as a heading, or
that is exactly a heading of some form. Text that was glued to its heading stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from gouji.identity.dates import YEAR
from gouji.model import Block, Document, Place, Section
from gouji.template import templates
from gouji.text import distance, squash

_HAN = "一二三四五六七八九十"
_NUMBERS = (
    (1, re.compile(rf"第([{_HAN}]{{1,3}})(?:部分|章)[\s:、,.]*")),
    (1, re.compile(rf"([{_HAN}]{{1,3}})\s*[、,.．]\s*")),
    (2, re.compile(rf"\(\s*([{_HAN}]{{1,3}})\s*\)[、.]?\s*")),
    (3, re.compile(r"(\d{1,2})\s*[、.。](?!\d)\s*")),
    (4, re.compile(r"\(\s*(\d{1,2})\s*\)\s*")),
)
_FIRST = f"第({_HAN}"  # with which a numeral begins, besides a figure
LONGEST = 40  # characters of a heading
SURE = 6  # characters from which on a heading is no chance likeness
_LEAD = re.compile(r"([^。,;:\d]{2,25})。")  # （一）加强组织领导。我局…
_GLUED = re.compile(r"([^。,;:]{4,30}?)(?=1[.、](?!\d)|\(一\))")  # （一）以政务公开助力城市管理1.推进…
_TOPIC = re.compile(r"([^。,;:\d]{2,14}情况)(?=[^的])")  # （二）回应解读情况回应公众关注热点…
_YEARS = re.compile(rf"{YEAR}年?度?(?:的)?")
_APPENDED = re.compile(r"(?:统计表|附表)(?:\([^)]*\))?$|^附件")  # a title of what follows the report
_LOOSE_AND = re.compile(r"(?:及|和|与|、|以及)")
# Words that tell what a heading of no form is about, when all of one entry stand in it. Order decides.
_CUES = (
    ("fees", ("收费",)),
    ("fees", ("减免",)),
    ("review", ("行政复议",)),
    ("review", ("复议", "诉讼")),
    ("requests", ("依申请公开", "情况")),
    ("requests", ("信息公开申请", "情况")),
    ("requests", ("公开申请", "办理")),
    ("requests", ("收到", "申请")),
    ("proactive", ("主动公开", "情况")),
    ("problems", ("存在", "问题")),
    ("problems", ("存在", "不足")),
    ("problems", ("问题", "改进")),
    ("problems", ("不足", "改进")),
    ("problems", ("主要问题",)),
    ("other", ("其他", "报告", "事项")),
)
_SHORT = {"主动公开": "proactive", "依申请公开": "requests", "主动公开政府信息": "proactive"}
_ONE_TOPIC = 25  # a heading longer than this names more than its topic


@dataclass(frozen=True, slots=True)
class Head:
    """A heading before its section's end is known."""

    number: str
    heading: str
    kind: str
    level: int
    place: Place


@cache
def _labels() -> dict[str, str]:
    """Every heading of every form, squashed, with the key of its section."""
    found: dict[str, str] = {}
    for template in templates():
        for section in template.sections:
            for name in (section.heading.zh, *section.aliases):
                found.setdefault(_bare(name), section.key)
    return found


@cache
def _by_start() -> dict[str, list[str]]:
    """The headings that are long enough to be told at the beginning of a text, by their first characters, the longest
    first."""
    found: dict[str, list[str]] = {}
    for label in sorted(_labels(), key=len, reverse=True):
        if len(label) >= SURE:
            found.setdefault(label[:SURE], []).append(label)
    return found


@lru_cache(maxsize=2048)
def _bare(heading: str) -> str:
    return _YEARS.sub("", squash(heading)).strip(":。、,.;")


@lru_cache(maxsize=2048)
def kind(heading: str) -> str:
    """The section that a heading (without its number) names, or ``other``."""
    bare = _bare(heading)
    labels = _labels()
    if bare in labels or bare in _SHORT:
        return labels.get(bare) or _SHORT[bare]
    if len(bare) >= 6:
        near = [(distance(bare, label, 2), key) for label, key in labels.items() if len(label) >= 6]
        best = min(near, default=(3, "other"))
        if best[0] <= 2:
            return best[1]
    first = _LOOSE_AND.split(bare)[0]
    if first != bare and len(first) >= 4 and first in labels:
        return labels[first]
    if len(bare) <= _ONE_TOPIC:
        for key, words in _CUES:
            if all(word in bare for word in words):
                return key
    return "other"


def find(document: Document, folded: str) -> tuple[Section, ...]:
    """Every section of the document in printed order; ``folded`` is its folded text."""
    return tuple(_closed(list(_heads(document.blocks, folded)), len(document.text)))


def _heads(blocks: Iterable[Block], folded: str) -> Iterator[Head]:
    for block in blocks:
        start, end = block.place.start, block.place.end
        if block.table is not None or start is None or end is None:
            continue
        head = _numbered(block, folded[start:end]) or _unnumbered(block, folded[start:end])
        if head:
            yield head


def _numbered(block: Block, line: str) -> Head | None:
    indent = len(line) - len(line.lstrip())
    first = line[indent : indent + 1]
    if first not in _FIRST and not first.isdecimal():
        return None
    for level, pattern in _NUMBERS:
        number = pattern.match(line, indent)
        if number is None:
            continue
        heading = _heading(line[number.end() :].rstrip(), level)
        if not heading:
            return None
        end = number.end() + len(heading)
        return _head(block, (indent, end), number[0].strip(), heading, level)
    return None


def _heading(rest: str, level: int) -> str:
    """The heading at the beginning of what follows a numeral; "" when the line is text."""
    bare = rest.rstrip(":")
    if 1 < len(bare) <= LONGEST and bare[-1] not in "。;," and bare.count(",") < 3:
        return bare
    if level <= 2:
        for pattern in (_GLUED, _LEAD, _TOPIC):
            found = pattern.match(rest)
            if found:
                return found[1]
    return _leading_label(rest) if level <= 3 else ""


def _leading_label(rest: str) -> str:
    """A form's heading that runs into its text: 二）回应解读情况回应公众关注…"""
    begin = squash(rest[:LONGEST])
    found = next((label for label in _by_start().get(begin[:SURE], ()) if begin.startswith(label)), "")
    return rest[: len(found)] if found and squash(rest[: len(found)]) == found else ""


def _unnumbered(block: Block, line: str) -> Head | None:
    text = line.strip().rstrip(":")
    if not 1 < len(text) <= LONGEST or text[-1] in "。;,":
        return None
    if _APPENDED.search(text) or (block.level is None and _bare(text) not in _labels()):
        return None
    indent = line.index(text[0])
    return _head(block, (indent, indent + len(text)), "", text, min(max(block.level or 1, 1), 4))


def _head(block: Block, span: tuple[int, int], number: str, heading: str, level: int) -> Head:
    at = block.place.start or 0
    start, end = span
    quote = block.text[start:end]
    place = Place(quote, at + start, at + end, block.place.block, block.place.page, block.place.bbox)
    printed = quote[len(quote) - len(heading) :]
    return Head(number, printed.strip(), kind(heading), level, place)


def _closed(heads: list[Head], length: int) -> Iterator[Section]:
    """Sections run from their heading to the next heading of their level or above."""
    ends = [length] * len(heads)
    open_: list[int] = []
    for index, head in enumerate(heads):
        start = head.place.start or 0
        while open_ and heads[open_[-1]].level >= head.level:
            ends[open_.pop()] = start
        open_.append(index)
    for head, end in zip(heads, ends, strict=True):
        yield Section(head.number, head.heading, head.kind, head.place, head.place.start or 0, end, head.level)
