"""FMT-04: a count has decimals or thousands separators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.operators.forms import first_places
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.text import squash
from gouji.vocabulary import label, vocabulary

_SEPARATED = re.compile(r"\d,\d{3}")
NAMED = 4
SEPARATORS = Text(
    "有{count}格用了千位分隔符：{cells}。请直接写数字，便于读取和汇总。",
    "{count} cells use thousands separators: {cells}. Plain digits are easier to read in and add up.",
)


def check(case: Case) -> Iterator[Outcome]:
    facts = [fact for fact in case.report.facts if fact.origin == "table" and fact.value is not None]
    if not facts:
        yield NotApplicable(Text("表格中没有数字", "no table figures"))
        return
    for fact in facts:
        if _is_count(fact) and fact.value is not None and fact.value % 1:
            yield Hit(
                key=":".join(part for part in fact.key if part),
                args={"label": label(fact.indicator, fact.applicant, fact.item), "raw": squash(fact.raw)},
                facts=(fact,),
                actual=fact.value,
            )
    yield from _separators(facts)
    yield Passed()


def _is_count(fact: Fact) -> bool:
    kind = vocabulary()[fact.indicator].kind if fact.indicator in vocabulary() else "count"
    return kind in ("count", "people") and "元" not in fact.unit


def _separators(facts: list[Fact]) -> Iterator[Hit]:
    found = [fact for fact in facts if _SEPARATED.search(squash(fact.raw))]
    if found:
        names = [(label(fact.indicator, fact.applicant, fact.item), squash(fact.raw)) for fact in found[:NAMED]]
        yield Hit(
            key="separators",
            args={
                "count": len(found),
                "cells": Text(
                    "、".join(f"{n.zh}“{r}”" for n, r in names), ", ".join(f"{n.en} “{r}”" for n, r in names)
                ),
            },
            places=first_places(fact.place for fact in found),
            severity="notice",
            message=SEPARATORS,
        )


RULE = Rule(
    code="FMT-04",
    name="separated-count",
    family="format",
    severity="warning",
    title=Text("件数带小数或千位分隔符", "A count with decimals or separators"),
    why=Text(
        "件、次、条、人只能是整数，出现小数多半是单位用错（如把万元填进件数）或小数点误植。千位分隔符只作提示。",
        "Items, times and people are whole numbers; decimals mostly mean a wrong unit or a slip. Thousands separators "
        "only give a notice.",
    ),
    message=Text(
        "“{label}”填的是“{raw}”，件数应为整数。请核对数字和单位。",
        "“{label}” reads “{raw}”; a count is a whole number. Please check the figure and its unit.",
    ),
    basis=(Basis("practice"), Basis("logic")),
    check=check,
    examples=(
        Example("ok", facts={"penalties.decisions": "1253", "charges.amount": "190.4896"}),
        Example("bad", facts={"penalties.decisions": "12.5"}, hits=1, says="整数"),
        Example("bad", facts={"penalties.decisions": "1,253"}, hits=1, says="千位分隔符"),
        Example("skip", "一、总体情况\n平稳。"),
    ),
)
