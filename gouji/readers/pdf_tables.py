"""Ruled tables of PDF pages: found by pdfplumber's TableFinder, filled here, joined over pages by their rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pdfplumber.table import TableFinder

from gouji.model import Box
from gouji.readers.pdf_lines import join, rows_of, text_of
from gouji.readers.pdf_page import Char, Page, Rule

_SNAP = 3.0
_CROSSINGS = 40_000  # more than any form; finding cells takes the square of it
_FIGURE = re.compile(r"[\s\d.,+\-－—/%]+")
_ENUMERATOR = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]|第?[一二三四五六七八九十]{1,3}[、条项]|\d{1,2}[.．、]|其中)"
)


@dataclass(slots=True)
class Cell:
    """A cell in the grid of its table; ``page`` and ``box`` are where it begins."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    page: int
    box: Box


@dataclass(slots=True)
class Grid:
    """A table, perhaps joined from several pages. ``edges`` are the x positions of its vertical rules."""

    page: int
    box: Box
    edges: list[float]
    rows: int
    cells: list[Cell] = field(default_factory=list)
    last_page: int = 0

    def row(self, index: int) -> list[Cell]:
        """The cells that begin in a row, from left to right."""
        return sorted((cell for cell in self.cells if cell.row == index), key=lambda cell: cell.column)


class _Shim:
    """The few things that TableFinder asks of a pdfplumber page."""

    def __init__(self, page: Page, edges: list[dict[str, object]]) -> None:
        self.bbox = (0.0, 0.0, page.width, page.height)
        self.edges = edges


def find(page: Page) -> tuple[list[Grid], list[Char]]:
    """The tables of a page, and the characters that stand in none of their cells."""
    edges = [_edge(rule) for rule in closed(merge(_clip(page)))]
    across = sum(1 for edge in edges if edge["orientation"] == "h")
    if not 2 <= across <= len(edges) - 2 or across * (len(edges) - across) > _CROSSINGS:
        return [], page.chars
    found = TableFinder(_Shim(page, edges))  # type: ignore[arg-type]
    grids = [_grid(page, table.cells) for table in found.tables]
    return grids, _fill(grids, page.chars)


def merge(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line that touch or overlap, as one: borders are often drawn cell by cell, and dashes one by one."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: (rule.horizontal, rule.at)):
        last = levels[-1][-1] if levels else None
        if last and last.horizontal == rule.horizontal and rule.at - last.at < 0.2:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    merged: list[Rule] = []
    for level in levels:
        level.sort(key=lambda rule: rule.start)
        merged.append(level[0])
        for rule in level[1:]:
            if rule.start <= merged[-1].end + _SNAP:
                merged[-1] = merged[-1]._replace(end=max(merged[-1].end, rule.end))
            else:
                merged.append(rule)
    return merged


def _clip(page: Page) -> list[Rule]:
    """The rules within the page: browsers draw a cell that goes on over the page's edge, and clip it there."""
    clipped = []
    for rule in page.rules:
        across, along = (page.height, page.width) if rule.horizontal else (page.width, page.height)
        rule = rule._replace(start=max(0.0, rule.start), end=min(along, rule.end))
        if 0 <= rule.at <= across and rule.end > rule.start:
            clipped.append(rule)
    return clipped


def closed(rules: Sequence[Rule]) -> list[Rule]:
    """The rules and those that are missing at the sides of open tables: where a page break cuts cells, and where
    tables have no outer borders, several rules end at the same height without a rule across."""
    added: list[Rule] = []
    for horizontal, fewest in ((False, 2), (True, 3)):
        along = [rule for rule in rules if rule.horizontal == horizontal]
        across = [rule for rule in rules if rule.horizontal != horizontal]
        along = [rule for rule in along if any(_touch(rule, other) for other in across)]
        for side in ("start", "end"):
            loose = [rule for rule in along if not any(_ends_at(rule, side, other) for other in across)]
            added += _closing(loose, side, fewest)
    return [*rules, *added]


def _touch(rule: Rule, other: Rule) -> bool:
    return other.start - _SNAP <= rule.at <= other.end + _SNAP and rule.start - _SNAP <= other.at <= rule.end + _SNAP


def _ends_at(rule: Rule, side: str, other: Rule) -> bool:
    end = rule.start if side == "start" else rule.end
    return abs(other.at - end) <= _SNAP and other.start - _SNAP <= rule.at <= other.end + _SNAP


def _closing(loose: Sequence[Rule], side: str, fewest: int) -> list[Rule]:
    groups: dict[float, list[Rule]] = {}
    ends = cluster([getattr(rule, side) for rule in loose])
    for rule in loose:
        groups.setdefault(ends[_index(ends, getattr(rule, side))], []).append(rule)
    return [
        Rule(not group[0].horizontal, end, min(rule.at for rule in group), max(rule.at for rule in group))
        for end, group in groups.items()
        if len(group) >= fewest
    ]


def _edge(rule: Rule) -> dict[str, object]:
    length = rule.end - rule.start
    if rule.horizontal:
        place = {"x0": rule.start, "x1": rule.end, "top": rule.at, "bottom": rule.at, "width": length, "height": 0}
    else:
        place = {"x0": rule.at, "x1": rule.at, "top": rule.start, "bottom": rule.end, "width": 0, "height": length}
    return {"object_type": "line", "orientation": "h" if rule.horizontal else "v", **place}


def cluster(values: Sequence[float]) -> list[float]:
    """Positions, with those that lie within the snap distance of the one before taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _grid(page: Page, boxes: Sequence[Box]) -> Grid:
    xs = cluster([x for box in boxes for x in (box[0], box[2])])
    ys = cluster([y for box in boxes for y in (box[1], box[3])])
    grid = Grid(page.number, (xs[0], ys[0], xs[-1], ys[-1]), xs, len(ys) - 1, last_page=page.number)
    for box in boxes:
        left, right = _index(xs, box[0]), _index(xs, box[2])
        top, bottom = _index(ys, box[1]), _index(ys, box[3])
        if right > left and bottom > top:
            grid.cells.append(Cell(top, left, bottom - top, right - left, "", page.number, box))
    return grid


def _fill(grids: Sequence[Grid], chars: Sequence[Char]) -> list[Char]:
    """Put each character into the cell that holds its middle; returns those that are in no cell."""
    left_over: list[Char] = []
    cells = [cell for grid in grids for cell in grid.cells]
    inside: list[list[Char]] = [[] for _ in cells]
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        for index, cell in enumerate(cells):
            box = cell.box
            if box[0] <= x < box[2] and box[1] <= y < box[3]:
                inside[index].append(char)
                break
        else:
            left_over.append(char)
    for cell, content in zip(cells, inside, strict=True):
        cell.text = cell_text(content, cell.box)
    return left_over


def cell_text(chars: Sequence[Char], box: Box) -> str:
    """The text of a cell. Lines that fill the cell go on in the next one; labels set letter by letter are one word;
    other line breaks stay."""
    rows = rows_of(chars)
    texts = [text_of(row) for row in rows]
    if len(texts) > 2 and all(len(text) <= 2 for text in texts) and not all(_FIGURE.fullmatch(text) for text in texts):
        return "".join(texts)
    joined = ""
    for index, text in enumerate(texts):
        if index and _is_full(rows[index - 1], rows[index], box):
            joined = join(joined, text)
        else:
            joined = f"{joined}\n{text}" if index else text
    return joined


def _is_full(above: Sequence[Char], below: Sequence[Char], box: Box) -> bool:
    """Whether the first character of the line below would not have fitted on the line above."""
    printed = [char for char in above if not char.text.isspace()]
    left = min(char.x0 for char in printed) - box[0]
    free = box[2] - max(char.x1 for char in printed)
    width = below[0].x1 - below[0].x0
    # Centred lines leave the same room on both sides; the cell's own margin is a few points.
    return min(free, (free + max(0.0, left)) - 8.0 if left > 8.0 else free) < max(width, below[0].size) * 1.6 + 4.0


# --- tables over pages ------------------------------------------------------------------------------------------


def continues(above: Grid, below: Grid) -> bool:
    """Whether a table at the top of a page goes on from one at the foot of the page before: both have the same outer
    rules, and most inner rules of the one with fewer lie on rules of the other."""
    outer = abs(above.edges[0] - below.edges[0]) <= _SNAP and abs(above.edges[-1] - below.edges[-1]) <= _SNAP
    if not outer or below.page != above.last_page + 1:
        return False
    fewer, more = sorted((above.edges[1:-1], below.edges[1:-1]), key=len)
    shared = sum(1 for edge in fewer if any(abs(edge - other) <= _SNAP for other in more))
    return shared * 2 >= len(fewer)


def append(above: Grid, below: Grid) -> None:
    """Join ``below`` to ``above`` on the rules of both; drop repeated heads, mend what the page break cut."""
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
        if _is_cut(above.row(start - 1), above.row(start)):
            _mend_row(above, start)
            start -= 1
        else:
            _mend_groups(above, start)


def _regrid(grid: Grid, edges: list[float]) -> None:
    for cell in grid.cells:
        left = _index(edges, grid.edges[cell.column])
        right = _index(edges, grid.edges[cell.column + cell.colspan])
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
        if any(text and _FIGURE.fullmatch(text) for text in texts):
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
    """Whether the first row of a page is the rest of the last row of the page before: same columns, figures only in
    the upper part, and a label that does not begin anew."""
    labels = [cell for cell in tail if cell.text.strip()]
    if not labels or [cell.column for cell in tail[-3:]] != [cell.column for cell in head[-3:]]:
        return False
    figures = [cell for cell in head if cell.text.strip() and _FIGURE.fullmatch(cell.text)]
    if not figures or any(_FIGURE.fullmatch(cell.text) for cell in labels):
        return False
    above = {cell.column: cell for cell in head}
    return all(
        cell.column < figures[0].column
        and not _ENUMERATOR.match(cell.text)
        and (cell.column not in above or bool(above[cell.column].text.strip()) or cell.rowspan > 1)
        for cell in labels
    ) and any(cell.column in above and above[cell.column].text.strip() for cell in labels)


def _mend_row(grid: Grid, start: int) -> None:
    """Take row ``start`` into the row above."""
    upper = {cell.column: cell for cell in grid.cells if cell.row + cell.rowspan == start}
    for cell in grid.row(start):
        above = upper.get(cell.column)
        if above is None:
            cell.row -= 1
            continue
        above.text = join(above.text.rstrip("\n"), cell.text) if cell.text else above.text
        above.rowspan += cell.rowspan - 1
        grid.cells.remove(cell)
    for cell in grid.cells:
        if cell.row >= start:
            cell.row -= 1
    grid.rows -= 1


def _mend_groups(grid: Grid, start: int) -> None:
    """Lengthen the label cells over several rows that the page break cut in two."""
    upper = {(cell.column, cell.colspan): cell for cell in grid.cells if cell.row + cell.rowspan == start}
    for cell in grid.row(start):
        above = upper.get((cell.column, cell.colspan))
        if above is None or (above.rowspan == 1 and cell.rowspan == 1):
            break  # further right stand the labels of single rows and the figures
        text = cell.text.strip()
        if text and (_ENUMERATOR.match(text) or not above.text.strip()) and not _is_letters(above.text):
            break
        above.text = join(above.text, text)
        above.rowspan += cell.rowspan
        grid.cells.remove(cell)


def _is_letters(text: str) -> bool:
    """Whether this is the beginning of 三、本年度办理结果, whose letters run down many rows."""
    return text.strip() in (
        "三",
        "三、",
        "三、本",
        "三、本年",
        "三、本年度",
        "三、本年度办",
        "三、本年度办理",
        "三、本年度办理结",
    )
