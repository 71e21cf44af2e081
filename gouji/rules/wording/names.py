"""Where a report names itself, and whether two names are one body's.

A report names itself in its title, in the foreword (由…编制, …2023年度报告), in the contact line, in the head of the
statistical table and in the signature. Only these places are compared: elsewhere a report may name anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from gouji.model import Place, Report, Text
from gouji.once import once
from gouji.rules.wording.passages import Passage, passages
from gouji.text import rare, squash

Likeness = Literal["same", "variant", "other"]
_S = r"\s{0,4}"
_END = r"(?:人民政府|街道办事处|办事处|管理委员会|管委会|委员会|办公室|局|厅|中心|街道|镇|乡|支队|总队|大队|档案馆|委)"
_NAME = rf"[^\s,。;:、()《》\"\d]{{2,28}}?{_END}"
_YEAR = r"20\d\d年?度?"
_PLACES = (
    (
        "compiled",
        Text("前言", "the foreword"),
        rare(rf"由{_S}({_NAME}){_S}(?:负责|组织|汇总|牵头)*编(?:制|写)", "编制", "编写"),
    ),
    (
        "foreword",
        Text("前言", "the foreword"),
        rare(
            rf"(?:公布|发布|编制|是){_S}({_NAME})(?:的)?{_YEAR}(?:政府|政务)信息公开(?:工作)?(?:年度报告|年报)",
            *("信息公开年度报告", "信息公开年报", "信息公开工作年度报告", "信息公开工作年报"),
        ),
    ),
    (
        "contact",
        Text("联系方式", "the contact line"),
        rare(rf"请{_S}(?:直接)?(?:与|向|联系){_S}({_NAME}){_S}(?:联系|咨询|反映|\()", hint=rf"请{_S}[直与向联]"),
    ),
    (
        "filled",
        Text("填报单位", "the filling unit"),
        rare(
            rf"(?:填报|报送|编制)单位{_S}(?:\([^)]{{0,6}}\))?{_S}:{_S}({_NAME})\s*$",
            "填报单位",
            "报送单位",
            "编制单位",
        ),
    ),
    (
        "table",
        Text("统计表表题", "the table's title"),
        rare(
            rf"^(?:附件{_S}\d?{_S}:?)?{_S}({_NAME})(?:{_YEAR})?(?:政府|政务)信息公开情况统计表", "信息公开情况统计表"
        ),
    ),
)
_ALONE = re.compile(rf"\s*({_NAME})\s*")
_DATE = re.compile(r"\s*(?:20\d\d|二[〇零○O]).{3,12}[日月]\s*")
_OFFICE = re.compile(r"(?:党政(?:综合)?办(?:公室)?|综合办公室|政府信息.*|政务公开.*|信息公开.*|政府办|综合科|办公室)$")
_NOT_A_NAME = re.compile(r"^(?:我|本|各|全|该|其|上级|相关|有关|原|在|按|根据|为|以|对|被)|的|负责|部门和")
_REGION = re.compile(
    r"^(?:[一-鿿]{1,7}?(?:自治区|自治州|自治县|省|(?<!城)市(?![场容])|州|盟|区(?!域)|县(?!域)|旗))+(?=[一-鿿])"
)
_SMALL = re.compile(r"(?:政府|办事处)$")
_BODY = re.compile(rf"{_END}$|(?:政府|省|市|区|县|州|旗)$")
_LOOSE = re.compile(
    r"分局|分中心|开发区|园区|新区|高新|经开|管委会|管理委员会|派出"
)  # named in too many ways to judge
_LEVEL = re.compile(r"[省市州盟县区旗]")
_SUCCESSORS = (
    ("环境保护", "生态环境"), ("环保", "生态环境"), ("国土资源", "自然资源"), ("规划", "自然资源"),
    ("工商", "市场监督"), ("质量技术监督", "市场监督"), ("食品药品", "市场监督"), ("安全生产", "应急管理"),
    ("旅游", "文化"), ("体育", "教育"), ("法制", "司法"), ("物价", "发展"), ("粮食", "发展"), ("计划生育", "卫生"),
    ("建设", "住房"), ("房产", "住房"), ("畜牧", "农业"), ("扶贫", "乡村振兴"), ("乡村振兴", "农业"),
    ("政务服务", "行政审批"), ("政务服务", "数据"), ("科技", "工业"), ("经济", "工业"), ("招商", "商务"),
    ("执法", "城市管理"), ("民防", "人民防空"), ("地震", "应急管理"), ("机构编制", "编办"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place where the report names itself; ``where`` in words, ``kind`` as a key."""

    name: str
    kind: str
    where: Text
    place: Place


@once
def mentions(report: Report) -> tuple[Mention, ...]:
    """Every place at which the report names itself, but for its title."""
    return tuple(_mentions(report))


def _mentions(report: Report) -> Iterator[Mention]:
    signs = [sign for _, _, pattern in _PLACES for sign in pattern.signs]
    for passage in passages(report.document, *signs):
        for kind, where, pattern in _PLACES:
            for match in pattern.finditer(passage.text):
                if _is_name(squash(match[1])):
                    yield Mention(squash(match[1]), kind, where, passage.place(*match.span(1)))
    yield from _signature(list(passages(report.document)))


def _signature(found: list[Passage]) -> Iterator[Mention]:
    """A name alone in its line, right above the date at the end."""
    for above, below in pairwise(found[len(found) // 2 :]):
        name = _ALONE.fullmatch(above.text)
        if name and _DATE.fullmatch(below.text) and _is_name(squash(name[1])):
            yield Mention(squash(name[1]), "signature", Text("落款", "the signature"), above.place(*name.span(1)))


def _is_name(name: str) -> bool:
    """Whether a text names a body, and not just an office inside the one that reports (局办公室, 党政办公室)."""
    bare = _OFFICE.sub("", name)
    return not _NOT_A_NAME.search(name) and len(bare) > 2 and _BODY.search(bare) is not None


def likeness(own: str, other: str) -> Likeness:
    """Whether two names are one body's (云溪区水务局 and 青川市云溪区水务局), one that is worded in two ways or was
    renamed (发展改革委 and 发展和改革委员会), or two bodies. In doubt it is the second."""
    a, b = _bare(own), _bare(other)
    short, long = sorted((a, b), key=len)
    if not short or long.endswith(short):
        return "same"
    (place, body), (other_place, other_body) = _split(a), _split(b)
    near = not place or not other_place or _ends_alike(place, other_place)
    if near and body == other_body:
        return "same"
    loose = _LOOSE.search(a) or _LOOSE.search(b)
    return (
        "variant" if (loose and not _apart(place, other_place)) or (near and _related(body, other_body)) else "other"
    )


def _apart(a: str, b: str) -> bool:
    """Whether both names say where they are, and nothing of the one place is in the other."""
    cores = [[level for level in _LEVEL.split(place) if level] for place in (a, b)]
    return all(cores) and not any(core in b for core in cores[0]) and not any(core in a for core in cores[1])


def _bare(name: str) -> str:
    """Without the office that answers the telephone and the words that all governments share."""
    own = name.removeprefix("关于").removesuffix("关于")  # of a title
    shorter = _OFFICE.sub("", own)
    bare = (shorter if len(shorter) > 2 else own).replace("人民政府", "")
    return _SMALL.sub("", bare) or own


def _split(name: str) -> tuple[str, str]:
    region = _REGION.match(name)
    return (region[0], name[region.end() :]) if region else ("", name)


def _ends_alike(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return long.endswith(short)


def _related(a: str, b: str) -> bool:
    """One body with characters left out (发改委), with a similar name (机关事务管理局, 机关事务服务中心), or the
    successor of the other in a reform (环境保护局, 生态环境局)."""
    short, long = sorted((a, b), key=len)
    if any(old in x and new in y for old, new in _SUCCESSORS for x, y in ((a, b), (b, a))):
        return True
    if not short or short[0] != long[0]:
        return False
    rest = iter(long)
    return short[:2] == long[:2] or len(long) <= 3 or all(character in rest for character in short)
