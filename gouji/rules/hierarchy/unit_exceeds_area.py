"""HIE-06: one unit alone counts more than its government's total."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.numbers import plain
from gouji.operators.area import OWN_OFFICE, one_office_only, sums
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.vocabulary import label

MOST = 5


def check(case: Case) -> Iterator[Outcome]:
    found = sums(case)
    if isinstance(found, NotApplicable):
        yield found
        return
    if one_office_only(found):
        yield NotApplicable(OWN_OFFICE)
        return
    wrong = [(each, name, value) for each in found for name, value in each.units if value > each.printed]
    if not wrong:
        yield Passed()
        return
    told = [
        (label(each.total.indicator), name, plain(value), plain(each.printed)) for each, name, value in wrong[:MOST]
    ]
    more = len(wrong) > MOST
    zh = "；".join(f"{n.zh}：{who}{a}，政府报告合计{b}" for n, who, a, b in told)
    en = "; ".join(f"{n.en}: {who} has {a}, the government's total is {b}" for n, who, a, b in told)
    single = wrong[0] if len(wrong) == 1 else None
    yield Hit(
        ",".join(sorted(f"{each.total.indicator}:{name}" for each, name, _ in wrong)),
        {"list": Text(zh + ("等" if more else ""), en + (" and others" if more else ""))},
        tuple(dict.fromkeys(each.total for each, _, _ in wrong)),
        actual=single[0].printed if single else None,
        expected=single[2] if single else None,
    )


def _unit(name: str, penalties: str) -> dict[str, object]:
    return audit(2022, {"penalties.decisions": penalties}, agency=f"青川市云溪区{name}")


CITY = "青川市云溪区人民政府"

RULE = Rule(
    code="HIE-06",
    name="unit-exceeds-area",
    family="hierarchy",
    severity="error",
    title=Text("一个单位的数字大于全区域合计", "One unit exceeds the area's total"),
    why=Text(
        "政府报告的合计包含每一个单位，任何一个单位的数字都不会大于合计。",
        "A government's total includes each of its units, so no unit can exceed it.",
    ),
    message=Text(
        "单位数大于合计：{list}。请核对汇总时是否漏了该单位，或该单位是否多填。",
        "A unit exceeds the total: {list}. Check whether it was left out of the total, or stated too much.",
    ),
    basis=(Basis("logic"),),
    check=check,
    needs=("year",),
    examples=(
        Example(
            "ok",
            facts={"penalties.decisions": "50"},
            year=2022,
            agency=CITY,
            agency_kind="government",
            area=(_unit("水务局", "20"), _unit("民政局", "30")),
        ),
        Example(
            "bad",
            facts={"penalties.decisions": "25"},
            year=2022,
            agency=CITY,
            agency_kind="government",
            area=(_unit("水务局", "20"), _unit("民政局", "30")),
            hits=1,
            says="民政局30，政府报告合计25",
        ),
        Example("skip", facts={"penalties.decisions": "25"}, year=2022, agency=CITY, agency_kind="government"),
    ),
)
