"""PLA-05: more reconsiderations than the requests of two years could have led to."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures, count
from gouji.operators.history import last_year
from gouji.operators.samples import audit
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule

NO_FIGURES = Text("两个年度没有都填写申请数和复议数", "requests and reviews are not stated for both years")


def check(case: Case) -> Iterator[Outcome]:
    last = last_year(case)
    if isinstance(last, NotApplicable):
        yield last
        return
    figures = Figures.of(case.report)
    reviews, new = figures.total("review.total"), figures.total("requests.received")
    before = last.figures.total("requests.received")
    if not reviews or not new or not before or None in (reviews.value, new.value, before.value):
        yield NotApplicable(NO_FIGURES)
        return
    older = last.figures.total("requests.carried_in")
    bound = count(new) + count(before) + (count(older) if older else 0)
    if count(reviews) <= bound:
        yield Passed()
        return
    args: dict[str, Argument] = {
        "reviews": plain(count(reviews)),
        "new": plain(count(new)),
        "year": last.report.year or 0,
    }
    yield Hit(
        "review.total",
        {**args, "before": plain(bound - count(new))},
        (reviews, new),
        actual=count(reviews),
        expected=bound,
    )


BEFORE = (audit(2021, {"requests.received@total": "4", "requests.carried_in@total": "1"}),)


def _now(reviews: str) -> dict[str, str]:
    return {"requests.received@total": "3", "review.total": reviews}


RULE = Rule(
    code="PLA-05",
    name="more-reviews-than-requests",
    family="plausibility",
    severity="warning",
    title=Text("行政复议件数多于两年的申请数", "More reconsiderations than requests"),
    why=Text(
        "政府信息公开的行政复议由对申请答复不服引起，一般不会多于本年与上年的申请之和。常见原因是把全部行政复议案件都填了进来。",
        "Reconsiderations on disclosure follow from answers to requests, so two years' requests normally bound them. "
        "Often all the reconsiderations of a body were counted, whatever they were about.",
    ),
    message=Text(
        "本年行政复议{reviews}件，而本年新收申请{new}件、{year}年度新收和结转申请共{before}件。"
        "请核对是否计入了与信息公开无关的复议案件。",
        "{reviews} reconsiderations, but only {new} new requests this year and {before} in {year} with those carried "
        "in. Check whether cases that have nothing to do with disclosure were counted.",
    ),
    basis=(Basis("logic"),),
    check=check,
    needs=("year",),
    eras=("format-2019", "format-2021"),
    tolerance=Text("不多于两年申请之和即可", "up to the sum of both years' requests"),
    examples=(
        Example("ok", facts=_now("8"), template="format-2021", year=2022, previous=BEFORE),
        Example("bad", facts=_now("20"), template="format-2021", year=2022, previous=BEFORE, hits=1, says="20件"),
        Example("skip", facts=_now("20"), template="format-2021", year=2022),
    ),
)
