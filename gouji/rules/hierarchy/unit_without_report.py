"""HIE-02: a unit of the list has no report. Runs only when the caller gives the list of units."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators.area import government, missing
from gouji.operators.history import neighbours, units_listed
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

MOST = 20  # names that a message lists
NO_LIST = Text("没有提供应报单位清单", "no list of the units was given")
ONCE = Text(
    "由本地区政府的报告（没有时由首个单位的报告）说明", "said once, with the government's report or the first unit's"
)


def check(case: Case) -> Iterator[Outcome]:
    units = units_listed(case)
    if not units:
        yield NotApplicable(NO_LIST)
        return
    if not _speaks(case):
        yield NotApplicable(ONCE)
        return
    absent = missing(case)
    if not absent:
        yield Passed()
        return
    shown = absent[:MOST]
    more = Text("等", " and others") if len(absent) > MOST else Text("", "")
    yield Hit(
        ",".join(sorted(absent)),
        {
            "count": len(absent),
            "all": len(units),
            "list": Text("、".join(shown) + more.zh, ", ".join(shown) + more.en),
        },
        actual=str(len(units) - len(absent)),
        expected=str(len(units)),
    )


def _speaks(case: Case) -> bool:
    """One report speaks for the area: the government's, or, where there is none, the first by name."""
    if government(case):
        return True
    others = neighbours(case)
    own = case.report.agency.name if case.report.agency else ""
    return not any(other.kind == "government" for other in others) and all(own <= other.name for other in others)


CITY = "青川市云溪区人民政府"
LIST = {"units": ["云溪区水务局", "云溪区民政局"]}
WATER, CIVIL = (audit(2022, agency=f"青川市云溪区{name}") for name in ("水务局", "民政局"))

RULE = Rule(
    code="HIE-02",
    name="unit-without-report",
    family="hierarchy",
    severity="error",
    title=Text("清单上的单位没有年度报告", "A unit of the list has no report"),
    why=Text(
        "县级以上人民政府部门和乡镇、街道都要按时编制并公布年度报告。缺一个单位，政府的汇总数就不完整。",
        "Every department and township must compile and publish its report. With one missing, the government's totals "
        "are incomplete.",
    ),
    message=Text(
        "应报{all}个单位，{count}个没有本年度报告：{list}。请催报；单位已撤并或更名的，请更新清单。",
        "{count} of {all} units have no report for this year: {list}. Please ask for them; where a unit was merged or "
        "renamed, update the list.",
    ),
    basis=(Basis("regulations-2019", "第四十九条"),),
    check=check,
    needs=("year", "agency"),
    examples=(
        Example("ok", year=2022, agency=CITY, agency_kind="government", area=(WATER, CIVIL, LIST)),
        Example(
            "bad", year=2022, agency=CITY, agency_kind="government", area=(WATER, LIST), hits=1, says="云溪区民政局"
        ),
        Example("skip", year=2022, agency=CITY, agency_kind="government", area=(WATER, CIVIL)),
        Example(
            "skip",
            year=2022,
            agency="青川市云溪区水务局",
            area=(CIVIL, audit(2022, agency=CITY, kind="government"), LIST),
        ),
    ),
)
