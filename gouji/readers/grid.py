"""Decisions that every reader of drawn tables shares: what is a table of data, and which lines of its grid matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.readers.builder import Draft

_PROSE = 120  # characters in one cell that no label of any form reaches
_STOPS = "。；;!！"


def tidy(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop rows and columns of the grid in which no cell begins (converters leave such), and shorten the spans."""
    rows = sorted({draft.row for draft in drafts})
    columns = sorted({draft.column for draft in drafts})
    row_at = {row: index for index, row in enumerate(rows)}
    column_at = {column: index for index, column in enumerate(columns)}
    return [
        replace(
            draft,
            row=row_at[draft.row],
            column=column_at[draft.column],
            rowspan=sum(1 for row in rows if draft.row <= row < draft.row + draft.rowspan),
            colspan=sum(1 for column in columns if draft.column <= column < draft.column + draft.colspan),
        )
        for draft in drafts
    ]


def is_layout(drafts: Sequence[Draft], nested: int = 0) -> bool:
    """Whether a table only arranges text on the page: one cell, one column of prose, or mostly other tables.
    ``nested`` counts the cells of the tables inside."""
    if len(drafts) <= 1 or nested > len(drafts):
        return True
    if len({draft.column for draft in drafts}) == 1:
        return any(_is_prose(draft.text) for draft in drafts)
    written = [draft.text for draft in drafts if draft.text.strip()]
    letters = sum(len(text) for text in written)
    prose = sum(len(text) for text in written if _is_prose(text))
    return len(drafts) <= 8 and prose > 0.8 * letters and any(len(text) > 4 * _PROSE for text in written)


def _is_prose(text: str) -> bool:
    return len(text) > _PROSE and any(stop in text for stop in _STOPS)
