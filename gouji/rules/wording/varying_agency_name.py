"""WRD-06: the agency's name is worded in different ways where the report names itself, or differs from last year's."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import history
from gouji.operators.history import Other
from gouji.rule import Argument, Example, Hit, Outcome, Passed, Rule
from gouji.rules.wording.names import likeness, mentions

FORMAL = ("compiled", "foreword", "filled", "table", "signature")


def check(case: Case) -> Iterator[Outcome]:
    agency = case.report.agency
    if agency is None:
        return
    own = agency.name
    seen: set[str] = set()
    for mention in mentions(case.report):
        if mention.kind not in FORMAL or mention.name in seen:
            continue
        seen.add(mention.name)
        if likeness(own, mention.name) == "variant":
            args: dict[str, Argument] = {"own": own, "other": mention.name, "where": mention.where}
            places = (agency.place, mention.place)
            yield Hit(f"{mention.kind}:{mention.name}", args, places=places, suggestion=_fix(own, mention.name))
        else:
            yield Passed(mention.name)
    yield from _last_year(case, own)
    yield Passed()


def _fix(own: str, other: str) -> Text:
    return Text(
        f"统一用单位全称，如“{max(own, other, key=len)}”", f"Use the full name, such as “{max(own, other, key=len)}”"
    )


def _last_year(case: Case, own: str) -> Iterator[Outcome]:
    earlier = history.last_year(case)
    if not isinstance(earlier, Other) or not earlier.report.agency:
        return
    before = earlier.report.agency.name
    if likeness(own, before) == "variant":
        where = Text("上年的报告", "last year's report")
        agency = case.report.agency
        places = (agency.place,) if agency else ()
        yield Hit(f"last:{before}", {"own": own, "other": before, "where": where}, places=places)


TITLE = "青川市发展和改革委员会2023年政府信息公开工作年度报告\n一、总体情况\n平稳。\n"

RULE = Rule(
    code="WRD-06",
    name="varying-agency-name",
    family="wording",
    severity="notice",
    title=Text("单位名称前后写法不一", "The agency's name varies"),
    why=Text(
        "标题、前言、表题、落款应当用同一个全称，汇总、归档和跨年比较都靠它。只省略上级地名的不算不一致。",
        "Title, foreword, table and signature should give one full name; adding up, filing and comparing years depend "
        "on it. Leaving out the higher place is not meant.",
    ),
    message=Text(
        "单位名称写作“{own}”，{where}却写作“{other}”。请统一使用规范的全称。",
        "The agency is called “{own}”, but “{other}” in {where}. Please use one full name throughout.",
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "比较标题、前言、表题、落款中的名称；明显是另一单位的由 WRD-05 提示。",
        "Names in the title, foreword, table titles and signature are compared; plainly another agency is left to "
        "WRD-05.",
    ),
    needs=("agency",),
    examples=(
        Example("ok", f"{TITLE}发展和改革委员会\n2024年1月18日"),
        Example("bad", f"{TITLE}青川市发展改革委\n2024年1月18日", hits=1, says="青川市发展改革委"),
        Example("skip", "一、总体情况\n平稳。"),
    ),
)
