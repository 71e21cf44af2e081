"""What one table cell says: a number, a blank, a dash, 无, or nothing that can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gouji.model import State
from gouji.numbers import LARGEST, LONGEST, UNIT_WORDS, UNITS
from gouji.text import squash

_DASH = re.compile(r"^[-/\\_~.*—]+$")
_NONE = re.compile(r"^(?:无|没有|暂无|未发生|无此项)$")
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_UNIT_IN_LABEL = re.compile(r"[(\[](?:单位:)?([^()\[\]:]{1,3})[)\]]$")
_NUMBER = re.compile(
    rf"^(?P<sign>[+-]{{0,2}})(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?P<unit>{_UNIT})?"
    r"(?P<note>[(\[*].*)?$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell read. ``unit`` is empty unless the cell itself prints one."""

    state: State
    value: Decimal | None = None
    unit: str = ""


BLANK = Reading("blank")


@lru_cache(maxsize=2048)
def read_cell(text: str) -> Reading:
    """Read a cell; a signed number keeps its sign, a doubled sign counts once (a rule reports it)."""
    plain = squash(text)
    if not plain:
        return BLANK
    if _NONE.match(plain):
        return Reading("none")
    if match := _NUMBER.match(plain):
        value = Decimal(match["digits"].replace(",", ""))
        if value >= LARGEST or len(match["digits"]) > LONGEST:
            return Reading("unreadable")
        return Reading("number", -value if "-" in match["sign"] else value, match["unit"] or "")
    if _DASH.match(plain):
        return Reading("dash")
    return Reading("unreadable")


@lru_cache(maxsize=2048)
def is_value(text: str) -> bool:
    """Whether a cell may hold a figure (also a blank one) rather than a label."""
    return read_cell(text).state != "unreadable"


def unit_inside(label: str) -> str:
    """The unit that a label names at its end: 支出（万元）."""
    plain = squash(label)
    inside = _UNIT_IN_LABEL.search(plain) if plain.endswith((")", "]")) else None
    return inside[1] if inside and inside[1] in UNIT_WORDS else ""
