"""Whether a document is an annual report, or only speaks of one."""

from __future__ import annotations

import re

from gouji.identity.title import Title
from gouji.model import Document, Nature, Section
from gouji.text import rare, squash
from gouji.views import squashed

_REPORT = r"(?:信息|政务)公开.{0,12}(?:报告|年报)"
_NOTICE = re.compile(rf"(?:关于|转发).{{0,30}}{_REPORT}.{{0,20}}(?:通知|通报|函|方案)[》\"]?(?:\(.*\))?$")
_INTERPRETATION = re.compile(rf"{_REPORT}.{{0,6}}(?:解读|图解)|(?:解读|图解|一图读懂|一图看懂).{{0,40}}{_REPORT}")
_INTERPRETS = re.compile(r"(?:进行|作|做)如下解读|现(?:将|就).{0,40}解读如下|年报.{0,8}解读如下")
_SAMPLE = re.compile(rf"{_REPORT}.{{0,8}}(?:范文|模板|模版|样本|样式|格式|示范文本)(?:\(.*\))?$")
_SENTENCE = re.compile(r"。|根据|依据|按照|本报告")  # not a title, whatever it names
_BLANK_YEAR = re.compile(r"(?:20)?(?:[Xx×＊*_]{2,4}|XX)年")
_BLANK_NAME = rare(
    r"(?:[Xx×＊*_]{2,}|[○〇]{2,})(?:省|市|区|县|局|委|镇|乡|街道|人民政府|单位)",
    hint=r"[Xx×＊*_○〇](?:省|市|区|县|局|委|镇|乡|街道|人民政府|单位)",
)
_FORM_LABELS = (
    "统计指标",
    "政府信息公开情况统计表",
    "第二十条第(一)项",
    "第二十条第(五)项",
    "本年新收政府信息公开申请数量",
    "上年结转政府信息公开申请数量",
    "未经复议直接起诉",
    "主动公开政府信息数",
)
_SPECIFIC = {"proactive", "requests", "review", "fees"}
_ENOUGH = 5


def nature_of(
    document: Document,
    folded: str,
    lines: list[tuple[int, str]],
    parts: tuple[Section, ...],
    title: Title | None,
) -> Nature:
    """What the document is, judged by several signs at once."""
    top = [squash(line) for _, line in lines[:8] if len(line) <= 120]
    top = [line for line in (*top, squash(document.metadata.get("title", ""))) if not _SENTENCE.search(line)]
    if any(_NOTICE.search(line) for line in top):
        return "notice"
    tight = squash(folded) if "<" in folded else squashed(document)
    if any(_INTERPRETATION.search(line) for line in top if len(line) <= 80) or _INTERPRETS.search(tight[:1500]):
        return "interpretation"
    if _is_sample(top, tight, title):
        return "sample"
    return "annual_report" if _signs(tight, parts, title) >= _ENOUGH else "other"


def _is_sample(top: list[str], tight: str, title: Title | None) -> bool:
    if any(_SAMPLE.search(line) for line in top[:4] if len(line) <= 60):
        return True
    head = squash(title.text) if title else ""
    return bool(_BLANK_YEAR.search(head) or _BLANK_NAME.search(head)) or len(list(_BLANK_NAME.finditer(tight))) >= 6


def _signs(tight: str, parts: tuple[Section, ...], title: Title | None) -> int:
    """Points for an annual report. Without its title, its own headings or the form's labels nothing counts."""
    labels = sum(label in tight for label in _FORM_LABELS)
    specific = len({part.kind for part in parts} & _SPECIFIC)
    strong = (3 if title else 0) + (3 if labels >= 2 else 0) + min(3, specific) * (specific >= 2)
    if not strong:
        return 0
    phrases = ("主动公开", "依申请公开", "政府信息公开申请", "编制", "统计期限", "年度报告")
    weak = sum(phrase in tight for phrase in phrases) + (tight.count("信息公开") >= 4)
    return strong + weak
