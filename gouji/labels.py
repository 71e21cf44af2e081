"""Match printed labels with those of a form: by wording, never by position."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from gouji.template import Line
from gouji.text import distance, squash

_NUMBERING = re.compile(r"^(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+[、.,]|\d+[.、)](?!\d)|[①-⑳])")
_OF_WHICH = re.compile(r"^其中[:,]?")
_REMARK = re.compile(r"(?:\([^()]*\))+$")
_MARKS = re.compile(r"[\"'《》<>、,.;:。·]")
SHORT, SHORTEST = 6, 4  # up to SHORT characters one may be wrong, from there two; below SHORTEST none
REMEMBERED = 4096  # texts looked up; a process reads many documents
LONG = 10  # a wording so long, with its numbering and remark, may miss two characters and still be no other


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
        self._whole: dict[str, int] = {}  # each wording as the form prints it, with numbering and remark
        for index, line in enumerate(lines):
            for wording in (line.label.zh, *line.aliases):
                self._whole.setdefault(squash(wording), index)
                known = self._keys.setdefault(key(wording), [])
                if index not in known:
                    known.append(index)
        self._cache: dict[str, tuple[Match, ...]] = {}

    def known(self, keys: frozenset[str]) -> int:
        """How many of these label keys are wordings of the lines, to the letter."""
        return len(keys & self._keys.keys())

    def find(self, text: str) -> tuple[Match, ...]:
        """All lines that the text names, in the form's order; empty when there is none."""
        if text not in self._cache:
            if len(self._cache) >= REMEMBERED:
                self._cache.clear()
            wanted = key(text)
            self._cache[text] = (self._find(wanted) or self._find_whole(squash(text))) if wanted else ()
        return self._cache[text]

    def _find(self, wanted: str) -> tuple[Match, ...]:
        if wanted in self._keys:
            return tuple(Match(index, True) for index in self._keys[wanted])
        found = _nearest(wanted, self._keys, _slack)
        # Two labels that are equally far leave the question open: better none than the wrong one.
        lines = {tuple(self._keys[known]) for known in found}
        return tuple(Match(index, False) for index in lines.pop()) if len(lines) == 1 else ()

    def _find_whole(self, printed: str) -> tuple[Match, ...]:
        """The one line that numbering or remark tell, where the words between them do not: 4.政务微公开政府信息数."""
        lines = {
            self._whole[known] for known in _nearest(printed, self._whole, lambda known: 2 * (len(known) >= LONG))
        }
        return (Match(lines.pop(), False),) if len(lines) == 1 else ()


def _nearest(wanted: str, wordings: Iterable[str], slack: Callable[[str], int]) -> list[str]:
    """The wordings with the fewest characters wrong, within what each allows."""
    best, found = 3, []
    for known in wordings:
        allowed = min(slack(known), best)
        far = distance(wanted, known, allowed) if allowed and len(wanted) + 1 >= SHORTEST else 3
        if far <= allowed and far < best:
            best, found = far, [known]
        elif far == best <= allowed:
            found.append(known)
    return found
