"""NVT-07: the processing fee of part six does not fit the table of charges, or the text says both that a fee was
collected and that none was."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import MONEY, plain
from gouji.operators.figures import Figures, amount, count
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule

BOTH = Text(
    "正文一处写收取信息处理费{told}，另一处写“{denial}”，前后矛盾。请核对并统一。",
    "The text says that a processing fee of {told} was collected, and elsewhere “{denial}”. Please settle which is "
    "right.",
)


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    told = next((fact for fact in figures.told("fees.processing") if fact.value), None)
    if told is None:
        yield NotApplicable(Text("正文没有写收取了信息处理费", "the text states no processing fee that was collected"))
        return
    denial = next((fact for fact in figures.told("fees.collected") if fact.value == 0), None)
    if denial:
        args: dict[str, Argument] = {"told": told.raw, "denial": denial.place.quote, "printed": ""}
        yield Hit("both", args, (told, denial), message=BOTH)
    cell = figures.total("charges.amount")
    if cell is None or cell.state == "unreadable" or told.approximate:
        yield Passed("fee")
    else:
        yield _table(told, cell)


def _table(told: Fact, cell: Fact) -> Outcome:
    """The fee is one of the administrative charges: it may be less than their sum, not more (a rounded sum apart)."""
    decimals = -int(count(cell).as_tuple().exponent)
    slack = Decimal(1).scaleb(-decimals) / 2 * MONEY.get(cell.unit, Decimal(1)) if decimals > 0 else Decimal(0)
    if amount(told) <= amount(cell) + slack:
        return Passed("fee")
    args: dict[str, Argument] = {"told": told.raw, "printed": f"{plain(count(cell))}{cell.unit}", "denial": ""}
    # Where the table shows 0, the office may read the row as charges of its own trade only: ask, do not blame.
    return Hit(
        "fee",
        args,
        (told, cell),
        actual=amount(cell),
        expected=amount(told),
        severity=None if amount(cell) else "notice",
    )


SIX = "云溪区水务局2023年政府信息公开工作年度报告\n六、其他需要报告的事项\n"

RULE = Rule(
    code="NVT-07",
    name="fee-differs",
    family="narrative-vs-table",
    severity="warning",
    title=Text("信息处理费与收费表不符", "The processing fee does not fit the table of charges"),
    why=Text(
        "信息处理费按行政事业性收费管理（国办函〔2020〕109号），第六部分写了收取金额，第二十条第（八）项的收费金额就不应小于它；"
        "同一报告也不能又说没有收费。",
        "The processing fee is an administrative charge, so the amount in the table cannot be less than the fee that "
        "part six states; nor can the same report say that nothing was charged.",
    ),
    message=Text(
        "第六部分写收取信息处理费{told}，表中行政事业性收费本年收费金额为{printed}，小于前者。请核对两处金额；"
        "未计入表格的，请在第六部分说明。",
        "Part six states a processing fee of {told}, but the table gives {printed} of administrative charges in all. "
        "Please check both, and say in part six if the fee is not counted in the table.",
    ),
    basis=(Basis("fee-2020"), Basis("form-2021")),
    check=check,
    eras=("format-2021",),
    examples=(
        Example(
            "ok",
            f"{SIX}收取政府信息公开信息处理费2860元。",
            facts={"charges.amount": "0.29"},
            template="format-2021",
            year=2023,
        ),
        Example(
            "bad",
            f"{SIX}收取政府信息公开信息处理费2860元。",
            facts={"charges.amount": "0.2"},
            template="format-2021",
            year=2023,
            hits=1,
            says="0.2万元",
        ),
        Example(
            "bad",
            f"{SIX}收取政府信息公开信息处理费2860元。",
            facts={"charges.amount": "0"},
            template="format-2021",
            year=2023,
            hits=1,
        ),
        Example(
            "bad",
            f"{SIX}收取政府信息公开信息处理费300元。全年未收取任何费用。",
            template="format-2021",
            year=2023,
            hits=1,
            says="前后矛盾",
        ),
        Example("skip", f"{SIX}本年度未收取信息处理费。", template="format-2021", year=2023),
    ),
)
