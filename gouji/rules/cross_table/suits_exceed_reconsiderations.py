"""XTB-03: more suits after reconsideration than reconsiderations this year and last."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.numbers import plain
from gouji.operators import history, samples
from gouji.operators.figures import Figures, count
from gouji.operators.history import Other
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

SUITS, REVIEWS = "litigation.after_review.total", "review.total"
UNKNOWN = Text(
    "“复议后起诉”总计{suits}件，多于本年行政复议总计{reviews}件。如经复议的案件属于上一年度，请在正文说明；"
    "否则请核对两栏是否填错。",
    "The table counts {suits} suits after reconsideration but only {reviews} reconsiderations this year. If the "
    "reconsiderations were last year's, please say so; otherwise check both columns.",
)


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    suits, reviews = figures.total(SUITS), figures.total(REVIEWS)
    if suits is None or reviews is None or "unreadable" in (suits.state, reviews.state):
        yield NotApplicable(Text("表中没有这两项总计", "the table does not give both totals"))
        return
    if count(suits) <= count(reviews):
        yield Passed()
        return
    earlier = history.last_year(case)
    cell = earlier.figures.total(REVIEWS) if isinstance(earlier, Other) else None
    before = count(cell) if cell else None
    if before is not None and count(suits) <= count(reviews) + before:
        yield Passed()
        return
    yield Hit(
        "suits",
        {"suits": plain(count(suits)), "reviews": plain(count(reviews)), "before": plain(before) if before else "0"},
        (suits, reviews),
        severity="notice" if before is None else None,
        message=UNKNOWN if before is None else None,
    )


LAST = samples.audit(2022, {REVIEWS: "1"})

RULE = Rule(
    code="XTB-03",
    name="suits-exceed-reconsiderations",
    family="cross-table",
    severity="warning",
    title=Text("复议后起诉多于行政复议", "More suits after reconsideration than reconsiderations"),
    why=Text(
        "复议后起诉的案件都先经过行政复议，一般不多于本年和上年行政复议之和。没有上年数据时只作提示。",
        "Every suit after reconsideration was reconsidered first, so there are normally no more of them than "
        "reconsiderations this year and last. Without last year's figures this is only a notice.",
    ),
    message=Text(
        "“复议后起诉”总计{suits}件，多于本年行政复议{reviews}件与上年{before}件之和。请核对是否应填入“未经复议直接起诉”。",
        "The table counts {suits} suits after reconsideration, more than the reconsiderations of this year "
        "({reviews}) and last year ({before}) together. Please check whether they belong under suits without "
        "reconsideration.",
    ),
    basis=(Basis("logic"),),
    check=check,
    eras=("format-2019", "format-2021"),
    examples=(
        Example("ok", facts={REVIEWS: "3", SUITS: "2"}, template="format-2021", year=2023),
        Example("ok", facts={REVIEWS: "1", SUITS: "2"}, template="format-2021", year=2023, previous=(LAST,)),
        Example("bad", facts={REVIEWS: "1", SUITS: "2"}, template="format-2021", year=2023, hits=1, says="2件"),
        Example(
            "bad",
            facts={REVIEWS: "0", SUITS: "2"},
            template="format-2021",
            year=2023,
            previous=(LAST,),
            hits=1,
            says="上年1件",
        ),
        Example("skip", facts={REVIEWS: "3"}, template="format-2021", year=2023),
    ),
)
