"""HIE-01: the units together count more than their government, or the government more than all its units.

The second can be told only where the list of units is given and complete; else the government's own office, or a
unit that has not come in yet, may account for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.numbers import plain
from gouji.operators.area import OWN_OFFICE, Sum, missing, one_office_only, sums
from gouji.operators.history import units_listed
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable
from gouji.vocabulary import label

MOST = 5  # rows that a message lists
REST = Text(
    "合计大于各单位之和，差额可能是政府本级或未收齐的单位；提供单位清单后可以判定",
    "the total exceeds the units' sum: the government's own office or units still missing; a list of units would tell",
)


def check(case: Case) -> Iterator[Outcome]:
    found = sums(case)
    if isinstance(found, NotApplicable):
        yield found
        return
    if one_office_only(found):
        yield NotApplicable(OWN_OFFICE)
        return
    complete = bool(units_listed(case)) and not missing(case)
    # A unit that exceeds the total alone is HIE-06's matter.
    open_to_question = [each for each in found if all(value <= each.printed for _, value in each.units)]
    wrong = [each for each in open_to_question if _wrong(each, complete)]
    if wrong:
        yield _hit(wrong)
    elif any(each.added < each.printed for each in open_to_question):
        yield Undecidable(REST)
    else:
        yield Passed()


def _wrong(each: Sum, complete: bool) -> bool:
    return each.added != each.printed if complete else each.added > each.printed


def _hit(wrong: list[Sum]) -> Hit:
    names = [label(each.total.indicator) for each in wrong[:MOST]]
    figures = [(plain(each.printed), plain(each.added), len(each.units)) for each in wrong[:MOST]]
    zh = "；".join(f"{n.zh}：政府报告{a}，{c}个单位合计{b}" for n, (a, b, c) in zip(names, figures, strict=True))
    en = "; ".join(f"{n.en}: {a} here, {b} over {c} units" for n, (a, b, c) in zip(names, figures, strict=True))
    rest = len(wrong) - MOST
    more = Text(f"等{len(wrong)}项", f" and {rest} more") if rest > 0 else Text("", "")
    single = wrong[0] if len(wrong) == 1 else None
    return Hit(
        ",".join(sorted(each.total.indicator for each in wrong)),
        {"list": Text(zh + more.zh, en + more.en)},
        tuple(each.total for each in wrong),
        actual=single.printed if single else None,
        expected=single.added if single else None,
    )


def _unit(name: str, received: str) -> dict[str, object]:
    return audit(2022, {"requests.received@total": received}, agency=f"青川市云溪区{name}")


CITY = "青川市云溪区人民政府"
UNITS = (_unit("水务局", "4"), _unit("民政局", "6"))
LIST = {"units": ["青川市云溪区水务局", "云溪区民政局"]}

RULE = Rule(
    code="HIE-01",
    name="area-total",
    family="hierarchy",
    severity="warning",
    title=Text("政府报告的合计与各单位之和不符", "A government's total is not the sum of its units"),
    why=Text(
        "人民政府的年度报告汇总本行政区域各单位的数据。各单位之和大于合计，必有一处漏报或多报；单位已收齐时，两者应当相等。",
        "A government's report adds up the bodies of its area. Units that together exceed the total mean that "
        "something was left out or counted twice; once all units are in, the two must be equal.",
    ),
    message=Text(
        "汇总数与各单位之和不符：{list}。请逐单位核对，并说明政府本级是否单独计入。",
        "The totals are not the sums of the units: {list}. Please go through the units, and say whether the "
        "government's own office is counted besides.",
    ),
    basis=(Basis("form-2021"), Basis("logic")),
    check=check,
    needs=("year",),
    examples=(
        Example(
            "ok", facts={"requests.received@total": "10"}, year=2022, agency=CITY, agency_kind="government", area=UNITS
        ),
        Example(
            "bad",
            facts={"requests.received@total": "9"},
            year=2022,
            agency=CITY,
            agency_kind="government",
            area=UNITS,
            hits=1,
            says="政府报告9，2个单位合计10",
        ),
        Example(
            "bad",
            facts={"requests.received@total": "12"},
            year=2022,
            agency=CITY,
            agency_kind="government",
            area=(*UNITS, LIST),
            hits=1,
            says="合计10",
        ),
        Example(
            "undecidable",
            facts={"requests.received@total": "12"},
            year=2022,
            agency=CITY,
            agency_kind="government",
            area=UNITS,
        ),
        Example("skip", facts={"requests.received@total": "9"}, year=2022, agency=CITY, agency_kind="government"),
    ),
)
