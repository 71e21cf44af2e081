"""Tables of the forms without columns of ruling lines, found by the labels of the forms and by alignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.model import Box
from gouji.readers import pdf_columns, pdf_cut, pdf_heads, pdf_pieces, pdf_zones
from gouji.readers.pdf_columns import Columns
from gouji.readers.pdf_grid import Cell, Grid, cell_text
from gouji.readers.pdf_page import Char, Page, Rule
from gouji.readers.pdf_pieces import Piece, Strip
from gouji.readers.pdf_words import is_point, words

_FEWEST = 2  # lines in pieces
_TIGHT = 1.5  # sizes between two lines of one cell
_Placed = tuple[Piece, int, int]  # with its first and last column


@dataclass(slots=True)
class Row:
    """A row while it is put together: where its lines stand, and its pieces by the columns that they fill."""

    top: float
    bottom: float
    cells: list[tuple[int, int, list[Piece]]] = field(default_factory=list)

    def add(self, first: int, last: int, pieces: Sequence[Piece]) -> None:
        """More pieces of the row; what overlaps is one cell."""
        mine = list(pieces)
        for cell in [cell for cell in self.cells if cell[0] <= last and first <= cell[1]]:
            first, last = min(first, cell[0]), max(last, cell[1])
            mine = [*cell[2], *mine]
            self.cells.remove(cell)
        self.cells.append((first, last, mine))

    def covers(self, column: int) -> bool:
        """Whether something stands in a column."""
        return any(first <= column <= last for first, last, _ in self.cells)


@dataclass(slots=True)
class Group:
    """A label that stands beside several rows: its column, its pieces, its first row and the row after its last."""

    column: int
    pieces: list[Piece]
    start: int
    end: int


def find(page: Page, chars: list[Char], levels: Sequence[tuple[float, float, float]]) -> tuple[list[Grid], list[Char]]:
    """The tables of the forms among characters outside ruled tables, and the characters that are left. ``levels``
    are lines across the page: y, from, to."""
    if pdf_pieces.gaps(chars) < _FEWEST:
        return [], chars
    lines = pdf_pieces.strips_of(chars)
    grids: list[Grid] = []
    used: set[float] = set()
    for start, end in pdf_zones.blocks(lines):
        block = lines[start:end]
        grid = _grid(page, block, levels)
        if grid is not None:
            grids.append(grid)
            used.update(char.base for line in block for char in line.chars)
    return grids, [char for char in chars if char.base not in used] if used else chars


def between(page: Page, box: Box, bars: Sequence[Rule], levels: Sequence[tuple[float, float, float]]) -> Grid | None:
    """The table in a box whose columns are ruled by ``bars``, but not its rows."""
    block = pdf_pieces.strips_of([char for char in page.chars if holds(box, char)], bars)
    if not block:
        return None
    grid = _grid(page, block, levels, bars, box)
    if grid is not None:
        grid.ruled, grid.box = True, box
    return grid


def holds(box: Box, char: Char) -> bool:
    """Whether the middle of a character lies in a box."""
    return box[0] <= (char.x0 + char.x1) / 2 < box[2] and box[1] <= (char.top + char.bottom) / 2 < box[3]


def _grid(
    page: Page,
    block: Sequence[Strip],
    levels: Sequence[tuple[float, float, float]],
    bars: Sequence[Rule] = (),
    area: Box | None = None,
) -> Grid | None:
    head, body = _halves(block)
    columns = pdf_columns.ruled(bars, area, body) if area else pdf_columns.columns_of(head, body)
    if len(columns.spans) < 2:
        return None
    left, right = min(line.x0 for line in block), max(line.x1 for line in block)
    rules = sorted({y for y, start, end in levels if start <= left + 20 and end >= right - 20})
    rows, groups = _rows(body, columns, rules)
    above = pdf_heads.rows_of(head, columns)
    box = (columns.edges[0], block[0].base - block[0].size, columns.edges[-1], block[-1].base + 0.12 * block[-1].size)
    tops = [*(row.top for row in above), *(row.top for row in rows)]
    grid = Grid(page.number, box, columns.edges, [box[1], *tops[1:], box[3]], len(tops), last_page=page.number)
    grid.ruled, grid.head, grid.spans = False, len(above), columns.spans
    for top, heads in enumerate(above):
        grid.cells += [_cell(grid, top, top + h.rowspan, h.first, h.last, h.pieces) for h in heads.cells]
    for at, row in enumerate(rows, len(above)):
        grid.cells += [_cell(grid, at, at + 1, *cell) for cell in row.cells]
    for group in groups:
        start, end = len(above) + group.start, len(above) + group.end
        grid.cells.append(_cell(grid, start, end, group.column, group.column, group.pieces))
    _complete(grid)
    return grid


def _halves(block: Sequence[Strip]) -> tuple[Sequence[Strip], Sequence[Strip]]:
    """The lines of the heads, and those of the rows."""
    first = next((at for at, line in enumerate(block) if line.has_datum), len(block))
    several = [at for at in range(first) if len(block[at].pieces) > 1]
    at = several[-1] + 1 if several else 0
    while at < first and _is_more(block, at, first):
        at += 1
    return block[:at], block[at:]


def _is_more(block: Sequence[Strip], at: int, first: int) -> bool:
    """Whether a line of one piece goes on from the heads above it: it stands above figures, or is no label."""
    line, text = block[at], block[at].pieces[0].text
    figures = [piece.x0 for piece in block[first].pieces if piece.datum] if first < len(block) else []
    if figures and len(block[first].pieces) > 1 and line.x1 > figures[-1] and line.x0 > block[first].x0 + line.size:
        return True
    if at == 0 or block[at].base - block[at - 1].base > _TIGHT * line.size:
        return False
    return not (words().knows(text) or words().begins(text) or is_point(text))


def _rows(body: Sequence[Strip], columns: Columns, rules: Sequence[float]) -> tuple[list[Row], list[Group]]:
    """The rows and the labels beside several of them."""
    lines: list[list[_Placed]] = []
    aside: list[tuple[int, Piece]] = []
    wide: _Placed | None = None  # the last label that reaches over groups, too
    for line in body:
        placed = [(piece, *columns.place(piece)) for piece in line.pieces]
        alone = all(last not in columns.deep for _, _, last in placed)
        placed = [_follow(place, wide, columns) if alone else place for place in placed]
        own = [place for place in placed if not _is_aside(place, columns)]
        aside += [(place[2], place[0]) for place in placed if _is_aside(place, columns)]
        wide = next((place for place in own if place[1] < place[2] in columns.deep), wide)
        if own:
            lines.append(placed)
    levels = [_level(placed, columns) for placed in lines]
    rows = [_row(lines[start:end], columns) for start, end in pdf_cut.cut(levels, rules)] if levels else []
    pitch = pdf_cut.pitch_of([level.base for level in levels], body[0].size) if levels else 0.0
    return _with_groups(rows, aside, columns, pitch)


def _is_aside(place: _Placed, columns: Columns) -> bool:
    return place[2] in columns.labels and place[2] not in columns.deep


def _follow(place: _Placed, wide: _Placed | None, columns: Columns) -> _Placed:
    """The second line of a label over several columns, which may fill the first of them alone."""
    piece = place[0]
    if wide is None or not _is_aside(place, columns) or not wide[1] <= place[1] <= wide[2]:
        return place
    near = piece.base - wide[0].base <= _TIGHT * piece.chars[0].size
    return (piece, wide[1], wide[2]) if near and not is_point(piece.text) else place


def _level(placed: Sequence[_Placed], columns: Columns) -> pdf_cut.Level:
    """A line as those see it who cut rows. Its height is that of the row's label, for groups may stand a little
    higher or lower."""
    own = [piece for piece, _, last in placed if not _is_aside((piece, 0, last), columns)]
    figures = any(piece.datum for piece in own)
    labels = {last: piece for piece, _, last in placed if last in columns.deep and not piece.datum}
    if not labels and figures:
        labels = {last: piece for piece, _, last in placed if last in columns.labels}
    base = next(iter(labels.values()), own[0]).base
    texts = {at: piece.text for at, piece in labels.items()}
    opened = any(piece.text.count("（") > piece.text.count("）") for piece in own)
    return pdf_cut.Level(base, own[0].chars[0].size, texts, figures, opened)


def _row(lines: Sequence[list[_Placed]], columns: Columns) -> Row:
    own = [place for placed in lines for place in placed if not _is_aside(place, columns)]
    row = Row(own[0][0].base - own[0][0].chars[0].size, max(piece.base for piece, _, _ in own) + 1.0)
    for piece, first, last in own:
        row.add(first, last, [piece])
    return row


def _with_groups(
    rows: list[Row], aside: Sequence[tuple[int, Piece]], columns: Columns, pitch: float
) -> tuple[list[Row], list[Group]]:
    """Labels left of the rows' own: of one row that has no other, of rows without figures, or of several rows."""
    stacks = [stack for column in sorted(columns.labels - columns.deep) for stack in _stacks(aside, column)]
    for stack in stacks:
        top, bottom = stack[0][1].base - stack[0][1].chars[0].size, stack[-1][1].base
        if not any(_beside(row, piece, pitch) for row in rows for _, piece in stack):
            rows = sorted([*rows, Row(top, bottom)], key=lambda row: row.top)
    groups: list[Group] = []
    for stack in stacks:
        column, pieces = stack[0][0], [piece for _, piece in stack]
        beside = [i for i, row in enumerate(rows) if any(_beside(row, piece, 0.0) for piece in pieces)]
        beside = beside or [i for i, row in enumerate(rows) if any(_beside(row, piece, pitch) for piece in pieces)]
        deep = min(other for other in columns.deep if other > column)
        if len(beside) == 1 and not rows[beside[0]].covers(deep):
            rows[beside[0]].add(columns.place(pieces[0])[0], deep, pieces)
        else:
            groups.append(Group(column, pieces, beside[0], beside[-1] + 1))
    for column in {group.column for group in groups}:
        _lengthen([group for group in groups if group.column == column], rows, columns)
    return rows, groups


def _beside(row: Row, piece: Piece, pitch: float) -> bool:
    """Whether a piece stands at the height of a row, or nearer to it than a row of its own could."""
    middle = piece.base - 0.4 * piece.chars[0].size
    return row.top - 0.6 * pitch < middle < row.bottom + 0.6 * pitch


def _stacks(aside: Sequence[tuple[int, Piece]], column: int) -> list[list[tuple[int, Piece]]]:
    """The lines in one column of labels, parted where another label begins."""
    found: list[list[tuple[int, Piece]]] = []
    for place in aside:
        if place[0] != column:
            continue
        if found:
            above, text = found[-1][-1][1], "".join(piece.text for _, piece in found[-1])
            near = place[1].base - above.base <= _TIGHT * above.chars[0].size
            if near and not is_point(place[1].text) and not words().is_whole(text, place[1].text):
                found[-1].append(place)
                continue
        found.append([place])
    return found


def _lengthen(groups: Sequence[Group], rows: Sequence[Row], columns: Columns) -> None:
    """Let the groups of one column cover the rows around them. A group at the height of its first row reaches down
    to the next group; one further down is set at the middle of its rows."""
    deep = min(other for other in columns.deep if other > groups[0].column)
    free = [row.covers(deep) and not row.covers(groups[0].column) for row in rows]
    done = 0
    for group, after in zip(groups, [*groups[1:], None], strict=True):
        stop = group.start
        while stop < (after.start if after else len(rows)) and (stop < group.end or free[stop]):
            stop += 1
        start = group.start
        middle = (group.pieces[0].base - group.pieces[0].chars[0].size + group.pieces[-1].base) / 2
        below = rows[stop - 1].bottom - middle
        while (
            start > done
            and free[start - 1]
            and middle - rows[start - 1].top < below + rows[start].top - rows[start - 1].top
        ):
            start -= 1
        if start < group.start:
            wanted = 2 * middle - rows[start].top
            while stop > group.end and rows[stop - 1].bottom > wanted + 0.5 * group.pieces[0].chars[0].size:
                stop -= 1
        group.start, group.end = start, max(stop, group.end)
        done = group.end


def _cell(grid: Grid, start: int, end: int, first: int, last: int, pieces: Sequence[Piece]) -> Cell:
    box = (grid.edges[first], grid.levels[start], grid.edges[last + 1], grid.levels[end])
    inner = (grid.spans[first][0], box[1], grid.spans[last][1], box[3])
    text, full = cell_text([char for piece in pieces for char in piece.chars], inner)
    return Cell(start, first, end - start, last - first + 1, text, grid.page, box, full)


def _complete(grid: Grid) -> None:
    """Drop what overlaps, and fill in the blank cells."""
    taken: set[tuple[int, int]] = set()
    kept: list[Cell] = []
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        places = {
            (r, c)
            for r in range(cell.row, cell.row + cell.rowspan)
            for c in range(cell.column, cell.column + cell.colspan)
        }
        if places & taken:
            cell.rowspan = cell.colspan = 1
            places = {(cell.row, cell.column)}
        taken |= places
        kept.append(cell)
    for row in range(grid.rows):
        for column in range(len(grid.spans)):
            if (row, column) not in taken:
                box = (grid.edges[column], grid.levels[row], grid.edges[column + 1], grid.levels[row + 1])
                kept.append(Cell(row, column, 1, 1, "", grid.page, box))
    grid.cells = sorted(kept, key=lambda cell: (cell.row, cell.column))
