"""Tables over page breaks: cut rows and groups, footnotes between, each on pages drawn for it."""

from __future__ import annotations

from reader_help import Paper, grid, paragraphs
from test_pdf_layouts import BODY, HEAD, XS, texts

TWO_UP = [60.0, 180.0, 220.0, 260.0, 380.0, 420.0, 460.0]


def test_a_row_with_its_figures_before_the_page_break_and_its_label_after() -> None:
    paper = Paper()
    paper.table(XS, [720, 740, 760, 780], [HEAD, BODY[0], ["", "件", "15"]])
    paper.next_page()
    paper.table(XS, [60, 80, 100], [[BODY[1][0], "", ""], BODY[2]])
    assert texts(paper.read()) == [HEAD, *BODY]


def test_a_row_with_its_label_before_the_page_break_and_its_figures_after() -> None:
    paper = Paper()
    paper.table(XS, [720, 740, 760, 780], [HEAD, BODY[0], [BODY[1][0], "", ""]])
    paper.next_page()
    paper.table(XS, [60, 80, 100], [["", "件", "15"], BODY[2]])
    assert texts(paper.read()) == [HEAD, *BODY]


def test_rows_with_blank_figures_around_a_page_break_stay_apart() -> None:
    paper = Paper()
    rows = [HEAD, BODY[0], ["（一）收到申请数", "", ""], ["（二）办结申请数", "", ""]]
    paper.table(XS, [740, 760, 780], rows[:2])
    paper.next_page()
    paper.table(XS, [60, 80, 100], rows[2:])
    assert texts(paper.read()) == rows


def test_labels_of_either_block_cut_by_the_page_break() -> None:
    """Two blocks of the list beside each other: the rest of a label stands left of figures, and between them."""
    paper = Paper()
    paper.table(
        TWO_UP,
        [740, 760, 780],
        [[*HEAD, *HEAD], ["（一）收到的申请数，包括", "件", "15", "（一）维持决定数", "件", "1"]],
    )
    paper.next_page()
    rest = [["上年结转的", "", "", "", "", ""], ["1.当面申请数", "件", "2", "（四）政府信息公开专项经", "万元", "3"]]
    paper.table(TWO_UP, [60, 80, 100], rest)
    paper.next_page()
    paper.table(
        TWO_UP, [60, 80, 100], [["", "", "", "费（不含编辑费）", "", ""], ["2.传真申请数", "件", "4", "", "", ""]]
    )
    assert texts(paper.read())[1:] == [
        ["（一）收到的申请数，包括上年结转的", "件", "15", "（一）维持决定数", "件", "1"],
        ["1.当面申请数", "件", "2", "（四）政府信息公开专项经费（不含编辑费）", "万元", "3"],
        ["2.传真申请数", "件", "4", "", "", ""],
    ]


def test_a_table_that_goes_on_after_a_footnote() -> None:
    paper = Paper()
    paper.table(XS, [720, 740, 760], [HEAD, BODY[0]])
    paper.line(80, 770, 180, 770)
    paper.write(80, 785, "1 同一信息只计一次。", 8)
    paper.next_page()
    paper.table(XS, [60, 80, 100], BODY[1:])
    document = paper.read()
    assert texts(document) == [HEAD, *BODY]
    assert paragraphs(document) == ["1同一信息只计一次。"]


def test_a_line_of_text_between_two_tables_keeps_them_apart() -> None:
    paper = Paper()
    paper.table(XS, [720, 740, 760], [HEAD, BODY[0]])
    paper.write(80, 785, "其他情况如下表。", 8)
    paper.next_page()
    paper.table(XS, [60, 80, 100], BODY[1:])
    assert len(paper.read().tables) == 2


def test_a_group_cut_by_the_page_break_between_its_two_rows() -> None:
    paper = Paper()
    xs = [80.0, 153.0, 240.0, 300.0]
    paper.table(xs, [740, 760, 780], [["信息内容", "", "数量"], ["其他对外管理服", "行政奖励", "27"]])
    paper.next_page()
    paper.table(xs, [60, 80], [["务事项", "行政给付", "4"]])
    assert (1, 0, 2, 1, "其他对外管理服务事项") in grid(paper.read())


def test_plain_page_numbers_inside_a_table() -> None:
    paper = Paper()
    rows = [HEAD, *BODY, ["（三）其他", "件", "7"]]
    for page, part in enumerate((rows[:2], rows[2:4], rows[4:]), 1):
        if page > 1:
            paper.next_page()
        tops = [700.0 + 20 * row for row in range(len(part))]
        paper.table(XS, [*tops, 820.0], part)
        paper.write(303, 812, str(page))
    assert texts(paper.read()) == rows


def test_figures_in_the_last_line_that_do_not_count_pages_stay() -> None:
    paper = Paper()
    for page, figure in enumerate(("5", "2"), 1):
        if page > 1:
            paper.next_page()
        paper.table(XS, [760, 780, 820], [HEAD, ["其他", "件", ""]])
        paper.write(303, 812, figure)
    assert [row[2] for row in texts(paper.read())] == [HEAD[2], "5", "2"]
