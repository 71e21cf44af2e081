"""Clauses that deny an event: 未收到…申请, 没有发生行政复议、行政诉讼, 行政复议零发生."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.prose.paragraph import Paragraph
from gouji.prose.phrases import Named, denials, unglued
from gouji.text import rare

_MARK = rare(
    r"没有|从未|尚未|均未|(?P<absent>均无(?=[,。;]|$)|零发生|无发生)|均无|不存在"
    r"|未(?!经|按|到|来|满|能|及|予|尽|办结|答复|审结)|无(?!法|正当|需|关|论|障|形|锡|缝|线|人|逾期)",
    *("未", "没有", "无", "零发生", "不存在"),
)
_LINK = re.compile(r"(?:[、和与及或]|以及|或者)(?:被|因此)?(?:申请|提起|发生|引发|收到|产生|收取)?$")
_TRAIL = re.compile(
    r"(?:的)?(?:政府信息公开|依申请公开)?(?:案件|案|事项|情况|情形|现象|问题|事件|费用|申请|诉求)?(?:发生|出现|产生|存在)?$"
)
LONGEST = 60


def marks(text: str) -> Iterator[re.Match[str]]:
    """Every word that may deny an event."""
    return _MARK.finditer(text)


def events(paragraph: Paragraph, mark: re.Match[str], floor: int) -> tuple[int, int, list[Named]]:
    """What a word denies, with the span of its clause: what follows it, or, for 零发生, what stands before it."""
    text = paragraph.text
    if mark["absent"]:
        start = paragraph.clause(mark.start(), floor)
        return start, mark.end(), list(_denied(text, start, mark.start()))
    end = paragraph.clause_end(mark.end())
    if end - mark.start() > LONGEST or re.search(r"\d", text[mark.end() : end]):
        return mark.start(), end, []
    return mark.start(), end, list(_denied(text, mark.end(), end))


def _denied(text: str, floor: int, end: int) -> Iterator[Named]:
    """The events at the end of a denying clause: 没有发生…行政复议和行政诉讼."""
    at = end
    while at > floor:
        named = next((found[0] for stop in _stops(text, at, floor) if (found := _ending(text, stop, floor))), None)
        if named is None:
            return
        yield named
        link = _LINK.search(text, floor, named.start)
        if not link:
            return
        at = link.start()


def _ending(text: str, stop: int, floor: int) -> list[Named]:
    return next(denials().ending(text, stop, max(0, floor - 3), floor), [])


def _stops(text: str, end: int, floor: int) -> Iterator[int]:
    """Where an event may end: words without a meaning of their own are taken off."""
    yield from unglued(text, end, floor)
    trail = _TRAIL.search(text, floor, end)
    if trail and trail.start() < end:
        yield from unglued(text, trail.start(), floor)
