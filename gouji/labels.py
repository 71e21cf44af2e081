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
_REMARK = re.compile(r"(?:\([^()]*\))+$")
_MARKS = re.compile(r"[\"'《》<>、,.;:。·]")
SHORT, SHORTEST = 6, 4  # up to SHORT characters one may be wrong, from there two; below SHORTEST none


def _slack(wording: str) -> int:
    """How many characters of a label may be wrong or lost before it could be another label."""
    return 2 if len(wording) >= SHORT else 1 if len(wording) >= SHORTEST else 0


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
        best, found = 3, []
        for known in self._keys:
            slack = min(_slack(known), best)
            far = distance(wanted, known, slack) if slack and len(wanted) + 1 >= SHORTEST else 3
            if far <= slack and far < best:
                best, found = far, [known]
            elif far == best <= slack:
                found.append(known)
        # Two labels that are equally far leave the question open: better none than the wrong one.
        lines = {tuple(self._keys[known]) for known in found}
        return tuple(Match(index, False) for index in lines.pop()) if len(lines) == 1 else ()
