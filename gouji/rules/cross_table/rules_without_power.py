"""XTB-05: rules (规章) counted by a body that the Legislation Law gives no power to make them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Severity, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures, count
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable
from gouji.vocabulary import label

ROW = "regulations."
COLUMNS = ("issued", "repealed", "in_force", "created", "published", "available")
FIRST_CITED = 2023  # the Legislation Law as revised in 2023 numbers the article so
_NOT_A_DISTRICT = re.compile(r"自治区|(?:特|新|开发|高新|管理|示范|试验|实验|合作|园|景|社|库|林|矿|保护|旅游|产业)区")
_COUNTY = re.compile(
    r"[一-鿿]{1,8}(?<!市)(?:区|县|旗)(?:人民政府|政府|[一-鿿]{2,20}(?:局|委员会|委|办公室|办|中心|馆|院|队|所|站))"
)
_ABOVE = re.compile(r"[一-鿿]{2,8}?(?:省|市|州)(?=[一-鿿]+(?:区|县|旗))")
TOWNSHIP = Text("乡镇人民政府、街道办事处", "Township governments and sub-district offices")
COUNTY = Text("县（市、区）级政府及其部门", "Governments of counties and districts and their departments")


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    cells = [figures.total(f"{ROW}{column}") for column in COLUMNS]
    printed = [cell for cell in cells if cell and cell.state != "unreadable"]
    if not printed:
        yield NotApplicable(Text("表中没有“规章”一行", "the table has no row for rules"))
        return
    counted = [cell for cell in printed if count(cell)]
    who = _powerless(case)
    if not counted:
        yield Passed()
    elif who is None:
        yield Undecidable(Text("看不出单位有没有规章制定权", "it cannot be told whether the body may make rules"))
    else:
        zh = "、".join(f"{label(cell.indicator).zh.removeprefix('规章')}{plain(count(cell))}" for cell in counted)
        en = ", ".join(f"{label(cell.indicator).en}: {plain(count(cell))}" for cell in counted)
        args: dict[str, Argument] = {"cells": Text(zh, en), "who": who}
        recent = (case.report.year or FIRST_CITED) >= FIRST_CITED
        basis = () if recent else (Basis("legislation-law"),)
        fix = Text("“规章”一行各栏填0", "Enter 0 in every column of the row for rules")
        # What is only made available (2019 form) may be rules of others: then it is a question.
        others = all(cell.indicator.endswith(".available") for cell in counted)
        severity: Severity | None = "warning" if others else None
        yield Hit("rules", args, tuple(counted), severity=severity, basis=basis, suggestion=fix)


def _powerless(case: Case) -> Text | None:
    """Whom the report is by, where the name leaves no doubt that it stands below the cities with districts."""
    agency = case.report.agency
    kind = case.submission.agency_kind or (agency.kind if agency else None)
    if kind == "township":
        return TOWNSHIP
    name = _NOT_A_DISTRICT.sub("", agency.name if agency else case.submission.agency or "")
    return COUNTY if _COUNTY.fullmatch(_ABOVE.sub("", name, count=1)) else None


FACTS = {"regulations.issued": "0", "regulations.repealed": "0", "regulations.in_force": "4"}

RULE = Rule(
    code="XTB-05",
    name="rules-without-power",
    family="cross-table",
    severity="error",
    title=Text("没有规章制定权的单位填报了规章", "Rules counted by a body without rule-making power"),
    why=Text(
        "规章只能由国务院部门、省级政府和设区的市、自治州政府制定（《立法法》第九十一条、第九十三条）。乡镇、街道和县级政府及其部门"
        "制定的是行政规范性文件，内部的“规章制度”也不是规章。",
        "Only State Council departments, provinces, cities with districts and autonomous prefectures make rules "
        "(Legislation Law, Articles 91 and 93). Townships and counties issue normative documents; internal "
        "regulations are no rules either.",
    ),
    message=Text(
        "“规章”一行填有{cells}。{who}没有规章制定权，应填0；属于行政规范性文件的，请改填到下一行。",
        "The row for rules shows {cells}. {who} have no power to make rules: the row should be 0. What are normative "
        "documents belongs in the next row.",
    ),
    basis=(Basis("legislation-law", "第九十三条"),),
    check=check,
    eras=("format-2019", "format-2021"),
    examples=(
        Example("ok", facts=dict.fromkeys(FACTS, "0"), template="format-2021", agency="青川市云溪区石桥镇人民政府"),
        Example(
            "bad", facts=FACTS, template="format-2021", agency="云溪区石桥镇人民政府", hits=1, says="现行有效件数4"
        ),
        Example(
            "bad", facts=FACTS, template="format-2021", agency="青川市云溪区水务局", hits=1, says="县（市、区）级"
        ),
        Example("undecidable", facts=FACTS, template="format-2021", agency="青川市水务局"),
        Example("undecidable", facts=FACTS, template="format-2021", agency="云岫自治区水利厅"),
        Example("undecidable", facts=FACTS, template="format-2021", agency="青川市高新区管理委员会"),
        Example("skip", "一、总体情况\n平稳。", template="format-2021"),
    ),
)
