"""Who reports: the agency's name as the document gives it, completed as far as the document allows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gouji.identity.dates import YEAR
from gouji.model import AgencyKind
from gouji.text import squash

_TOWNSHIP = re.compile(
    r"(?:(?:镇|乡|苏木)(?:人民政府|政府)?|街道(?:办事处|办|党工委)?|(?:社区|地区|街)办事处|(?:镇|乡)(?:党政)?办公室)$"
)
_GOVERNMENT = re.compile(r"(?:人民政府|(?:省|市|区|县|州|旗|盟)政府)$")
_REGION_ONLY = re.compile(r"(?:[一-鿿]{1,6}(?:省|自治区|市|州|盟))?[一-鿿]{1,6}(?:省|自治区|市|区|县|州|旗|盟)")
_DEPARTMENT = re.compile(
    r"(?:局|厅|委|委员会|办|办公室|中心|支队|总队|大队|学院|大学|学校|医院|集团|公司|研究院|馆|站|所|院|社|会|海关|银行"
    r"|处|部|署|队|科|团|检察院|法院|电视台|管理区|开发区|园区|管委会)$"
)
# Where a name ends in running text; shorter than what a name may end in.
_END = r"(?:人民政府|街道办事处|办事处|管理委员会|管委会|委员会|办公室|局|厅|中心|街道|镇|乡|院|支队|总队|大队|档案馆)"
_NAME = rf"[^\s,。;:、()《》\"\d]{{2,30}}?{_END}(?![市县区人民街办委局政])"
_S = r"\s{0,4}"  # bounded, so that a long run of blanks cannot make matching slow
_BY = re.compile(rf"由{_S}({_NAME}){_S}(?:负责|组织|汇总|牵头)*编(?:制|写)")
_FILLED = re.compile(
    rf"(?:填报|报送|编制|报告|填表)(?:单位|机关){_S}(?:\([^)]{{0,6}}\))?[ ]*:[ ]*([^\s,。;:、()《》\d]{{3,30}})"
)
_CONTACT = re.compile(rf"(?:请|可)(?:直接)?(?:与|向|联系|致电){_S}({_NAME}){_S}(?:联系|咨询|反映|\()")
_OF_TABLE = "信息公开情况统计表"
_TABLE_TITLE = re.compile(rf"([^\s,。;:、()《》\d]{{3,30}}?)(?:20\d\d年度?)?(?:政府|政务){_OF_TABLE}")
_BEFORE_TABLE = 38  # characters that this may match before the words that it ends in
_SOURCE = re.compile(
    rf"(?:信息来源|来源|发布机构|发文单位|公开单位|制发机关|发布单位){_S}:{_S}([^\s,。;:、()《》\d]{{3,30}})"
)
_OPENING = re.compile(rf"{_S}{YEAR}{_S}年{_S}度?{_S}(?:以来)?{_S},?{_S}(?:在[^,。]{{2,40}},)?{_S}({_NAME})")
_OFFICE = re.compile(r"(?:政府信息.*|政务公开.*|信息公开.*|办公室|综合科|党政办(?:公室)?|行政科)$")
_NOT_A_NAME = re.compile(r"^(?:我|本|各|全|在|按|根据|为|以|对|由|被|该|其|上级|相关|有关|深入|认真|坚持|围绕|按照)")
_LEVEL = "区县市省州旗盟"
_REGION = re.compile(rf"(?<![一-鿿])((?!我|全|各|本|该|社|小|辖|市|地|园|城)[一-鿿]{{1,5}}?[{_LEVEL}])")
_PREPOSITIONS = "由对向与和及为在按据是经《将从到"
_OURS = (
    (re.compile(r"我(?:镇|乡|街道|街|苏木)"), "township"),
    (re.compile(r"我(?:局|委|厅|办|中心|院|馆|站|队|所|处|校)"), "department"),
    (re.compile(r"我(?:省|市|区|县|州|旗)"), "government"),
)  # fmt: skip
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed at ``start`` to ``end`` of the folded text."""

    printed: str
    start: int
    end: int


def kind_of(name: str, folded: str = "") -> AgencyKind | None:
    """What kind of body a name is; 我局, 我镇 in the text help where the name does not tell."""
    name = squash(name)
    if _TOWNSHIP.search(name):
        return "township"
    if _GOVERNMENT.search(name):
        return "government"
    if _DEPARTMENT.search(name):
        return "department"
    if _REGION_ONLY.fullmatch(name):
        return "government"
    said: Counter[AgencyKind] = Counter()
    for pattern, kind in _OURS:
        said[kind] = len(pattern.findall(folded))  # type: ignore[index]
    best, times = said.most_common(1)[0]
    return best if times >= 2 else None


def is_name(text: str) -> bool:
    """Whether a short text can be an agency's name."""
    name = squash(text)
    ends = _TOWNSHIP.search(name) or _GOVERNMENT.search(name) or _DEPARTMENT.search(name)
    return 3 <= len(name) <= LONGEST and bool(ends) and not _NOT_A_NAME.match(name) and "的" not in name


def in_text(folded: str, openings: list[tuple[int, str]]) -> Name | None:
    """The best name in running text: 由…编制, the filling unit, the table's title, the contact line, the opening."""
    for pattern in (_BY, _FILLED, _TABLE_TITLE, _CONTACT):
        found = _in_table_title(folded) if pattern is _TABLE_TITLE else pattern.search(folded)
        name = _checked(found, 0, strip_office=pattern in (_BY, _CONTACT)) if found else None
        if name:
            return name
    for start, line in openings:
        found = _OPENING.match(line)
        name = _checked(found, start, strip_office=False) if found else None
        if name:
            return name
    found = _SOURCE.search(folded[:2000])
    return _checked(found, 0, strip_office=False) if found else None


def _in_table_title(folded: str) -> re.Match[str] | None:
    """Looked for around its last words only: nearly every character of a text could begin a name."""
    at = folded.find(_OF_TABLE)
    while at >= 0:
        end = at + len(_OF_TABLE)
        found = _TABLE_TITLE.search(folded, max(0, at - _BEFORE_TABLE), end)
        if found:
            return found
        at = folded.find(_OF_TABLE, end)
    return None


def _checked(found: re.Match[str], offset: int, *, strip_office: bool) -> Name | None:
    printed = found[1]
    if strip_office:
        shorter = _OFFICE.sub("", printed)
        if is_name(shorter) or _REGION_ONLY.fullmatch(squash(shorter)):
            printed = shorter
    if not is_name(printed):
        return None
    start = offset + found.start(1)
    return Name(printed, start, start + len(printed))


def _before(name: str, folded: str) -> Iterable[str]:
    """The two to nine characters of a word that run into ``name``, each word once."""
    found: dict[int, str] = {}
    at = folded.find(name)
    while at >= 0:
        start = at
        while start and at - start <= 9 and "一" <= folded[start - 1] <= "鿿":
            start -= 1
        if 2 <= at - start <= 9:
            found[start] = folded[start:at]
        at = folded.find(name, at + 1)
    return found.values()


def completed(name: str, folded: str) -> str:
    """``name`` with the place that the document puts before it: 区水务局 becomes 云溪区水务局."""
    name = squash(name)
    if not name or name[0] not in _LEVEL or len(name) < 3:
        return name
    direct = Counter(
        before.lstrip(_PREPOSITIONS) for before in _before(name, folded) if len(before.lstrip(_PREPOSITIONS)) >= 2
    )
    if direct:
        return direct.most_common(1)[0][0] + name
    regions = Counter(found[1] for found in _REGION.finditer(folded) if found[1][-1] == name[0])
    best = regions.most_common(1)
    return best[0][0] + name[1:] if best and best[0][1] >= 2 else name
