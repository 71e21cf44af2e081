"""Decisions that every reader of drawn tables shares: what is a table of data, and which lines of its grid matter."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from gouji.readers.builder import Draft

_PROSE = 120  # characters in one cell that no label of any form reaches
_COLUMNS = 60  # wider grids are left as they are
_STOPS = "。；;!！"


def tidy(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop rows in which no cell begins and columns that no cell has for itself, and shorten the spans.

    Converters leave such columns (a 15-column table as 16, where the heads end on another line than the figures).
    Of two neighbours without a cell of their own, the one in which fewer cells begin goes."""
    rows = sorted({draft.row for draft in drafts})
    spans = Counter([(draft.column, draft.column + draft.colspan) for draft in drafts])
    cuts = _cuts(spans)
    lowest = max([draft.row + draft.rowspan for draft in drafts], default=0)
    rightmost = max([end for _, end in spans], default=0)
    if rows == list(range(lowest)) and cuts == list(range(rightmost)):
        return list(drafts)
    at = {row: index for index, row in enumerate(rows)}
    found = []
    for row, column, text, rowspan, colspan, page, bbox in drafts:
        top, left = at[row], bisect_left(cuts, column)
        height, width = bisect_left(rows, row + rowspan) - top, bisect_left(cuts, column + colspan) - left
        found.append(Draft(top, left, text, height, width, page, bbox))
    return found


def _cuts(spans: Counter[tuple[int, int]]) -> list[int]:
    """The left edges of the columns that stay. ``spans`` are the edges of the cells, and how many cells have them."""
    cuts = sorted({start for start, _ in spans})
    while len(cuts) <= _COLUMNS:
        owned = {
            bisect_left(cuts, start) for start, end in spans if bisect_left(cuts, end) - bisect_left(cuts, start) == 1
        }
        spare = [index for index in range(len(cuts)) if index not in owned]
        if not spare:
            break
        begins: Counter[int] = Counter()
        for (start, _), count in spans.items():
            begins[bisect_left(cuts, start)] += count
        del cuts[min(spare, key=lambda index: (begins[index], -index))]
    return cuts


def is_layout(drafts: Sequence[Draft], nested: int = 0) -> bool:
    """Whether a table only arranges text on the page: one cell, one column of prose, or mostly other tables.
    ``nested`` counts the cells of the tables inside."""
    if len(drafts) <= 1 or nested > len(drafts):
        return True
    if len({draft.column for draft in drafts}) == 1:
        return any(_is_prose(draft.text) for draft in drafts)
    if len(drafts) > 8:
        return False
    written = [draft.text for draft in drafts if draft.text.strip()]
    letters = sum(len(text) for text in written)
    prose = sum(len(text) for text in written if _is_prose(text))
    return prose > 0.8 * letters and any(len(text) > 4 * _PROSE for text in written)


def _is_prose(text: str) -> bool:
    return len(text) > _PROSE and any(stop in text for stop in _STOPS)
