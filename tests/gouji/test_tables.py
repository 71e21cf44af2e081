"""Tables are understood by their labels, whatever the layout; blank, dash, 无 and 0 stay four different things."""

from decimal import Decimal

import pytest

import gouji
from gouji import readers
from gouji.cells import read_cell
from gouji.model import Fact
from gouji.tables import extract
from gouji.template import template
from tests.corpus.generate import SAMPLES


def read(text: str, form: str) -> dict[tuple[str, str | None, str | None], Fact]:
    document = readers.read(text.encode(), "invented.txt")
    return {fact.key: fact for fact in extract(document, template(form)).facts}


@pytest.mark.parametrize(
    ("text", "state", "value", "unit"),
    [
        ("　863", "number", "863", ""),
        ("0　", "number", "0", ""),
        ("", "blank", None, ""),
        ("　", "blank", None, ""),
        ("/", "dash", None, ""),
        ("——", "dash", None, ""),
        ("无", "none", None, ""),
        ("+2", "number", "2", ""),
        ("-6", "number", "-6", ""),
        ("--253", "number", "-253", ""),
        ("1,234", "number", "1234", ""),
        ("８６３", "number", "863", ""),
        ("103.3879万元", "number", "103.3879", "万元"),
        ("22（其中修订16件）", "number", "22", ""),
        ("见附件", "unreadable", None, ""),
    ],
)
def test_what_a_cell_says(text: str, state: str, value: str | None, unit: str) -> None:
    reading = read_cell(text)
    assert (reading.state, reading.unit) == (state, unit)
    assert reading.value == (None if value is None else Decimal(value))


SMALL = """
| 第二十条第（五）项 |
| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
| 行政许可 | 27 | -6 | 482 |
| 其他对外管理服务事项 | 行政检查 | 17 | -2 | 1436 |
|  | 行政确认 | 4 | 0 | 0 |
"""


def test_rows_that_an_agency_splits_become_items() -> None:
    facts = read(SMALL, "format-2019")
    assert facts["licensing.decisions", None, None].value == 482
    assert facts["management.decisions", None, "行政检查"].value == 1436
    assert facts["management.items_previous", None, "行政确认"].value == 4
    assert facts["licensing.items_change", None, None].raw.strip() == "-6"


TURNED = """
| 第二十条第（一）项 |
| 信息内容 | 现行有效件数 | 本年制发件数 | 本年废止件数 |
| 规章 | 3 | 1 | 2 |
"""


def test_columns_are_found_by_their_heads_not_by_position() -> None:
    facts = read(TURNED, "format-2021")
    values = {key[0]: fact.value for key, fact in facts.items()}
    assert values == {"regulations.in_force": 3, "regulations.issued": 1, "regulations.repealed": 2}


SHARED = """
| 统计指标 | 单位 | 统计数 |
| 四、行政复议数量 | 件 | 3 |
| （一）维持具体行政行为数 | 件 | 2 |
| （二）被依法纠错数 | 件 | 1 |
| （三）其他情形数 | 件 | 0 |
| 五、行政诉讼数量 | 件 | 5 |
| （一）维持具体行政行为或者驳回原告诉讼请求数 | 件 | 4 |
| （二）被依法纠错数 | 件 | 0 |
| （三）其他情形数 | 件 | 1 |
| 七、依申请公开信息收取的费用 | 元 | 12 |
"""


def test_labels_that_two_blocks_share_go_by_order_and_units_are_those_printed() -> None:
    facts = read(SHARED, "statistics-2014")
    values = {key[0]: fact.value for key, fact in facts.items()}
    assert (values["review.corrected"], values["litigation.corrected"]) == (1, 0)
    assert (values["review.other"], values["litigation.other"]) == (0, 1)
    assert facts["fees.collected", None, None].unit == "元"


def test_a_label_with_lost_characters_still_matches_and_is_told() -> None:
    text = SHARED.replace("维持具体行政行为或者驳回原告诉讼请求数", "维持具体行政行为或驳回原告诉讼请求数")
    document = readers.read(text.encode(), "invented.txt")
    found = extract(document, template("statistics-2014"))
    assert any(fact.indicator == "litigation.upheld" and fact.value == 4 for fact in found.facts)
    (table,) = found.tables
    assert [printed for printed, _, _ in table.altered] == ["（一）维持具体行政行为或驳回原告诉讼请求数"]


def test_rows_that_the_form_does_not_have_are_told() -> None:
    text = SHARED + "| 十、自设指标数 | 件 | 7 |\n"
    document = readers.read(text.encode(), "invented.txt")
    (table,) = extract(document, template("statistics-2014")).tables
    assert [label for label, _ in table.added] == ["十、自设指标数"]
    assert "（一）收到申请数" in table.missing


EXCHANGED = """
| 信息内容 | 规章 | 行政规范性文件 |
| 本年制发件数 | 0 | 4 |
| 本年废止件数 | 0 | 1 |
| 现行有效件数 | 2 | 9 |
"""


def test_a_table_with_rows_and_columns_exchanged_is_read_all_the_same() -> None:
    values = {key[0]: fact.value for key, fact in read(EXCHANGED, "format-2021").items()}
    assert values["normative_documents.issued"] == 4
    assert values["regulations.in_force"] == 2
    assert len(values) == 6


ITEMS = """
| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
| 其他对外管理服务事项 | 行政检查 | 17 | -2 | 1436 |
| 行政确认 | 4 | 0 | 0 |
| 合计 | 21 | -2 | 1436 |
"""


def test_items_whose_merged_cell_was_lost_stay_with_their_row_and_a_total_is_no_item() -> None:
    facts = read(ITEMS, "format-2019")
    assert facts["management.items_previous", None, "行政确认"].value == 4
    assert {item for _, _, item in facts} == {"行政检查", "行政确认"}


TOTAL_LEFT_OUT = """
| 申请人情况 | 自然人 | 商业企业 |
| 一、本年新收政府信息公开申请数量 | 一、本年新收政府信息公开申请数量 | 3 | 1 |
| （七）总计 | （七）总计 | 2 | 1 |
| 四、结转下年度继续办理 | 四、结转下年度继续办理 | 1 | 0 |
"""


def test_a_row_called_total_is_no_head_although_a_column_is_called_so_too() -> None:
    facts = read(TOTAL_LEFT_OUT, "format-2021")
    assert facts["outcomes.total", "natural_person", None].value == 2
    assert facts["requests.carried_out", "natural_person", None].value == 1


def test_a_single_figure_left_as_a_stroke_is_a_figure_and_not_a_head() -> None:
    facts = read("| 信息内容 | 行政事业性收费 |\n| 本年收费金额（单位：万元） | ／ |\n", "format-2021")
    assert facts["charges.amount", None, None].state == "dash"


REVIEW_HEADS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3


@pytest.mark.parametrize(("last", "state"), [("1", "number"), (" ", "blank")])
def test_a_review_table_keeps_the_cells_left_blank(last: str, state: str) -> None:
    text = "\n".join("| " + " | ".join(row) + " |" for row in (REVIEW_HEADS, (*[" "] * 14, last)))
    facts = read(text, "format-2021")
    assert facts["review.upheld", None, None].state == "blank"
    assert facts["litigation.after_review.total", None, None].state == state
    assert len(facts) == 15


def test_numbering_and_remark_tell_labels_apart_that_lost_what_does() -> None:
    listed = "| （二）通过不同渠道和方式公开政府信息的情况 | | |\n| 3.政务微博公开政府信息数 | 条 | 7 |\n| 4.政务微公开政府信息数 | 条 | 5 |\n"
    assert read(listed, "statistics-2014")["disclosure.channel.wechat", None, None].value == 5
    partial = "| 申请人情况 | 自然人 | 总计 |\n| （二）部分（区分处理的，只计这一情形，不计其他情形） | 2 | 2 |\n"
    assert read(partial, "format-2021")["outcomes.partial", "natural_person", None].value == 2


@pytest.mark.parametrize("form", ["statistics-2014", "statistics-2014-beijing"])
def test_the_rows_of_its_own_tell_a_regional_form_from_the_national_one(form: str) -> None:
    report = gouji.audit((SAMPLES / f"{form}-clean.txt").read_bytes()).report
    assert report is not None
    assert [candidate.template for candidate in report.candidates] == [form]
