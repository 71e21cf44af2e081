"""Faults of units, and of cells that do not print what they should."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.accuracy.faults.draft import Draft
from tests.accuracy.faults.figures import cells
from tests.accuracy.faults.model import ANY, NEW, OLD, Apply, Fault, Injected
from tests.accuracy.model import Cell, Key


def _unit_cell(draft: Draft) -> Injected | None:
    """元 where the form has 万元."""
    at = [cell for cell in draft.cells() if cell.text in ("万元", "本年收费金额（单位：万元）")]
    if not at:
        return None
    wrong = draft.rng.choice(at)
    draft.redraw(lambda c: replace(c, text=c.text.replace("万元", "元")) if c is wrong else c)
    return Injected("the unit of an amount is printed as 元")


def _budget_in_yuan(draft: Draft) -> Injected | None:
    amount, unit, cell = draft.rng.choice(
        (("3.5", "万元", "35000"), ("35000", "元", "35000"), ("0.5", "万元", "5000"))
    )
    draft.say(f"全年政府信息公开专项经费{amount}{unit}。")
    draft.write({("capacity.budget", None, None): cell})
    return Injected(f"budget {amount}{unit}, in the table {cell} 万元")


def _ten_thousand_times(draft: Draft) -> dict[Key, str] | None:
    key: Key = ("charges.amount" if draft.report.form == "format-2021" else "procurement.amount", None, None)
    value = float(draft.values[key])
    return {key: str(round(value * 10000))} if value else None


def _unit_in_cell(draft: Draft) -> Injected | None:
    some = [
        c for c in draft.cells() if c.figure and c.figure.unit in ("件", "条") and c.text.isdigit() and int(c.text)
    ]
    if not some:
        return None
    wrong = draft.rng.choice(some)
    unit = wrong.figure.unit if wrong.figure else ""
    draft.redraw(lambda c: replace(c, text=f"{c.text}{unit}") if c is wrong else c)
    return Injected(f"{wrong.text}{unit} in a cell")


def _decimals(draft: Draft) -> dict[Key, str] | None:
    value = draft.values["procurement.amount", None, None]
    return {("procurement.amount", None, None): str(round(float(value), 1))} if float(value) else None


# -- cells that print no count --


def _printed(choose: Callable[[str], bool], write: Callable[[str, Random], str]) -> Apply:
    def apply(draft: Draft) -> Injected | None:
        some = [c for c in draft.cells() if c.figure and "元" not in c.figure.unit and choose(c.text)]
        some = [c for c in some if c.figure and ".items_" not in c.figure.indicator]
        if not some:
            return None
        at = draft.rng.choice(some)
        text = write(at.text, draft.rng)
        draft.redraw(lambda c: replace(c, text=text) if c is at else c)
        return Injected(f"“{text}” for {at.text}", at.figure.key if at.figure else None, text, at.text)

    return apply


def _heading_figure(draft: Draft) -> Injected | None:
    """A 0 behind a heading of the list."""
    heads = [row for row in draft_rows(draft) if row[0].text.strip()[1:2] == "、" and row[-1].text == ""]
    if not heads:
        return None
    row = draft.rng.choice(heads)
    draft.redraw(lambda c: replace(c, text="0") if c is row[-1] else c)
    return Injected(f"a figure behind {row[0].text}")


def draft_rows(draft: Draft) -> list[tuple[Cell, ...]]:
    found = []
    for block in draft.report.blocks:
        for row in getattr(block, "rows", ()):
            if all(isinstance(cell, Cell) for cell in row):
                found.append(row)
    return found


def _nonzero(text: str) -> bool:
    return text.isdigit() and int(text) > 0


FAULTS = (
    Fault("budget-in-yuan", ("UNT-01",), OLD, _budget_in_yuan),
    Fault("unit-of-amount", ("UNT-02",), (*OLD, NEW[1]), _unit_cell),
    Fault("amount-ten-thousand-times", ("UNT-03",), NEW, cells(_ten_thousand_times), earlier=True),
    Fault("unit-in-cell", ("UNT-05",), ANY, _unit_in_cell),
    Fault("decimals-of-amount", ("UNT-06",), NEW[:1], cells(_decimals)),
    Fault("blank-cell", ("FMT-01",), ANY, _printed(lambda t: t == "0", lambda t, r: r.choice(("", "/", "—", "无")))),
    Fault("heading-figure", ("FMT-02",), OLD, _heading_figure),
    Fault("signed-count", ("FMT-03",), ANY, _printed(_nonzero, lambda t, r: f"-{t}")),
    Fault("decimal-count", ("FMT-04",), ANY, _printed(_nonzero, lambda t, r: f"{t}.{r.randint(1, 9)}")),
)
