"""HIE-04: two units print exactly the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.model import Basis, Case, Fact, Report, Text
from gouji.operators.area import government
from gouji.operators.history import NO_AREA, neighbours
from gouji.operators.samples import audit
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule

FEWEST = 8  # figures above 0
DISTINCT = 4  # different numbers among them: one request alone fills half a dozen cells with a 1
Key = tuple[str, str | None, str | None]


def check(case: Case) -> Iterator[Outcome]:
    if not case.area:
        yield NotApplicable(NO_AREA)
        return
    own = _figures(case.report)
    if government(case) or len(own) < FEWEST or len({fact.value for fact in own.values()}) < DISTINCT:
        yield NotApplicable(Text("不为零的数字太少，相同也属正常", "too few figures above 0 to be compared"))
        return
    printed = _values(own)
    same = [
        other.name
        for other in neighbours(case)
        if other.kind != "government" and _values(_figures(other.report)) == printed
    ]
    if not same:
        yield Passed()
        return
    args: dict[str, Argument] = {"count": len(own), "list": Text("、".join(same), ", ".join(same))}
    yield Hit("figures", args, tuple(own.values()))


def _figures(report: Report) -> dict[Key, Fact]:
    """The figures of the tables that are not 0."""
    return {fact.key: fact for fact in report.facts if fact.origin != "narrative" and fact.value}


def _values(figures: dict[Key, Fact]) -> dict[Key, Decimal | None]:
    return {key: fact.value for key, fact in figures.items()}


ROWS = {
    "requests.received@natural_person": "7",
    "requests.received@enterprise": "2",
    "requests.received@total": "9",
    "outcomes.granted@natural_person": "5",
    "outcomes.granted@enterprise": "2",
    "outcomes.granted@total": "7",
    "licensing.decisions": "146",
    "penalties.decisions": "31",
}
WATER = "青川市云溪区水务局"

RULE = Rule(
    code="HIE-04",
    name="same-figures",
    family="hierarchy",
    severity="warning",
    title=Text("与其他单位的数字完全相同", "The figures are exactly another unit's"),
    why=Text(
        "两个单位的申请、处罚、许可等数字逐格相同，几乎不可能是巧合，多是复制文件后忘了改数字，或把同一份文件报了两次。",
        "Two bodies with the same figures in every cell are hardly a coincidence: a file was copied and its figures "
        "were not replaced, or one file was handed in twice.",
    ),
    message=Text(
        "表格中{count}个不为零的数字与以下单位逐格相同：{list}。请核对是否误用了其他单位的文件。",
        "All {count} figures above 0 are the same, cell by cell, as those of: {list}. Check whether another unit's "
        "file was used.",
    ),
    basis=(Basis("licheng-2020"), Basis("logic")),
    check=check,
    needs=("year", "agency"),
    tolerance=Text(
        f"至少{FEWEST}个不为零的数字、{DISTINCT}个不同的值",
        f"at least {FEWEST} figures above 0, {DISTINCT} of them different",
    ),
    examples=(
        Example(
            "ok",
            facts=ROWS,
            year=2022,
            agency=WATER,
            area=(audit(2022, {**ROWS, "penalties.decisions": "30"}, agency="青川市云溪区民政局"),),
        ),
        Example(
            "bad",
            facts=ROWS,
            year=2022,
            agency=WATER,
            area=(audit(2022, ROWS, agency="青川市云溪区民政局"),),
            hits=1,
            says="民政局",
        ),
        Example(
            "skip",
            facts={"requests.received@total": "1"},
            year=2022,
            agency=WATER,
            area=(audit(2022, {"requests.received@total": "1"}, agency="青川市云溪区民政局"),),
        ),
        Example("skip", facts=ROWS, year=2022, agency=WATER),
    ),
)
