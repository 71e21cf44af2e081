"""Claims of change: what is rounded or truncated rightly never raises a doubt, what lies beyond always does."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji import extract, readers
from gouji.model import Change, Report, Submission
from gouji.operators import growth

HEAD = "青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n"
counts = st.integers(min_value=1, max_value=20000)
decimals = st.integers(min_value=0, max_value=3)
roundings = st.sampled_from([ROUND_HALF_UP, ROUND_DOWN])


def report(text: str) -> Report:
    return extract.report(readers.read((HEAD + text).encode(), "invented.txt"), Submission())


def verdict(text: str) -> bool | None:
    (claim,) = growth.claims(report(text))
    return growth.judged(claim)


def cut(value: Decimal, places: int, rounding: str) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding)


@given(counts, counts, decimals, roundings)
def test_a_true_multiple_agrees_and_one_beyond_its_interval_does_not(
    before: int, now: int, places: int, rounding: str
) -> None:
    times = cut(Decimal(now) / before, places, rounding)
    sentence = "收到政府信息公开申请{}件，是上年（{}件）的{}倍。"
    if times not in (0, 1):
        assert verdict(sentence.format(now, before, times)) is True
    off = times + 2 * Decimal(1).scaleb(-places)
    assert verdict(sentence.format(now, before, off)) is False


@given(counts, counts, decimals, roundings)
def test_a_true_percentage_agrees_and_one_beyond_its_interval_does_not(
    before: int, now: int, places: int, rounding: str
) -> None:
    if before == now:
        return
    way = "增长" if now > before else "下降"
    percent = cut(abs(Decimal(now) - before) * 100 / before, places, rounding)
    sentence = "收到政府信息公开申请{}件，较上年的{}件{}{}%。"
    assert verdict(sentence.format(now, before, way, percent)) is True
    off = percent + 2 * Decimal(1).scaleb(-places)
    assert verdict(sentence.format(now, before, way, off)) is False
    other = "下降" if now > before else "增长"
    assert verdict(sentence.format(now, before, other, percent)) is False


@given(counts, counts)
def test_a_multiple_alone_follows_from_some_whole_number(before: int, now: int) -> None:
    times = cut(Decimal(now) / before, 2, ROUND_HALF_UP)
    if times not in (0, 1):
        assert verdict(f"收到政府信息公开申请{now}件，是上年的{times}倍。") is True


def only(text: str) -> Change:
    (change,) = report(text).changes
    return change


@pytest.mark.parametrize(
    ("text", "direction", "figures"),
    [
        ("收到申请12件，较上年的9件增加3件。", "up", {"current": 12, "previous": 9, "amount": 3}),
        ("收到申请12件，去年同期为9件，同比增长33%。", "up", {"current": 12, "previous": 9, "percent": 33}),
        ("收到申请12件，是上年的1.5倍。", "up", {"current": 12, "times": Decimal("1.5")}),
        ("收到申请12件，为2022年（24件）的0.5倍。", "down", {"current": 12, "previous": 24, "times": Decimal("0.5")}),
        ("办结率为95%，较上年下降2.3个百分点。", "down", {"current": 95, "points": Decimal("2.3")}),
        ("收到申请12件，与上年的12件持平。", "same", {"current": 12, "previous": 12}),
    ],
)
def test_what_a_sentence_says_of_a_change(text: str, direction: str, figures: dict[str, Decimal]) -> None:
    change = only(text)
    assert change.direction == direction
    said = {name: getattr(change, name) for name in ("current", "previous", "amount", "percent", "points", "times")}
    assert {name: number.value for name, number in said.items() if number} == figures


def test_an_amount_is_not_taken_for_the_earlier_figure() -> None:
    by_amount, by_percent = report("收到申请12件，比上年增加3件，同比增长33%。").changes
    assert by_amount.current is not None
    assert by_amount.current.value == 12
    assert (by_amount.previous, by_percent.previous) == (None, None)


def test_a_change_of_one_kind_of_applicant_is_none_of_all() -> None:
    text = "收到申请12件，其中自然人申请10件，较上年增加3件。"
    assert only(text).indicator is None
