"""PLA-06: all figures of the tables are multiples of ten."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.vocabulary import label, vocabulary

FEWEST = 6
MOST = 6
FEW = Text(f"不为零的数字少于{FEWEST}个", f"fewer than {FEWEST} figures above 0")


def check(case: Case) -> Iterator[Outcome]:
    counted = [fact for fact in _independent(case) if fact.value]
    if len(counted) < FEWEST:
        yield NotApplicable(FEW)
        return
    step = next((step for step in (100, 10) if all(not (fact.value or 0) % step for fact in counted)), None)
    if step is None:
        yield Passed()
        return
    names = [(label(fact.indicator), plain(fact.value)) for fact in counted[:MOST] if fact.value]
    zh, en = "、".join(f"{n.zh}{v}" for n, v in names), ", ".join(f"{n.en} {v}" for n, v in names)
    yield Hit("figures", {"count": len(counted), "step": step, "list": Text(zh, en)}, tuple(counted))


def _independent(case: Case) -> Iterator[Fact]:
    """One count for each row, without the totals that only repeat it."""
    figures = Figures.of(case.report)
    for indicator in dict.fromkeys(fact.indicator for fact in case.report.facts if fact.origin != "narrative"):
        fact = figures.total(indicator)
        if fact and not indicator.endswith(".total") and vocabulary()[indicator].kind in ("count", "people"):
            yield fact


ROWS = {
    "requests.received@total": "20",
    "outcomes.granted@total": "10",
    "outcomes.partial@total": "10",
    "licensing.decisions": "500",
    "penalties.decisions": "60",
}

RULE = Rule(
    code="PLA-06",
    name="round-figures",
    family="plausibility",
    severity="notice",
    title=Text("数字全是整十整百", "Every figure is a round one"),
    why=Text(
        "实际统计的数字不会都是整十、整百。全部如此，多半是估计数。",
        "Counted figures are not all multiples of ten. Where they are, they were most likely estimated.",
    ),
    message=Text(
        "表格中{count}个不为零的数字全是{step}的倍数（{list}），像是估计数。请按台账核实。",
        "All {count} figures above 0 in the tables are multiples of {step} ({list}): they look estimated. Please "
        "check them against the registers.",
    ),
    basis=(Basis("practice"),),
    check=check,
    tolerance=Text(f"少于{FEWEST}个不为零的数字时不判断", f"nothing is said of fewer than {FEWEST} figures above 0"),
    examples=(
        Example("ok", facts={**ROWS, "coercion.decisions": "3"}, template="format-2021"),
        Example("bad", facts={**ROWS, "coercion.decisions": "30"}, template="format-2021", hits=1, says="10的倍数"),
        Example("skip", facts=ROWS, template="format-2021"),
    ),
)
