"""Match printed labels with those of a form: by wording, never by position."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from gouji.template import Line
from gouji.text import distance, squash

_NUMBERING = re.compile(r"^(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+[、.,]|\d+[.、)](?!\d)|[①-⑳])")
_OF_WHICH = re.compile(r"^其中[:,]?")
_REMARK = re.compile(r"\([^()]*\)$")
_MARKS = re.compile(r"[\"'《》<>、,.;:。·]")
FUZZY_FROM = 6  # shorter labels must match exactly: two wrong characters would make another label of them


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A label without numbering, 其中, remarks in brackets, quotes and punctuation."""
    plain = squash(text)
    for _ in range(2):
        plain = _OF_WHICH.sub("", _NUMBERING.sub("", plain))
    stripped = _REMARK.sub("", plain)
    return _MARKS.sub("", stripped or plain)


@dataclass(frozen=True, slots=True)
class Match:
    """A label found: ``index`` in the list of lines; ``exact`` is False when characters were wrong or missing."""

    index: int
    exact: bool


class Labels:
    """The labels of some lines, ready to be looked up. Several lines may share one wording (被依法纠错数)."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._keys: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            for wording in (line.label.zh, *line.aliases):
                known = self._keys.setdefault(key(wording), [])
                if index not in known:
                    known.append(index)
        self._cache: dict[str, tuple[Match, ...]] = {}

    def known(self, keys: frozenset[str]) -> int:
        """How many of these label keys are wordings of the lines, to the letter."""
        return len(keys & self._keys.keys())

    def find(self, text: str) -> tuple[Match, ...]:
        """All lines that the text names, in the form's order; empty when there is none."""
        wanted = key(text)
        if not wanted:
            return ()
        if wanted not in self._cache:
            self._cache[wanted] = self._find(wanted)
        return self._cache[wanted]

    def _find(self, wanted: str) -> tuple[Match, ...]:
        if wanted in self._keys:
            return tuple(Match(index, True) for index in self._keys[wanted])
        if len(wanted) < FUZZY_FROM:
            return ()
        best, found = 3, []
        for known, indexes in self._keys.items():
            if len(known) < FUZZY_FROM:
                continue
            far = distance(wanted, known, best)
            if far < best:
                best, found = far, list(indexes)
            elif far == best <= 2:
                found += [index for index in indexes if index not in found]
        # Two labels that are equally far leave the question open: better none than the wrong one.
        return (Match(found[0], False),) if len(found) == 1 and best <= 2 else ()
