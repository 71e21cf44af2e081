"""Normalisation that keeps offsets.

``fold`` replaces characters one for one, so that offsets in the folded text are offsets in the printed text;
``compact`` also drops white space and remembers where every kept character stood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

_PAIRS = {
    "“”„‟〝〞": '"',
    "‘’‚‛": "'",
    "〔﹝【": "[",
    "〕﹞】": "]",
    "－–—―−─‐‑‒﹣": "-",
    "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t": " ",
    "﹪٪": "%",
    "∶︰": ":",
    "﹐": ",",
    "〇": "〇",
}
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


@cache
def _table() -> dict[int, str]:
    table = {0xFF01 + i: chr(0x21 + i) for i in range(0x5E)}
    for characters, replacement in _PAIRS.items():
        table.update({ord(character): replacement for character in characters})
    table.update({ord(character): " " for character in _INVISIBLE})
    for start, end in ((0x2E80, 0x2FE0), (0xF900, 0xFB00)):  # radicals and compatibility ideographs
        for code in range(start, end):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    return table


@cache
def _uncommon() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, _table())))}]")


def _plain(found: re.Match[str]) -> str:
    return _table()[ord(found[0])]


_COMMON = tuple(zip("，：；（）“”％\u3000\t", ',:;()""%  ', strict=True))


def fold(text: str) -> str:
    """Full-width forms, quotes, brackets, dashes, spaces and radicals to one plain form; same length.

    The common marks are replaced one after the other and the rest by a search, because ``str.translate`` looks every
    single character up."""
    for mark, plain in _COMMON:
        text = text.replace(mark, plain)
    return _uncommon().sub(_plain, text)


_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


_LABEL = 80  # characters; longer texts are no labels, which return, and would fill the memory


def squash(text: str) -> str:
    """Folded and without any white space or written-out line break: the form in which labels are compared."""
    return _squashed_label(text) if len(text) <= _LABEL else _squashed(text)


@lru_cache(maxsize=4096)
def _squashed_label(text: str) -> str:
    return _squashed(text)


def _squashed(text: str) -> str:
    return "".join(fold(_BREAK.sub("", text) if "<" in text else text).split())


@dataclass(frozen=True, slots=True)
class Compact:
    """Folded text without white space. ``offsets[i]`` is where ``text[i]`` stood in the printed text; one more
    entry gives the end."""

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed span of ``text[start:end]``."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


_PRINTED = re.compile(r"\S+")
_JOINED = re.compile(r"[0-9A-Za-z]")


def compact(text: str, base: int = 0) -> Compact:
    """Drop white space, except one blank between two Latin letters or digits, which would run together."""
    return compacted(fold(text), base)


def compacted(folded: str, base: int = 0) -> Compact:
    """A folded text without white space, as ``compact`` drops it."""
    if " " not in folded and folded.isprintable():  # nothing that is printed is white space but the blank
        return Compact(folded, range(base, base + len(folded) + 1))
    kept: list[str] = []
    offsets: list[int] = []
    gap = 0
    for run in _PRINTED.finditer(folded):
        start, end = run.span()
        if kept and _JOINED.match(folded, start) and _JOINED.match(folded, gap - 1):
            kept.append(" ")
            offsets.append(base + gap)
        kept.append(run[0])
        offsets.extend(range(base + start, base + end))
        gap = end
    offsets.append(base + len(folded))
    return Compact("".join(kept), tuple(offsets))


@dataclass(frozen=True, slots=True)
class Rare:
    """A pattern that few texts match. Each of its matches holds one of ``words`` or matches ``hint``, a pattern that
    begins with a literal or a class: looking for these is up to a hundred times faster than the pattern itself."""

    pattern: re.Pattern[str]
    words: tuple[str, ...]
    hint: re.Pattern[str] | None = None

    @property
    def signs(self) -> tuple[str | re.Pattern[str], ...]:
        """The words and the hint."""
        return (*self.words, self.hint) if self.hint else self.words

    def possible(self, text: str) -> bool:
        """Whether a text is worth a search."""
        for word in self.words:
            if word in text:
                return True
        return self.hint is not None and self.hint.search(text) is not None

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self.pattern.search(text) if self.possible(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, from left to right."""
        return self.pattern.finditer(text) if self.possible(text) else iter(())


def rare(pattern: str, *words: str, hint: str = "") -> Rare:
    """A pattern with the words (or the hint) without which it cannot match."""
    return Rare(re.compile(pattern), words, re.compile(hint) if hint else None)


def distance(a: str, b: str, limit: int) -> int:
    """Edit distance (insert, delete, replace), or ``limit + 1`` as soon as it is certain to be larger."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    previous = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        current = [i]
        for j, right in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (left != right)))
        if min(current) > limit:
            return limit + 1
        previous = current
    return previous[-1]
