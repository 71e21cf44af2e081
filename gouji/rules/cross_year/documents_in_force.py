"""XYR-02: documents in force are not last year's plus those issued less those repealed."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import plain
from gouji.operators.figures import EMPTY_STATES, Figures, count
from gouji.operators.history import MOVED, NOTHING, Other, last_year, reform
from gouji.operators.samples import audit
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable

ROWS = {
    "regulations": Text("规章", "rules"),
    "normative_documents": Text("行政规范性文件", "normative documents"),
}
NO_ROW = Text(
    "两个年度没有都填写“现行有效件数”（该栏自2021年度起才有）",
    "the two reports do not both state documents in force (a column of the form since 2021)",
)


def check(case: Case) -> Iterator[Outcome]:
    last = last_year(case)
    if isinstance(last, NotApplicable):
        yield last
        return
    figures = Figures.of(case.report)
    seen = False
    for row in ROWS:
        outcome = _row(case, figures, last, row)
        if outcome:
            seen = True
            yield outcome
    if not seen:
        yield NotApplicable(NO_ROW)


def _row(case: Case, figures: Figures, last: Other, row: str) -> Outcome | None:
    now = [figures.table(f"{row}.{column}") for column in ("in_force", "issued", "repealed")]
    then = last.figures.table(f"{row}.in_force")
    facts = [fact for fact in now if fact]
    if len(facts) < 3 or then is None or all(fact.state in EMPTY_STATES for fact in (*facts, then)):
        return None
    if any(fact.state in ("unreadable", "blank") for fact in (facts[0], then)):
        return Undecidable(Text("有一年的现行有效件数空白或读不出来", "one year's documents in force are not stated"))
    in_force, issued, repealed = (count(fact) for fact in facts)
    expected = count(then) + issued - repealed
    return Passed(row) if in_force == expected else _hit(case, row, facts, then)


def _hit(case: Case, row: str, facts: list[Fact], then: Fact) -> Hit:
    in_force, issued, repealed = (count(fact) for fact in facts)
    expected = count(then) + issued - repealed
    args: dict[str, Argument] = {"name": ROWS[row], "year": (case.report.year or 0) - 1, "last": plain(count(then))}
    return Hit(
        f"{row}.in_force",
        {
            **args,
            "issued": plain(issued),
            "repealed": plain(repealed),
            "actual": plain(in_force),
            "expected": plain(expected),
            "reform": MOVED if reform(case) else NOTHING,
        },
        tuple(facts),
        actual=in_force,
        expected=expected,
        suggestion=_suggestion(facts, then),
    )


def _suggestion(facts: list[Fact], then: Fact) -> Text | None:
    """Expired documents count as repealed: the number that would make it right."""
    in_force, issued, _ = (count(fact) for fact in facts)
    gone = count(then) + issued - in_force
    if gone < 0:
        return None
    return Text(
        f"如现行有效件数无误，本年废止件数（含宣布失效、到期自动失效）应为{plain(gone)}件。",
        f"If the number in force is right, {plain(gone)} were repealed or expired this year.",
    )


def _example(in_force: str, year: int = 2022) -> dict[str, str]:
    row = {"normative_documents.issued": "3", "normative_documents.repealed": "1"}
    return {**row, "normative_documents.in_force": in_force}


BEFORE = (audit(2021, {"normative_documents.in_force": "5"}),)

RULE = Rule(
    code="XYR-02",
    name="documents-in-force",
    family="cross-year",
    severity="warning",
    title=Text("现行有效件数与上年衔接不上", "Documents in force do not follow from last year's"),
    why=Text(
        "本年现行有效件数 = 上年现行有效件数 + 本年制发件数 − 本年废止件数。衔接不上，多是漏填了清理失效的文件，"
        "或上年数据有误。",
        "Documents in force are those of last year plus those issued less those repealed. Where this fails, expired "
        "documents were often left out, or last year's figure was wrong.",
    ),
    message=Text(
        "{name}现行有效填{actual}件；{year}年度报告为{last}件，加本年制发{issued}件、减本年废止{repealed}件应为{expected}件。"
        "请核对本年废止件数是否包括清理、到期失效的文件，并核对上年数据。{reform}",
        "{name} in force: {actual}. The {year} report had {last}; with {issued} issued and {repealed} repealed that "
        "makes {expected}. Check whether expired documents are counted as repealed, and last year's figure.{reform}",
    ),
    basis=(Basis("logic"), Basis("wuwei-2025")),
    check=check,
    needs=("year",),
    eras=("format-2021",),
    examples=(
        Example("ok", facts=_example("7"), template="format-2021", year=2022, previous=BEFORE),
        Example(
            "bad", facts=_example("6"), template="format-2021", year=2022, previous=BEFORE, hits=1, says="应为7件"
        ),
        Example("skip", facts=_example("6"), template="format-2021", year=2022),
        Example(
            "skip",
            facts=_example("6"),
            template="format-2021",
            year=2021,
            previous=(audit(2020, {"normative_documents.available": "5"}, template="format-2019"),),
        ),
    ),
)
