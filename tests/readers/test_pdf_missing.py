"""Tables with some of their rules alone: what the others tell of them, each on a page drawn for it."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from reader_help import Paper, grid
from test_pdf_layouts import BODY, HEAD, XS, YS, fill_in, texts

import gouji
from gouji.readers import pdf
from tests.accuracy.paper_layouts import LAYOUTS
from tests.accuracy.report import document

FEW = (
    "rows-only",
    "columns-only",
    "three-rules",
    "borderless",
    "gaps",
    "missing-sides",
    "table-object",
    "number-inside",
)


def test_a_missing_rule_between_two_figures() -> None:
    paper = Paper()
    paper.table(XS[:2], YS, [[HEAD[0]], *([row[0]] for row in BODY)])
    paper.table(XS[2:], YS, [[HEAD[2]], *([row[2]] for row in BODY)])
    for y in YS:
        paper.line(XS[1], y, XS[2], y)
    for x, y in ((XS[1], 100), (XS[1], 140), (XS[1], 160), (XS[2], 100)):
        paper.line(x, y, x, y + 20)
    fill_in(paper, [["", row[1]] for row in [HEAD, *BODY]], XS)
    assert texts(paper.read()) == [HEAD, *BODY]


def test_rules_between_the_columns_alone_below_heads_of_a_form() -> None:
    paper = Paper()
    for x in (80.0, 200.0, 300.0):
        paper.line(x, 100, x, 160)
    for y in (100.0, 160.0):
        paper.line(80, y, 300, y)
    rows = [["信息内容", "本年处理决定数量"], ["行政处罚", "43"], ["行政强制", "15"]]
    fill_in(paper, rows, [80.0, 200.0], YS)
    assert texts(paper.read()) == rows


def test_one_row_without_a_frame() -> None:
    paper = Paper()
    for x in XS[1:3]:
        paper.line(x, 100, x, 120)
    for y in YS[:2]:
        paper.line(80, y, 360, y)
    fill_in(paper, [BODY[0]])
    assert texts(paper.read()) == [BODY[0]]


def without(paper: Paper, xs: list[float], ys: list[float], gaps: set[tuple[float, float]]) -> None:
    """A grid without some upright rules, each named by its place and its upper end."""
    for y in ys:
        paper.line(xs[0], y, xs[-1], y)
    for x, (top, bottom) in product(xs, pairwise(ys)):
        if (x, top) not in gaps:
            paper.line(x, top, x, bottom)


def test_a_missing_rule_between_two_heads() -> None:
    paper = Paper()
    rows = [["信息内容", "上一年项目数量", "处理决定数量"], ["行政许可", "14", "208"], ["行政处罚", "22", "5"]]
    xs = [80.0, 180.0, 280.0, 380.0]
    without(paper, xs, YS[:4], {(280.0, 100.0)})
    fill_in(paper, rows, xs)
    assert texts(paper.read()) == rows


def test_a_missing_rule_beside_a_single_figure_and_between_blanks() -> None:
    paper = Paper()
    rows = [
        ["申请人", "自然人", "科研机构"],
        ["新收", "3", "4"],
        ["结转", "", "1"],
        ["办结", "", ""],
        ["其他", "2", ""],
    ]
    ys = [*YS, 200.0]
    without(paper, XS, ys, {(XS[2], 140.0), (XS[2], 180.0)})
    fill_in(paper, rows, XS, ys)
    assert texts(paper.read()) == rows


def test_a_figure_over_two_columns_stays_in_one_cell() -> None:
    paper = Paper()
    without(paper, XS, YS, {(XS[2], 120.0), (XS[2], 140.0)})
    fill_in(paper, [["申请人", "自然人", "科研机构"], ["新收", "3"], ["结转", "1"], ["办结", "2", "5"]], XS)
    assert (2, 1, 1, 2, "1") in grid(paper.read())


def test_rules_between_columns_and_groups_alone() -> None:
    """No line parts the rows, and rules that nothing meets part groups from labels; labels in two columns touch."""
    paper = Paper()
    for x, top in ((80.0, 100.0), (160.0, 140.0), (260.0, 100.0), (320.0, 120.0), (380.0, 100.0)):
        paper.line(x, top, x, 220 if x != 160 else 200)
    for y in (100.0, 220.0):
        paper.line(80, y, 380, y)
    paper.write(263, 113, "申请人情况")
    fill_in(paper, [["", "自然人", "总计"]], [80.0, 260.0, 320.0], [120.0])
    fill_in(paper, [["", "1.重复申请", "1", "1"]], [80.0, 160.0, 260.0, 320.0], [140.0])
    fill_in(paper, [["（五）不予处理", "2.要求提供公开出版物", "0", "0"]], [80.0, 160.0, 260.0, 320.0], [160.0])
    fill_in(paper, [["", "3.无正当理由大量反复申请", "2", "2"]], [80.0, 160.0, 260.0, 320.0], [180.0])
    fill_in(paper, [["（七）总计", "3", "3"]], [80.0, 260.0, 320.0], [200.0])
    found = grid(paper.read())
    assert (0, 2, 1, 2, "申请人情况") in found
    assert (2, 0, 3, 1, "（五）不予处理") in found
    assert [cell[4] for cell in found if cell[0] == 3] == ["2.要求提供公开出版物", "0", "0"]
    assert (5, 0, 1, 2, "（七）总计") in found


def drawn(layout: str) -> bytes:
    """An invented report of 2019 in one of the corpus's layouts."""
    made = document(16 * LAYOUTS.index(layout) + 14)
    assert f"pdf:{layout}" in made.report.tags
    return made.data


@pytest.mark.parametrize("layout", FEW)
def test_every_figure_has_its_page_and_box(layout: str) -> None:
    data = drawn(layout)
    sheets = pdf.load(data)[0]
    facts = [fact for fact in gouji.audit(data).report.facts if fact.origin != "narrative"]
    assert len(facts) > 150
    for fact in facts:
        place = fact.place
        assert place.page is not None
        assert place.bbox is not None
        left, top, right, bottom = place.bbox
        sheet = sheets[place.page - 1]
        assert 0 <= left < right <= sheet.width
        assert 0 <= top < bottom <= sheet.height


def test_each_page_is_closed_before_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    get_page = pypdfium2.PdfDocument.get_page

    def noted(self: Any, index: int) -> Any:
        assert all(page.raw is None for page in opened)
        opened.append(get_page(self, index))
        return opened[-1]

    monkeypatch.setattr(pypdfium2.PdfDocument, "get_page", noted)
    pages, _ = pdf.load(drawn("columns-only"))
    assert len(opened) == len(pages) > 1
