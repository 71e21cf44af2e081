"""PLA-07: suits without reconsideration beside refusals, since refusals must go to reconsideration first."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.law import instrument
from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures, count
from gouji.operators.history import last_year
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

LAW = "reconsideration-law-2023"
EARLIER = Text(
    "2024年以前对不予公开不服的，可以直接起诉",
    "before 2024, a refusal could be taken to court without reconsideration",
)
NO_SUIT = Text("没有未经复议直接起诉的案件，或没有不予公开的答复", "no suits without reconsideration, or no refusals")


def check(case: Case) -> Iterator[Outcome]:
    since = instrument(LAW).in_force
    if since is None or (case.report.year or 0) < since.year:
        yield NotApplicable(EARLIER)
        return
    figures = Figures.of(case.report)
    suits = figures.table("litigation.direct.total")
    refused = _refused(case, figures)
    if suits is None or count(suits) == 0 or not refused:
        yield NotApplicable(NO_SUIT)
    elif count(suits) <= _pending(case):
        yield Passed()  # filed before
    else:
        number = sum((count(fact) for fact in refused), Decimal(0))
        yield Hit(
            "litigation.direct.total",
            {"suits": plain(count(suits)), "refused": plain(number)},
            (suits, *refused),
        )


def _refused(case: Case, figures: Figures) -> list[Fact]:
    indicators = dict.fromkeys(f.indicator for f in case.report.facts if f.indicator.startswith("outcomes.refused."))
    cells = [figures.table(indicator, "total") for indicator in indicators]
    return [cell for cell in cells if cell and cell.value]


def _pending(case: Case) -> Decimal:
    """Direct suits that were pending at the end of last year, when that report is at hand."""
    last = last_year(case)
    fact = None if isinstance(last, NotApplicable) else last.figures.table("litigation.direct.pending")
    return count(fact) if fact else Decimal(0)


ROWS = {"litigation.direct.total": "2", "outcomes.refused.third_party_rights@total": "3"}

RULE = Rule(
    code="PLA-07",
    name="suit-without-review",
    family="plausibility",
    severity="notice",
    title=Text("有不予公开的答复，又有未经复议直接起诉", "Refusals, and suits without reconsideration"),
    why=Text(
        "自2024年1月1日起，对不予公开不服的，应先申请行政复议，对复议决定不服才能起诉（复议前置）。此后新的“未经复议直接起诉”"
        "只应针对不予公开以外的情形，或是以前年度起诉的案件。",
        "Since 1 January 2024 a refusal must go to reconsideration before it can go to court. New suits without "
        "reconsideration can only be about something else, or were filed earlier.",
    ),
    message=Text(
        "本年有不予公开答复{refused}件，另有未经复议直接起诉{suits}件。请核对这些案件是否应计入“复议后起诉”，"
        "或并非针对不予公开。",
        "Requests refused: {refused}; suits counted as brought without reconsideration: {suits}. Check whether they "
        "belong under “after reconsideration”, or are not about refusals.",
    ),
    basis=(Basis(LAW, "第二十三条"),),
    check=check,
    needs=("year",),
    eras=("format-2021",),
    examples=(
        Example(
            "ok",
            facts=ROWS,
            template="format-2021",
            year=2024,
            previous=(audit(2023, {"litigation.direct.pending": "2"}),),
        ),
        Example("bad", facts=ROWS, template="format-2021", year=2024, hits=1, says="直接起诉2件"),
        Example("skip", facts=ROWS, template="format-2021", year=2023),
        Example("skip", facts={**ROWS, "litigation.direct.total": "0"}, template="format-2021", year=2024),
    ),
)
