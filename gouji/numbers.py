"""Numbers as they are written: Chinese numerals, units, approximations; and arithmetic on intervals.

Everything is ``Decimal``. A printed number with d decimals stands for the interval of all values that round to it
(XBRL Calculations 1.1), so that a correctly rounded figure never contradicts the figures it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

Bound = Literal["exact", "at_least", "at_most", "about"]
Interval = tuple[Decimal, Decimal]

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "O": 0}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}

MONEY = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
UNITS = (
    *("万人次", "件次", "人次", "场次", "批次", "条次", "篇次", "例次", "万次"),
    *("万元", "亿元", "元", "百分点", "个百分点", "%", "‰", "倍"),
    *(
        "人",
        "名",
        "位",
        "条",
        "件",
        "次",
        "篇",
        "个",
        "份",
        "项",
        "期",
        "场",
        "批",
        "宗",
        "起",
        "例",
        "户",
        "处",
        "家",
    ),
    *("部", "册", "台", "辆", "则", "幅", "类", "款", "章", "页", "字", "卷", "本", "套", "块", "栏", "轮", "回"),
    *("平方米", "公里", "学时", "小时", "工作日", "天", "日", "月", "年", "分"),
)
LARGEST = Decimal(10**15)  # what is not below is no figure of a report, and Decimal would round it
UNIT_WORDS = frozenset(UNITS)
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_HAN = "零〇一二两三四五六七八九十百千万亿"

# An Arabic or Chinese number with the signs of approximation around it and its unit behind it. The first line lets
# the search pass over what no number begins with.
EXPRESSION = re.compile(
    rf"(?=[\d+\-{_HAN}约近大超逾不至最])"
    r"(?P<percent_word>百分之)?"
    r"(?P<before>约|近|大约|超过|超|逾|不足|不到|不少于|至少|不低于|最多)?"
    r"(?P<sign>[+-]{1,2})?"
    rf"(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{_HAN}]+)"
    r"(?P<power>万|亿|千万|百万)?"
    r"(?P<more>余|多|来|几)?"
    rf"(?P<power2>万)?(?P<unit>{_UNIT})?"
    r"(?P<after>以上|以下|左右|多)?"
)
LONGEST = 24  # characters of a figure
_POWER = {"万": 10**4, "亿": 10**8, "千万": 10**7, "百万": 10**6}
_BEFORE: dict[str, Bound] = {
    "约": "about", "大约": "about", "近": "about", "超过": "at_least", "超": "at_least", "逾": "at_least",
    "不足": "at_most", "不到": "at_most", "不少于": "at_least", "至少": "at_least", "不低于": "at_least",
    "最多": "at_most",
}  # fmt: skip
_AFTER: dict[str, Bound] = {"以上": "at_least", "多": "at_least", "以下": "at_most", "左右": "about"}


class Expression(NamedTuple):
    """A number expression in a text: ``text[start:end]`` is ``raw``; ``value`` is in ``unit``."""

    start: int
    end: int
    raw: str
    value: Decimal
    unit: str
    decimals: int
    bound: Bound
    chinese: bool

    @property
    def approximate(self) -> bool:
        return self.bound != "exact"


@lru_cache(maxsize=1024)
def chinese(text: str) -> int | None:
    """A Chinese numeral (二十, 一千零五, 三万六千, 二〇一九) as an integer; None if it is none."""
    if not text:
        return None
    if all(character in DIGITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    total = section = digit = 0
    last_unit = 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in SMALL:
            section += (digit or 1) * SMALL[character]
            digit, last_unit = 0, SMALL[character]
        elif character in LARGE:
            section = (section + digit) or 1
            total = (total + section) * LARGE[character] if character == "亿" else total + section * LARGE[character]
            section, digit, last_unit = 0, 0, LARGE[character]
        else:
            return None
    if digit and last_unit >= 100 and "零" not in text[-2:]:
        digit *= last_unit // 10  # 三万六 is 36000, 二百五 is 250
    return total + section + digit


def expressions(text: str) -> Iterator[Expression]:
    """Every number expression of a compact text, left to right. What a number means is not decided here."""
    return filter(None, map(_expression, EXPRESSION.finditer(text)))


def _expression(match: re.Match[str]) -> Expression | None:
    percent_word, before, printed_sign, digits, first, more, second, printed_unit, after = match.groups()
    if len(digits) > LONGEST or digits[0] in LARGE:  # the latter is the unit 万元 of a column
        return None
    han = digits[0] in _HAN
    value = chinese(digits) if han else None
    if han and value is None:
        return None
    number = Decimal(value) if value is not None else Decimal(digits.replace(",", ""))
    decimals = 0 if han or "." not in digits else len(digits.split(".")[1])
    power, unit = first or second, printed_unit or ""
    if power and f"{power}{unit}" in MONEY:
        unit = f"{power}{unit}"  # 0.5万元 stays 0.5 in 万元
    elif unit in ("万人次", "万次"):
        number, unit, decimals = number * 10**4, unit[1:], max(0, decimals - 4)
    elif power:
        exponent = len(str(_POWER[power])) - 1
        number, decimals = number * _POWER[power], max(0, decimals - exponent)
    if percent_word:
        unit = "%"
    if number >= LARGEST:
        return None
    if printed_sign in ("-", "--"):
        number = -1 * number
    bound = _bound(more, after, before, bool(power and not printed_unit))
    return Expression(*match.span(), match[0], number, unit, decimals, bound, han)


def _bound(more: str | None, after: str | None, before: str | None, power: bool) -> Bound:
    if more:
        return "at_least"
    if after:
        return _AFTER[after]
    if before:
        return _BEFORE[before]
    return "about" if power else "exact"


# --- intervals -------------------------------------------------------------------------------------


def rounded(value: Decimal, decimals: int) -> Interval:
    """All values that round to ``value`` printed with ``decimals`` decimals (closed on both sides)."""
    half = Decimal(1).scaleb(-decimals) / 2
    return value - half, value + half


def truncated(value: Decimal, decimals: int) -> Interval:
    """All values that truncate to ``value`` (closed; the open end differs by nothing a finding could rest on)."""
    unit = Decimal(1).scaleb(-decimals)
    if value > 0:
        return value, value + unit
    if value < 0:
        return value - unit, value
    return -unit, unit


def meet(a: Interval, b: Interval) -> bool:
    """Whether two intervals have a point in common."""
    return a[0] <= b[1] and b[0] <= a[1]


def gap(a: Interval, b: Interval) -> Decimal:
    """The distance between two intervals; 0 when they meet."""
    return max(Decimal(0), a[0] - b[1], b[0] - a[1])


def share(part: Decimal, whole: Decimal) -> Decimal:
    """``part`` of ``whole`` in per cent, with 28 digits. ``whole`` must not be 0."""
    return part * 100 / whole


def plain(value: Decimal) -> str:
    """A number as a person writes it: no exponent, no trailing zeros."""
    text = format(value.normalize(), "f")
    return text if text != "-0" else "0"


def shown(value: Decimal, decimals: int) -> str:
    """Rounded half up for display."""
    return format(value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP), "f")
