"""PLA-03: every figure of the tables is 0 while the prose counts work that the tables ask for."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.vocabulary import label

FEWEST = 20  # cells of a table that was filled in
TOLD = 2  # figures of the prose; a single one is NVT's matter
NOT_ZERO = Text("表格数字不全为零", "not every figure of the tables is 0")


def check(case: Case) -> Iterator[Outcome]:
    printed = [fact for fact in case.report.facts if fact.origin != "narrative" and fact.value is not None]
    if len(printed) < FEWEST or any(fact.value != 0 for fact in printed):
        yield NotApplicable(NOT_ZERO)
        return
    told = _told(case, {fact.indicator for fact in printed})
    if len(told) < TOLD:
        yield Passed()
        return
    names = [label(fact.indicator) for fact in told]
    zh = "、".join(f"{n.zh}{plain(f.value or 0)}{f.unit}" for n, f in zip(names, told, strict=True))  # type: ignore[arg-type]
    en = ", ".join(f"{n.en} {plain(f.value or 0)}" for n, f in zip(names, told, strict=True))  # type: ignore[arg-type]
    yield Hit("tables", {"count": len(printed), "list": Text(zh, en)}, tuple(told))


def _told(case: Case, cells: set[str]) -> list[Fact]:
    """What the prose counts for rows that the tables have, one figure each."""
    figures = Figures.of(case.report)
    stated = [
        next((f for f in figures.told(each) if f.value), None) for each in figures.told_indicators() if each in cells
    ]
    return [fact for fact in stated if fact]


EMPTY = {
    f"{row}@{column}": "0"
    for row in (
        "requests.received",
        "requests.carried_in",
        "outcomes.granted",
        "outcomes.total",
        "requests.carried_out",
    )
    for column in ("natural_person", "enterprise", "research", "total")
}
TITLE = "青川市云溪区水务局2022年政府信息公开工作年度报告\n一、总体情况\n"

RULE = Rule(
    code="PLA-03",
    name="unfilled-tables",
    family="plausibility",
    severity="notice",
    title=Text("表格全为零，正文却有工作量", "All tables are 0 while the prose counts work"),
    why=Text(
        "正文写明了申请、许可、处罚等数量，而表格每一格都是0，说明表格大概率没有真正填写。",
        "When the prose counts requests, licences or penalties and every cell of the tables is 0, the tables were "
        "most likely never filled in.",
    ),
    message=Text(
        "表格{count}个数字全部为0，而正文写有：{list}。请核对表格是否漏填。",
        "All {count} figures of the tables are 0, but the prose counts: {list}. Check whether the tables were filled "
        "in.",
    ),
    basis=(Basis("guzhen-2024"), Basis("practice")),
    check=check,
    examples=(
        Example("ok", f"{TITLE}全年未收到政府信息公开申请。", facts=EMPTY, template="format-2021", year=2022),
        Example(
            "bad",
            f"{TITLE}全年收到政府信息公开申请6件，上年结转申请1件，予以公开5件。",
            facts=EMPTY,
            template="format-2021",
            year=2022,
            hits=1,
            says="全部为0",
        ),
        Example("skip", f"{TITLE}平稳。", facts={"licensing.decisions": "0"}, template="format-2021", year=2022),
    ),
)
