"""Answers by kind differ between prose and table, after the old terms are mapped to the new form's rows."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.operators import compare
from gouji.operators.compare import Pair
from gouji.operators.figures import Figures, count
from gouji.rule import Example, Hit, NotApplicable, Outcome, Rule
from gouji.vocabulary import vocabulary

# Terms of the prose -> the rows of the form that together hold what they mean. A key of the form itself maps to
# itself; what has no single row in the new form (转其他途径办理, 更改补充) is not compared.
MAPPED: dict[str, tuple[str, ...]] = {
    "outcomes.nonexistent": ("outcomes.unavailable.not_held",),
    "outcomes.not_this_agency": ("outcomes.unavailable.not_held",),
    "outcomes.already_public": ("outcomes.granted",),
    "outcomes.refused.trade_secret": ("outcomes.refused.third_party_rights",),
    "outcomes.refused.privacy": ("outcomes.refused.third_party_rights",),
    "outcomes.refused": ("outcomes.refused.",),
    "outcomes.unavailable": ("outcomes.unavailable.",),
    "outcomes.unprocessed": ("outcomes.unprocessed.",),
    "outcomes.other": ("outcomes.other.",),
    "requests.closed": ("outcomes.total",),
}
SUBSET = Text("", "")
PUBLIC = Text(
    "若将表格中“属于已主动公开范围”一并计入则相符，请统一口径。",
    " With the table's row “already public” added they agree; please use one way of counting.",
)


def check(case: Case) -> Iterator[Outcome]:
    found = compare.check(case, lambda key: key.startswith(("outcomes.", "requests.closed")))
    figures = Figures.of(case.report)
    outcomes: list[Outcome] = [each for each in found if not isinstance(each, NotApplicable)]
    outcomes += _mapped(figures)
    if not outcomes:
        yield NotApplicable(compare.NOTHING)
    for merged in compare.merged(iter(outcomes), "outcomes"):
        yield _hinted(merged, figures) if isinstance(merged, Hit) else merged


def _mapped(figures: Figures) -> Iterator[Outcome]:
    """Statements whose term the form does not have, against the rows that hold what it means."""
    for indicator in figures.told_indicators():
        if indicator not in MAPPED or not figures.printed or figures.total(indicator):
            continue
        cells = _cells(figures, MAPPED[indicator])
        told = figures.told(indicator)[0]
        pair = Pair(told, cells)
        shared = len([key for key, rows in MAPPED.items() if rows == MAPPED[indicator]]) > 1
        if cells and not (shared and count(told) <= pair.printed):
            yield compare.judge([Pair(each, cells) for each in figures.told(indicator)])


def _cells(figures: Figures, rows: tuple[str, ...]) -> tuple[Fact, ...]:
    keys = [key for row in rows for key in vocabulary() if key == row or (row.endswith(".") and key.startswith(row))]
    return tuple(cell for cell in (figures.total(key) for key in keys) if cell)


def _hinted(hit: Hit, figures: Figures) -> Hit:
    """Say so when 同意公开 of the prose is 同意公开 plus 已主动公开 of the table."""
    granted, public = figures.total("outcomes.granted"), figures.total("outcomes.already_public")
    told = figures.told("outcomes.granted")
    explained = granted and public and told and count(told[0]) == count(granted) + count(public) != count(granted)
    hint = PUBLIC if explained else SUBSET
    return Hit(
        hit.key, {**hit.args, "hint": hint}, hit.facts, hit.places, hit.actual, hit.expected, severity=hit.severity
    )


RULE = Rule(
    code="NVT-02",
    name="outcomes-differ",
    family="narrative-vs-table",
    severity="warning",
    title=Text(
        "正文各类答复数与表格不符",
        "Answers by kind differ between prose and table",
    ),
    why=Text(
        (
            "正文所写各类答复（办理结果）应与表格对应行一致；2019年以后的报告沿用旧称谓（信息不存在、"
            "不属于本机关公开等）的，先归入新表对应行再比较。"
        ),
        (
            "The kinds of answer in the prose are those of the table. Old terms in reports since "
            "2019 (information does not exist, not this agency) are first mapped to the rows of the "
            "new form."
        ),
    ),
    message=Text(
        "办理结果在正文与表格中不一致。{list}。{hint}请以登记台账为准，改正其中一处。",
        "The outcomes differ between prose and table ({list}).{hint} Correct one of them by the register of requests.",
    ),
    basis=(Basis("city-notice-2020"),),
    check=check,
    how=compare.HOW,
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={"outcomes.granted": "2", "outcomes.nonexistent": "1"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n在已答复的申请中，“同意公开”的2件，“信息不存在”的1件。",
            year=2017,
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"outcomes.granted": "1", "outcomes.already_public": "1"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n在已答复的申请中，“同意公开”的2件。",
            year=2017,
            hits=1,
            says="已主动公开",
        ),
        Example(
            "ok",
            template="format-2019",
            facts={
                "outcomes.granted@total": "3",
                "outcomes.unavailable.not_held@total": "4",
                "outcomes.total@total": "7",
            },
            text="青川市云溪区档案局2020年政府信息公开工作年度报告\n一、总体情况\n已答复7件，其中“同意公开”的3件，“信息不存在”的2件，“不属于本机关公开”的2件。",
            year=2020,
        ),
        Example(
            "bad",
            template="format-2021",
            facts={"outcomes.refused.state_secret@total": "1", "outcomes.refused.internal_affairs@total": "1"},
            text="青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n办理结果中，不予公开3件。",
            year=2023,
            hits=1,
            says="3件",
        ),
    ),
)
