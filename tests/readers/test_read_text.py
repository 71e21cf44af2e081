"""Plain text: encodings and table layouts."""

from __future__ import annotations

import pytest
from reader_help import check_places, grid

from gouji import errors, readers

SIMPLIFIED = "全年共收到政府信息公开申请12件，其中予以公开9件，不予公开3件。"
TRADITIONAL = "全年共收到政府資訊公開申請，依法辦理，均按時答覆，未發生行政覆議和訴訟。"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_of_simplified_text(codec: str) -> None:
    assert readers.read(SIMPLIFIED.encode(codec)).text == SIMPLIFIED


@pytest.mark.parametrize("codec", ["utf-8", "big5", "gb18030", "utf-16"])
def test_encodings_of_traditional_text(codec: str) -> None:
    assert readers.read(TRADITIONAL.encode(codec)).text == TRADITIONAL


def test_four_byte_gb18030() -> None:
    assert "𠮷" in readers.read(f"{SIMPLIFIED}𠮷".encode("gb18030")).text


def test_a_cut_file_is_read_with_a_note() -> None:
    document = readers.read((SIMPLIFIED * 20).encode()[:-1])
    assert document.text.endswith("\ufffd")
    assert document.quality.notes == ("undecodable-bytes-replaced",)
    assert document.quality.text < 1


def test_line_ends_and_controls() -> None:
    document = readers.read("\x0c一、总体情况\r\n\u2028二、\x01主动公开\r末行\u200b".encode())
    assert document.text == "一、总体情况\n二、主动公开\n末行\u200b"


def test_tab_and_newline_layout() -> None:
    text = (
        "附件：\n\t\n\t\n\n\t情况统计表\n\n\t指标\n\t单位\n\t数\n\n"
        "\t  （一）公开数\n       （不同渠道计1条）\n\t条\n\t　863\n\n\n联系电话\n"
    )
    document = readers.read(text.encode())
    assert document.text.splitlines()[0] == "附件："
    assert grid(document) == [
        (0, 0, 1, 1, ""),
        (0, 1, 1, 1, ""),
        (1, 0, 1, 1, "情况统计表"),
        (2, 0, 1, 1, "指标"),
        (2, 1, 1, 1, "单位"),
        (2, 2, 1, 1, "数"),
        (3, 0, 1, 1, "  （一）公开数\n       （不同渠道计1条）"),
        (3, 1, 1, 1, "条"),
        (3, 2, 1, 1, "　863"),
    ]
    assert document.blocks[-1].text == "联系电话"
    assert document.tables[0].ragged
    check_places(document)


def test_a_figure_never_goes_on_in_a_second_line() -> None:
    document = readers.read("\t收到申请数\n\t件\n\t5\n单位负责人：某某\n".encode())
    assert grid(document)[-1][4] == "5"
    assert document.blocks[-1].text == "单位负责人：某某"


def test_a_paragraph_parts_two_tables_and_a_blank_line_does_not() -> None:
    assert len(readers.read("\t甲\n\t1\n\n\t乙\n\t2\n\n\n\t丙\n\t3\n".encode()).tables) == 1
    assert len(readers.read("\t甲\n\t1\n\n三、申请情况\n\t乙\n\t2\n".encode()).tables) == 2


@pytest.mark.parametrize(
    "text",
    [
        "| 指标 | 数 |\n|---|---|\n| 收到 | - |\n",
        "指标 | 数\n收到 | -\n",
        "｜指标｜数｜\n\n｜收到｜-｜\n",
        "+----+----+\n| 指标 | 数 |\n+----+----+\n| 收到 | - |\n+----+----+\n",
    ],
)
def test_pipe_tables(text: str) -> None:
    document = readers.read(f"前文\n{text}后文".encode())
    assert [cell[4] for cell in grid(document)] == ["指标", "数", "收到", "-"]
    assert [block.text for block in document.blocks if not block.table][-1] == "后文"


def test_pipe_table_keeps_blank_cells_and_rows_of_dashes() -> None:
    document = readers.read(b"| a | b |\n| - | - |\n|  | 2 |\n")
    assert [cell[4] for cell in grid(document)] == ["a", "b", "-", "-", "", "2"]


def test_one_line_with_pipes_is_prose() -> None:
    assert not readers.read("首页 | 新闻 | 公开\n正文。".encode()).tables


def test_tabs_inside_lines() -> None:
    document = readers.read("指标\t单位\t数\n收到\t件\t5\n\t\t\n后文\n".encode())
    assert [cell[4] for cell in grid(document)][:6] == ["指标", "单位", "数", "收到", "件", "5"]
    assert readers.read("联系电话：010\t填报时间：三月\n正文".encode()).tables == ()


def test_images_are_counted_and_leftovers_stay() -> None:
    document = readers.read("[image: 12]正文[bookmark: _GoBack]\n![图](a.png)".encode())
    assert document.images == 2
    assert "[bookmark: _GoBack]" in document.text


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", "\u3000\n".encode(), b"\xff\xfe", b"\x00" * 50])
def test_empty(data: bytes) -> None:
    with pytest.raises(errors.Empty):
        readers.read(data)


def rows(text: str) -> list[list[list[str]]]:
    """The cells of every table, by row."""
    document = readers.read(text.encode())
    check_places(document)
    assert all(table.ragged for table in document.tables)
    found = []
    for table in document.tables:
        lines: dict[int, list[str]] = {}
        for cell in table.cells:
            lines.setdefault(cell.row, []).append(cell.text)
        found.append([lines[row] for row in sorted(lines)])
    return found


def test_rows_of_tabs_keep_blank_cells_on_both_sides() -> None:
    text = "类别\t指标\t数\n甲类\t收到\t5\n\t办结\t\n\t\t7\n后文\n"
    assert rows(text) == [[["类别", "指标", "数"], ["甲类", "收到", "5"], ["", "办结", ""], ["", "", "7"]]]


def test_outer_pipes_are_a_frame_only_when_all_rows_have_them() -> None:
    assert rows("项目|甲|乙\n|丙|丁\n||\n三|1|\n") == [
        [["项目", "甲", "乙"], ["", "丙", "丁"], ["", "", ""], ["三", "1", ""]]
    ]
    assert rows("| 项目 | 甲 |\n|  | 丙 |\n| 三 |  |\n") == [[["项目", "甲"], ["", "丙"], ["三", ""]]]


def test_breaks_in_cells_of_pipe_tables() -> None:
    assert rows("| 结<br>果 | 数 |\n| --- | --- |\n| 维持<br/>的 | 2 |\n") == [[["结\n果", "数"], ["维持\n的", "2"]]]


ALIGNED = """\
指标                              单位   统计数
一、公开情况
　（一）公开数      （各计1条）   条     163
　　其中：文件数                  条
　（二）回应“热点”数            次       7
二、申请情况
　（一）收到数                    件     1,204
"""
MEASURED = [
    ["指标", "单位", "统计数"],
    ["一、公开情况", "", ""],
    ["（一）公开数      （各计1条）", "条", "163"],
    ["其中：文件数", "条", ""],
    ["（二）回应“热点”数", "次", "7"],
    ["二、申请情况", "", ""],
    ["（一）收到数", "件", "1,204"],
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_columns_set_with_blanks(end: str) -> None:
    text = f"前文，有一句话。\n\n{ALIGNED}\n后文。\n".replace("\n", end)
    found = rows(text)
    assert [[[" ".join(cell.split("\u3000")).strip() for cell in row] for row in table] for table in found] == [
        MEASURED
    ]


def test_rows_and_groups_in_aligned_tables() -> None:
    text = (
        "                    申请人\n"
        "                    自然人   法人              总计\n"
        "                             企业      其他\n"
        "一、收到的全部申请  3        1         0       4\n"
        "三、结果   公开     2        1         0       3\n"
        "           不公开   1        0         0       1\n"
    )
    assert rows(text)[0][-4:] == [
        ["", "", "", "企业", "其他", ""],
        ["一、收到的全部申请", "", "3", "1", "0", "4"],
        ["三、结果", "公开", "2", "1", "0", "3"],
        ["", "不公开", "1", "0", "0", "1"],
    ]


def test_a_long_label_pushes_figures_out_of_line() -> None:
    text = "项目       甲   乙\n收到       12   3\n这一项的名称很长很长  5  6\n办结       7    8\n"
    assert rows(text)[0][2] == ["这一项的名称很长很长", "5", "6"]


@pytest.mark.parametrize(
    "text",
    [
        "信息内容   处理数量\n行政许可   482\n",
        "信息内容   处理数量\n行政许可       482\n",
        "信息内容   处理数量\n行政处罚   43\n行政强制   0\n",
        "统计指标           单位   统计数\n六、举报投诉数量   件     0\n",
    ],
)
def test_small_aligned_tables(text: str) -> None:
    assert rows(f"前文。\n{text}\n后文。\n") == [[line.split() for line in text.splitlines()]]


CELLS = """\
二、公开情况
信息内容
本年数
总数

规章
0
4

文件
-
5（见附件）


三、申请情况
项目
公民
企业
总计

一、收到数
1
2
3

三、结果
（一）公开
1
0
1

（二）部分公开（分开的，只计这一项）
0
2
2


四、复议诉讼
复议
诉讼

维持
纠正
直接诉
复议后诉

维持
纠正
维持
纠正

6
5
4
3
2
1

五、问题
有一些问题。
"""
CELL_ROWS = [
    [["信息内容", "本年数", "总数"], ["规章", "0", "4"], ["文件", "-", "5（见附件）"]],
    [
        ["项目", "公民", "企业", "总计"],
        ["一、收到数", "1", "2", "3"],
        ["三、结果", "（一）公开", "1", "0", "1"],
        ["（二）部分公开（分开的，只计这一项）", "0", "2", "2"],
    ],
    [
        ["复议", "诉讼"],
        ["维持", "纠正", "直接诉", "复议后诉"],
        ["", "", "维持", "纠正", "维持", "纠正"],
        ["6", "5", "4", "3", "2", "1"],
    ],
]


def test_cells_in_lines_of_their_own() -> None:
    assert rows(CELLS) == CELL_ROWS
    prose = [block.text for block in readers.read(CELLS.encode()).blocks if not block.table]
    assert prose == ["二、公开情况", "三、申请情况", "四、复议诉讼", "五、问题", "有一些问题。"]


@pytest.mark.parametrize("end", ["\n", "\n\n"])
def test_cells_in_lines_without_marks_between_rows(end: str) -> None:
    text = end.join(line for line in CELLS.split("\n") if line)
    found = [row for table in rows(text) for row in table]
    assert found == [row for table in CELL_ROWS for row in table]


def test_units_in_lines_of_their_own() -> None:
    text = "统计表\n（2016年度）\n指标\n单位\n数\n一、公开\n（一）公开数\n条\n12\n其中：文件\n件\n3\n二、申请\n收到\n件\n0\n办结\n件\n0\n"
    assert rows(text) == [
        [
            ["指标", "单位", "数", "一、公开"],
            ["（一）公开数", "条", "12"],
            ["其中：文件", "件", "3"],
            ["二、申请", "收到", "件", "0"],
            ["办结", "件", "0"],
        ]
    ]


def test_a_row_that_lost_cells_stays_prose() -> None:
    text = CELLS.replace("一、收到数\n1\n2\n3", "一、收到数\n1\n3")
    assert [row[0] for row in rows(text)[1]] == ["项目"]
    assert "一、收到数" in [block.text for block in readers.read(text.encode()).blocks]


@pytest.mark.parametrize(
    "text",
    [
        "1.  第一点\n2.  第二点\n3.  第三点\n4.  第四点\n",
        "地址：甲路1号      邮编：100000\n电话：5550100      传真：5550101\n网址：无            信箱：无此\n",
        "全年  共收到  5 件\n申请。其中  当面  3 件\n信函  2 件。\n",
        "                    某某局\n                    2021年1月2日\n",
        "一、总体情况\n1\n二、公开情况\n2\n三、申请情况\n3\n四、诉讼情况\n5\n五、问题\n6\n",
        "一、总体情况\n\n做好工作\n\n3\n\n二、公开情况\n\n提高质量\n\n4\n\n",
        "某某局\n2020\n\n工作报告\n\n一、总体情况\n\n",
        "第一章\n------\n第二章\n------\n第三章\n------\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert readers.read(text.encode()).tables == ()


def test_a_table_of_too_many_columns_is_prose() -> None:
    text = "".join(f"甲乙{' ' * (2 + 3 * (at % 90))}5\n" for at in range(900))
    assert readers.read(text.encode()).tables == ()
