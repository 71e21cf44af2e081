"""FMT-02: a heading row of the statistical table, which takes no figure, bears one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators.forms import first_places, title
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

NAMED = 4
# Regional variants number these rows differently, so the number is left out.
_NUMBER = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)")


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    if not report.tables:
        yield NotApplicable(Text("没有找到规定格式的表格", "no table of the form was found"))
        return
    for table in report.tables:
        if not table.headings:
            yield Passed(table.table)
            continue
        rows = [(_NUMBER.sub("", label), value) for label, value, _ in table.headings[:NAMED]]
        shown = [f"“{label}”填了{value}" for label, value in rows]
        shown_en = [f"“{label}” has {value}" for label, value in rows]
        more = len(table.headings) > NAMED
        yield Hit(
            key=table.table,
            args={
                "table": title(report.template, table.table),
                "count": len(table.headings),
                "rows": Text("、".join(shown) + ("等" if more else ""), ", ".join(shown_en) + (" …" if more else "")),
            },
            places=first_places(place for _, _, place in table.headings),
        )


STAT = "\t统计指标\n\t单位\n\t统计数\n\n\t一、主动公开情况\n\t\n\t{0}\n\n\t（一）主动公开政府信息数\n\t条\n\t12\n\n"

RULE = Rule(
    code="FMT-02",
    name="figure-in-heading-row",
    family="format",
    severity="notice",
    title=Text("标题行填了数字", "A heading row bears a figure"),
    why=Text(
        "统计表的大类标题行不设统计数，填了数字会被误当作合计。留空即可。",
        "Heading rows of the statistical table take no figure; one there may be taken for a total.",
    ),
    message=Text(
        "“{table}”有{count}个标题行填了数字：{rows}。标题行不用填数，请留空。",
        "{count} heading rows of “{table}” bear a figure: {rows}. Please leave them blank.",
    ),
    basis=(Basis("form-2014"),),
    check=check,
    eras=("statistics-2014",),
    examples=(
        Example("ok", STAT.format(""), template="statistics-2014"),
        Example("bad", STAT.format("0"), template="statistics-2014", hits=1, says="“主动公开情况”填了0"),
        Example("skip", "一、概述\n平稳。", template="statistics-2014"),
    ),
)
