"""TIM-06: title, foreword, period, table head and signature do not speak of the same year.

A year left over from last year's file is the commonest error of copying. Plans, laws and earlier documents are not
compared: only the places that state the report's own year.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Dated, Report, Text
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

WHERE = {
    "title": Text("标题", "the title"),
    "foreword": Text("引言", "the foreword"),
    "period": Text("统计期限", "the statistical period"),
    "overview": Text("正文开头", "the first paragraph"),
    "table_head": Text("统计表表头", "the head of the table"),
}
SIGNATURE = Text(
    "落款时间为{actual}，而报告年度是{expected}年：报告不可能在年度结束之前完成。请核对落款的年份。",
    "The report is signed {actual} but reports on {expected}: it cannot have been finished before the year was over. "
    "Please check the year of the signature.",
)
CALLER = Text(
    "登记的报告年度是{expected}年，而{where}写的都是{actual}年。请核对是否登记错年度或传错文件。",
    "The report was filed for {expected}, but {where} say {actual}. Please check the year it was filed under.",
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    year = report.year
    if year is None or not report.years:
        yield NotApplicable(Text("没有写明报告年度的地方", "no place states the report's year"))
        return
    agreeing = [dated for dated in report.years if dated.year == year]
    if not agreeing:
        yield _filed(report, year)
        return
    seen = set()
    for dated in report.years:
        if dated.year != year and (dated.source, dated.year) not in seen:
            seen.add((dated.source, dated.year))
            yield _stale(dated, agreeing, year)
    yield from _signature(report, year)
    yield Passed()


def _stale(dated: Dated, agreeing: list[Dated], year: int) -> Hit:
    names = [WHERE.get(name, WHERE["foreword"]) for name in dict.fromkeys(each.source for each in agreeing)]
    return Hit(
        key=f"{dated.source}:{dated.year}",
        args={
            "where": WHERE.get(dated.source, WHERE["foreword"]),
            "others": Text("、".join(n.zh for n in names), " and ".join(n.en for n in names)),
            "actual": dated.year,
            "expected": year,
        },
        places=(dated.place, agreeing[0].place),
        actual=str(dated.year),
        expected=str(year),
        # An opening may speak of an earlier year in passing.
        severity="warning" if dated.source == "overview" else None,
    )


def _filed(report: Report, year: int) -> Hit:
    names = [WHERE.get(name, WHERE["foreword"]) for name in dict.fromkeys(each.source for each in report.years)]
    stated = report.years[0].year
    where = Text("、".join(n.zh for n in names), " and ".join(n.en for n in names))
    return Hit(
        key=f"filed:{stated}",
        args={"where": where, "others": "", "actual": stated, "expected": year},
        places=(report.years[0].place,),
        actual=str(stated),
        expected=str(year),
        severity="warning",
        message=CALLER,
    )


def _signature(report: Report, year: int) -> Iterator[Hit]:
    """Signed in spring of the report's own year: the year was not moved on."""
    signed = report.published
    if signed is None or signed.source not in ("signature", "compiled"):
        return
    if signed.year < year or (signed.year == year and (signed.month or 12) <= 9):
        args = {"where": "", "others": "", "actual": signed.iso(), "expected": str(year)}
        yield Hit(
            "signature", args, places=(signed.place,), actual=signed.iso(), severity="warning", message=SIGNATURE
        )


TITLE = "云溪区水务局2018年政府信息公开工作年度报告\n"
PERIOD = "本报告所列数据的统计期限自{0}年1月1日起，至{0}年12月31日止。\n"
BODY = "一、总体情况\n平稳。\n二、存在的不足及2019年工作\n截至2017年底已完成。\n"

RULE = Rule(
    code="TIM-06",
    name="stale-year",
    family="timeliness",
    severity="error",
    title=Text("各处年度不一致", "The years in the report disagree"),
    why=Text(
        "标题、引言、统计期限、表头的年度必须一致。沿用上一年的文件而漏改年份，是最常见的差错，"
        "会让人怀疑数据也是旧的。",
        "Title, foreword, period and table head must speak of one year. A year left over from last year's file is the "
        "commonest error, and casts doubt on the figures too.",
    ),
    message=Text(
        "{where}写的是{actual}年，而{others}是{expected}年。请核对并统一年度；如果整段沿用了往年内容，"
        "请一并更新数据。",
        "In {where} the year is {actual}, in {others} it is {expected}. Please settle the year, and update the "
        "figures too if the passage was taken over from an earlier report.",
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "只比较写明本报告年度的地方：标题、前言、统计期限、表头和落款；计划、引用的旧文件不比较。前言中顺带提到的为疑点。",
        "Only places that state the report's own year are compared: title, foreword, period, table heads and "
        "signature, not plans or documents cited. A year in the opening gives a warning.",
    ),
    examples=(
        Example("ok", TITLE + PERIOD.format(2018) + BODY + "\n（2018年度）"),
        Example("ok", "公开年报\n2017年\n2016年\n政府信息公开年报\n" + TITLE + BODY),
        Example("bad", TITLE + PERIOD.format(2017) + BODY, hits=1, says="统计期限写的是2017年"),
        Example("bad", TITLE + PERIOD.format(2018) + BODY + "\n（2017年度）", hits=1, says="统计表表头"),
        Example("bad", TITLE + BODY, year=2020, hits=1, says="登记"),
        Example("bad", TITLE + BODY + "\n云溪区水务局\n2018年1月20日", hits=1, says="落款"),
        Example("skip", BODY),
    ),
)
