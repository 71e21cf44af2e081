"""The official forms as drawn tables, filled with invented figures.

``forms.json`` beside this file holds their labels and indicators; it was written from the official forms and not
from the engine's templates, so that both are compared when the samples are audited.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Key = tuple[str, str | None]
Values = Mapping[Key, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A drawn cell: text and spans; its place follows from the cells before it."""

    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A drawn table: the cells that begin in each row. ``widths`` are parts of the text width; ``head`` rows are
    repeated on every page."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    head: int = 0

    def placed(self) -> list[tuple[int, int, Cell]]:
        """Row, column and cell of every cell."""
        taken: set[tuple[int, int]] = set()
        found = []
        for row, cells in enumerate(self.rows):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                found.append((row, column, cell))
                taken |= {(row + y, column + x) for y in range(cell.rowspan) for x in range(cell.colspan)}
        return found


@dataclass(frozen=True, slots=True)
class Figure:
    """The truth about one printed cell."""

    indicator: str
    applicant: str | None
    raw: str
    unit: str


@cache
def form(name: str) -> dict[str, Any]:
    """The labels of one form."""
    forms: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("forms.json").read_text("utf-8"))
    return forms[name]


def tables(name: str, values: Values, labels: Mapping[str, str]) -> list[Table]:
    """The tables of a form in the order of its sections. ``labels`` replaces printed labels and units; a row whose
    label is replaced by nothing is left out."""
    if name.startswith("statistics"):
        return [_list(name, values, labels)]
    return [_small(name, values, labels), _requests(name, values, labels), _review(name, values)]


def figures(name: str, values: Values, labels: Mapping[str, str]) -> list[Figure]:
    """Every cell of the form that takes a figure and is printed, in printed order."""
    shape = form(name)
    if name.startswith("statistics"):
        rows = [(indicator, _unit(indicator, unit, labels)) for _, unit, indicator in shape["rows"] if indicator]
        return [Figure(key, None, values.get((key, None), "0"), unit) for key, unit in rows]
    found = [
        Figure(key, None, values.get((key, None), "0"), unit)
        for table in shape["small"]
        for _, cells in table["rows"]
        for key, unit in cells
    ]
    for _, label, indicator in shape["requests"]:
        if labels.get(label) != "":
            found += [
                Figure(indicator, who, values.get((indicator, who), "0"), "件") for _, who in shape["applicants"]
            ]
    return found + [Figure(key, None, values.get((key, None), "0"), "件") for key in shape["review"]]


def _unit(indicator: str, unit: str, labels: Mapping[str, str]) -> str:
    return labels.get(f"unit:{indicator}", unit)


def _indent(label: str, former: str) -> str:
    """The form's indentation: two blanks a level; what follows 其中 stands below it."""
    if label.startswith("（"):
        return "\u3000"
    if label[0].isdigit() or label.startswith("其中") or label[1:2] != "、":
        return "\u3000\u3000" if label[0].isdigit() or not former.startswith("\u3000\u3000") else "\u3000\u3000\u3000"
    return ""


def _list(name: str, values: Values, labels: Mapping[str, str]) -> Table:
    rows: list[tuple[Cell, ...]] = [(Cell("统 计 指 标"), Cell("单位"), Cell("统计数"))]
    former = ""
    for label, unit, indicator in form(name)["rows"]:
        former = _indent(label, former) + labels.get(label, label)
        value = values.get((indicator, None), "0") if indicator else labels.get(f"heading:{label}", "")
        rows.append((Cell(former), Cell(_unit(indicator, unit, labels)), Cell(value)))
    return Table(tuple(rows), (0.72, 0.12, 0.16), head=1)


def _small(name: str, values: Values, labels: Mapping[str, str]) -> Table:
    """The tables of article 20 as one, four columns wide, as nearly all offices draw them."""
    rows: list[tuple[Cell, ...]] = []
    for table in form(name)["small"]:
        last = 5 - len(table["columns"])
        rows.append((Cell(table["title"], colspan=4),))
        heads = [labels.get(head, head) for head in table["columns"]]
        rows.append((*(Cell(head) for head in heads[:-1]), Cell(heads[-1], colspan=last)))
        for label, keys in table["rows"]:
            figures = [values.get((key, None), "0") for key, _ in keys]
            rows.append((Cell(label), *(Cell(item) for item in figures[:-1]), Cell(figures[-1], colspan=last)))
    return Table(tuple(rows), (0.25, 0.25, 0.25, 0.25))


def _requests(name: str, values: Values, labels: Mapping[str, str]) -> Table:
    shape = form(name)
    names = [label for label, _ in shape["applicants"]]
    rows: list[tuple[Cell, ...]] = [
        (Cell(shape["note"], 3, 3), Cell("申请人情况", colspan=7)),
        (Cell(names[0], 2), Cell("法人或其他组织", colspan=5), Cell(names[6], 2)),
        tuple(Cell(label) for label in names[1:6]),
    ]
    printed = [row for row in shape["requests"] if labels.get(row[1]) != ""]
    results = [row for row in printed if not row[1].startswith(("一、", "二、", "四、"))]
    sizes: dict[str, int] = {}
    for group, _, _ in printed:
        sizes[group] = sizes.get(group, 0) + 1
    begun: set[str] = set()
    for group, label, indicator in printed:
        cells = []
        in_results = (group, label, indicator) in [tuple(row) for row in results]
        if in_results and "三" not in begun:
            begun.add("三")
            cells.append(Cell("三、本年度办理结果", len(results)))
        if group and group not in begun:
            begun.add(group)
            cells.append(Cell(group, sizes[group]))
        cells.append(Cell(labels.get(label, label), colspan=1 if group else 2 if in_results else 3))
        cells += [Cell(values.get((indicator, who), "0")) for _, who in shape["applicants"]]
        rows.append(tuple(cells))
    return Table(tuple(rows), (0.05, 0.14, 0.25, *[0.08] * 7), head=3)


def _review(name: str, values: Values) -> Table:
    results = [Cell(label) for label in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")]
    upper = tuple(Cell(cell.text, 2) for cell in results)
    return Table(
        (
            (Cell("行政复议", colspan=5), Cell("行政诉讼", colspan=10)),
            (*upper, Cell("未经复议直接起诉", colspan=5), Cell("复议后起诉", colspan=5)),
            (*results, *results),
            tuple(Cell(values.get((key, None), "0")) for key in form(name)["review"]),
        ),
        tuple([1 / 15] * 15),
    )
