"""Sound reports that look like faulty ones, and the reverse."""

from __future__ import annotations

import pytest

from tests.accuracy.faults.draft import Draft, Wish, draft

WISH = Wish("format-2021", "docx")
REVIEWS = ("review.", "litigation.")


def _codes(made: Draft) -> set[str]:
    return {finding["rule"] for finding in made.audit("test")["findings"]}


@pytest.mark.parametrize(("all_zeros", "missing"), [(True, False), (False, True)])
def test_a_blank_table_tells_nothing_where_zeros_are_blank_and_is_unfilled_where_they_are_not(
    all_zeros: bool, missing: bool
) -> None:
    made = draft(WISH, "blank")
    made.write(
        {key: "" for key, value in made.values.items() if key[0].startswith(REVIEWS) or (all_zeros and value == "0")}
    )
    found = _codes(made)
    assert ("STR-03" in found, "FMT-01" in found) == (missing, not missing)


def test_a_draft_is_always_the_same_and_sound() -> None:
    assert draft(WISH, "one").report.blocks == draft(WISH, "one").report.blocks
    assert not _codes(draft(WISH, "one")) & {"STR-03", "ARI-01", "ARI-02", "ARI-03", "FMT-01"}
