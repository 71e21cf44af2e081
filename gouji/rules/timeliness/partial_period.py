"""TIM-03: the stated statistical period is not the whole report year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gouji.model import Basis, Case, Text
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

FIRST = date(2008, 5, 1)  # the Regulations came into force on this day


def check(case: Case) -> Iterator[Outcome]:
    year, period = case.report.year, case.report.period
    if year is None or period is None:
        yield NotApplicable(Text("没有写明统计期限", "no period is stated"))
        return
    whole = (date(period.start.year, 1, 1), date(period.start.year, 12, 31))
    stated = (period.start, period.end)
    if (stated == whole and period.start.year == year) or (
        year == FIRST.year and stated == (FIRST, date(FIRST.year, 12, 31))
    ):
        yield Passed()
    else:
        begin = FIRST if year == FIRST.year and period.start.month > 1 else date(year, 1, 1)
        yield Hit(
            key="period",
            args={
                "start": period.start.isoformat(),
                "end": period.end.isoformat(),
                "first": begin.isoformat(),
                "last": date(year, 12, 31).isoformat(),
                "year": year,
            },
            places=(period.place,),
            actual=f"{period.start.isoformat()}/{period.end.isoformat()}",
            expected=f"{begin.isoformat()}/{date(year, 12, 31).isoformat()}",
        )


def _stated(period: str) -> str:
    return f"本报告所列数据的统计期限自{period}止。\n一、总体情况\n平稳。"


RULE = Rule(
    code="TIM-03",
    name="partial-period",
    family="timeliness",
    severity="error",
    title=Text("统计期限不是完整的一年", "The period is not the whole year"),
    why=Text(
        "年度报告统计一个自然年，2008年度可以从《条例》施行的5月1日起。起止日期写错一天，数字就无法与上下年衔接。"
        "法规没有写明起止日期，这是“年度”的含义，四川省地方标准有明文。",
        "An annual report covers a calendar year; that of 2008 may begin on 1 May, when the Regulations came into "
        "force. No law words the two days: it is what a year means, and a Sichuan standard says so.",
    ),
    message=Text(
        "统计期限写的是{start}至{end}，{year}年度报告应为{first}至{last}。请改正日期；"
        "如果数据确实统计的是这一期间，请按全年重新统计。",
        "The period is stated as {start} to {end}; the report for {year} should cover {first} to {last}. Please "
        "correct the dates, or count the whole year if the figures really cover that period.",
    ),
    basis=(Basis("sichuan-db51"), Basis("practice")),
    check=check,
    needs=("year", "period"),
    examples=(
        Example("ok", _stated("2017年1月1日起，至2017年12月31日"), year=2017),
        Example("ok", _stated("2008年5月1日起，至2008年12月31日"), year=2008),
        Example("bad", _stated("2018年1月5日起，至2019年1月6日"), year=2018, hits=1, says="2018-01-05至2019-01-06"),
        Example("bad", _stated("2017年1月1日起，至2017年11月30日"), year=2017),
        Example("bad", _stated("2016年1月1日起，至2016年12月31日"), year=2017, hits=1, says="2017年度报告应为"),
        Example("skip", "一、总体情况\n平稳。", year=2017),
    ),
)
