"""XYR-06: cases that were pending at the end of last year reappear neither as decided nor as pending."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures, count
from gouji.operators.history import last_year
from gouji.operators.samples import audit
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule

BLOCKS = {
    "review": Text("行政复议", "Reconsideration"),
    "litigation.direct": Text("未经复议直接起诉", "Suits without reconsideration"),
    "litigation.after_review": Text("复议后起诉", "Suits after reconsideration"),
}
NO_ROW = Text("两个年度没有都填写复议诉讼表", "the two reports do not both have the table of reviews and suits")


def check(case: Case) -> Iterator[Outcome]:
    last = last_year(case)
    if isinstance(last, NotApplicable):
        yield last
        return
    figures = Figures.of(case.report)
    seen = False
    for block, name in BLOCKS.items():
        total, pending = figures.table(f"{block}.total"), last.figures.table(f"{block}.pending")
        if total is None or pending is None or total.value is None or pending.value is None:
            continue
        seen = True
        if count(total) >= count(pending):
            yield Passed(block)
        else:
            args: dict[str, Argument] = {"name": name, "year": last.report.year or 0, "pending": plain(count(pending))}
            yield Hit(
                block, {**args, "total": plain(count(total))}, (total,), actual=count(total), expected=count(pending)
            )
    if not seen:
        yield NotApplicable(NO_ROW)


BEFORE = (audit(2021, {"review.pending": "3"}),)

RULE = Rule(
    code="XYR-06",
    name="pending-cases-lost",
    family="cross-year",
    severity="notice",
    title=Text("上年尚未审结的案件本年没有下落", "Cases pending last year are not accounted for"),
    why=Text(
        "上年填“尚未审结”的复议、诉讼案件，本年或已有结果，或仍未审结，因此本年总计一般不少于上年尚未审结数。",
        "A case that was pending last year has a result now or is still pending, so this year's total is normally not "
        "below last year's pending cases.",
    ),
    message=Text(
        "{name}：{year}年度报告有{pending}件尚未审结，本年总计只有{total}件。请核对上年结转案件的结果是否已计入本年。",
        "{name}: pending in the {year} report {pending}, but this year's total is {total}. Check whether the results "
        "of those cases are counted.",
    ),
    basis=(Basis("logic"),),
    check=check,
    needs=("year",),
    eras=("format-2019", "format-2021"),
    tolerance=Text("本年总计不少于上年尚未审结数即可", "this year's total may exceed last year's pending cases"),
    examples=(
        Example("ok", facts={"review.total": "3"}, template="format-2021", year=2022, previous=BEFORE),
        Example(
            "bad", facts={"review.total": "1"}, template="format-2021", year=2022, previous=BEFORE, hits=1, says="3件"
        ),
        Example("skip", facts={"review.total": "1"}, template="format-2021", year=2022),
    ),
)
