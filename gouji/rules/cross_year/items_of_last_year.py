"""XYR-03: the items of last year, as this report states them, differ from what last year's report ended with.

2019 and 2020 only: since 2021 the form counts decisions, not items.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures, count
from gouji.operators.history import MOVED, NOTHING, last_year, reform
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.template import Term

ROWS = {
    "licensing": Text("行政许可", "licensing"),
    "management": Text("其他对外管理服务事项", "other external services"),
    "penalties": Text("行政处罚", "penalties"),
    "coercion": Text("行政强制", "coercion"),
    "charges": Text("行政事业性收费", "administrative charges"),
}
NO_ROW = Text(
    "两个年度没有都填写项目数量（只有2019、2020年度的格式有）",
    "the two reports do not both count items (only the forms of 2019 and 2020 do)",
)


def check(case: Case) -> Iterator[Outcome]:
    last = last_year(case)
    if isinstance(last, NotApplicable):
        yield last
        return
    figures = Figures.of(case.report)
    wrong: list[tuple[Text, Fact, Fact, Fact]] = []
    seen = False
    for row, name in ROWS.items():
        for item in [None, *figures.items([Term(f"{row}.items_previous")])]:
            now = figures.table(f"{row}.items_previous", item=item)
            then = last.figures.table(f"{row}.items_previous", item=item)
            change = last.figures.table(f"{row}.items_change", item=item)
            if not (now and then and change) or any(f.state in ("unreadable", "blank") for f in (now, then, change)):
                continue
            seen = True
            # 增/减 is often printed without its sign.
            if count(now) not in (count(then) + count(change), count(then) - abs(count(change))):
                called = Text(f"{name.zh}（{item}）", f"{name.en} ({item})") if item else name
                wrong.append((called, now, then, change))
    if wrong:
        yield _hit(case, wrong)
    else:
        yield Passed() if seen else NotApplicable(NO_ROW)


def _hit(case: Case, wrong: list[tuple[Text, Fact, Fact, Fact]]) -> Hit:
    zh, en = [], []
    for name, now, then, change in wrong:
        a, b, c = (plain(count(fact)) for fact in (now, then, change))
        ended = plain(count(then) + count(change))
        zh.append(f"{name.zh}本年填上一年{a}项，而上年报告为{b}项、增/减{c}，年末应为{ended}项")
        en.append(f"{name.en}: {a} here, but {b} with a change of {c} then, which makes {ended}")
    single = wrong[0] if len(wrong) == 1 else None
    return Hit(
        "items_previous",
        {
            "year": (case.report.year or 0) - 1,
            "list": Text("；".join(zh), "; ".join(en)),
            "reform": MOVED if reform(case) else NOTHING,
        },
        tuple(now for _, now, _, _ in wrong),
        actual=count(single[1]) if single else None,
        expected=count(single[2]) + count(single[3]) if single else None,
    )


BEFORE = (audit(2019, {"licensing.items_previous": "20", "licensing.items_change": "-6"}, template="format-2019"),)

RULE = Rule(
    code="XYR-03",
    name="items-of-last-year",
    family="cross-year",
    severity="warning",
    title=Text("“上一年项目数量”与上年报告衔接不上", "Items of last year do not follow from last year's report"),
    why=Text(
        "2020年度填写的“上一年项目数量”应等于2019年度报告的上一年项目数量加本年增/减。",
        "The items of last year stated for 2020 are those that the 2019 report started with plus its change.",
    ),
    message=Text(
        "“上一年项目数量”与{year}年度报告不衔接：{list}。请核对两年的项目数量和增减数。{reform}",
        "Items of last year do not follow from the {year} report: {list}. Check both years' items and "
        "changes.{reform}",
    ),
    basis=(Basis("form-2019"), Basis("logic")),
    check=check,
    needs=("year",),
    eras=("format-2019",),
    examples=(
        Example("ok", facts={"licensing.items_previous": "14"}, template="format-2019", year=2020, previous=BEFORE),
        Example(
            "bad",
            facts={"licensing.items_previous": "20"},
            template="format-2019",
            year=2020,
            previous=BEFORE,
            hits=1,
            says="年末应为14项",
        ),
        Example("skip", facts={"licensing.items_previous": "20"}, template="format-2019", year=2020),
    ),
)
