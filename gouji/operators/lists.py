"""Judge lists of the prose: a stated total against the parts that follow it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from gouji.model import Case, Parts, Report, Text
from gouji.numbers import plain
from gouji.operators.figures import relations
from gouji.rule import Hit, NotApplicable, Outcome, Passed, Undecidable
from gouji.vocabulary import label

# Sums of the form itself that are also tried on the prose: their own rules answer for them.
FORM_CODES = ("ARI-06", "ARI-07", "ARI-08", "ARI-09", "ARI-10", "ARI-11", "ARI-12")
OVERLAPPING = ("disclosure.channel",)  # one item may appear in several channels
MORE, LESS = Text("多出", "too much by"), Text("少", "short by")


def check(case: Case, wanted: Callable[[Parts], bool]) -> Iterator[Outcome]:
    """One outcome per wanted list that no relation of the form covers."""
    seen = False
    for parts in case.report.parts:
        if wanted(parts) and not _covered(case.report, parts):
            seen = True
            yield _judge(parts)
    if not seen:
        yield NotApplicable(Text("正文没有“总数＋分项”的表述", "the prose states no total with its parts"))


def _covered(report: Report, parts: Parts) -> bool:
    if len(parts.members) < len(parts.parts):
        return False
    for code in FORM_CODES:
        for relation in relations(report, code):
            known = {term.indicator for term in relation.right}
            if parts.indicator == relation.left[0].indicator and set(parts.members) <= known:
                return True
    return False


def _judge(parts: Parts) -> Outcome:
    numbers = [number for _, number in parts.parts]
    total, added = parts.total.value, sum((number.value for number in numbers), Decimal(0))
    key = f"{parts.indicator or parts.label}:{plain(total)}"
    if any(number.approximate for number in (parts.total, *numbers)):
        return Undecidable(Text("所列数字为概数", "the list holds approximate figures"))
    if added == total:
        return Passed(key)
    if parts.overlap or any(member.startswith(OVERLAPPING) for member in parts.members):
        exceeds = any(number.value > total for number in numbers)
        return (
            _hit(parts, key, added)
            if exceeds and not parts.overlap
            else Undecidable(Text("各项可能重复统计", "parts may overlap"))
        )
    if added < total and not parts.closed:
        return Undecidable(Text("所列各项未必穷尽", "the list need not be complete"))
    return _hit(parts, key, added)


def _called(parts: Parts) -> Text:
    """What the list is about: the indicator where it is known, else the words of the prose."""
    if parts.indicator:
        return Text(parts.label or label(parts.indicator).zh, label(parts.indicator).en)
    return Text(parts.label, f"“{parts.label}”")


def _hit(parts: Parts, key: str, added: Decimal) -> Hit:
    listed = " + ".join(f"{name} {plain(number.value)}" for name, number in parts.parts)
    return Hit(
        key,
        {
            "name": _called(parts),
            "total": parts.total.raw,
            "list": listed,
            "relation": MORE if added > parts.total.value else LESS,
        },
        places=(parts.place, parts.total.place, *(number.place for _, number in parts.parts)),
        actual=parts.total.value,
        expected=added,
        suggestion=Text(
            f"如各项无误，总数{'应为' if parts.closed else '不应小于'} {plain(added)}；如总数无误，请逐项核对。",
            f"If the parts are right, the total should {'read' if parts.closed else 'be at least'} {plain(added)}; "
            "if the total is, check the parts one by one.",
        ),
    )
