"""XTB-01: reconsiderations or suits over disclosure, but no request this year or the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import plain
from gouji.operators import history, samples
from gouji.operators.figures import Figures, count
from gouji.operators.history import Other
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

REQUESTS = ("requests.received", "requests.carried_in")
CASES = ("review.total", "litigation.direct.total", "litigation.after_review.total", "litigation.total")
UNKNOWN = Text(
    "本年没有收到也没有结转政府信息公开申请，却有{cases}。如由上一年度的申请引起，"
    "请在正文说明；否则请核对申请表是否漏填。",
    "No request was received or carried over this year, yet the report counts {cases}. "
    "If they arise from last year's requests, please say so; otherwise check whether the requests table was "
    "left empty.",
)


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    requests = _printed(figures, REQUESTS)
    cases = _printed(figures, CASES)
    if not requests or not cases:
        yield NotApplicable(Text("没有申请数或复议诉讼数", "requests or cases are not stated in a table"))
        return
    if any(count(fact) for fact in requests) or not any(count(fact) for fact in cases):
        yield Passed()
        return
    earlier = history.last_year(case)
    before = _printed(earlier.figures, REQUESTS) if isinstance(earlier, Other) else []
    if any(count(fact) for fact in before):
        yield Passed()
        return
    reviews, suits = (_sum(cases, name) for name in ("review", "litigation"))
    yield Hit(
        "cases",
        {"cases": _named(reviews, suits)},
        (*requests, *(fact for fact in cases if count(fact))),
        severity=None if before else "notice",
        message=None if before else UNKNOWN,
    )


def _named(reviews: Decimal, suits: Decimal) -> Text:
    """The cases that there are: 行政复议2件、行政诉讼1件."""
    kinds = ((reviews, "行政复议", "reconsiderations"), (suits, "行政诉讼", "suits"))
    zh = "、".join(f"{name}{plain(number)}件" for number, name, _ in kinds if number)
    en = " and ".join(f"{plain(number)} {name}" for number, _, name in kinds if number)
    return Text(zh, en)


def _printed(figures: Figures, indicators: tuple[str, ...]) -> list[Fact]:
    found = (figures.total(indicator) for indicator in indicators)
    return [fact for fact in found if fact and fact.state != "unreadable"]


def _sum(cases: list[Fact], family: str) -> Decimal:
    return sum((count(fact) for fact in cases if fact.indicator.startswith(family)), Decimal(0))


NONE = {"requests.received@total": "0", "requests.carried_in@total": "0"}
LAST = samples.audit(2022, {"requests.received@total": "0"})
SOME = samples.audit(2022, {"requests.received@total": "4"})

RULE = Rule(
    code="XTB-01",
    name="cases-without-requests",
    family="cross-table",
    severity="warning",
    title=Text("没有申请却有复议、诉讼", "Cases without any request"),
    why=Text(
        "政府信息公开的行政复议、行政诉讼一般由申请引起。本年和上年都没有申请而有案件，多半是申请表漏填，"
        "或把其他案件计了进来。没有上年数据时只作提示。",
        "Reconsiderations and suits over disclosure usually arise from requests. Cases without any request in two "
        "years mostly mean that the requests table was left empty or that other cases were counted. Without last "
        "year's figures this is only a notice.",
    ),
    message=Text(
        "本年和上年都没有政府信息公开申请，却有{cases}。请核对申请表是否漏填，或案件是否与政府信息公开有关。",
        "There was no request this year or last year, yet the report counts {cases}. "
        "Please check whether the requests table was left empty or the cases concern something else.",
    ),
    basis=(Basis("logic"),),
    check=check,
    examples=(
        Example("ok", facts={"requests.received@total": "3", "review.total": "1"}, template="format-2021", year=2023),
        Example("ok", facts={**NONE, "review.total": "1"}, template="format-2021", year=2023, previous=(SOME,)),
        Example("bad", facts={**NONE, "review.total": "2"}, template="format-2021", year=2023, hits=1, says="说明"),
        Example(
            "bad",
            facts={**NONE, "review.total": "0", "litigation.direct.total": "2"},
            template="format-2021",
            year=2023,
            previous=(LAST,),
            hits=1,
            says="行政诉讼2件",
        ),
        Example("skip", facts={"review.total": "2"}, template="format-2021", year=2023),
    ),
)
