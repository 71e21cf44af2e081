"""PDF: what is claimed about rules, pages, rotation and text, each on a page drawn for it."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reader_help import FONT, Paper, check_places, grid, paragraphs, plain
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from gouji.model import Document
from gouji.readers import pdf, pdf_document, pdf_plumber, pdf_tables
from gouji.readers.pdf_page import Char, Page, fonts_of_the_machine

XS = [80.0, 240.0, 300.0, 360.0]
HEAD = ["指标名称", "单位", "统计数"]


def simple(paper: Paper) -> None:
    if paper.font == "Vera":
        paper.table(XS, [100, 120, 140], [["indicator", "unit", "count"], ["received", "item", "15"]])
    else:
        paper.table(XS, [100, 120, 140], [HEAD, ["收到申请数", "申请", "15"]])


WANTED = [
    (0, 0, 1, 1, "指标名称"), (0, 1, 1, 1, "单位"), (0, 2, 1, 1, "统计数"),
    (1, 0, 1, 1, "收到申请数"), (1, 1, 1, 1, "申请"), (1, 2, 1, 1, "15"),
]  # fmt: skip


LATIN = [
    (row, column, 1, 1, text)
    for row, texts in enumerate([["indicator", "unit", "count"], ["received", "item", "15"]])
    for column, text in enumerate(texts)
]


def test_text_in_tables_stands_only_there() -> None:
    paper = Paper()
    paper.write(80, 60, "标题在上面")
    simple(paper)
    paper.write(80, 170, "后文在下面")
    document = paper.read()
    check_places(document)
    assert document.text == "标题在上面\n指标名称\t单位\t统计数\n收到申请数\t申请\t15\n后文在下面"
    assert grid(document) == WANTED


def test_boxes_are_from_the_top_left() -> None:
    paper = Paper()
    paper.write(80, 60, "标题在上面上面上面")
    simple(paper)
    document = paper.read()
    assert document.blocks[0].place.bbox == pytest.approx((80, 51.2, 170, 61.2), abs=0.1)
    assert document.tables[0].cells[5].place.bbox == pytest.approx((300, 120, 360, 140), abs=0.5)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotated_pages(rotation: int) -> None:
    paper = Paper("Vera")
    canvas = paper.canvas
    canvas.setPageRotation(rotation)
    # the content is drawn so that it reads upright on the page as shown
    if rotation == 90:
        canvas.transform(0, 1, -1, 0, 595, 0)
    elif rotation == 180:
        canvas.transform(-1, 0, 0, -1, 595, 842)
    else:
        canvas.transform(0, -1, 1, 0, 0, 595)  # reportlab turns the media box, too
    paper.height = 595 if rotation == 90 else 842
    simple(paper)
    document = paper.read()
    assert grid(document) == LATIN
    assert document.tables[0].place.bbox == pytest.approx((80, 100, 360, 140), abs=0.5)


def test_sideways_table_on_an_upright_page() -> None:
    paper = Paper("Vera")
    paper.canvas.transform(0, 1, -1, 0, 595, 0)
    paper.height = 595
    simple(paper)
    document = paper.read()
    assert grid(document) == LATIN
    # the box is that of the page as shown: text runs upwards, so the table's top is at the left
    assert document.tables[0].place.bbox == pytest.approx((100, 842 - 360, 140, 842 - 80), abs=0.5)


def test_rules_as_thin_rectangles() -> None:
    paper = Paper()
    for x in XS:
        paper.canvas.rect(x, 842 - 140, 0.7, 40, stroke=0, fill=1)
    for y in (100, 120, 140):
        paper.canvas.rect(80, 842 - y, 280, 0.7, stroke=0, fill=1)
    for y, row in ((113, HEAD), (133, ["收到申请数", "申请", "15"])):
        for x, text in zip(XS, row, strict=False):
            paper.write(x + 3, y, text)
    assert grid(paper.read()) == WANTED


def test_dashed_rules() -> None:
    paper = Paper()
    paper.canvas.setDash(2, 2)
    simple(paper)
    assert grid(paper.read()) == WANTED


def test_rules_drawn_dash_by_dash() -> None:
    paper = Paper()
    for x in XS:
        for y in range(100, 140, 4):
            paper.line(x, y, x, y + 2)
    for y in (100, 120, 140):
        for x in range(80, 360, 4):
            paper.line(x, y, x + 2, y)
    for y, row in ((113, HEAD), (133, ["收到申请数", "申请", "15"])):
        for x, text in zip(XS, row, strict=False):
            paper.write(x + 3, y, text)
    assert grid(paper.read()) == WANTED


def test_form_xobjects() -> None:
    paper = Paper()
    paper.canvas.beginForm("part")
    simple(paper)
    paper.canvas.endForm()
    paper.canvas.saveState()
    paper.canvas.translate(30, -50)
    paper.canvas.scale(1.2, 1.2)
    paper.canvas.doForm("part")
    paper.canvas.restoreState()
    document = paper.read()
    assert grid(document) == WANTED
    height = 842.0
    top = height - (1.2 * (height - 100) - 50)
    assert document.tables[0].place.bbox == pytest.approx((126, top, 462, top + 48), abs=0.5)


def test_white_and_unpainted_paths_are_no_rules() -> None:
    paper = Paper("Vera")
    paper.canvas.setStrokeColorRGB(1, 1, 1)
    simple(paper)
    paper.canvas.rect(70, 600, 300, 200, stroke=0, fill=0)
    assert paper.read().tables == ()


def test_shading_and_a_frame_are_no_tables() -> None:
    paper = Paper()
    paper.canvas.setFillColorRGB(0.9, 0.9, 0.9)
    paper.canvas.rect(70, 600, 300, 200, stroke=0, fill=1)
    paper.canvas.setFillColorRGB(0, 0, 0)
    paper.canvas.rect(60, 500, 320, 320, stroke=1, fill=0)
    paper.write(80, 100, "框里的一段文字没有表格")
    document = paper.read()
    assert document.tables == ()
    assert document.text == "框里的一段文字没有表格"


def test_table_open_at_the_sides() -> None:
    paper = Paper()
    for x in XS[1:3]:
        paper.line(x, 100, x, 140)
    for y in (100, 120, 140):
        paper.line(80, y, 360, y)
    for y, row in ((113, HEAD), (133, ["收到申请数", "申请", "15"])):
        for x, text in zip(XS, row, strict=False):
            paper.write(x + 3, y, text)
    assert grid(paper.read()) == WANTED


def over_two_pages(second: list[list[str]], number: bool = True) -> Document:
    paper = Paper()
    ys = [700.0, 720.0, 740.0, 760.0]
    paper.table(XS, ys, [HEAD, ["（一）收到申请数", "申请", "15"], ["（二）申请办结数包括该年度和", "申请", "11"]])
    if number:
        paper.write(290, 810, "- 1 -")
    paper.next_page()
    paper.table(XS, [60.0 + 20 * row for row in range(len(second) + 1)], second)
    paper.write(80, 300, "后文在下面")
    if number:
        paper.write(290, 810, "- 2 -")
    return paper.read()


def test_tables_join_over_pages_without_repeated_head_and_page_numbers() -> None:
    document = over_two_pages([HEAD, ["（三）答复数目", "申请", "22"]])
    assert len(document.tables) == 1
    assert document.text.split("\n")[2:] == [
        "（二）申请办结数包括该年度和\t申请\t11",
        "（三）答复数目\t申请\t22",
        "后文在下面",
    ]
    assert document.tables[0].cells[-1].place.page == 2


def test_a_row_cut_by_the_page_break_is_mended() -> None:
    document = over_two_pages([["上年结转的", "", ""], ["（三）答复数目", "申请", "22"]])
    assert [plain(line) for line in document.text.split("\n")[2:4]] == [
        "（二）申请办结数包括该年度和上年结转的申请11",
        "（三）答复数目申请22",
    ]


def test_a_blank_row_after_a_page_break_is_a_row() -> None:
    document = over_two_pages([["（三）答复数目", "", ""], ["（四）其他数目", "申请", "22"]])
    assert document.text.split("\n")[3] == "（三）答复数目\t\t"


def test_a_blank_row_below_merged_heads_is_a_row() -> None:
    paper = Paper()
    xs = [80.0, 160.0, 240.0, 360.0]
    paper.table(xs, [700, 740], [["维持结果", "纠正结果", "行政诉讼"]])
    paper.line(240, 720, 360, 720)
    paper.write(243, 733, "起诉数")
    paper.next_page()
    paper.table(xs, [60, 80, 100], [["", "", ""], ["11", "12", "13"]])
    rows = paper.read().text.split("\n")
    assert rows[-2:] == ["\t\t", "11\t12\t13"]


def test_other_columns_on_the_next_page_make_another_table() -> None:
    paper = Paper()
    paper.table(XS, [700.0, 720.0, 740.0], [HEAD, ["收到申请数", "申请", "15"]])
    paper.next_page()
    paper.table(
        [80, 130, 180, 330, 360], [60.0, 80.0, 100.0], [["甲方", "乙方", "丙方", "丁"], ["11", "22", "33", "44"]]
    )
    assert len(paper.read().tables) == 2


def test_vertical_labels_are_one_word() -> None:
    paper = Paper()
    paper.line(80, 100, 80, 160)
    paper.table([100, 240, 300], [100, 120, 140, 160], [["予以公开", "15"], ["部分公开", "11"], ["不予公开", "12"]])
    paper.line(80, 100, 100, 100)
    paper.line(80, 160, 100, 160)
    for index, letter in enumerate("办理结果"):
        paper.write(85, 112 + 13 * index, letter + " ")
    found = grid(paper.read())
    assert found[0] == (0, 0, 3, 1, "办理结果")
    assert [cell[4] for cell in found[1:]] == ["予以公开", "15", "部分公开", "11", "不予公开", "12"]


def test_a_label_in_a_font_that_writes_from_top_to_bottom() -> None:
    paper = Paper()
    paper.line(80, 100, 80, 160)
    paper.table([100, 240, 300], [100, 120, 140, 160], [["予以公开", "15"], ["部分公开", "11"], ["不予公开", "12"]])
    paper.line(80, 100, 100, 100)
    paper.line(80, 160, 100, 160)
    font = UnicodeCIDFont(FONT, isVertical=True)
    font.name = font.fontName = f"{FONT}-V"
    pdfmetrics.registerFont(font)
    paper.canvas.setFont(font.name, 12)
    paper.canvas.drawString(92, paper.height - 104, "办理结果")
    assert grid(paper.read())[0] == (0, 0, 3, 1, "办理结果")


def test_wrapped_lines_in_cells_and_paragraphs() -> None:
    paper = Paper()
    paper.write(108, 100, "第一段首行缩进两个字并且一直写到右边的版心为止才换行接着写", 14)
    paper.write(80, 124, "下去直到结束。", 14)
    paper.write(108, 148, "第二段。", 14)
    paper.table([80, 134, 200], [200, 240, 260], [["", "数目"], ["合计数", "15"]])
    paper.write(83, 213, "行政机关不")
    paper.write(83, 226, "再处理")
    paper.write(137, 213, "数目")
    document = paper.read()
    assert paragraphs(document)[:2] == [
        "第一段首行缩进两个字并且一直写到右边的版心为止才换行接着写下去直到结束。",
        "第二段。",
    ]
    assert grid(document)[0][4] == "行政机关不再处理"


def test_page_numbers_and_running_headers_go() -> None:
    paper = Paper()
    for page in range(1, 4):
        paper.write(80, 40, "政府信息公开年度报告")
        paper.write(80, 200 + 20 * page, f"第{page}页的正文有十二个字。")
        paper.write(280, 810, ["- 1 -", "— 2 —", "3"][page - 1])
        paper.next_page()
    assert paper.read().text.split("\n") == [f"第{page}页的正文有十二个字。" for page in (1, 2, 3)]


def test_bold_by_double_printing_counts_once() -> None:
    paper = Paper()
    paper.write(80, 100, "收到申请十一件共计办结")
    paper.write(80.4, 100, "收到申请十一件共计办结")
    assert plain(paper.read().text) == "收到申请十一件共计办结"


def test_slanted_text_is_dropped_with_a_note() -> None:
    paper = Paper()
    paper.write(80, 100, "正文正文正文正文正文")
    paper.canvas.rotate(45)
    paper.write(300, 500, "水印水印")
    document = paper.read()
    assert document.text == "正文正文正文正文正文"
    assert "slanted-text-dropped" in document.quality.notes


def test_radicals_of_font_maps_are_folded() -> None:
    page = Page(1, 595, 842, [Char("⼀", 0, 0, 9, 9, 9, 9), Char("项", 9, 0, 18, 9, 9, 9)])
    assert [char.text for char in pdf_document.without_radicals(page).chars] == ["一", "项"]


@pytest.mark.parametrize("name", ["format-2021-clean", "statistics-2014-clean"])
def test_pdfplumber_gives_the_same_cells(name: str, sample: object) -> None:
    data = sample(f"{name}.pdf")  # type: ignore[operator]
    pages, _ = pdf.load(data)
    for ours, theirs in zip(pages, pdf_plumber.load(data), strict=True):
        ours.chars = theirs.chars  # its fonts are not embedded, so that pdfium leaves characters out
        mine, other = pdf_tables.find(ours)[0], pdf_tables.find(theirs)[0]
        assert [[(c.row, c.column, c.rowspan, c.colspan, c.text) for c in g.cells] for g in mine] == [
            [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in g.cells] for g in other
        ]


def test_no_font_of_the_machine_is_read() -> None:
    """Otherwise a Chinese font of 20 MB would be loaded for every document, and boxes would depend on the machine."""
    paper = Paper()
    paper.write(80, 100, "收到申请十一件")
    data = paper.bytes()
    assert 0 < size_of_font(data) < 200_000
    if not list(Path("/usr/share/fonts").rglob("*CJK*")):
        pytest.skip("no Chinese font is installed: with or without, drawing takes pdfium's own")
    with fonts_of_the_machine():
        assert size_of_font(data) > 1_000_000
    assert 0 < size_of_font(data) < 200_000


def size_of_font(data: bytes) -> int:
    """The bytes of the font in which pdfium would draw the first text, which is not embedded."""
    source, size = pypdfium2.PdfDocument(data), ctypes.c_size_t()
    page = source[0]
    item = next(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,)))
    font = pdfium.FPDFTextObj_GetFont(item)
    assert not pdfium.FPDFFont_GetIsEmbedded(font)
    assert pdfium.FPDFFont_GetFontData(font, None, 0, ctypes.byref(size))
    page.close()
    source.close()
    return size.value
