"""Tables of plain text in which every cell is a line of its own, without any mark: what pasting a table leaves.

Only the shapes tell: runs of short lines in which labels and bare figures take turns. Where blank lines part the rows,
a row is what stands between them; else a row is the last label before some figures and these. Such a paste drops empty
cells: a row with another count of figures than its neighbours does not say which one it lacks and stays prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from gouji.readers.text_shape import is_figure, is_heading, is_label, is_unit

Row = list[str]
_TITLE = re.compile(r"表$|(?<!其中)[：:](?![^（(]*[)）]$)|^[（(]?\d{4}\s*年?度?[)）]?$|^第.{1,12}[项条]$")
_YEAR = re.compile(r"\s*20\d\d\s*")
_GAP = re.compile(r"\S {3,}[^ （(]|\t")
_SPARSE = 6  # labels above a single figure tell that figures are missing
_REGULAR = 0.8  # of the rows without blank lines between them must have as many figures as most


@dataclass(slots=True)
class Region:
    """Tables and the paragraphs among them, up to and with line ``end``."""

    end: int
    parts: list[list[Row] | str] = field(default_factory=list)

    def row(self, cells: Row) -> None:
        if not self.parts or isinstance(self.parts[-1], str):
            self.parts.append([])
        self.parts[-1].append(cells)  # type: ignore[union-attr]

    def prose(self, lines: Sequence[str]) -> None:
        self.parts += lines


def regions(lines: Sequence[str]) -> dict[int, Region]:
    """The regions of such tables by their first lines."""
    found: dict[int, Region] = {}
    kinds = [_kind(line) for line in lines]
    if "figure" not in kinds:
        return found
    start = 0
    for other, some in groupby(kinds, key=lambda kind: kind == "other"):
        size = len(list(some))
        if not other and "figure" in kinds[start : start + size]:
            for first, end in _pieces(kinds, start, start + size):
                region = _region(lines, kinds, first, end)
                if region:
                    found[first] = region
        start += size
    return found


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    if line.startswith("\t"):
        return "other"
    if is_figure(line):
        return "figure"
    return "label" if is_label(line) and not _GAP.search(line) else "other"


def _pieces(kinds: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """The region divided where two blank lines stand: first line and the one after the last."""
    found = []
    first = None
    for index in range(start, end + 1):
        blank = index == end or kinds[index] == "blank"
        if first is None:
            first = None if blank else index
        elif blank and (index + 1 >= end or kinds[index + 1] == "blank"):
            found.append((first, index))
            first = None
    return [(a, b) for a, b in found if "figure" in kinds[a:b]]


def _region(lines: Sequence[str], kinds: Sequence[str], first: int, end: int) -> Region | None:
    groups = [
        [lines[i] for i in indexes]
        for blank, run in groupby(range(first, end), key=lambda i: kinds[i] == "blank")
        if not blank and (indexes := list(run))
    ]
    region = Region(end - 1)
    if all(len(group) == 1 for group in groups):
        done = _unparted([group[0] for group in groups], region)
    elif len(groups) == 1 or max(map(_turns, groups)) > 2:
        done = _unparted([cell for group in groups for cell in group], region)
    else:
        done = _parted(groups, region)
    return region if done else None


def _turns(group: Row) -> int:
    """How often figures follow a label."""
    return sum(is_figure(b) and not is_figure(a) for a, b in pairwise(group))


def _tail(cells: Row) -> int:
    """How many figures the row ends with."""
    return next((count for count, cell in enumerate(reversed(cells)) if not is_figure(cell)), len(cells))


# --- rows parted by blank lines ---------------------------------------------------------------------


def _parted(groups: list[Row], region: Region) -> bool:
    """Every group is a row; groups of labels above the first row are its heads, but for the headings above them."""
    groups = _without_headings(groups, region)
    last = max((i for i, group in enumerate(groups) if _tail(group)), default=-1)
    body = groups[: last + 1]
    if not _is_table(body):
        return False
    for section in _sections(body):
        _rows(section, region)
    for group in groups[last + 1 :]:
        region.prose(group)
    return True


def _is_table(body: list[Row]) -> bool:
    """Whether enough groups end with figures, or the only ones are as long as a head above them."""
    rows = [group for group in body if _tail(group) and len(group) > 1]
    if not rows or len(body) < 2 or 5 * len(rows) < len(body) or any(len(g) == 1 and _tail(g) for g in body):
        return False
    if len(rows) > 2 or sum(map(_tail, rows)) > 2:
        return True
    lengths = {len(row) for row in rows}
    return any(_is_head(group) and {len(group)} == lengths for group in body) and not any(
        _YEAR.fullmatch(row[-1]) for row in rows
    )


def _without_headings(groups: list[Row], region: Region) -> list[Row]:
    """The groups without titles and section headings at their beginning."""
    for at, group in enumerate(groups):
        if _tail(group):
            return groups[at:]
        rest = _untitled(group)
        region.prose(group[: len(group) - len(rest)])
        if rest:
            return [rest, *groups[at + 1 :]]
    return []


def _untitled(labels: Row) -> Row:
    """Labels without the titles, notes and section headings before them."""
    start = max(
        (i + 1 for i, label in enumerate(labels) if _TITLE.search(label.strip()) and len(label) < 60), default=0
    )
    if start < len(labels) and is_heading(labels[start]):
        start += 1
    return labels[start:]


def _is_head(group: Row) -> bool:
    return not _tail(group) and len(group) > 1 and not is_unit(group[-1])


def _sections(body: list[Row]) -> list[list[Row]]:
    """The rows by the heads above them: a head is a group of several labels after a row, maybe below a title."""
    found: list[list[Row]] = [[]]
    for group in body:
        if _is_head(group) and any(map(_tail, found[-1])):
            rows = max(i for i, row in enumerate(found[-1], 1) if _tail(row))
            found.append(found[-1][rows:])
            del found[-2][rows:]
        found[-1].append(group)
    return found


def _rows(section: list[Row], region: Region) -> None:
    """The rows that have a figure for every head; the others stay prose."""
    heads = [row for row in section if _is_head(row)]
    counts = Counter(_tail(row) for row in section if _tail(row))
    usual = counts.most_common(1)[0][0] if counts else 0
    known = _counts(heads) or {usual}
    for row in section:
        if row in heads:
            region.row(_under(heads) if row is heads[-1] else row)
        elif _complete(row, usual, known, heads):
            region.row(row)
        else:
            region.prose(row)


def _complete(row: Row, usual: int, known: set[int], heads: list[Row]) -> bool:
    """Whether a row lacks no figure, as far as its heads and neighbours tell."""
    count = _tail(row)
    if not count or (usual == 1 and (not heads or is_unit(row[-2]))):
        return True
    if heads and len(row) == len(heads[-1]) and count < len(row):
        return True
    return count in known and (count == len(row) or count == usual)


def _counts(heads: list[Row]) -> set[int]:
    """How many figures stand under the heads: one for each of the last row of heads, maybe but for the first; and for
    each of those above them that have no heads of their own."""
    if not heads:
        return set()
    size = len(heads[-1])
    above = len(heads[-2]) - heads[-1].count(heads[-1][0]) if len(heads) > 1 else 0
    return {size, size - 1, size + above}


def _under(heads: list[Row]) -> Row:
    """The last row of heads with an empty cell below each head above them that has no heads of its own: such a one
    is named in both rows."""
    if len(heads) < 2:
        return heads[-1]
    above, below = heads[-2:]
    parents = [head for head in above if head not in below]
    if not parents or len(below) % len(parents) or len(parents) == len(above):
        return below
    size = len(below) // len(parents)
    parts = iter([below[i : i + size] for i in range(0, len(below), size)])
    return [cell for head in above for cell in (next(parts) if head in parents else [""])]


# --- no blank lines between rows, or between all cells ----------------------------------------------


def _unparted(cells: Row, region: Region) -> bool:
    """Rows by their rhythm: some labels, then as many figures as in the rows around."""
    beats = _beats(cells)
    rest = len(cells) - sum(len(labels) + len(figures) for labels, figures in beats)
    if not _rhythmic(beats):
        return False
    for at, (labels, figures) in enumerate(beats):
        start = 0
        if not at or (len(labels) > 3 and is_heading(labels[0])):
            start = len(labels) - len(_untitled(labels[:-1])) - 1
        region.prose(labels[:start])
        _beat(labels[start:], figures, region)
    region.prose(cells[len(cells) - rest :])
    return True


def _beat(labels: Row, figures: Row, region: Region) -> None:
    """One row, and the heads or headings above its label; a label that was there before is a head as well."""
    if len(figures) > 4 and labels[-1] in labels[:-1]:
        levels = _levels(labels, len(figures))
        for row in (*levels, figures):
            region.row(row)
        if not levels:
            region.parts.pop()
            region.prose([*labels, *figures])
        return
    own = 2 if len(figures) == 1 and len(labels) > 1 and is_unit(labels[-1]) else 1
    above = labels[:-own]
    if len(above) > len(figures):
        # More heads than figures are heads of several levels: one row would tell an order that they do not have.
        half = len(above) // 2 if len(above) > len(figures) + 1 > 2 else 0
        for row in filter(None, (above[:half], above[half:])):
            region.row(row)
        above = []
    region.row([*above, *labels[-own:], *figures])


def _levels(heads: Row, count: int) -> list[Row]:
    """Heads of which the last ones repeat some before them, by levels, with an empty cell below every head that has
    none of its own; nothing when they do not fit the count of figures."""
    for size in range(len(heads) // 2, 1, -1):
        block = heads[-size:]
        times = 1
        while heads[-size * (times + 1) : -size * times] == block:
            times += 1
        blank = count - size * times
        begin = next((i for i in range(len(heads) - size * times) if heads[i : i + size] == block), None)
        if times > 1 and (not blank or (blank == size and begin is not None)):
            above = heads[: -size * times]
            split = begin if blank and begin is not None else len(above)
            rows = [above[:split], above[split:], [*[""] * blank, *block * times]]
            return [row for row in rows if row]
    return []


def _beats(cells: Row) -> list[tuple[Row, Row]]:
    """Labels with the figures that follow them; labels at the end are left out."""
    found: list[tuple[Row, Row]] = []
    for figure, run in groupby(cells, key=is_figure):
        if figure and found:
            found[-1][1].extend(run)
        elif not figure:
            found.append((list(run), []))
    return found if not found or found[-1][1] else found[:-1]


def _rhythmic(beats: list[tuple[Row, Row]]) -> bool:
    """Whether the figures come in even measure; a new measure may begin below heads for it."""
    usual = even = 0
    for labels, figures in beats:
        if not usual or (len(labels) >= len(figures) + 2 and not is_unit(labels[-1])):
            usual = len(figures)
        even += len(figures) == usual
    single = [(labels, figures) for labels, figures in beats if len(figures) == 1]
    if any(len(_untitled(labels)) > _SPARSE and not is_unit(labels[-1]) for labels, _ in single):
        return False
    if 2 * len(single) <= len(beats):
        return even == len(beats) and (len(beats) > 1 or usual > 4)
    return even >= _REGULAR * len(beats) and not _contents(single)


def _contents(beats: list[tuple[Row, Row]]) -> bool:
    """Whether labels and single figures that take turns may be a list of contents: no units, and pages that rise."""
    pages = [int(figures[0]) for _, figures in beats if figures[0].strip().isdecimal()]
    units = sum(is_unit(labels[-1]) for labels, _ in beats)
    return len(beats) < 4 or (2 * units < len(beats) and pages == sorted(pages) and pages[0] < pages[-1])
