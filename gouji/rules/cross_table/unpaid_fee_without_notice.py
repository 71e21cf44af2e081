"""XTB-02: requests closed because a fee was not paid, and not a word on that fee in part six."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures, count
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.views import prose

_NOTICE = re.compile(r"(?:收费|缴费)通知|通知[^。;]{0,12}(?:缴纳|缴费)|逾期未(?:缴|按)|未(?:按期|按时)?缴")
_DENIED = re.compile(r"(?:未|没有|无)(?:制发|发出|作出|下达|开具|产生|发送)?[^。,;]{0,6}(?:收费|缴费)通知")
_AMOUNT = re.compile(r"处理费[^。;]{0,16}[1-9]\d*(?:\.\d+)?万?元")
CONTRADICTED = Text(
    "申请表填有“逾期未按收费通知要求缴纳费用”{count}件，正文却称没有发出收费通知（“{quote}”）。请核对。",
    "The requests table counts {count} requests closed because the fee was not paid, but the text says that no fee "
    "notice was issued (“{quote}”). Please check.",
)


def check(case: Case) -> Iterator[Outcome]:
    cell = Figures.of(case.report).total("outcomes.other.overdue_fee")
    if cell is None or cell.state == "unreadable":
        yield NotApplicable(Text("表中没有“逾期未缴费”一行", "the table has no row for unpaid fees"))
        return
    if not count(cell):
        yield Passed()
        return
    told = prose(case.report.document)
    denied = _DENIED.search(told)
    if denied:
        yield Hit("denied", {"count": plain(count(cell)), "quote": denied[0]}, (cell,), message=CONTRADICTED)
    elif _NOTICE.search(told) or _AMOUNT.search(told):
        yield Passed()
    else:
        # “No fee was charged” is compatible with a notice that was not paid: then only the notice is missing.
        yield Hit("silent", {"count": plain(count(cell))}, (cell,), severity="notice" if "处理费" in told else None)


ROW = {"outcomes.other.overdue_fee@total": "2"}
SIX = "六、其他需要报告的事项\n"

RULE = Rule(
    code="XTB-02",
    name="unpaid-fee-without-notice",
    family="cross-table",
    severity="warning",
    title=Text("有“逾期未缴费”却没有说明收费通知", "Unpaid fees without a fee notice"),
    why=Text(
        "“逾期未按收费通知要求缴纳费用”以发出收费通知为前提（《政府信息公开信息处理费管理办法》），2021年格式要求在第六部分"
        "报告收取信息处理费的情况，发出通知的件数、金额应在那里写明。",
        "A request can only be closed for an unpaid fee after a fee notice. The format of 2021 wants the fee, and so "
        "the notices, reported in part six.",
    ),
    message=Text(
        "申请表“逾期未按收费通知要求缴纳费用”为{count}件，但第六部分没有说明收费通知的情况。"
        "请补写发出收费通知的件数、总金额和实际收取金额。",
        "The requests table counts {count} requests closed because the fee was not paid, but part six does not "
        "mention any fee notice. Please add how many notices were issued, for what sum, and what was collected.",
    ),
    basis=(Basis("fee-2020"), Basis("form-2021")),
    check=check,
    eras=("format-2021",),
    examples=(
        Example("ok", f"{SIX}本年发出收费通知3件，金额900元，实际收取300元。", facts=ROW, template="format-2021"),
        Example("ok", f"{SIX}无。", facts={"outcomes.other.overdue_fee@total": "0"}, template="format-2021"),
        Example("bad", f"{SIX}无其他需要报告的事项。", facts=ROW, template="format-2021", hits=1, says="2件"),
        Example("bad", f"{SIX}本年未收取信息处理费。", facts=ROW, template="format-2021", hits=1, says="收费通知"),
        Example("bad", f"{SIX}本年未发出收费通知。", facts=ROW, template="format-2021", hits=1, says="未发出收费通知"),
        Example("skip", f"{SIX}无。", template="format-2021"),
    ),
)
