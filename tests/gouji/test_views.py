"""Views of a document's text say what a look into each paragraph would say."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gouji import views
from gouji.errors import Empty
from gouji.readers.builder import Builder, Draft

WORDS = st.lists(st.sampled_from(["申请", "公开", "请公", "开申", "表", "<br"]), min_size=1, max_size=3)
LINES = st.lists(st.tuples(st.booleans(), st.text(alphabet="申请公开表（＜<br>", max_size=12)), max_size=8)


@given(LINES, WORDS)
def test_what_is_sought_in_the_whole_text_is_what_the_paragraphs_hold(
    lines: list[tuple[bool, str]], words: list[str]
) -> None:
    builder = Builder("text/plain", "text")
    for is_table, text in lines:
        if is_table:
            builder.table([Draft(0, 0, text), Draft(0, 1, "表")])
        else:
            builder.paragraph(text)
    try:
        document = builder.build()
    except Empty:
        return
    expected = [b for b in views.paragraphs(document) if any(word in views.folded(b) for word in words)]
    assert list(views.bearing(document, *words)) == expected
    assert list(views.bearing(document, *map(re.compile, map(re.escape, words)))) == expected
