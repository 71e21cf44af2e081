"""The phrases by which prose names an indicator, compiled from the vocabulary into look-up tables.

A phrase of vocabulary.yaml is written with ``(a|b)`` for alternatives, ``[a|b]`` for an optional part and ``…`` for
a gap: what stands before a gap must occur earlier in the same clause, in that order. The figure itself may stand in
the last gap (收到…申请: 收到申请5件, 收到5件申请). Punctuation and quotes do not count.

To stay fast: a wording is data and costs nothing, for it is looked up by its last or first two characters; glue is a
word of the list, not a pattern; and a pattern that is tried on every paragraph, sentence or number begins with a
literal or a class, or is a ``rare`` one with the words without which it cannot match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import NamedTuple

from gouji.labels import key as label_key
from gouji.template import templates
from gouji.text import squash
from gouji.vocabulary import vocabulary

_TOKEN = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(…)|([^()\[\]…]+)")
_NOISE = re.compile(r"[\"'《》<>()]")
# What may stand between a phrase and its figure without changing what the figure means.
_GLUE_WORDS = (
    "数量 总数 总量 总次数 总人数 人次数 次数 人数 件数 条数 数额 金额 总额 数 量 次 情况 工作 信息 申请 事项 案件 "
    "答复 人员 内容 文件 材料 报道 类 的 了 有 共计 合计 总计 累计 全年 总共 共有 共 达到 达 约为 分别为 均为 都为 "
    "为 是 计 仅 各 分别 等 : 、 ,共计 ,共有 ,共 ,计 ,累计 ,合计 ,总计 ,总数 ,数量"
)
GLUE = frozenset(_GLUE_WORDS.split())
# How long the glue words are that end with a character, longest first: most characters end none.
_GLUE_LENGTHS = {
    end: sorted({len(word) for word in GLUE if word[-1] == end}, reverse=True) for end in {word[-1] for word in GLUE}
}
MAX_GLUE = 8
PAIR = 2  # characters at the end or the start of a phrase by which it is looked up: no phrase is shorter
_RIGHT_GLUE = re.compile(
    r"申请|事项|决定|因故|以|通过|件|均为|均属于|均属|全部为|全部|都是|都属于|均是|均|皆|系|属于|属|为|是|已|的"
)


def plain(text: str) -> str:
    """A text as phrases are compared: squashed, without quotes and brackets."""
    return _NOISE.sub("", squash(text))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording: ``tail`` is the noun next to the figure, ``heads`` what must come before it in the clause."""

    tail: str
    heads: tuple[str, ...]
    indicator: str

    def led_by(self, text: str) -> bool:
        """Whether all heads stand in a text, one after the other."""
        at = 0
        for head in self.heads:
            at = text.find(head, at)
            if at < 0:
                return False
            at += len(head)
        return True


class Named(NamedTuple):
    """An indicator that a text names. ``start`` and ``end`` span the wording in the text that was searched."""

    indicator: str
    start: int
    end: int
    head: bool


def expand(pattern: str) -> Iterator[str]:
    """Every wording of a phrase pattern; a gap stays ``…``."""
    parts: list[tuple[str, ...]] = []
    for group, optional, gap, text in _TOKEN.findall(pattern):
        if gap or text:
            parts.append((gap or text,))
        elif optional:
            parts.append(("", *optional.split("|")))
        else:
            parts.append(tuple(group.split("|")))
    return ("".join(choice) for choice in product(*parts))


class Lexicon:
    """Finds the longest wording at the end or at the start of a text."""

    def __init__(self, phrases: dict[str, tuple[str, ...]]) -> None:
        self._tails: dict[str, list[Phrase]] = {}
        for indicator, patterns in phrases.items():
            for pattern in patterns:
                for wording in expand(pattern):
                    self._add(wording, indicator)
        self._ending = _by_pair(self._tails, slice(-PAIR, None))
        self._starting = _by_pair(self._tails, slice(PAIR))

    def _add(self, wording: str, indicator: str) -> None:
        *heads, tail = wording.split("…")
        if heads:
            self._add(wording.replace("…", ""), indicator)  # a gap may be empty
        phrase = Phrase(plain(tail), tuple(plain(head) for head in heads), indicator)
        if len(phrase.tail) < PAIR:
            raise ValueError(f"{indicator}: the phrase {wording!r} is too short to be recognised")
        known = self._tails.setdefault(phrase.tail, [])
        if phrase not in known:
            known.append(phrase)

    def may_end(self, text: str, end: int, floor: int) -> bool:
        """Whether the last characters before ``end`` are those of any wording: cheap, and mostly not so."""
        return text[max(floor, end - PAIR) : end] in self._ending

    def may_start(self, text: str, start: int) -> bool:
        """Whether the characters from ``start`` on are the first of any wording."""
        return text[start : start + PAIR] in self._starting

    def ending(self, text: str, end: int, clause: int, floor: int) -> Iterator[list[Named]]:
        """The indicators named by the wordings that end at ``end`` and start at or after ``floor``, the longest
        wording first; the heads of a wording with a gap are sought from ``clause`` on."""
        for length in self._ending.get(text[max(floor, end - PAIR) : end], ()):
            phrases = self._tails.get(text[end - length : end]) if length <= end - floor else None
            if not phrases:
                continue
            before = text[min(clause, end - length) : end - length]
            fit = [p for p in phrases if not p.heads or p.led_by(before)]
            if fit:
                yield [Named(p.indicator, end - length, end, bool(p.heads)) for p in fit]

    def starting(self, text: str, start: int, before: str = "") -> list[Named]:
        """The indicators named by the longest wording that starts at ``start``; ``before`` is what the clause says
        up to the figure, where the heads of a wording with a gap are sought."""
        for length in self._starting.get(text[start : start + PAIR], ()):
            phrases = self._tails.get(text[start : start + length]) if start + length <= len(text) else None
            fit = [p for p in phrases or () if not p.heads or p.led_by(before)]
            if fit:
                return [Named(p.indicator, start, start + length, bool(p.heads)) for p in fit]
        return []

    def inside(self, text: str) -> list[Named]:
        """The indicators named by the first wording anywhere in a short text, such as a quoted answer kind."""
        for start in range(len(text)):
            found = self.starting(text, start)
            if found:
                return found
        return []


def _by_pair(tails: Iterable[str], pair: slice) -> dict[str, tuple[int, ...]]:
    """How long the wordings are that share a pair of characters, longest first: most texts share none."""
    found: dict[str, set[int]] = {}
    for tail in tails:
        found.setdefault(tail[pair], set()).add(len(tail))
    return {characters: tuple(sorted(lengths, reverse=True)) for characters, lengths in found.items()}


@cache
def lexicon() -> Lexicon:
    """All phrases: those of the vocabulary and the printed labels of every form."""
    phrases: dict[str, tuple[str, ...]] = {key: each.says for key, each in vocabulary().items() if each.says}
    for form in templates():
        for table in form.tables:
            for row in table.rows:
                if table.fact == "row" and row.key in vocabulary() and len(label_key(row.label.zh)) > 3:
                    labels = (row.label.zh, *row.aliases)
                    phrases[row.key] = (*phrases.get(row.key, ()), *_wordings(labels))
    return Lexicon(phrases)


def _wordings(labels: tuple[str, ...]) -> Iterator[str]:
    for label in labels:
        wording = _spoken(label)
        yield wording
        if wording.endswith("数"):
            yield wording[:-1]


_NUMBERING = re.compile(r"^(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、|\d+[.、])")


def _spoken(label: str) -> str:
    text = _NUMBERING.sub("", squash(label)).removeprefix("其中:")
    return re.sub(r"\([^()]*\)$", "", text)


def unglued(text: str, end: int, floor: int) -> Iterator[int]:
    """Ends at which a phrase may end when ``text[end:]`` is a figure: glue words are taken off one by one."""
    yield end
    for _ in range(MAX_GLUE):
        start = _glue(text, max(floor, end - 24), end)
        if start == end:
            return
        end = start
        yield end


def _glue(text: str, floor: int, end: int) -> int:
    """Where the glue word or the bracket that ends at ``end`` starts; ``end`` itself when there is none."""
    last = text[end - 1] if end > floor else ""
    if last == ")":
        start = text.rfind("(", floor, end)
        return end if start < 0 or ")" in text[start : end - 1] else start
    for length in _GLUE_LENGTHS.get(last, ()):
        if end - length >= floor and text[end - length : end] in GLUE:
            return end - length
    return end


def right_starts(text: str, start: int) -> Iterator[int]:
    """Where a phrase may start behind a figure that ends at ``start``: 3件(均属)同意公开. Glue may also be the
    beginning of the phrase itself (属于已主动公开范围), so every place between its words is tried."""
    yield start
    for _ in range(MAX_GLUE):
        match = _RIGHT_GLUE.match(text, start)
        if not match:
            return
        start = match.end()
        yield start


@cache
def denials() -> Lexicon:
    """The phrases by which prose denies that something happened."""
    return Lexicon({key: each.none for key, each in vocabulary().items() if each.none})


@cache
def continued() -> Lexicon:
    """The verbs that name an indicator only right behind another figure of its family."""
    return Lexicon({key: each.then for key, each in vocabulary().items() if each.then})
