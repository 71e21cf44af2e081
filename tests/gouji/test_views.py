"""Views of a document's text say what a look into each paragraph would say."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gouji import views
from gouji.errors import Empty
from gouji.model import Block, Document, Place
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


def test_the_folded_blocks_of_a_document_are_pieces_of_its_folded_text() -> None:
    builder = Builder("text/plain", "text")
    builder.paragraph("收到申请（５件）")
    builder.table([Draft(0, 0, "项目\n名称"), Draft(0, 1, "１")])
    document = builder.build()
    assert views.folded(document) == "收到申请(5件)\n项目 名称\t1".replace("\t", " ")
    assert [views.folded(block) for block in document.blocks] == ["收到申请(5件)", "项目 名称 1"]


def test_a_block_that_does_not_stand_where_it_says_is_folded_by_itself() -> None:
    block = Block("５件", Place(start=1, end=3))
    document = Document("申请１件", (block,), "text/plain", "text")
    assert views.folded(document) == "申请1件"
    assert views.folded(block) == "5件"
