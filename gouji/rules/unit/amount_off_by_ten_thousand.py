"""UNT-03: an amount is some ten thousand times that of the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import plain
from gouji.operators import history, samples
from gouji.operators.figures import Figures, amount
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.vocabulary import label, vocabulary

LOW, HIGH = Decimal(5000), Decimal(20000)


def check(case: Case) -> Iterator[Outcome]:
    earlier = history.last_year(case)
    if isinstance(earlier, NotApplicable):
        yield earlier
        return
    figures = Figures.of(case.report)
    for indicator, known in vocabulary().items():
        now, before = figures.total(indicator), earlier.figures.total(indicator)
        if known.kind != "amount" or not now or not before or not amount(now) or not amount(before):
            continue
        ratio = amount(now) / amount(before)
        slipped = LOW <= ratio <= HIGH or LOW <= 1 / ratio <= HIGH
        yield _hit(now, before) if slipped else Passed(indicator)


def _hit(now: Fact, before: Fact) -> Hit:
    args: dict[str, Argument] = {"name": label(now.indicator), "now": _told(now), "before": _told(before)}
    return Hit(now.indicator, args, (now,))


def _told(cell: Fact) -> str:
    return f"{plain(cell.value or Decimal(0))}{cell.unit}"


BEFORE = samples.audit(2019, {"procurement.amount": "31.5"}, template="format-2019")

RULE = Rule(
    code="UNT-03",
    name="amount-off-by-ten-thousand",
    family="unit",
    severity="warning",
    title=Text("金额与上年相差约一万倍", "An amount some ten thousand times that of last year"),
    why=Text(
        "金额比上年大（或小）一万倍左右，多半是把元填进了以万元为单位的栏，或者相反。没有上年审核结果时不判断。",
        "An amount that is some ten thousand times larger or smaller than last year mostly has yuan in a column of "
        "ten thousand yuan, or the reverse. Without last year's audit nothing is said.",
    ),
    message=Text(
        "{name}为{now}，上年为{before}，相差约一万倍。请核对单位是“元”还是“万元”。",
        "{name} is {now}; last year it was {before}, a factor of about ten thousand. Please check whether the unit is "
        "yuan or ten thousand yuan.",
    ),
    basis=(Basis("practice"),),
    check=check,
    needs=("year",),
    tolerance=Text("5000至20000倍", "a factor from 5,000 to 20,000"),
    examples=(
        Example("ok", facts={"procurement.amount": "318.6"}, template="format-2019", year=2020, previous=(BEFORE,)),
        Example(
            "bad",
            facts={"procurement.amount": "318000"},
            template="format-2019",
            year=2020,
            previous=(BEFORE,),
            hits=1,
            says="上年为31.5万元",
        ),
        Example("skip", facts={"procurement.amount": "318000"}, template="format-2019", year=2020),
    ),
)
