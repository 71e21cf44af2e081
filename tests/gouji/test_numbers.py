"""Numbers as they are written, and the promise of interval arithmetic: rounding never raises an alarm."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.cells import read_cell
from gouji.numbers import chinese, expressions, gap, meet, rounded, share, truncated


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两", 2), ("十", 10), ("二十", 20), ("一百零五", 105), ("三万六", 36000), ("三万六千", 36000), ("二百五", 250),
        ("二〇一九", 2019), ("二○一八", 2018), ("一千零五", 1005), ("十二亿三千万", 1230000000), ("零", 0),
    ],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int) -> None:
    assert chinese(text) == value


@pytest.mark.parametrize("text", ["", "甲", "十甲"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert chinese(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("863条", "863", "条", "exact"),
        ("1,234件", "1234", "件", "exact"),
        ("20余名", "20", "名", "at_least"),
        ("14000余人次", "14000", "人次", "at_least"),
        ("20万余人", "200000", "人", "at_least"),
        ("0.5万元", "0.5", "万元", "exact"),
        ("1.2亿元", "1.2", "亿元", "exact"),
        ("两次", "2", "次", "exact"),
        ("约300件", "300", "件", "about"),
        ("不足10件", "10", "件", "at_most"),
        ("百分之五", "5", "%", "exact"),
        ("65.50%", "65.50", "%", "exact"),
        ("3.5万人次", "35000.0", "人次", "exact"),
    ],
)
def test_number_expressions(text: str, value: str, unit: str, bound: str) -> None:
    (found,) = expressions(text)
    assert (found.value, found.unit, found.bound) == (Decimal(value), unit, bound)
    assert found.raw == text


def test_the_unit_of_a_column_is_no_number() -> None:
    assert not list(expressions("收取的费用  万元"))


def test_every_expression_keeps_its_span() -> None:
    text = "收到申请5件，办结4件，占80%"
    assert [text[e.start : e.end] for e in expressions(text)] == ["5件", "4件", "80%"]


counts = st.integers(min_value=1, max_value=10**6)
decimals = st.integers(min_value=0, max_value=3)
ROUNDINGS = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN])


@given(counts, counts, decimals, ROUNDINGS)
def test_a_correctly_rounded_share_always_fits(part: int, rest: int, places: int, rounding: str) -> None:
    true = share(Decimal(part), Decimal(part + rest))
    printed = true.quantize(Decimal(1).scaleb(-places), rounding=rounding)
    assert meet((true, true), rounded(printed, places))


@given(counts, counts, decimals)
def test_a_truncated_share_fits_the_truncated_interval(part: int, rest: int, places: int) -> None:
    true = share(Decimal(part), Decimal(part + rest))
    printed = true.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN)
    assert meet((true, true), truncated(printed, places))


@given(counts, counts, decimals, st.integers(min_value=2, max_value=50), st.sampled_from([-1, 1]))
def test_a_share_off_by_more_than_its_interval_never_fits(
    part: int, rest: int, places: int, off: int, sign: int
) -> None:
    true = share(Decimal(part), Decimal(part + rest))
    unit = Decimal(1).scaleb(-places)
    printed = true.quantize(unit, rounding=ROUND_HALF_UP) + sign * off * unit
    assert gap((true, true), rounded(printed, places)) > 0
    assert gap((true, true), truncated(printed, places)) > 0


@given(st.lists(counts, min_size=2, max_size=8), decimals)
def test_rounded_shares_of_a_whole_meet_100(parts: list[int], places: int) -> None:
    whole = Decimal(sum(parts))
    printed = [share(Decimal(p), whole).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) for p in parts]
    low = sum((rounded(p, places)[0] for p in printed), Decimal(0))
    high = sum((rounded(p, places)[1] for p in printed), Decimal(0))
    assert meet((low, high), (Decimal(100), Decimal(100)))


@pytest.mark.parametrize("text", ["9" * 30 + "件", "一" * 5000, "亿" * 20, "1" * 15 + "万件"])
def test_what_no_report_counts_is_no_figure(text: str) -> None:
    assert [each.value for each in expressions(text) if each.value >= 10**15] == []


def test_a_cell_with_more_digits_than_any_count_is_unreadable() -> None:
    assert read_cell("9" * 30).state == "unreadable"
    assert read_cell("9" * 15).value == 10**15 - 1
