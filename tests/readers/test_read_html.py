"""Web pages: tables with spans, layout, chrome, metadata, charsets."""

from __future__ import annotations

import pytest
from reader_help import check_places, grid

from gouji import readers
from gouji.model import Document


def page(body: str, head: str = "", codec: str = "utf-8") -> Document:
    document = readers.read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(codec))
    check_places(document)
    return document


def test_spans() -> None:
    document = page(
        "<table><thead><tr><th rowspan=2>甲<th colspan='2'>乙</thead><tr><td>丙<td>丁</tr>"
        "<tr><td>戊<td rowspan=0>己<td>庚<tr><td>辛<td>壬</table>"
    )
    assert grid(document) == [
        (0, 0, 1, 1, "甲"), (0, 1, 1, 2, "乙"),
        (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁"),
        (2, 0, 1, 1, "戊"), (2, 1, 2, 1, "己"), (2, 2, 1, 1, "庚"),
        (3, 0, 1, 1, "辛"), (3, 2, 1, 1, "壬"),
    ]  # fmt: skip


def test_a_column_without_a_cell_of_its_own_is_dropped() -> None:
    document = page(
        "<table><tr><td colspan=2>复议<td colspan=2>诉讼<tr><td>维持<td colspan=2>总计<td>其他"
        "<tr><td>1<td colspan=2>2<td>3</table>"
    )
    assert [cell[:4] for cell in grid(document)][2:] == [(row, column, 1, 1) for row in (1, 2) for column in (0, 1, 2)]


def test_huge_spans_are_bounded() -> None:
    assert grid(page("<table><tr><td colspan=999999999>甲<td rowspan=99999999>乙<tr><td>丙<td>丁</table>"))


def test_words_in_fonts_join_and_source_breaks_are_nothing() -> None:
    document = page("<p><font>政府</font><font>信息</font>\n <span>公开</span>申请&nbsp;12\n件 ABC\nDEF</p>")
    assert document.text == "政府信息公开申请\xa012 件 ABC DEF"


def test_breaks_headings_and_lists() -> None:
    document = page(
        "<h2>一、总体情况</h2>甲<br>乙<div>丙</div><ol><li>丁<li>戊</ol><ul><li>己</ul><ol type=A start=3><li>庚</ol>"
    )
    assert document.text.split("\n") == ["一、总体情况", "甲", "乙", "丙", "1.丁", "2.戊", "己", "C.庚"]
    assert document.blocks[0].level == 2


def test_layout_tables_flow_and_keep_the_order() -> None:
    document = page(
        "<table width='100%'><tr><td><p>前文</p><table border=1><tr><td>规章<td>0<tr><td>文件<td>2</table>"
        "<p>后文</p></td></tr></table>"
    )
    assert document.text == "前文\n规章\t0\n文件\t2\n后文"
    assert len(document.tables) == 1


def test_site_chrome_goes_and_text_stays() -> None:
    document = page(
        "<header class='top'><a>首页</a></header><nav>菜单</nav><div class='position'>当前位置：首页 &gt; 年报</div>"
        "<div class='content'><h1>年度报告</h1><p>正文。</p><table><tr><td>规章<td>0<tr><td>文件<td>1</table></div>"
        "<ul><li><a>一</a><li><a>二</a><li><a>三</a><li><a>四</a></ul>"
        "<div class='footer'>主办：某市</div><script>x()</script><p style='display: none'>藏</p>"
    )
    assert document.text == "年度报告\n正文。\n规章\t0\n文件\t1"
    assert document.quality.notes == ("hidden-text-dropped",)


def test_a_report_in_a_badly_named_element_is_kept() -> None:
    document = page(f"<div class='header'><p>{'正文很长。' * 60}</p></div>")
    assert document.text.startswith("正文很长。")


def test_a_title_in_a_badly_named_element_is_kept() -> None:
    title = "云岫市水务局2023年政府信息公开工作年度报告"
    document = page(f"<div class='con_head'><p>{title}</p><a>打印</a></div><p>{'正文。' * 50}</p>")
    assert document.text.startswith(title)
    linked = page(f"<div class='con_head'><a>政府信息公开年报</a></div><p>{'正文。' * 50}</p>")
    assert linked.text.startswith("正文")


def test_preformatted_exports() -> None:
    document = page("<p>前文</p><pre>附件：\n\t收到申请数\n\t件\n\t5\n\n</pre><p>后文</p>")
    assert document.text == "前文\n附件：\n收到申请数\t件\t5\n后文"


META = (
    "<table><tr><td>索引号：<td>A-1<td>发布机构：<td>云岫市水务局</tr>"
    "<tr><td>名 称：<td>年度报告<td>发布日期：<td>2024年1月9日</tr></table>"
)


def test_metadata_table() -> None:
    document = page(META + "<p>正文。</p>", "<title>其他</title><meta name='PubDate' content='2024-02-01'>")
    assert dict(document.metadata) == {"title": "年度报告", "publisher": "云岫市水务局", "published": "2024-01-09"}
    assert document.text == "正文。"


def test_metadata_from_meta_line_and_title() -> None:
    head = "<title>年报_云岫市人民政府</title><meta name='ContentSource' content='云岫市水务局'>"
    document = page("<div>发布时间：2024-01-09 10:22 浏览次数：3</div><p>正文。</p>", head)
    assert dict(document.metadata) == {"title": "年报", "publisher": "云岫市水务局", "published": "2024-01-09"}
    assert "published" not in page("<p>发布日期：2024-13-45</p>").metadata


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "iso-8859-1"])
def test_wrong_charset_declarations(codec: str, declared: str) -> None:
    text = "全年共收到政府信息公开申请，依法办理，均按时答复。"
    assert page(f"<p>{text}</p>", f"<meta charset={declared}>", codec).text == text


def test_big5_page() -> None:
    text = "全年共收到政府資訊公開申請，依法辦理。"
    assert page(f"<p>{text}</p>", "<meta charset=big5>", "big5").text == text


def test_images_and_captions() -> None:
    document = page("<img src=a><table><caption>表一</caption><tr><td>甲<td>乙<tr><td><img src=b><td>1</table>")
    assert document.images == 2
    assert document.blocks[0].text == "表一"


def test_a_fragment_without_a_head_is_a_page() -> None:
    assert readers.read("<p>一</p><p>二</p><table><tr><td>1<td>2</table>".encode()).reader == "html"


def test_deep_nesting_does_not_break() -> None:
    assert page("<div>" * 3000 + "正文" + "</div>" * 3000).text == "正文"
    assert page("<table><tr><td>" * 200 + "正文").text == "正文"
