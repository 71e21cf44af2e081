"""What is made from an immutable object is made once and goes with it."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

from gouji.model import Document
from gouji.once import once


def test_an_answer_is_made_once_for_each_object_and_goes_with_it() -> None:
    made = []

    class Answer:
        pass

    @once
    def length(document: Document) -> Answer:
        made.append(document.text)
        return Answer()

    document = Document("甲", (), "text/plain", "text")
    other = replace(document, text="乙")
    assert length(document) is length(document) is not length(other)
    assert made == ["甲", "乙"]
    gone = weakref.ref(length(document))
    del document
    gc.collect()
    assert gone() is None


def test_two_functions_do_not_share_an_answer() -> None:
    @once
    def first(document: Document) -> str:
        return f"1{document.text}"

    def second() -> str:
        @once
        def first(document: Document) -> str:
            return f"2{document.text}"

        return first(document)

    document = Document("甲", (), "text/plain", "text")
    assert (first(document), second()) == ("1甲", "2甲")
    assert document == Document("甲", (), "text/plain", "text")
