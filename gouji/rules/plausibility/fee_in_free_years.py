"""PLA-08: a fee for disclosure in the years in which none was charged (April 2017 to 2020)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.law import instrument
from gouji.model import Basis, Case, Text
from gouji.numbers import plain
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

STOPPED, RESUMED = "fee-2017", "fee-2020"
FEES = ("fees.collected", "fees.processing")
PART = Text(
    "2017年写有信息公开收费{amount}。自2017年4月1日起停止收费，请确认该款是否在3月31日以前收取。",
    "For 2017 a fee of {amount} is stated. Fees stopped on 1 April 2017; please confirm that it was collected before.",
)
OTHER_YEAR = Text("该年度依法可以收费", "fees could lawfully be charged in that year")


def check(case: Case) -> Iterator[Outcome]:
    year = case.report.year or 0
    stopped, resumed = instrument(STOPPED).in_force, instrument(RESUMED).in_force
    if stopped is None or resumed is None or not stopped.year <= year < resumed.year:
        yield NotApplicable(OTHER_YEAR)
        return
    stated = [fact for fact in case.report.facts if fact.indicator in FEES and fact.value is not None]
    paid = [fact for fact in stated if fact.value]
    if paid:
        first = paid[0]
        told = Text(f"{plain(first.value)}{first.unit}", f"{plain(first.value)} {first.unit}") if first.value else ""
        part = year == stopped.year
        yield Hit(
            first.indicator,
            {"year": year, "amount": told},
            tuple(paid),
            actual=first.value,
            severity="notice" if part else None,
            message=PART if part else None,
        )
    else:
        yield Passed() if stated else NotApplicable(Text("没有写到信息公开收费", "no fee for disclosure is stated"))


RULE = Rule(
    code="PLA-08",
    name="fee-in-free-years",
    family="plausibility",
    severity="warning",
    title=Text("停止收费期间写有信息公开收费", "A fee in the years in which none was charged"),
    why=Text(
        "依申请公开政府信息的检索、复制、邮寄费自2017年4月1日起停征，信息处理费自2021年1月1日起才按新办法收取。"
        "其间的收费或者违规，或者填错了行。",
        "Fees for search, copies and postage stopped on 1 April 2017, and the information processing fee began on 1 "
        "January 2021. A fee in between was unlawful, or stands in the wrong row.",
    ),
    message=Text(
        "{year}年写有信息公开收费{amount}，而2017年4月1日至2020年底停止收费。请核实是否误填，确有收取的应说明并清退。",
        "For {year} a fee of {amount} is stated, but none was charged from 1 April 2017 to the end of 2020. Check the "
        "entry; if it was collected, the report must explain it and the money is to be returned.",
    ),
    basis=(Basis(STOPPED), Basis(RESUMED)),
    check=check,
    needs=("year",),
    examples=(
        Example("ok", facts={"fees.collected": "0"}, template="statistics-2014", year=2018),
        Example(
            "bad", facts={"fees.collected": "0.4 万元"}, template="statistics-2014", year=2018, hits=1, says="0.4万元"
        ),
        Example(
            "bad", facts={"fees.collected": "0.4 万元"}, template="statistics-2014", year=2017, hits=1, says="3月31日"
        ),
        Example("skip", facts={"fees.collected": "0.4 万元"}, template="statistics-2014", year=2016),
        Example("skip", template="format-2021", year=2022),
    ),
)
