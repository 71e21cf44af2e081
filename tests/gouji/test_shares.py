"""Shares from the sentence to the rule: what is rounded or truncated rightly never raises a finding, what lies beyond
always does."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from gouji import extract, readers
from gouji.model import Case, Submission
from gouji.rule import Hit, Passed
from gouji.rules.percentage import wrong_share

HEAD = "青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n"
counts = st.integers(min_value=0, max_value=20000)
decimals = st.integers(min_value=0, max_value=3)
roundings = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN])
SENTENCES = st.sampled_from(
    (
        "收到政府信息公开申请{whole}件，其中网络申请{part}件，占总数的{percent}%。",
        "共收到申请{whole}件，其中自然人申请{part}件（占比{percent}%）。",
        "{whole}件中，{part}件为信函申请，占{percent}%。",
    )
)


def judged(sentence: str, part: int, whole: int, percent: Decimal) -> list[type]:
    text = HEAD + sentence.format(whole=whole, part=part, percent=percent)
    report = extract.report(readers.read(text.encode(), "invented.txt"), Submission())
    return [type(outcome) for outcome in wrong_share.check(Case(report))]


@given(SENTENCES, counts, counts, decimals, roundings)
def test_only_a_share_beyond_its_interval_is_found(
    sentence: str, part: int, rest: int, places: int, rounding: str
) -> None:
    whole, unit = part + rest, Decimal(1).scaleb(-places)
    if not whole:
        return
    percent = (Decimal(part) * 100 / whole).quantize(unit, rounding)
    assert judged(sentence, part, whole, percent) == [Passed]
    assert judged(sentence, part, whole, percent + 2 * unit) == [Hit]
    if percent >= 2 * unit:
        assert judged(sentence, part, whole, percent - 2 * unit) == [Hit]
