"""XYR-09: an audit of the same report year and agency has other figures in its tables."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import plain
from gouji.operators.figures import EMPTY_STATES, Figures, amount
from gouji.operators.history import Other, of_year
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.vocabulary import label

MOST = 5  # differences that a message lists
NO_OTHER = Text("没有提供同一年度的另一版本", "no other version of the same year was given")
NO_TABLES = Text("两个版本没有可比的表格数字", "the two versions have no figures of tables in common")


def check(case: Case) -> Iterator[Outcome]:
    other = of_year(case, case.report.year or 0)
    if isinstance(other, NotApplicable):
        yield NotApplicable(NO_OTHER)
        return
    pairs = list(_pairs(case, other))
    if not pairs:
        yield NotApplicable(NO_TABLES)
        return
    changed = [(now, then) for now, then in pairs if amount(now) != amount(then)]
    yield _hit(other, changed) if changed else Passed()


def _pairs(case: Case, other: Other) -> Iterator[tuple[Fact, Fact]]:
    """The cells that both versions print; a blank and a zero are the same here."""
    figures = Figures.of(case.report)
    for then in other.report.facts:
        now = figures.table(*then.key) if then.origin == "table" else None
        if now and "unreadable" not in (now.state, then.state):
            yield now, then


def _hit(other: Other, changed: list[tuple[Fact, Fact]]) -> Hit:
    def told(fact: Fact) -> str:
        return "空" if fact.state in EMPTY_STATES or fact.value is None else plain(fact.value)

    def told_en(fact: Fact) -> str:
        return "empty" if fact.state in EMPTY_STATES or fact.value is None else plain(fact.value)

    names = [label(*now.key) for now, _ in changed[:MOST]]
    zh = "；".join(f"{n.zh} {told(then)}→{told(now)}" for n, (now, then) in zip(names, changed, strict=False))
    en = "; ".join(f"{n.en} {told_en(then)} → {told_en(now)}" for n, (now, then) in zip(names, changed, strict=False))
    rest = len(changed) - MOST
    more = Text(f"等{len(changed)}处", f" and {rest} more") if rest > 0 else Text("", "")
    return Hit(
        "version",
        {"filename": other.filename, "count": len(changed), "list": Text(zh + more.zh, en + more.en)},
        tuple(now for now, _ in changed),
        actual=changed[0][0].value if len(changed) == 1 else None,
        expected=changed[0][1].value if len(changed) == 1 else None,
    )


SUBMITTED = (audit(2022, {"requests.received@total": "12", "licensing.decisions": "40"}),)

RULE = Rule(
    code="XYR-09",
    name="another-version",
    family="cross-year",
    severity="warning",
    title=Text("与同年度另一版本的数字不同", "The figures differ from another version of the same report"),
    why=Text(
        "报送、公开、存档的应是同一份报告。公开后又改动数字而不作说明，是第三方评估多次指出的问题。",
        "The report that is submitted, published and kept should be one. Figures that change after publication "
        "without a word are a fault that assessments name again and again.",
    ),
    message=Text(
        "与同年度另一版本（{filename}）有{count}处表格数字不同：{list}。请确认以哪一版为准，更正后重新公开并说明。",
        "The tables differ from another version of this year's report ({filename}) in {list}; {count} in all. Please "
        "settle which one counts, and say so where it was published.",
    ),
    basis=(Basis("cass-2016"),),
    check=check,
    needs=("year",),
    examples=(
        Example(
            "ok",
            facts={"requests.received@total": "12", "licensing.decisions": "40"},
            template="format-2021",
            year=2022,
            previous=SUBMITTED,
        ),
        Example(
            "bad",
            facts={"requests.received@total": "15", "licensing.decisions": "40"},
            template="format-2021",
            year=2022,
            previous=SUBMITTED,
            hits=1,
            says="12→15",
        ),
        Example("skip", facts={"licensing.decisions": "40"}, template="format-2021", year=2022),
    ),
)
