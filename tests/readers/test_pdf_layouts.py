"""Layouts that offices make, each on a page drawn for it: few or no rules, shading, marks and seals over the text."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise, product

from PIL import Image
from reader_help import Paper, grid, paragraphs
from reportlab.lib.utils import ImageReader

from gouji.model import Document

HEAD = ["指标名称", "单位", "统计数"]
BODY = [["一、主动公开信息数", "条", "1,234"], ["（一）收到申请数", "件", "15"], ["（二）办结申请数", "件", "0"]]
XS = [80.0, 240.0, 300.0, 360.0]
YS = [100.0, 120.0, 140.0, 160.0, 180.0]


def texts(document: Document, table: int = 0) -> list[list[str]]:
    """The texts of a table row by row."""
    rows: dict[int, list[str]] = {}
    for row, _, _, _, text in grid(document, table):
        rows.setdefault(row, []).append(text)
    return list(rows.values())


def fill_in(paper: Paper, rows: list[list[str]], xs: list[float] = XS, ys: list[float] = YS) -> None:
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            paper.write(x + 3, y + 13, text)


def right(paper: Paper, x: float, y: float, text: str) -> None:
    paper.canvas.setFont(paper.font, 10)
    paper.canvas.drawRightString(x, paper.height - y, text)


def borderless(paper: Paper, rows: list[list[str]], top: float = 100.0) -> None:
    for index, (label, unit, number) in enumerate(rows):
        y = top + 20 * index
        paper.write(80, y, label)
        paper.write(300, y, unit)
        right(paper, 420, y, number)


def test_a_table_without_rules() -> None:
    paper = Paper()
    paper.write(80, 60, "政府信息公开情况统计表")
    borderless(paper, [HEAD, *BODY])
    paper.write(80, 220, "以上是本年度的全部数字。")
    document = paper.read()
    assert texts(document) == [HEAD, *BODY]
    assert paragraphs(document) == ["政府信息公开情况统计表", "以上是本年度的全部数字。"]


def test_a_table_without_rules_with_wrapped_labels_and_blanks() -> None:
    paper = Paper()
    borderless(paper, [HEAD, BODY[0]])
    paper.write(80, 140, "（一）收到的政府信息公开申请总数，包括上")
    paper.write(80, 152, "年结转的申请数")
    paper.write(300, 140, "件")
    right(paper, 420, 140, "15")
    borderless(paper, [["（二）办结申请数", "件", ""], ["（三）其他", "件", "7"]], top=172)
    assert texts(paper.read())[2:] == [
        ["（一）收到的政府信息公开申请总数，包括上年结转的申请数", "件", "15"],
        ["（二）办结申请数", "件", ""],
        ["（三）其他", "件", "7"],
    ]


def test_a_table_without_rules_with_merged_heads() -> None:
    paper = Paper()
    paper.write(250, 100, "申请人情况")
    for x, text in ((200, "自然人"), (280, "法人"), (360, "总计")):
        paper.write(x, 120, text)
    for row, (label, *numbers) in enumerate(
        [["新收", "3", "4", "7"], ["结转", "0", "1", "1"], ["办结", "3", "5", "8"]]
    ):
        paper.write(80, 140 + 20 * row, label)
        for x, number in zip((210, 285, 365), numbers, strict=True):
            paper.write(x, 140 + 20 * row, number)
    found = texts(paper.read())
    assert found[1:] == [
        ["", "自然人", "法人", "总计"],
        ["新收", "3", "4", "7"],
        ["结转", "0", "1", "1"],
        ["办结", "3", "5", "8"],
    ]
    assert "申请人情况" in found[0]


def test_contents_contacts_and_prose_are_no_tables() -> None:
    paper = Paper()
    paper.write(260, 60, "目　录")
    for index, text in enumerate(("一、总体情况", "二、主动公开", "三、申请情况", "四、其他事项")):
        paper.write(80, 90 + 20 * index, text)
        right(paper, 420, 90 + 20 * index, str(index + 1))
    for index, (label, text) in enumerate((("地址", "某某路一号"), ("邮编", "某某邮政"), ("联系人", "张三"))):
        paper.write(80, 300 + 20 * index, label)
        paper.write(300, 300 + 20 * index, text)
    assert paper.read().tables == ()


def test_rules_between_the_rows_alone() -> None:
    paper = Paper()
    for y in YS:
        paper.line(80, y, 440, y)
    borderless(paper, [HEAD, *BODY], top=113)
    assert texts(paper.read()) == [HEAD, *BODY]


def test_three_rules() -> None:
    paper = Paper()
    for y in (YS[0], YS[1], YS[-1]):
        paper.line(80, y, 440, y)
    borderless(paper, [HEAD, *BODY], top=113)
    assert texts(paper.read()) == [HEAD, *BODY]


def test_rules_between_the_columns_alone() -> None:
    paper = Paper()
    for x in XS:
        paper.line(x, 100, x, 180)
    for y in (100, 120, 180):
        paper.line(80, y, 360, y)
    fill_in(paper, [HEAD, *BODY])
    assert texts(paper.read()) == [HEAD, *BODY]


def test_rules_that_do_not_quite_meet() -> None:
    paper = Paper()
    for x in XS:
        paper.line(x, 100, x, 180)
    for y in YS:
        paper.line(86, y, 354, y)
    fill_in(paper, [HEAD, *BODY])
    assert texts(paper.read()) == [HEAD, *BODY]


def test_no_frame_at_all_sides() -> None:
    paper = Paper()
    for x in XS[1:3]:
        paper.line(x, 100, x, 180)
    for y in YS[1:-1]:
        paper.line(80, y, 360, y)
    fill_in(paper, [HEAD, *BODY])
    assert texts(paper.read()) == [HEAD, *BODY]


def shade(paper: Paper, x0: float, y0: float, x1: float, y1: float, gray: float = 0.85) -> None:
    paper.canvas.setFillGray(gray)
    paper.canvas.rect(x0, paper.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
    paper.canvas.setFillGray(0)


def test_cells_drawn_by_shading() -> None:
    paper = Paper()
    for y0, y1 in pairwise(YS):
        for x0, x1 in pairwise(XS):
            shade(paper, x0 + 1, y0 + 1, x1 - 1, y1 - 1)
    fill_in(paper, [HEAD, *BODY])
    assert texts(paper.read()) == [HEAD, *BODY]


def test_white_cells_on_a_gray_ground() -> None:
    paper = Paper()
    shade(paper, 79, 99, 361, 181)
    for y0, y1 in pairwise(YS):
        for x0, x1 in pairwise(XS):
            shade(paper, x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5, 1)
    fill_in(paper, [HEAD, *BODY])
    assert texts(paper.read()) == [HEAD, *BODY]


def test_every_other_row_shaded() -> None:
    paper = Paper()
    shade(paper, 80, 100, 440, 120)
    shade(paper, 80, 140, 440, 160)
    borderless(paper, [HEAD, *BODY], top=113)
    assert texts(paper.read()) == [HEAD, *BODY]


def test_two_tables_side_by_side() -> None:
    paper = Paper()
    for left in (60.0, 310.0):
        xs = [left, left + 110, left + 160, left + 210]
        paper.table(xs, YS, [HEAD, *BODY])
    document = paper.read()
    assert len(document.tables) == 2
    assert texts(document, 0) == texts(document, 1) == [HEAD, *BODY]


def test_forms_within_forms() -> None:
    paper = Paper()
    canvas = paper.canvas
    canvas.beginForm("inner")
    paper.table(XS, YS, [HEAD, *BODY])
    canvas.endForm()
    canvas.beginForm("outer")
    canvas.translate(20, 0)
    canvas.doForm("inner")
    canvas.endForm()
    canvas.translate(10, -30)
    canvas.doForm("outer")
    document = paper.read()
    assert texts(document) == [HEAD, *BODY]
    box = document.tables[0].place.bbox
    assert box is not None
    assert [round(side) for side in box] == [110, 130, 390, 210]


def test_rules_of_very_short_pieces() -> None:
    paper = Paper()
    for y in YS:
        for step in range(280):
            paper.line(80 + step, y, 80.6 + step, y)
    for x in XS:
        for step in range(80):
            paper.line(x, 100 + step, x, 100.6 + step)
    fill_in(paper, [HEAD, *BODY])
    assert texts(paper.read()) == [HEAD, *BODY]


def test_every_glyph_placed_and_rules_filled() -> None:
    """As WPS prints: a text object for each character, the font at size 1 and scaled, rules as filled rectangles."""
    paper = Paper()
    for y, row in zip(YS, [HEAD, *BODY], strict=False):
        for x, text in zip(XS, row, strict=False):
            for index, letter in enumerate(text):
                line = paper.canvas.beginText()
                line.setFont(paper.font, 1)
                width = 10 if ord(letter) > 0x2E80 else 5
                line.setTextTransform(10, 0, 0, 10, x + 3 + width * index, 842 - y - 13)
                line.textOut(letter)
                paper.canvas.drawText(line)
    for y in YS:
        paper.canvas.rect(80, 842 - y, 280, 0.5, stroke=0, fill=1)
    for x in XS:
        for y in YS[1:]:
            paper.canvas.rect(x, 842 - y, 0.5, 20.5, stroke=0, fill=1)
    assert texts(paper.read()) == [HEAD, *BODY]


def test_merged_heads_cut_by_the_page_break() -> None:
    paper = Paper()
    xs = [80.0, 200.0, 260.0, 320.0]
    paper.line(80, 740, 320, 740)
    paper.line(80, 760, 320, 760)
    for x in (80.0, 200.0, 320.0):
        paper.line(x, 740, x, 760)
    paper.write(83, 753, "指标名称")
    paper.write(203, 753, "申请人情况")
    paper.next_page()
    paper.table(xs, [60, 80, 100, 120], [["", "自然人", "法人"], ["新收申请", "3", "4"], ["结转申请", "0", "1"]])
    assert grid(paper.read())[:4] == [
        (0, 0, 2, 1, "指标名称"), (0, 1, 1, 2, "申请人情况"), (1, 1, 1, 1, "自然人"), (1, 2, 1, 1, "法人"),
    ]  # fmt: skip


def test_page_numbers_inside_a_table() -> None:
    paper = Paper()
    paper.table(XS, [700, 720, 740, 820], [HEAD, *BODY[:2]])
    paper.write(200, 812, "- 1 -")
    paper.next_page()
    paper.table(XS, [60, 80], [BODY[2]])
    assert texts(paper.read()) == [HEAD, *BODY]


def test_marks_across_the_page() -> None:
    paper = Paper()
    canvas = paper.canvas
    canvas.saveState()
    canvas.setFillGray(0.75)
    canvas.setFont(paper.font, 60)
    canvas.drawString(100, 690, "内部资料")
    canvas.translate(200, 600)
    canvas.rotate(45)
    canvas.drawString(0, 0, "内部资料")
    canvas.restoreState()
    paper.table(XS, YS, [HEAD, *BODY])
    paper.write(80, 60, "某某局信息公开年度报告", 22)
    document = paper.read()
    assert texts(document) == [HEAD, *BODY]
    assert paragraphs(document) == ["某某局信息公开年度报告"]


def test_a_seal_over_the_text() -> None:
    paper = Paper()
    paper.table(XS, YS, [HEAD, *BODY])
    paper.write(300, 240, "某某市某某局")
    picture = BytesIO()
    Image.new("RGBA", (40, 40), (200, 0, 0, 120)).save(picture, "PNG")
    picture.seek(0)
    paper.canvas.drawImage(ImageReader(picture), 260, 560, 120, 120, mask="auto")
    document = paper.read()
    assert texts(document) == [HEAD, *BODY]
    assert paragraphs(document) == ["某某市某某局"]
    assert document.images == 1
    assert document.quality.text == 1.0


def test_coloured_titles_are_no_marks() -> None:
    paper = Paper()
    for y, color in ((60, (0.85, 0, 0)), (90, (1, 0.65, 0)), (120, (1, 1, 1))):
        paper.canvas.setFillColorRGB(*color)
        paper.write(80, y, "某某局信息公开年度报告", 22)
    paper.canvas.setFillGray(0.6)
    for row in range(8):
        paper.write(80, 160 + 20 * row, "灰色的正文有十二个字。")
    assert len(paper.read().text) == 3 * 11 + 8 * 11 + 10


def test_double_rules_around_many_cells() -> None:
    paper = Paper()
    xs = [40.0 + 34 * column for column in range(16)]
    ys = [60.0 + 18 * row for row in range(41)]
    for (x0, x1), (y0, y1) in product(pairwise(xs), pairwise(ys)):
        for inset in (0.0, 1.2):
            paper.canvas.rect(x0 + inset, 842 - y1 + inset, x1 - x0 - 2 * inset, y1 - y0 - 2 * inset)
    rows = [["项目", *map(str, range(14))]] * 40
    fill_in(paper, rows, xs, ys)
    assert texts(paper.read()) == rows


def test_a_table_of_the_form_without_rules() -> None:
    """Groups at the middle of their rows, wrapped labels, heads of two levels, blank figures."""
    paper = Paper()
    paper.write(300, 90, "法人或其他组织")
    for x, text in ((240, "自然人"), (300, "商业企业"), (360, "科研机构"), (420, "总计")):
        paper.write(x, 104, text)
    rows = [
        (130, 80, ["（一）予以公开"], ["3", "", "4", "7"]),
        (150, 160, ["1.属于国家秘密"], ["0", "0", "0", "0"]),
        (170, 160, ["2.其他法律行政", "法规禁止公开"], ["1", "0", "0", "1"]),
        (203, 160, ["3.保护第三方", "合法权益"], ["2", "0", "0", "2"]),
        (236, 80, ["（七）总计"], ["6", "0", "4", "10"]),
    ]
    for y, x, label, figures in rows:
        for index, line in enumerate(label):
            paper.write(x, y + 13 * index, line)
        for place, figure in zip((240, 300, 360, 420), figures, strict=True):
            paper.write(place, y, figure)
    paper.write(80, 183, "（三）不予公开")
    found = grid(paper.read())
    assert (3, 0, 3, 1, "（三）不予公开") in found
    facts = [[cell[4] for cell in found if cell[0] == row and cell[4]] for row in range(2, 7)]
    assert facts == [
        ["（一）予以公开", "3", "4", "7"],
        ["（三）不予公开", "1.属于国家秘密", "0", "0", "0", "0"],
        ["2.其他法律行政法规禁止公开", "1", "0", "0", "1"],
        ["3.保护第三方合法权益", "2", "0", "0", "2"],
        ["（七）总计", "6", "0", "4", "10"],
    ]
