"""XYR-01: requests carried in differ from those that last year's report carried out, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import plain
from gouji.operators.figures import EMPTY_STATES, Figures, count
from gouji.operators.history import MOVED, NOTHING, last_year, reform
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable
from gouji.vocabulary import APPLICANTS

Pair = tuple[str, Fact, Fact]  # applicant, this year's figure, last year's
NO_ROW = Text(
    "上一年度的报告没有“结转下年度继续办理”一栏",
    "last year's report has no row for requests carried over to next year",
)


def check(case: Case) -> Iterator[Outcome]:
    last = last_year(case)
    if isinstance(last, NotApplicable):
        yield last
        return
    figures = Figures.of(case.report)
    pairs = _filled(_pairs(figures, last.figures))
    if not pairs:
        yield NotApplicable(NO_ROW)
    elif any(fact.state == "unreadable" for _, *facts in pairs for fact in facts):
        yield Undecidable(Text("有的结转数读不出来", "a figure carried over cannot be read"))
    else:
        wrong = [pair for pair in pairs if count(pair[1]) != count(pair[2])]
        yield _hit(case, figures, wrong) if wrong else Passed()


def _pairs(figures: Figures, last: Figures) -> list[Pair]:
    found = []
    for applicant in APPLICANTS:
        now, then = figures.table("requests.carried_in", applicant), last.table("requests.carried_out", applicant)
        if now and then:
            found.append((applicant, now, then))
    return found


def _filled(pairs: list[Pair]) -> list[Pair]:
    """Where one year fills in the total only, the columns cannot be compared."""
    columns = [pair for pair in pairs if pair[0] != "total"]
    sides = ([now for _, now, _ in columns], [then for _, _, then in columns])
    if columns and any(all(fact.state in EMPTY_STATES for fact in side) for side in sides):
        return [pair for pair in pairs if pair[0] == "total"]
    return pairs


def _hit(case: Case, figures: Figures, wrong: list[Pair]) -> Hit:
    year = (case.report.year or 0) - 1
    whole = next((pair for pair in wrong if pair[0] == "total"), None)
    _, now, then = whole or wrong[0]
    moved = reform(case)
    shown = [whole, *(pair for pair in wrong if pair is not whole)] if whole else wrong
    zh = "；".join(f"{APPLICANTS[a].zh}本年填{plain(count(n))}件，上年结转出{plain(count(t))}件" for a, n, t in shown)
    en = "; ".join(
        f"{APPLICANTS[a].en}: {plain(count(n))} here, {plain(count(t))} carried over then" for a, n, t in shown
    )
    return Hit(
        "requests.carried_in",
        {"year": year, "list": Text(zh, en), "reform": MOVED if moved else NOTHING},
        tuple(pair[1] for pair in shown),
        actual=count(now),
        expected=count(then),
        severity=None if whole and not moved else "warning",
        suggestion=_suggestion(figures, year, count(now), count(then)) if whole else None,
    )


def _suggestion(figures: Figures, year: int, printed: Decimal, carried: Decimal) -> Text:
    """Which of the two figures this year's own balance speaks for."""
    due = _due(figures)
    if due == printed:
        return Text(
            f"本年表内勾稽按{plain(printed)}件成立，请一并核对{year}年度报告的结转数是否有误。",
            f"This year's table balances with {plain(printed)}; check whether the {year} report carried over wrongly.",
        )
    then_zh, then_en = (
        ("，填后本年表内勾稽成立", ", and this year's table then balances") if due == carried else ("", "")
    )
    return Text(
        f"以{year}年度报告为准，上年结转总计应填{plain(carried)}件{then_zh}。",
        f"By the {year} report, {plain(carried)} were carried over{then_en}.",
    )


def _due(figures: Figures) -> Decimal | None:
    """What this year's balance leaves for the requests carried in."""
    keys = ("outcomes.total", "requests.carried_out", "requests.received")
    handled, out, received = (figures.table(key, "total") for key in keys)
    return count(handled) + count(out) - count(received) if handled and out and received else None


BALANCED = {"requests.received@total": "12", "outcomes.total@total": "14", "requests.carried_out@total": "1"}

RULE = Rule(
    code="XYR-01",
    name="carried-over",
    family="cross-year",
    severity="error",
    title=Text("上年结转数与上年报告的结转下年度数不一致", "Requests carried in differ from last year's report"),
    why=Text(
        "上年结转的申请就是上年报告中“结转下年度继续办理”的申请，各列应逐一相等。这是跨年审核的第一项核对。",
        "The requests carried in are those that last year's report carried over, column by column. It is the first "
        "thing that a reviewer compares between two years.",
    ),
    message=Text(
        "“上年结转政府信息公开申请数量”与{year}年度报告“结转下年度继续办理”不一致：{list}。"
        "请对照{year}年度报告核对。{reform}",
        "Requests carried over from last year do not match those that the {year} report carried over: {list}. Please "
        "compare with that report.{reform}",
    ),
    basis=(Basis("form-2021"), Basis("logic")),
    check=check,
    needs=("year",),
    eras=("format-2019", "format-2021"),
    examples=(
        Example(
            "ok",
            facts={"requests.carried_in@total": "3"},
            template="format-2021",
            year=2022,
            previous=(audit(2021, {"requests.carried_out@total": "3"}),),
        ),
        Example(
            "bad",
            facts={"requests.carried_in@natural_person": "1", "requests.carried_in@total": "1", **BALANCED},
            template="format-2021",
            year=2022,
            previous=(audit(2021, {"requests.carried_out@natural_person": "3", "requests.carried_out@total": "3"}),),
            hits=1,
            says="总计本年填1件，上年结转出3件；自然人",
        ),
        Example(
            "bad",
            facts={"requests.carried_in@total": "1"},
            template="format-2021",
            year=2024,
            previous=(audit(2023, {"requests.carried_out@total": "3"}),),
            hits=1,
            says="机构改革",
        ),
        Example(
            "ok",
            facts={"requests.carried_in@natural_person": "", "requests.carried_in@total": "3"},
            template="format-2021",
            year=2022,
            previous=(audit(2021, {"requests.carried_out@natural_person": "3", "requests.carried_out@total": "3"}),),
        ),
        Example("skip", facts={"requests.carried_in@total": "1"}, template="format-2021", year=2022),
        Example(
            "skip",
            facts={"requests.carried_in@total": "1"},
            template="format-2019",
            year=2019,
            previous=(audit(2018, {"requests.received": "3"}, template="statistics-2014"),),
        ),
    ),
)
