"""PLA-01: a figure is more than ten times, or less than a tenth of, last year's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.model import Basis, Case, Fact, Report, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures, amount
from gouji.operators.history import MOVED, NOTHING, last_year, reform
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.vocabulary import label, vocabulary

BASE = 20  # last year's figure below which any ratio is chance
TIMES = 10
# Rows that move with another one: they would say the same again.
FOLLOWING = ("outcomes.", "requests.carried_", "requests.closed", "review.", "litigation.", "disclosure.channel.")
OWN = ("review.total", "litigation.direct.total", "litigation.after_review.total")
NO_PAIR = Text(
    f"两个年度没有都填写的、上年不小于{BASE}的数字", f"no figure of at least {BASE} last year is stated in both years"
)


def check(case: Case) -> Iterator[Outcome]:
    last = last_year(case)
    if isinstance(last, NotApplicable):
        yield last
        return
    figures = Figures.of(case.report)
    seen = False
    for indicator in dict.fromkeys(fact.indicator for fact in case.report.facts if fact.origin != "narrative"):
        now, then = figures.total(indicator), last.figures.total(indicator)
        if not _wanted(indicator) or not now or not then or now.value is None or then.value is None:
            continue
        if then.value < BASE:
            continue
        seen = True
        jumps = amount(now) > amount(then) * TIMES or amount(now) * TIMES < amount(then)
        yield _hit(case, now, then) if jumps else Passed(indicator)
    if not seen:
        yield NotApplicable(NO_PAIR)


def _wanted(indicator: str) -> bool:
    """Counts that stand for themselves; amounts are compared by UNT-03, which knows about 元 and 万元."""
    if vocabulary()[indicator].kind not in ("count", "people") or ".items_" in indicator:
        return False
    return indicator in OWN or not indicator.startswith(FOLLOWING)


def _hit(case: Case, now: Fact, then: Fact) -> Hit:
    before, after = amount(then), amount(now)
    name = label(now.indicator)
    return Hit(
        now.indicator,
        {
            "name": name,
            "year": (case.report.year or 0) - 1,
            "before": plain(before),
            "after": plain(after),
            "ratio": _ratio(before, after),
            "reform": MOVED if reform(case) else NOTHING,
        },
        (now,),
        severity="notice" if _explained(case.report, now.indicator) else None,
    )


def _ratio(before: Decimal, after: Decimal) -> Text:
    if after == 0:
        return Text("降为零", "down to nothing")
    times = plain((after / before if after > before else before / after).quantize(Decimal(1)))
    if after > before:
        return Text(f"约为上年的{times}倍", f"about {times} times as much")
    return Text(f"约为上年的{times}分之一", f"about one {times}th")


def _explained(report: Report, indicator: str) -> bool:
    """Whether the prose speaks of the change itself."""
    return any(change.indicator == indicator for change in report.changes)


def _year(decisions: str) -> dict[str, object]:
    return audit(2021, {"licensing.decisions": decisions})


RULE = Rule(
    code="PLA-01",
    name="jump-between-years",
    family="plausibility",
    severity="warning",
    title=Text("与上年相比增减十倍以上", "A figure jumps tenfold between years"),
    why=Text(
        "同一单位的业务量一般不会一年之间增减十倍。常见原因是口径变了、多打或漏打了一位数、填错了行。",
        "The work of a body seldom grows or shrinks tenfold in a year. Usually the scope changed, a digit was added "
        "or lost, or the figure stands in the wrong row.",
    ),
    message=Text(
        "{name}：{year}年度报告为{before}，本年为{after}，{ratio}。请核实；数字无误的，请在报告中说明原因。{reform}",
        "{name}: {before} in the {year} report, {after} now, {ratio}. Please verify; if it is right, let the report "
        "say why.{reform}",
    ),
    basis=(Basis("practice"),),
    check=check,
    needs=("year",),
    tolerance=Text(
        f"上年数不小于{BASE}，且增减超过{TIMES}倍",
        f"last year's figure is at least {BASE} and the ratio above {TIMES}",
    ),
    examples=(
        Example(
            "ok", facts={"licensing.decisions": "1400"}, template="format-2021", year=2022, previous=(_year("160"),)
        ),
        Example(
            "bad",
            facts={"licensing.decisions": "9400"},
            template="format-2021",
            year=2022,
            previous=(_year("550"),),
            hits=1,
            says="约为上年的17倍",
        ),
        Example(
            "bad",
            facts={"licensing.decisions": "0"},
            template="format-2021",
            year=2022,
            previous=(_year("550"),),
            hits=1,
            says="降为零",
        ),
        Example(
            "skip", facts={"licensing.decisions": "40"}, template="format-2021", year=2022, previous=(_year("3"),)
        ),
        Example("skip", facts={"licensing.decisions": "40"}, template="format-2021", year=2022),
    ),
)
