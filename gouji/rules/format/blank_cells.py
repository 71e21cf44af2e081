"""FMT-01: figures of a table are blank, or a dash or 无 stands for them. One finding for one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, State, Text
from gouji.operators.forms import BASES, first_places, table_facts, title, unfilled
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.text import squash
from gouji.vocabulary import label

KINDS: dict[State, tuple[Text, Text]] = {
    "blank": (Text("空白", "blank"), Text("空白", "blank")),
    "dash": (Text("填“{0}”", "“{0}”"), Text("填横线", "dashes")),
    "none": (Text("填“无”", "“无”"), Text("填“无”", "“无”")),
    "unreadable": (Text("无法识别（“{0}”）", "unreadable (“{0}”)"), Text("无法识别", "unreadable")),
}
TOTALS_ONLY = Text(
    "“{table}”只填了“总计”一列，其余{count}格{kinds}，各类申请人的数字无从核对。请逐格填写，没有发生的填“0”。",
    "“{table}” has figures in the total column only; the other {count} cells are {kinds}, so that nothing can be "
    "checked by applicant. Please fill every cell, 0 where nothing happened.",
)
NAMED = 3


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    tables = table_facts(report)
    if not tables:
        yield NotApplicable(Text("没有找到规定格式的表格", "no table of the form was found"))
        return
    for table, facts in tables.items():
        empty = [fact for fact in facts if fact.state != "number"]
        if not empty or unfilled(facts):  # STR-03 answers for a table that was never filled in
            yield Passed(table)
            continue
        args: dict[str, Argument] = {
            "table": title(report.template, table),
            "count": len(empty),
            "kinds": _kinds(empty),
            "where": _where(empty),
        }
        yield Hit(
            key=table,
            args=args,
            facts=(),
            places=first_places(fact.place for fact in empty),
            message=TOTALS_ONLY if _totals_only(facts) else None,
            cause="extraction" if any(fact.state == "unreadable" for fact in empty) else "report",
            basis=(BASES.get(report.template.removesuffix("-beijing"), Basis("practice")), Basis("wuwei-2025")),
        )


def _totals_only(facts: list[Fact]) -> bool:
    by_column = [fact for fact in facts if fact.applicant]
    filled = {fact.applicant for fact in by_column if fact.state == "number"}
    return bool(by_column) and filled == {"total"}


def _kinds(empty: list[Fact]) -> Text:
    """3格空白、2格填“/”."""
    counts = Counter(fact.state for fact in empty)
    zh, en = [], []
    for state, times in counts.items():
        printed = {squash(fact.raw) for fact in empty if fact.state == state}
        one, many = KINDS[state]
        words = one if len(printed) == 1 else many
        shown = printed.pop()[:12] if len(printed) == 1 else ""
        zh.append(f"{times}格{words.zh.format(shown)}" if len(counts) > 1 else words.zh.format(shown))
        en.append(f"{times} {words.en.format(shown)}" if len(counts) > 1 else words.en.format(shown))
    return Text("、".join(zh), ", ".join(en))


def _where(empty: list[Fact]) -> Text:
    labels = [label(fact.indicator, fact.applicant, fact.item) for fact in empty[:NAMED]]
    more_zh, more_en = ("等", " and others") if len(empty) > NAMED else ("", "")
    return Text("、".join(name.zh for name in labels) + more_zh, ", ".join(name.en for name in labels) + more_en)


ROW = {"requests.received@natural_person": "3", "requests.received@enterprise": "", "requests.received@total": "3"}
FORM = "format-2021"

RULE = Rule(
    code="FMT-01",
    name="blank-cells",
    family="format",
    severity="warning",
    title=Text("数据格没有填写数字", "Cells without a figure"),
    why=Text(
        "空白、横线和“无”可以是零，也可以是漏填，审核人员分不清，汇总程序也读不出。没有发生的应填“0”。"
        "这是各地编制通知的要求，不是法规条文。",
        "A blank, a dash or 无 may mean zero or an oversight; nobody can tell, and no program can add it up. "
        "Notices on "
        "compiling the reports ask for 0; no article of law says so.",
    ),
    message=Text(
        "“{table}”有{count}格没有填数字（{kinds}）：{where}。没有发生的请填“0”，漏填的请补上。",
        "{count} cells of “{table}” hold no figure ({kinds}): {where}. Please enter 0 where nothing happened and add "
        "what was left out.",
    ),
    basis=(Basis("wuwei-2025"), Basis("practice")),
    check=check,
    how=Text(
        "逐个表格查看规定的数据格，空白、横线、“无”和读不出的都算没有填数字，一个表格只提示一次；"
        "整表没有填的由 STR-03 提示。",
        "Table by table it looks at the cells of the form; blanks, dashes, 无 and what cannot be read count, once "
        "for a table. A table that was never filled in is left to STR-03.",
    ),
    tolerance=Text("只看表格，标题行不计", "tables only; heading rows do not count"),
    examples=(
        Example("ok", facts={"requests.received@natural_person": "0", "requests.received@total": "0"}, template=FORM),
        Example("bad", facts=ROW, template=FORM, hits=1, says="1格没有填数字（空白）"),
        Example(
            "bad", facts={**ROW, "requests.carried_in@total": "/"}, template=FORM, hits=1, says="1格空白、1格填“/”"
        ),
        Example("bad", facts={"regulations.issued": "/", "regulations.repealed": "/"}, template=FORM, says="填“/”"),
        Example("bad", facts={"penalties.decisions": "3", "coercion.decisions": "无"}, template=FORM, says="行政强制"),
        Example(
            "bad",
            facts={"requests.received@natural_person": "", "requests.received@total": "3"},
            template=FORM,
            says="只填了“总计”一列",
        ),
        Example("skip", "一、总体情况\n平稳。", template=FORM),
    ),
)
