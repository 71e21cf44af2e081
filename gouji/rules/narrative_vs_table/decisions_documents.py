"""NVT-08: licences, penalties, coercive measures and normative documents differ between the text and section two.

What the text says was published (公开, 公示) may be less than what was decided. Documents that were repealed or are in
force are mostly told without their name (制发行政规范性文件6件，废止4件，现行有效18件); such a run is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from gouji.model import Basis, Block, Case, Fact, Place, Text
from gouji.numbers import expressions, plain
from gouji.operators import compare
from gouji.operators.compare import Pair
from gouji.operators.figures import Figures, count
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.views import folded
from gouji.vocabulary import label

FAMILIES = ("licensing.", "penalties.", "coercion.", "management.", "normative_documents.", "regulations.")
_SUBSET = re.compile(r"公开|公示|公布|发布|归集|上传|推送|录入")
_WIDER = re.compile(r"全(?:区|市|县|省|镇|州|旗|系统)|各(?:部门|街道|镇|乡镇|单位)|代表|本级|府办|起草|代拟|报请")
_RUN = re.compile(r"规范性文件[^。\n]*")
_FOLLOWS = (
    ("normative_documents.repealed", re.compile(r"(?:废止|清理失效|宣布失效|失效)(?:[^,;、\d]{0,6})$")),
    ("normative_documents.in_force", re.compile(r"(?:现行有效|继续有效)(?:[^,;、\d]{0,8})$")),
)
UNITS = ("件", "个", "份", "部", "项")


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    outcomes: list[Outcome] = []
    for group in compare.pairs(case, lambda key: key.startswith(FAMILIES) and ".items_" not in key):
        whole = [pair for pair in group if not _only_published(case, pair)]
        outcome = compare.judge(whole) if whole else _at_most(group[0])
        wider = isinstance(outcome, Hit) and _WIDER.search(_clause(case, group[0]))
        outcomes.append(replace(outcome, severity="notice") if isinstance(outcome, Hit) and wider else outcome)
    for block in case.report.document.blocks:
        if block.table is None and "规范性文件" in block.text and "存在" not in block.text[:12]:
            outcomes += _run(block, figures)
    yield from outcomes or [NotApplicable(compare.NOTHING)]


def _only_published(case: Case, pair: Pair) -> bool:
    """Whether the clause speaks of what was published, not of what was decided."""
    if pair.told.indicator == "normative_documents.published":
        return False
    return bool(_SUBSET.search(_clause(case, pair)))


def _clause(case: Case, pair: Pair) -> str:
    """The words of a statement with those before it in its clause."""
    start = pair.told.place.start or 0
    before = case.report.document.text[max(0, start - 24) : start]
    return re.split(r"[，。；,;\n]", before)[-1] + pair.told.place.quote


def _at_most(pair: Pair) -> Outcome:
    if pair.told.approximate or (pair.told.value or Decimal(0)) <= pair.printed:
        return Passed(pair.told.indicator)
    return compare.judge([pair])


def _run(block: Block, figures: Figures) -> Iterator[Outcome]:
    """废止4件，现行有效18件 behind a normative document: figures without a name of their own."""
    text = folded(block)
    for run in _RUN.finditer(text):
        for number in expressions(run[0]):
            if number.unit not in UNITS or number.approximate:
                continue
            before = run[0][: number.start]
            for indicator, cue in _FOLLOWS:
                cell = figures.total(indicator)
                known = any(told.value == number.value for told in figures.told(indicator))
                if cell and cell.state == "number" and not known and cue.search(before):
                    wider = bool(_WIDER.search(text[max(0, run.start() - 30) : run.start()] + before))
                    at = run.start() + number.start
                    told = block.text[at : at + len(number.raw)]
                    yield _compared(block, cell, (at, told), number.value, wider)


def _compared(block: Block, cell: Fact, printed: tuple[int, str], value: Decimal, wider: bool) -> Outcome:
    if value == count(cell):
        return Passed(cell.indicator)
    at, raw = printed
    start = (block.place.start or 0) + at
    place = Place(raw, start, start + len(raw), block.place.block, block.place.page, block.place.bbox)
    args: dict[str, Argument] = {
        "name": label(cell.indicator),
        "told": raw,
        "printed": f"{plain(count(cell))}{cell.unit}",
        "scope": "",
    }
    hit = Hit(cell.indicator, args, (cell,), (place,), actual=value, expected=count(cell))
    return replace(hit, severity="notice") if wider else hit


TITLE = "云溪区水务局2023年政府信息公开工作年度报告\n一、总体情况\n"
ROW = {"normative_documents.issued": "2", "normative_documents.repealed": "1", "normative_documents.in_force": "9"}

RULE = Rule(
    code="NVT-08",
    name="decisions-documents-differ",
    family="narrative-vs-table",
    severity="warning",
    title=Text(
        "许可、处罚、规范性文件数与第二部分表格不符", "Decisions or documents differ from the tables of part two"
    ),
    why=Text(
        "正文所写行政许可、行政处罚、行政强制的决定数和规范性文件的制发、废止、现行有效件数，应与第二部分表格一致。"
        "写明“公开”“公示”的只是其中一部分，不多于表格即可。",
        "Licences, penalties, coercive measures and normative documents in the text are those of the tables in part "
        "two. What is said to be published may be fewer.",
    ),
    message=Text(
        "{name}：正文为 {told}，第二部分表格为 {printed}，相差 {difference}。{scope}请核对正文与表格。",
        "{name}: {told} in the text, {printed} in the table of part two; the difference is {difference}.{scope} "
        "Please check both.",
    ),
    basis=(Basis("wuwei-2025"), Basis("city-notice-2020")),
    check=check,
    how=compare.HOW,
    eras=("format-2019", "format-2021"),
    examples=(
        Example(
            "ok",
            f"{TITLE}全年制发行政规范性文件2件，废止1件，现行有效9件。",
            facts=ROW,
            template="format-2021",
            year=2023,
        ),
        Example(
            "bad",
            f"{TITLE}全年制发行政规范性文件2件，清理失效4件，现行有效9件。",
            facts=ROW,
            template="format-2021",
            year=2023,
            hits=1,
            says="4件",
        ),
        Example(
            "bad",
            f"{TITLE}全年制发行政规范性文件6件。",
            facts=ROW,
            template="format-2021",
            year=2023,
            hits=1,
            says="6件",
        ),
        Example(
            "ok",
            f"{TITLE}公示行政处罚决定12件。",
            facts={"penalties.decisions": "15"},
            template="format-2021",
            year=2023,
        ),
        Example(
            "bad",
            f"{TITLE}公示行政处罚决定18件。",
            facts={"penalties.decisions": "15"},
            template="format-2021",
            year=2023,
            hits=1,
        ),
        Example("skip", f"{TITLE}全年制发行政规范性文件2件。", template="format-2021", year=2023),
    ),
)
