"""Who asked: 自然人申请2件、商业企业申请1件 are parts of the figure that the list belongs to."""

from __future__ import annotations

import re
from functools import cache

from gouji.prose.paragraph import Item

_WORDS = {
    "natural_person": r"自然人|公民个人|公民|个人",
    "enterprise": r"商业企业|企业",
    "research": r"科研机构|科研院所",
    "public_welfare": r"社会公益组织|公益组织",
    "legal_service": r"(?:律师事务所等)?法律服务机构",
    "other_organization": r"其他组织",
}
_ASKED = r"(?:所)?(?:提出|提交|递交)?(?:的)?(?:政府信息公开|信息公开)?(?:申请)?(?:数量|总数|数)?"
_LINK = r"(?:的|有|共计|共|为|是|:|,(?=共|计))*"
# 公民、法人和其他组织, 自然人或企业: several kinds of applicants together are none of the form's columns.
_GROUP = re.compile(r"(?:公民|法人|自然人|个人|企业|机构|组织|单位|团体)(?:、|和|或者?|及|以及|与|等)+$")
_TYPES = re.compile(r"(?:以|均为|主要为?)$")
_HINT = re.compile(r"自然人|公民|个人|企业|机构|院所|组织")
_WIDE = 24


@cache
def _left() -> re.Pattern[str]:
    return re.compile(rf"(?:{_names()})(?:{_ASKED}){_LINK}$")


@cache
def _right() -> re.Pattern[str]:
    lead = r"(?:申请)?(?:均|全部|都|皆)?(?:由|来自于?|系|属于|属|为|是)?"
    return re.compile(rf"{lead}(?:{_names()})(?:{_ASKED})(?=[,。;、:()占]|$)")


def _names() -> str:
    return "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())


def named(item: Item) -> tuple[str, int, int] | None:
    """The applicant that stands right beside a figure, with the span of the words."""
    text = item.paragraph.text
    floor = max(item.sentence.start, item.start - _WIDE)
    if not _HINT.search(text, floor, item.end + _WIDE):
        return None
    found = _left().search(text, floor, item.start)
    if found:
        return None if _together(text, found.start()) else (_who(found), found.start(), item.end)
    found = _right().match(text, item.end, min(len(text), item.end + _WIDE))
    return (_who(found), item.start, found.end()) if found else None


def _who(found: re.Match[str]) -> str:
    return next(name for name, words in found.groupdict().items() if words)


def _together(text: str, start: int) -> bool:
    """Whether the name is only the last of several."""
    before = text[max(0, start - 12) : start]
    return bool(_GROUP.search(before) or _TYPES.search(before))
