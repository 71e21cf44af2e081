"""XTB-07: decisions counted in a row of the 2019 form that has no item."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures, count
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.vocabulary import label

FAMILIES = ("licensing", "management", "penalties", "coercion")


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    seen = False
    for fact in case.report.facts:
        family, _, column = fact.indicator.partition(".")
        if fact.origin == "narrative" or column != "decisions" or family not in FAMILIES:
            continue
        items = [figures.table(f"{family}.{name}", None, fact.item) for name in ("items_previous", "items_change")]
        if fact.state != "number" or any(cell is None or cell.state != "number" for cell in items):
            continue  # an empty cell is another rule's business
        seen = True
        yield _judge(fact, [cell for cell in items if cell])
    if not seen:
        yield NotApplicable(Text("表中没有项目数和处理决定数", "the table gives no items and decisions"))


def _judge(decisions: Fact, items: list[Fact]) -> Outcome:
    key = f"{decisions.indicator}#{decisions.item or ''}"
    if not count(decisions) or any(count(cell) for cell in items):
        return Passed(key)
    name = label(decisions.indicator, None, decisions.item)
    row = Text(name.zh.replace("处理决定数量", ""), name.en.replace(": decisions", ""))
    return Hit(key, {"row": row, "decisions": plain(count(decisions))}, (decisions, *items))


def _row(previous: str, change: str, decisions: str) -> dict[str, str]:
    names = ("items_previous", "items_change", "decisions")
    return {f"licensing.{name}": value for name, value in zip(names, (previous, change, decisions), strict=True)}


RULE = Rule(
    code="XTB-07",
    name="decisions-without-items",
    family="cross-table",
    severity="warning",
    title=Text("没有项目却有处理决定", "Decisions without any item"),
    why=Text(
        "2019年格式中，“处理决定数量”是按上一年项目数量和本年增/减所列的项目作出的。项目为0、增减为0而有决定，多半是填错了栏。",
        "In the form of 2019 decisions are taken under the items of the same row. Decisions without any item and "
        "without any change mostly stand in the wrong column.",
    ),
    message=Text(
        "“{row}”的上一年项目数量和本年增/减都是0，处理决定数量却是{decisions}。请核对项目数是否漏填，或数字是否填错了栏。",
        "In the row “{row}” both the items of last year and the change are 0, but {decisions} decisions are counted. "
        "Please check whether the items were left out or the figure stands in the wrong column.",
    ),
    basis=(Basis("logic"),),
    check=check,
    eras=("format-2019",),
    examples=(
        Example("ok", facts=_row("3", "0", "26"), template="format-2019"),
        Example("ok", facts=_row("7", "-7", "2"), template="format-2019"),
        Example("bad", facts=_row("0", "0", "26"), template="format-2019", hits=1, says="处理决定数量却是26"),
        Example("skip", facts=_row("", "", "26"), template="format-2019"),
    ),
)
