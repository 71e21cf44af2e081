"""FMT-03: a count bears a sign, or a change bears two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.text import squash
from gouji.vocabulary import label

_DOUBLE = re.compile(r"[+-]\s*[+-]\s*\d")
_SIGNED = re.compile(r"^[+-]\d")
DOUBLE = Text(
    "“{label}”填的是“{raw}”，有两个正负号，读不出是增是减。请改为一个符号。",
    "“{label}” reads “{raw}” with two signs, so that nobody can tell a rise from a fall. Please use one sign.",
)
PLUS = Text(
    "“{label}”填的是“{raw}”。这一格填数量，不填增减，请去掉加号；如果填的是增减数，请改填到相应的列。",
    "“{label}” reads “{raw}”. This cell takes a count, not a change: please drop the sign, or move the figure if it "
    "is a change.",
)


def check(case: Case) -> Iterator[Outcome]:
    facts = [fact for fact in case.report.facts if fact.origin == "table" and fact.value is not None]
    if not facts:
        yield NotApplicable(Text("表格中没有数字", "no table figures"))
        return
    for fact in facts:
        raw = squash(fact.raw)
        if raw.isdecimal():
            continue
        if _DOUBLE.search(raw):
            yield _hit(fact, raw, DOUBLE)
        elif _SIGNED.match(raw) and not _is_change(fact):
            plus = raw.startswith("+")
            yield _hit(fact, raw, PLUS if plus else None, soft=plus)
    yield Passed()


def _is_change(fact: Fact) -> bool:
    """The column 本年增/减 of the form of 2019 is the only one that takes a sign."""
    return fact.indicator.endswith("items_change")


def _hit(fact: Fact, raw: str, message: Text | None, *, soft: bool = False) -> Hit:
    name = label(fact.indicator, fact.applicant, fact.item)
    return Hit(
        key=":".join(part for part in fact.key if part),
        args={"label": name, "raw": raw},
        facts=(fact,),
        actual=fact.value,
        severity="warning" if soft else None,
        message=message,
    )


RULE = Rule(
    code="FMT-03",
    name="signed-count",
    family="format",
    severity="error",
    title=Text("数量带正负号", "A count bears a sign"),
    why=Text(
        "件数、次数、项数不会是负数；“本年增/减”只带一个符号。写错符号，汇总时会加成减。",
        "A count is never negative, and a change bears one sign; a wrong sign turns a sum into a difference.",
    ),
    message=Text(
        "“{label}”填的是“{raw}”，数量不能为负。请核对原始数据后改正。",
        "“{label}” reads “{raw}”; a count cannot be negative. Please check the record and correct it.",
    ),
    basis=(Basis("practice"), Basis("logic")),
    check=check,
    examples=(
        Example(
            "ok", facts={"penalties.items_change": "-7", "coercion.items_change": "+2", "penalties.decisions": "0"}
        ),
        Example("bad", facts={"penalties.items_change": "--253"}, hits=1, says="两个正负号"),
        Example("bad", facts={"penalties.decisions": "-3"}, hits=1, says="不能为负"),
        Example("bad", facts={"penalties.decisions": "+22"}, hits=1, says="加号"),
        Example("skip", "一、总体情况\n平稳。"),
    ),
)
