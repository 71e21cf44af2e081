"""Tables that go on over pages: joined on the places of their rules, repeated heads dropped, cut rows mended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gouji.readers.pdf_grid import FIGURE, SNAP, Cell, Grid, cluster, nearest
from gouji.readers.pdf_lines import Line, join
from gouji.readers.pdf_page import Page
from gouji.readers.pdf_words import words

_ENUMERATOR = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[条项]|\d{1,2}[.．、]|其中)"
)
_NOTE = re.compile(r"\s*(?:\[\d{1,2}\]|\d{1,2}\s*(?=[\u4e00-\u9fff])(?![年月日])|[①-⑳*＊])")
_FOOT = 0.75  # the part of the page below which footnotes stand
_LONG_LABEL = "三、本年度办理结果"


def continues(above: Grid, below: Grid) -> bool:
    """Whether a table at the top of a page goes on from one at the foot of the page before: both have the same outer
    rules, and most inner rules of the one with fewer lie on rules of the other."""
    if below.page == above.last_page + 1 and not (above.ruled or below.ruled):
        return len(above.edges) == len(below.edges) and above.edges[0] < below.edges[-1] > above.edges[-2]
    outer = abs(above.edges[0] - below.edges[0]) <= SNAP and abs(above.edges[-1] - below.edges[-1]) <= SNAP
    if not outer or below.page != above.last_page + 1:
        return False
    fewer, more = sorted((above.edges[1:-1], below.edges[1:-1]), key=len)
    shared = sum(1 for edge in fewer if any(abs(edge - other) <= SNAP for other in more))
    return shared * 2 >= len(fewer)


def are_footnotes(lines: Sequence[Line], pages: Sequence[Page]) -> bool:
    """Whether lines between the parts of a table are notes at the feet of its pages."""
    before = 0
    for line in lines:
        if line.box[1] < _FOOT * pages[line.page - 1].height or (line.page != before and not _NOTE.match(line.text)):
            return False
        before = line.page
    return True


def append(above: Grid, below: Grid) -> None:
    """Join ``below`` to ``above`` on the rules of both; drop repeated heads, mend what the page break cut."""
    if not (above.ruled or below.ruled):
        below.edges = above.edges  # the gaps between columns are never quite the same
    edges = cluster(above.edges + below.edges)
    for grid in (above, below):
        _regrid(grid, edges)
    _drop_head(above, below)
    start = above.rows
    for cell in below.cells:
        cell.row += start
    above.cells += below.cells
    above.rows += below.rows
    above.last_page = below.page
    if below.rows:
        if _is_cut(above.ending(start), above.row(start)):
            _mend_row(above, start)
            start -= 1
        else:
            _mend_heads(above, start)
            _mend_groups(above, start)


def _regrid(grid: Grid, edges: list[float]) -> None:
    places = [nearest(edges, edge) for edge in grid.edges]
    for cell in grid.cells:
        left, right = places[cell.column], places[cell.column + cell.colspan]
        cell.column, cell.colspan = left, max(1, right - left)
    grid.edges = edges


def _drop_head(above: Grid, below: Grid) -> None:
    """Remove the rows that repeat the head of the table: equal to its first rows, and without figures."""
    same = 0
    while same < min(above.rows, below.rows - 1):
        mine, head = below.row(same), above.row(same)
        texts = [_plain(cell.text) for cell in mine]
        if not any(texts) or texts != [_plain(cell.text) for cell in head]:
            break
        if any(text and FIGURE.fullmatch(text) for text in texts):
            break
        same += 1
    if same and not any(cell.row < same < cell.row + cell.rowspan for cell in below.cells):
        below.cells = [cell for cell in below.cells if cell.row >= same]
        for cell in below.cells:
            cell.row -= same
        below.rows -= same


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_cut(head: Sequence[Cell], tail: Sequence[Cell]) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before: one of them holds the labels
    and the other the figures, or the text of each cell goes on from the cell above."""
    if [cell.column for cell in tail[-3:]] != [cell.column for cell in head[-3:]]:
        return False
    return _complete(head, tail) or _is_rest(head, tail)


def _complete(head: Sequence[Cell], tail: Sequence[Cell]) -> bool:
    """Whether two rows have all of a row between them, and nothing twice: figures in one, the label of the row in the
    other. A row with figures and without a label is never whole."""
    groups = {cell.column for cell in [*head, *tail] if cell.rowspan > 1}
    above, below = ({c.column: c for c in row if c.column not in groups and c.text.strip()} for row in (head, tail))
    first = min((cell.column for cell in tail if cell.column not in groups), default=0)
    if not above or not below or above.keys() & below.keys():
        return False
    labelled, counted = (above, below) if first in above else (below, above)
    figures = [column for column, cell in counted.items() if _is_number(cell.text)]
    return first in labelled and bool(figures) and not any(_is_number(cell.text) for cell in labelled.values())


def _is_rest(head: Sequence[Cell], tail: Sequence[Cell]) -> bool:
    """Whether the text of each cell in a row goes on from a full line in the same column above, without beginning a
    new point, and figures are in neither or only above."""
    labels = [cell for cell in tail if cell.text.strip()]
    above = {cell.column: cell for cell in head}
    if not labels or any(FIGURE.fullmatch(cell.text) or _ENUMERATOR.match(cell.text) for cell in labels):
        return False
    if any(cell.column in above and _is_figure(above[cell.column].text) for cell in labels):
        return False
    going_on = [cell for cell in labels if cell.column in above and _goes_on(above[cell.column])]
    others = [cell for cell in labels if cell not in going_on]
    groups = {cell.column for cell in [*head, *tail] if cell.rowspan > 1}
    return bool(going_on) and all(cell.column in groups for cell in others)


def _goes_on(cell: Cell) -> bool:
    """Whether a cell's text may go on after the page break: its last line is full or a bracket is still open."""
    opened = sum(cell.text.count(mark) for mark in "（(《“") - sum(cell.text.count(mark) for mark in "）)》”")
    return bool(cell.text.strip()) and (cell.full or opened > 0)


def _is_figure(text: str) -> bool:
    return bool(text.strip()) and bool(FIGURE.fullmatch(text))


def _mend_row(grid: Grid, start: int) -> None:
    """Take row ``start`` into the row above."""
    upper = {cell.column: cell for cell in grid.cells if cell.row + cell.rowspan == start}
    gone = set()
    for cell in grid.row(start):
        above = upper.get(cell.column)
        if above is None:
            cell.row -= 1
            continue
        above.text = join(above.text.rstrip("\n"), cell.text) if cell.text else above.text
        above.rowspan += cell.rowspan - 1
        gone.add(id(cell))
    _remove(grid, gone)
    for cell in grid.cells:
        if cell.row >= start:
            cell.row -= 1
    grid.rows -= 1


def _mend_heads(grid: Grid, start: int) -> None:
    """Lengthen the heads over several rows that the page break cut in two: all above is head, and below them stands
    nothing beside further heads."""
    row = grid.row(start)
    heads = [cell for cell in row if cell.text.strip()]
    if not heads or any(_is_number(cell.text) for cell in [*heads, *(c for c in grid.cells if c.row < start)]):
        return
    if not any(_is_number(cell.text) for cell in grid.cells if cell.row > start):
        return
    upper = {(cell.column, cell.colspan): cell for cell in grid.cells if cell.row + cell.rowspan == start}
    gone = set()
    for cell in row:
        above = upper.get((cell.column, cell.colspan))
        if above is not None and above.text.strip() and not cell.text.strip():
            above.rowspan += cell.rowspan
            gone.add(id(cell))
    _remove(grid, gone)


def _remove(grid: Grid, gone: set[int]) -> None:
    if gone:
        grid.cells = [cell for cell in grid.cells if id(cell) not in gone]


def _is_number(text: str) -> bool:
    return bool(FIGURE.fullmatch(text)) and any(char.isdigit() for char in text)


def _mend_groups(grid: Grid, start: int) -> None:
    """Lengthen the label cells over several rows that the page break cut in two."""
    upper = {(cell.column, cell.colspan): cell for cell in grid.cells if cell.row + cell.rowspan == start}
    row = grid.row(start)
    labels = [cell.column for cell in row if cell.text.strip() and not FIGURE.fullmatch(cell.text)]
    gone = set()
    for cell in row:
        above = upper.get((cell.column, cell.colspan))
        text = cell.text.strip()
        if above is None or (text and FIGURE.fullmatch(text)):
            break  # further right stand the labels of single rows and the figures
        if above.rowspan == 1 and cell.rowspan == 1 and not _is_one_label(above.text, text):
            break
        if cell.rowspan == 1 and cell.column >= max(labels, default=0):
            break  # without a label further right this is no group, but a row of blanks
        if text and (_ENUMERATOR.match(text) or not above.text.strip()) and not _is_letters(above.text):
            break
        above.text = join(above.text, text)
        above.rowspan += cell.rowspan
        gone.add(id(cell))
    _remove(grid, gone)


def _is_one_label(above: str, below: str) -> bool:
    """Whether only both texts together are a label of a form."""
    return bool(below) and words().knows(above + below) and not (words().knows(above) or words().knows(below))


def _is_letters(text: str) -> bool:
    """Whether this is only the beginning of the label whose letters run down many rows."""
    return text.strip() != _LONG_LABEL and _LONG_LABEL.startswith(text.strip())
