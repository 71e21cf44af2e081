"""The cells between ruling lines are those of pdfplumber's own table finder."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from pdfplumber.table import TableFinder

from gouji.readers import pdf, pdf_lattice, pdf_tables
from gouji.readers.pdf_page import Rule
from tests.accuracy.paper_layouts import LAYOUTS
from tests.accuracy.report import document

Boxes = list[list[tuple[float, float, float, float]]]
SAMPLES = [
    "format-2021-clean", "format-2021-faulty", "format-2019-clean", "statistics-2014-clean",
    "statistics-2014-beijing-faulty", "narrative-clean",
]  # fmt: skip


class Sheet:
    """The few things that the table finder asks of a page of pdfplumber."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.bbox = (0.0, 0.0, 600.0, 850.0)
        self.edges = [edge(rule) for rule in rules]


def edge(rule: Rule) -> dict[str, object]:
    length = rule.end - rule.start
    if rule.horizontal:
        place = {"x0": rule.start, "x1": rule.end, "top": rule.at, "bottom": rule.at, "width": length, "height": 0}
    else:
        place = {"x0": rule.at, "x1": rule.at, "top": rule.start, "bottom": rule.end, "width": 0, "height": length}
    return {"object_type": "line", "orientation": "h" if rule.horizontal else "v", **place}


def reference(rules: Sequence[Rule]) -> Boxes:
    return [sorted(table.cells) for table in TableFinder(Sheet(rules)).tables]  # type: ignore[arg-type]


def ours(rules: Sequence[Rule]) -> Boxes:
    return [sorted(table) for table in pdf_lattice.tables(rules)]


def check(data: bytes) -> None:
    for page in pdf.load(data)[0]:
        for rules in (page.rules, pdf_tables.closed(pdf_tables.merge(page.rules))):
            # moved rules lie at the mean, and the order of a sum changes its last binary digit
            for mine, other in zip(ours(rules), reference(rules), strict=True):
                assert [pytest.approx(box, abs=1e-9) for box in other] == mine


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(name: str, sample: Callable[[str], bytes]) -> None:
    check(sample(f"{name}.pdf"))


@pytest.mark.parametrize("name", ["001_2020", "002_2018", "001_2020_chrome"])
def test_real_files(name: str, real: Callable[[str], bytes]) -> None:
    check(real(f"converted/{name}.pdf"))


@pytest.mark.parametrize(
    "layout", ["rows-only", "columns-only", "three-rules", "gaps", "missing-sides", "table-object", "double-rules"]
)
def test_shapes_with_few_or_many_rules(layout: str) -> None:
    check(document(16 * LAYOUTS.index(layout) + 14).data)


def invented(seed: int) -> list[Rule]:
    """A grid with parts missing, doubled, shifted and cut, on quarter points so that sums are exact."""
    dice = random.Random(seed)
    xs = sorted(dice.sample(range(40, 560, 8), dice.randint(2, 9)))
    ys = sorted(dice.sample(range(40, 800, 6), dice.randint(2, 12)))
    found = []
    for horizontal, levels, stops in ((True, ys, xs), (False, xs, ys)):
        for at in levels:
            for start, end in pairwise(stops):
                if dice.random() < 0.85:
                    shift = dice.choice((0, 0, 0, 0, 0.25, 1, -2, 3.25))
                    found.append(Rule(horizontal, at + shift, start - dice.choice((0, 1, -2, -5)), float(end)))
    dice.shuffle(found)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_invented_grids(seed: int) -> None:
    rules = invented(seed)
    for mine, other in zip(ours(rules), reference(rules), strict=True):
        assert [pytest.approx(box, abs=1e-9) for box in other] == mine


def test_no_rules() -> None:
    assert pdf_lattice.tables([]) == []
    assert pdf_lattice.tables([Rule(True, 100.0, 50.0, 90.0)]) == []
