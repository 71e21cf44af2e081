"""A hint may never hide a match: what a dear pattern finds, its words or its hint must find too."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouji import rules
from gouji.model import Block, Document, Place
from gouji.rules.privacy import (
    home_address,
    identity_number,
    mobile_number,
    named_applicant,
    private_mailbox,
    secrecy_mark,
    sensitive_fact,
)
from gouji.rules.privacy.prose import Hint, hints, sentences
from gouji.text import Rare


def rare_patterns() -> Iterator[Rare]:
    """Every pattern with words or a hint that some rule module holds."""
    for info in pkgutil.walk_packages(rules.__path__, "gouji.rules."):
        module = importlib.import_module(info.name)
        yield from _within([value for name, value in vars(module).items() if not name.startswith("__")])


def _within(value: object) -> Iterator[Rare]:
    if isinstance(value, Rare):
        yield value
    elif isinstance(value, dict):
        yield from _within(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _within(each)


RARE = {rare.pattern.pattern: rare for rare in rare_patterns()}
SOUGHT = [
    (named_applicant._HINTS, named_applicant._LISTED),
    (named_applicant._HINTS, named_applicant._APPLICANT),
    (named_applicant._HINTS, named_applicant._SUIT),
    (named_applicant._HINTS, named_applicant._POLITE),
    (home_address._HINTS, home_address._LIVES),
    (home_address._HINTS, home_address._NAMED),
    (home_address._HINTS, home_address._ADDRESS),
    (identity_number._HINTS, identity_number._LONG),
    (identity_number._HINTS, identity_number._SHORT),
    (mobile_number._HINTS, mobile_number._MOBILE),
    (private_mailbox._HINTS, private_mailbox._MAIL),
    *((secrecy_mark._HINTS, pattern) for _, pattern in secrecy_mark.MARKS),
    (sensitive_fact._HINTS, sensitive_fact._CARD),
    (sensitive_fact._HINTS, sensitive_fact._ILL),
    (sensitive_fact._HINTS, sensitive_fact._FAMILY),
]
quick = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def test_the_rules_hold_such_patterns() -> None:
    assert len(RARE) > 30


@pytest.mark.parametrize("pattern", RARE, ids=range(len(RARE)))
def test_no_match_without_a_word_or_the_hint(pattern: str) -> None:
    rare = RARE[pattern]

    @quick
    @given(st.from_regex(rare.pattern))
    def holds(text: str) -> None:
        found = rare.pattern.search(text)
        assert found is None or rare.possible(text)

    holds()


@pytest.mark.parametrize(("sought", "pattern"), SOUGHT, ids=range(len(SOUGHT)))
def test_a_sentence_with_a_match_is_among_those_looked_at(sought: tuple[Hint, ...], pattern: re.Pattern[str]) -> None:
    @quick
    @given(st.from_regex(pattern))
    def holds(printed: str) -> None:
        document = _document("平稳。", printed, "平稳。")
        everything = [sentence.text for sentence in sentences(document, Hint("", re.compile("(?s:.)")))]
        looked_at = [sentence.text for sentence in sentences(document, *sought)]
        assert [text for text in everything if pattern.search(text) and text not in looked_at] == []

    holds()


def test_only_the_sentences_with_a_hint_are_looked_at() -> None:
    document = _document("甲一。乙二！丙三", "丁四。戊一")
    found = [(sentence.text, sentence.start) for sentence in sentences(document, *hints("一", "二"))]
    assert found == [("甲一。", 0), ("乙二!", 3), ("戊一", 12)]


def _document(*paragraphs: str) -> Document:
    text = "\n".join(paragraphs)
    starts = [0]
    for paragraph in paragraphs:
        starts.append(starts[-1] + len(paragraph) + 1)
    places = [Place(start=start, end=end - 1, block=at) for at, (start, end) in enumerate(pairwise(starts))]
    blocks = tuple(Block(paragraph, place) for paragraph, place in zip(paragraphs, places, strict=True))
    return Document(text, blocks, "text/plain", "text")


@pytest.mark.parametrize(
    ("pattern", "lead"),
    [
        ("不服", "不服"),
        ("不予?公开", "不"),
        ("原告(?=人|方)", "原告"),
        (r"1[3-9]\d", "1"),
        (r"\d{4}", ""),
        ("(?:甲|乙)", ""),
    ],
)
def test_a_hint_knows_the_literal_with_which_it_begins(pattern: str, lead: str) -> None:
    assert hints(pattern)[0].lead == lead
