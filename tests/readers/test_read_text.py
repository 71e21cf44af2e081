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
