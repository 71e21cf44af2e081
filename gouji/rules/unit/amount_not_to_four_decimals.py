"""UNT-06: the procurement amount of the 2019 form is not printed to four decimals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.model import Basis, Case, Text
from gouji.operators.figures import Figures
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

DECIMALS = 4


def check(case: Case) -> Iterator[Outcome]:
    cell = Figures.of(case.report).table("procurement.amount")
    if cell is None or cell.value is None or cell.state != "number":
        yield NotApplicable(Text("没有填写采购总金额", "no procurement amount is given"))
        return
    decimals = -int(cell.value.as_tuple().exponent)
    if cell.value == 0 or cell.unit != "万元" or decimals == DECIMALS:
        yield Passed()
        return
    fix = None
    if decimals < DECIMALS:
        right = cell.value.quantize(Decimal(1).scaleb(-DECIMALS))
        fix = Text(f"如金额无误，写作{right}", f"{right}, if the amount is right")
    yield Hit("procurement.amount", {"printed": cell.raw.strip(), "decimals": decimals}, (cell,), suggestion=fix)


RULE = Rule(
    code="UNT-06",
    name="amount-not-to-four-decimals",
    family="unit",
    severity="notice",
    title=Text("采购总金额没有保留四位小数", "The procurement amount is not given to four decimals"),
    why=Text(
        "2019年试行格式在栏目里写明“采购总金额（万元，保留四位小数）”，即精确到元。",
        "The trial form of 2019 says in the column itself: ten thousand yuan, four decimals, which is to the yuan.",
    ),
    message=Text(
        "政府集中采购的采购总金额写作{printed}（{decimals}位小数）。格式要求以万元为单位保留四位小数，请按实际金额补足。",
        "The procurement amount is given as {printed}, with {decimals} decimals. The form wants ten thousand yuan "
        "with four decimals; please give the exact amount.",
    ),
    basis=(Basis("form-2019"),),
    check=check,
    eras=("format-2019",),
    tolerance=Text("金额为0时不要求", "an amount of 0 needs no decimals"),
    examples=(
        Example("ok", facts={"procurement.amount": "36.5200"}, template="format-2019"),
        Example("ok", facts={"procurement.amount": "0"}, template="format-2019"),
        Example("bad", facts={"procurement.amount": "36.52"}, template="format-2019", hits=1, says="2位小数"),
        Example("skip", facts={"procurement.amount": "/"}, template="format-2019"),
    ),
)
