"""STR-06: rows or columns of the form are missing, added or reworded. One finding for one table."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Case, FormTable, Place, Report, Text
from gouji.operators.forms import BASES, due, first_places, table_facts, title
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.text import squash

OTHER_HANDLING = ("逾期不补正", "逾期未按收费通知", "其他处理")  # STR-05 answers for these rows
NAMED = 4  # labels that a message spells out
ITEMS = Text(
    "“{table}”在“{parent}”下增设了本单位的分项：{added}。这是地方做法，汇总时请并入国家格式的同一行。",
    "Under “{parent}” of “{table}” the report adds rows of its own: {added}. That is local practice; add them up into "
    "the one row of the national form.",
)
WORDED = Text(
    "“{table}”有{altered_count}处项目名称与格式不完全一致：{altered}。请改用格式的原文。",
    "In “{table}” {altered_count} labels differ slightly from the form: {altered}. Please use the form's wording.",
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    if not report.tables:
        yield NotApplicable(Text("没有找到规定格式的表格", "no table of the form was found"))
        return
    for table in report.tables:
        found: list[Outcome] = [*_lines(report, table), *_worded(report, table)]
        yield from found or [Passed()]
    yield from _items(report)


def _lines(report: Report, table: FormTable) -> Iterator[Hit]:
    missing = [label for label in table.missing if not any(word in label for word in OTHER_HANDLING)]
    added = [(label, place) for label, place in table.added if not any(word in label for word in OTHER_HANDLING)]
    if not missing and not added:
        return
    parts_zh = [f"缺少{_list(missing)}" if missing else "", f"多出{_list([a for a, _ in added])}" if added else ""]
    parts_en = [
        f"lacks {_list(missing)}" if missing else "",
        f"adds {_list([a for a, _ in added])}" if added else "",
    ]
    args: dict[str, Argument] = {
        "table": title(report.template, table.table),
        "changes": Text("，".join(filter(None, parts_zh)), " and ".join(filter(None, parts_en))),
    }
    unread = len(missing) > max(8, table.matched_rows)
    yield Hit(
        key=f"{table.table}:lines",
        args=args,
        places=first_places(place for _, place in added) or (table.place,),
        cause="extraction" if unread else "report",
        basis=(BASES[due(report.year)] if report.year else BASES["format-2021"],),
    )


def _worded(report: Report, table: FormTable) -> Iterator[Hit]:
    altered = [(printed, label) for printed, label, _ in table.altered if squash(printed) != squash(label)]
    if not altered:
        return
    shown = "、".join(f"“{squash(printed)}”（格式为“{label}”）" for printed, label in altered[:NAMED])
    shown_en = ", ".join(f"“{squash(printed)}” (form: “{label}”)" for printed, label in altered[:NAMED])
    yield Hit(
        key=f"{table.table}:wording",
        args={
            "table": title(report.template, table.table),
            "altered": Text(shown, shown_en),
            "altered_count": len(altered),
            "changes": "",
        },
        places=first_places(place for _, _, place in table.altered),
        severity="notice",
        message=WORDED,
    )


def _items(report: Report) -> Iterator[Hit]:
    """Rows that an agency puts below one of the form's own, as Beijing does below 其他对外管理服务事项."""
    for table, facts in table_facts(report).items():
        rows: dict[str, Place] = {}
        for fact in facts:
            if fact.item:
                rows.setdefault(fact.item, fact.place)
        if rows:
            args: dict[str, Argument] = {
                "table": title(report.template, table),
                "parent": Text("其他对外管理服务事项", "other external administration and services"),
                "added": _list(list(rows)),
                "changes": "",
            }
            yield Hit(
                f"{table}:items", args, places=first_places(iter(rows.values())), severity="notice", message=ITEMS
            )


def _list(labels: list[str]) -> str:
    named = "、".join(f"“{label}”" for label in labels[:NAMED])
    return named if len(labels) <= NAMED else f"{named}等{len(labels)}项"


TABLE = (
    "\t第二十条第（五）项\n\n\t信息内容\n\t本年处理决定数量\n\n\t行政许可\n\t{0}\n\n"
    "\t第二十条第（六）项\n\n\t信息内容\n\t本年处理决定数量\n\n\t行政处罚\n\t3\n\n{1}"
)

RULE = Rule(
    code="STR-06",
    name="altered-table",
    family="structure",
    severity="warning",
    title=Text("表格项目与格式不一致", "Rows or columns differ from the form"),
    why=Text(
        "全国统一格式由国务院办公厅制定（《条例》第五十条），各单位不得自行增减、改动项目，否则无法逐级汇总。",
        "The national format is set by the General Office of the State Council (Article 50); rows and columns that "
        "are added, dropped or reworded cannot be added up level by level.",
    ),
    message=Text(
        "“{table}”与格式相比{changes}。请恢复格式的原有项目，没有发生的填“0”；本单位增设的内容可写入文字部分。",
        "Compared with the form, “{table}” {changes}. Please restore the form's rows and columns and enter 0 where "
        "nothing happened; what you want to add belongs in the text.",
    ),
    basis=(BASES["format-2021"], BASES["format-2019"], BASES["statistics-2014"]),
    check=check,
    tolerance=Text("标签容许两个字的出入，只作提示", "a label may differ by two characters, which gives a notice"),
    examples=(
        Example("ok", TABLE.format("2", "\t行政强制\n\t0\n\n"), year=2022, template="format-2021"),
        Example("bad", TABLE.format("2", ""), year=2022, template="format-2021", says="缺少“行政强制”"),
        Example(
            "bad",
            TABLE.format("2", "\t行政强制\n\t0\n\n\t行政征收\n\t5\n\n"),
            year=2022,
            template="format-2021",
            says="多出“行政征收”",
        ),
        Example("skip", "一、总体情况\n平稳。", year=2022),
    ),
)
