"""Normalisation that keeps offsets.

``fold`` replaces characters one for one, so that offsets in the folded text are offsets in the printed text;
``compact`` also drops white space and remembers where every kept character stood.
"""

from __future__ import annotations

import re
import unicodedata
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


def fold(text: str) -> str:
    """Full-width forms, quotes, brackets, dashes, spaces and radicals to one plain form; same length."""
    return text.translate(_table())


_SPACE = re.compile(r"\s+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@lru_cache(maxsize=4096)
def squash(text: str) -> str:
    """Folded and without any white space or written-out line break: the form in which labels are compared."""
    return _SPACE.sub("", fold(_BREAK.sub("", text) if "<" in text else text))


@dataclass(frozen=True, slots=True)
class Compact:
    """Folded text without white space. ``offsets[i]`` is where ``text[i]`` stood in the printed text; one more
    entry gives the end."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed span of ``text[start:end]``."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


_BETWEEN = re.compile(r"[0-9A-Za-z]")


def compact(text: str, base: int = 0) -> Compact:
    """Drop white space, except one blank between two Latin letters or digits, which would run together."""
    folded = fold(text)
    kept: list[str] = []
    offsets: list[int] = []
    gap = -1
    for index, character in enumerate(folded):
        if character.isspace():
            gap = index if gap < 0 else gap
            continue
        if gap >= 0 and kept and _BETWEEN.match(character) and _BETWEEN.match(kept[-1]):
            kept.append(" ")
            offsets.append(base + gap)
        gap = -1
        kept.append(character)
        offsets.append(base + index)
    offsets.append(base + len(text))
    return Compact("".join(kept), tuple(offsets))


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
