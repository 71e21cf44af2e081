"""XTB-04: administrative charges collected by a body that says, or last year showed, that it has none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Place, Text
from gouji.numbers import plain
from gouji.operators import history, samples
from gouji.operators.figures import Figures, count
from gouji.operators.history import Other
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule

ITEMS = ("charges.items_previous", "charges.items_change")
_DENIED = re.compile(
    r"(?:没有|无|不涉及|未开展|不存在)(?:任何)?行政事业性收费|行政事业性收费(?:项目)?(?:为(?:0|零)|已全部取消|全部取消)"
)
# Bodies whose work has no charge of its own in the national list of administrative charges.
_CHARGELESS = re.compile(r"(?:审计局|统计局|信访局|机关事务(?:管理|服务)(?:局|中心)|政府研究室|政策研究室)$")
SAID = Text("正文写“{quote}”", "the text says “{quote}”")
LAST = Text(
    "上年表中的收费项目为0（上一年项目数量加本年增/减）", "last year's table showed no charge (items plus change 0)"
)
KIND = Text("{agency}一般没有行政事业性收费项目", "a body like {agency} normally has no charge of its own")


def check(case: Case) -> Iterator[Outcome]:
    cell = Figures.of(case.report).total("charges.amount")
    if cell is None or cell.state == "unreadable":
        yield NotApplicable(Text("表中没有行政事业性收费金额", "the table gives no amount of administrative charges"))
        return
    if not count(cell):
        yield Passed()
        return
    yield _hit(case, cell) or Passed()


def _hit(case: Case, cell: Fact) -> Hit | None:
    reason, places = _reason(case)
    if reason is None:
        return None
    args: dict[str, Argument] = {"amount": f"{plain(count(cell))}{cell.unit}", "reason": reason}
    return Hit("charges", args, (cell,), places)


def _reason(case: Case) -> tuple[Text | None, tuple[Place, ...]]:
    document = case.report.document
    for block in document.blocks:
        denied = _DENIED.search(block.text) if block.table is None else None
        if denied:
            start = (block.place.start or 0) + denied.start()
            place = Place(denied[0], start, start + len(denied[0]), block.place.block, block.place.page)
            return Text(SAID.zh.format(quote=denied[0]), SAID.en.format(quote=denied[0])), (place,)
    earlier = history.last_year(case)
    cells = [earlier.figures.total(name) for name in ITEMS] if isinstance(earlier, Other) else []
    items = [count(cell) for cell in cells if cell and cell.state == "number"]
    if len(items) == len(ITEMS) and sum(items) == 0:
        return LAST, ()
    agency = case.report.agency.name if case.report.agency else case.submission.agency or ""
    if _CHARGELESS.search(agency):
        return Text(KIND.zh.format(agency=agency), KIND.en.format(agency=agency)), ()
    return None, ()


BEFORE = samples.audit(2020, dict.fromkeys(ITEMS, "0"), template="format-2019")
AMOUNT = {"charges.amount": "3.5"}

RULE = Rule(
    code="XTB-04",
    name="charge-without-item",
    family="cross-table",
    severity="notice",
    title=Text("没有收费项目却有收费金额", "Charges collected without a charge item"),
    why=Text(
        "行政事业性收费须有目录内的项目。正文称没有收费项目、上年项目为零或单位通常没有收费职能，而表中有金额时，请核对是否填错行或"
        "把其他收入计了进来。",
        "An administrative charge needs an item in the published list. Where the text, last year's table or the kind "
        "of body says that there is none, an amount in the table may stand in the wrong row.",
    ),
    message=Text(
        "表中行政事业性收费本年收费金额为{amount}，但{reason}。请核对金额是否填错，确有收费的请说明项目。",
        "The table gives {amount} of administrative charges, but {reason}. Please check the amount, or name the "
        "charge.",
    ),
    basis=(Basis("logic"),),
    check=check,
    eras=("format-2021",),
    examples=(
        Example("ok", "一、总体情况\n平稳。", facts=AMOUNT, template="format-2021", agency="云溪区水务局"),
        Example(
            "bad",
            "本单位无行政事业性收费项目。",
            facts=AMOUNT,
            template="format-2021",
            hits=1,
            says="“无行政事业性收费”",
        ),
        Example("bad", facts=AMOUNT, template="format-2021", year=2021, previous=(BEFORE,), hits=1, says="上年"),
        Example("bad", facts=AMOUNT, template="format-2021", agency="云溪区统计局", hits=1, says="云溪区统计局"),
        Example("skip", "一、总体情况\n平稳。", template="format-2021"),
    ),
)
