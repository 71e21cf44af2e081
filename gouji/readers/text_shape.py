"""What a piece of a text line looks like: a figure, the label of a row or column, or something else."""

from __future__ import annotations

import re

LONGEST = 80  # characters of a label

_NUMBER = r"[+-]{0,2}(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?:{_NUMBER}(?<=\d)(?:(?![年月日号])[一-龥%‰]){{0,3}}|[-/\\_~.*—]{{1,4}}|无|没有|暂无|未发生)(?:[(（\[*].*)?"
)
_WIDE = {0xFF01 + i: chr(0x21 + i) for i in range(0x5E)} | {ord(dash): "-" for dash in "－–−─‐‑﹣"}
_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(r"[。；;？?！!|｜\t]|[，,：:]$|^(?:\[image|!\[)")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_COMMA = re.compile(r"[，,]")
_UNITS = frozenset(
    [
        "条",
        "件",
        "次",
        "篇",
        "个",
        "人",
        "项",
        "万元",
        "元",
        "人次",
        "件次",
        "条次",
        "场次",
        "份",
        "期",
        "场",
        "家",
        "户",
        "册",
        "万人次",
        "批次",
        "%",
    ]
)
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]")
_POINT = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）]")


def is_figure(text: str) -> bool:
    """A number with or without a unit and a remark, a dash or 无; also ideographic blanks, which are a blank cell."""
    if len(text) > 40:
        return False
    plain = _SPACE.sub("", text.translate(_WIDE))
    return not plain or bool(_FIGURE.fullmatch(plain))


def is_label(text: str) -> bool:
    """Short, and no sentence or part of one: commas stand only in brackets, and in lists of things."""
    text = text.strip()
    if not text or len(text) > LONGEST or _SENTENCE.search(text):
        return False
    return len(_COMMA.findall(_BRACKETS.sub("", text))) < 2


def is_unit(text: str) -> bool:
    """Whether a cell holds nothing but a unit."""
    return text.strip() in _UNITS


def is_heading(text: str) -> bool:
    """Whether a line is numbered as the sections of a report are: ``三、``."""
    return bool(_HEADING.match(text.strip()))


def is_remark(text: str) -> bool:
    """Whether a piece is a remark in brackets that belongs to the label before it: ``（不同渠道…）``."""
    text = text.strip()
    return text[:1] in ("（", "(") and not _POINT.match(text)
