"""STR-04: the tables are those of another period's form."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.law import forms
from gouji.model import Case, Text
from gouji.operators.forms import BASES, due, years_of
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable
from gouji.template import template

CLOSE = 0.05  # candidates nearer than this cannot be told apart
BEFORE = Text(
    "本报告为{year}年度，却使用了“{used}”（{used_years}使用）；这一年度还没有统一的表格。请核对报告年度是否写错。",
    "This report is for {year} but uses the form “{used}” ({used_years}); no form was prescribed for that year. "
    "Please check the year of the report.",
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    year = report.year or 0
    if report.template == "narrative":
        yield NotApplicable(Text("没有找到任何格式的表格", "no table of any form was found"))
        return
    if report.template in forms(year):
        yield Passed()
        return
    best = [candidate for candidate in report.candidates if not candidate.template.startswith(report.template)]
    own = next((each.score for each in report.candidates if each.template == report.template), 1.0)
    if any(each.template in forms(year) and own - each.score < CLOSE for each in best):
        yield Undecidable(Text("表格与两种格式同样相符", "the tables fit two forms equally well"))
        return
    wanted = due(year)
    agree = {dated.year for dated in report.years} <= {year}
    yield Hit(
        key=f"{report.template}:{wanted}",
        args={
            "year": year,
            "used": template(report.template).title,
            "used_years": years_of(report.template),
            "wanted": Text("", "") if wanted == "narrative" else template(wanted).title,
        },
        places=tuple(table.place for table in report.tables[:1]),
        severity=None if agree and wanted != "narrative" else "warning",
        message=BEFORE if wanted == "narrative" else None,
        basis=(BASES[wanted],),
    )


RULE = Rule(
    code="STR-04",
    name="form-of-another-year",
    family="structure",
    severity="error",
    title=Text("表格版本与报告年度不符", "The tables are those of another period"),
    why=Text(
        "2014—2018年度用《政府信息公开情况统计表》，2019—2020年度用试行格式（国办公开办函〔2019〕60号），2021年度起用"
        "国办公开办函〔2021〕30号的格式。各版的指标不同，用错版本就无法汇总。",
        "2014 to 2018 used the statistical table, 2019 and 2020 the trial format, since 2021 the format of 2021. "
        "Their indicators differ, so figures on the wrong form cannot be added up.",
    ),
    message=Text(
        "本报告为{year}年度，却使用了“{used}”（{used_years}使用），应改用“{wanted}”。请换用本年度的表格重新填报；"
        "如果表格没有错，请核对报告年度。",
        "This report is for {year} but uses the form “{used}” ({used_years}); it should use “{wanted}”. Please fill "
        "in the form of the year, or correct the year if that is wrong.",
    ),
    basis=(BASES["statistics-2014"], BASES["format-2019"], BASES["format-2021"]),
    check=check,
    needs=("year",),
    examples=(
        Example("ok", year=2020, template="format-2019"),
        Example("ok", year=2025, template="format-2021"),
        Example("ok", year=2016, template="statistics-2014-beijing"),
        Example("bad", year=2023, template="format-2019", hits=1, says="2023年度"),
        Example("bad", year=2020, template="format-2021", says="试行"),
        Example("bad", year=2010, template="statistics-2014", says="报告年度"),
        Example("skip", "一、概述\n平稳。", year=2023),
    ),
)
