"""Consultations in the prose differ from the sum of their channels: in person, by telephone, online."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gouji.model import Basis, Case, Text
from gouji.operators import lists
from gouji.rule import Example, Outcome, Rule

WAYS = frozenset(("consultations.in_person", "consultations.phone", "consultations.online"))


def check(case: Case) -> Iterator[Outcome]:
    """A list that names all three ways is complete, whatever word it begins with."""
    parts = tuple(replace(each, closed=each.closed or set(each.members) >= WAYS) for each in case.report.parts)
    whole = replace(case, report=replace(case.report, parts=parts))
    return lists.check(whole, lambda each: (each.indicator or "").startswith("consultations"))


RULE = Rule(
    code="ARI-16",
    name="consultations-sum",
    family="arithmetic",
    severity="warning",
    title=Text(
        "咨询总数与各方式之和不符",
        "Consultations are not the sum of their channels",
    ),
    why=Text(
        "受理咨询总数应等于现场、电话、网络等各方式之和。",
        "Consultations are the sum of those in person, by telephone and online.",
    ),
    message=Text(
        "{name} {total}，而各方式相加为 {expected}（{list}），{relation} {difference}。请核对总数或各方式的数。",
        (
            "{name} {total}, but the channels add up to {expected} ({list}), {relation} {difference}. "
            "Check the total or the channels."
        ),
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example(
            "ok",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n受理市民咨询60人次，其中电话咨询40人次、现场咨询15人次、网络咨询5人次。",
            year=2017,
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n受理市民咨询60人次，其中电话咨询50人次、现场咨询15人次、网络咨询5人次。",
            year=2017,
            hits=1,
            says="70",
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n全年接受咨询62次，其中：现场咨询30次；电话咨询20次；网络咨询10次。",
            year=2017,
            hits=1,
            says="少 2",
        ),
        Example(
            "undecidable",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n受理市民咨询60人次，其中电话咨询40人次、现场咨询15人次。",
            year=2017,
        ),
    ),
)
