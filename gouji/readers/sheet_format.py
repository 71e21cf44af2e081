"""Numbers of a sheet as they are displayed: the number formats that forms use."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"
# The formats that a file names by number only, in a Chinese Excel or WPS.
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-m-yy",
    22: "yyyy/m/d h:mm",
    27: "yyyy年m月",
    28: "m月d日",
    29: "m月d日",
    30: "m-d-yy",
    31: "yyyy年m月d日",
    36: "yyyy年m月",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"',
    49: "@",
    50: "yyyy年m月",
    57: "yyyy年m月",
    58: "m月d日",
}
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]|([yY]+|[mM]+|[dD]+|[hH]+|[sS]+)|([#0?.,]+)|(.)', re.S)
_DATE = re.compile(r"[yYdD]|(?:^|[^a-zA-Z])[mM]{1,2}(?:[^a-zA-Z]|$)")
_LARGEST_DAY = 2_958_465  # 31 December 9999


class Pattern(NamedTuple):
    """One section of a format: what stands around the digits, and how many of them."""

    before: str
    after: str
    digits: bool
    least: int  # digits before the point
    decimals: int
    optional: int  # decimals that are left out when they are zeros
    thousands: bool
    percent: bool


def display(value: float, code: str, epoch_1904: bool = False) -> str:
    """``value`` as a sheet shows it under the format ``code``."""
    sections = _sections(code)
    plain = _literals(sections[0])
    if not code or code.lower() == GENERAL.lower() or "@" in plain or "E+" in code.upper() or "/?" in code:
        return general(value)
    if _DATE.search(plain):
        return _date(value, sections[0], epoch_1904)
    section, signed = _section(value, sections)
    pattern = _pattern(section)
    if not pattern.digits:
        return pattern.before if pattern.before or not section.lower().startswith("general") else general(value)
    number = _number(abs(value) if signed else value, pattern)
    sign = "-" if number.startswith("-") else ""
    return f"{sign}{pattern.before}{number[len(sign) :]}{pattern.after}".strip()


def general(value: float) -> str:
    """A number without a format: whole ones without a point, no exponents."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.15g}"
    return format(Decimal(text), "f") if "e" in text else text


def _sections(code: str) -> list[str]:
    """Formats for positive and negative numbers and zero, divided by semicolons outside of quotes."""
    return re.findall(r'(?:"[^"]*"|\\.|[^;"])+|(?<=;)(?=;)', code) or [code]


def _literals(section: str) -> str:
    """The section without what is in quotes, brackets or escaped."""
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].', "", section)


def _section(value: float, sections: list[str]) -> tuple[str, bool]:
    """The section for this number, and whether it brings its own sign."""
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


@lru_cache(maxsize=256)
def _pattern(section: str) -> Pattern:
    texts = ["", ""]
    digits = ""
    percent = False
    for quoted, escaped, letters, places, other in _TOKEN.findall(section):
        if places:
            digits += places
            continue
        percent = percent or other in ("%", "％")
        texts[bool(digits)] += quoted or escaped or letters or other
    whole, _, decimals = digits.partition(".")
    return Pattern(
        texts[0].strip(),
        texts[1].strip(),
        any(place in digits for place in "0#?"),
        whole.count("0"),
        sum(decimals.count(place) for place in "0#?"),
        decimals.count("#"),
        "," in whole.rstrip(","),
        percent,
    )


def _number(value: float, pattern: Pattern) -> str:
    exact = Decimal(repr(value)) * (100 if pattern.percent else 1)
    try:
        exact = exact.quantize(Decimal(1).scaleb(-pattern.decimals), ROUND_HALF_UP)
    except InvalidOperation:
        return general(value)
    sign, text = "-" if exact < 0 else "", format(abs(exact), ",f" if pattern.thousands else "f")
    for _ in range(pattern.optional):
        text = text[:-1] if "." in text and text.endswith("0") else text
    text = text.rstrip(".") if "." in text else text
    if not pattern.thousands:
        whole, point, rest = text.partition(".")
        text = whole.zfill(pattern.least) + point + rest
    return sign + text


def _date(value: float, section: str, epoch_1904: bool) -> str:
    if not 0 <= value <= _LARGEST_DAY:
        return general(value)
    first = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)
    try:
        day = first + timedelta(days=value)
    except OverflowError:
        return general(value)
    pieces: list[str] = []
    last = ""
    for quoted, escaped, letters, places, other in _TOKEN.findall(section):
        if letters:
            key = letters[0].lower()
            pieces.append(_part(day, "minute" if key == "m" and last in ("h", "s") else key, len(letters)))
            last = key
        else:
            pieces.append(quoted or escaped or places or (other if other not in ";@" else ""))
    return "".join(pieces).strip()


def _part(day: datetime, key: str, width: int) -> str:
    if key == "y":
        return f"{day.year % 100:02d}" if width <= 2 else str(day.year)
    number = {"m": day.month, "d": day.day, "h": day.hour, "minute": day.minute, "s": day.second}[key]
    return f"{number:02d}" if width == 2 else str(number)
