"""Normalisation keeps offsets: what is found in the folded text can be quoted as printed."""

from hypothesis import given
from hypothesis import strategies as st

from gouji import text as text_module
from gouji.text import compact, distance, fold, squash

TEXTS = st.text(alphabet="一二ａ１２３ 　\t\n（）“”：，⽂⼀abc12。", max_size=60)


@given(TEXTS)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(TEXTS)
def test_compact_offsets_lead_back_to_the_print(text: str) -> None:
    view = compact(text, base=7)
    for index, character in enumerate(view.text):
        printed = text[view.offsets[index] - 7]
        assert fold(printed) == character or (character == " " and printed.isspace())


def test_full_width_forms_radicals_and_quotes_fold() -> None:
    assert fold("８６３条，⽂件（一）“甲”") == '863条,文件(一)"甲"'


def test_spaces_go_except_between_figures() -> None:
    assert compact("2023 年 1 月，共 12 条").text == "2023年1月,共12条"
    assert compact("10 20 件").text == "10 20件"
    assert squash("统 计 指 标\n") == "统计指标"


def test_distance_stops_at_its_limit() -> None:
    assert distance("其他法律行政止公开", "其他法律行政法规禁止公开", 3) == 3
    assert distance("属于国家秘密", "属于国家秘密", 2) == 0
    assert distance("规章", "行政处罚", 2) > 2


def test_no_document_is_remembered() -> None:
    before = text_module._squashed_label.cache_info()
    squash("甲 乙" * 1_000)
    assert text_module._squashed_label.cache_info() == before
