"""The indicators of vocabulary.yaml: keys, labels, units, and the phrases by which prose names them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from gouji.data import load, strict
from gouji.model import Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """One kind of figure, independent of any form. ``says`` are the phrases that name it in prose,
    ``then`` those that do so only behind another figure of the family (制发规范性文件5件，废止2件), ``none`` those by
    which prose denies it (没有发生行政诉讼); ``part_of`` is the whole that it is counted in."""

    key: str
    label: Text
    unit: str
    kind: Literal["count", "amount", "people", "share"]
    says: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    part_of: str | None = None


@cache
def vocabulary() -> dict[str, Indicator]:
    """Every indicator by key, in the order of vocabulary.yaml."""
    found = {}
    for key, entry in load("vocabulary.yaml").items():
        strict(entry, {"zh", "en", "unit", "kind"}, {"says", "none", "then", "part_of"}, f"vocabulary.yaml: {key}")
        label = Text(entry["zh"], entry["en"])
        says, none, then = (tuple(entry.get(name, ())) for name in ("says", "none", "then"))
        found[key] = Indicator(key, label, entry["unit"], entry["kind"], says, none, then, entry.get("part_of"))
    for indicator in found.values():
        if indicator.part_of and indicator.part_of not in found:
            raise ValueError(f"vocabulary.yaml: {indicator.key} is part of {indicator.part_of}, which is not there")
    return found


APPLICANTS = {
    "natural_person": Text("自然人", "natural persons"),
    "enterprise": Text("商业企业", "commercial enterprises"),
    "research": Text("科研机构", "research institutions"),
    "public_welfare": Text("社会公益组织", "public-welfare organisations"),
    "legal_service": Text("法律服务机构", "legal service institutions"),
    "other_organization": Text("其他组织", "other organisations"),
    "total": Text("总计", "total"),
}


def label(indicator: str, applicant: str | None = None, item: str | None = None) -> Text:
    """How people call one figure: 不予公开—自然人."""
    base = vocabulary()[indicator].label
    zh, en = base.zh, f"{base.en[0].lower()}{base.en[1:]}"  # it stands inside a sentence
    if item:
        zh, en = f"{zh}（{item}）", f"{en} ({item})"
    if applicant and applicant != "total":
        zh, en = f"{zh}（{APPLICANTS[applicant].zh}）", f"{en} ({APPLICANTS[applicant].en})"
    return Text(zh, en)
