"""The tables of the forms of 2019 and 2021, drawn as different offices draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.accuracy.ink import Ink
from tests.accuracy.model import Block, Cell, Values
from tests.corpus.forms import Table
from tests.corpus.forms import form as shape_of

SMALL = ("joined", "joined", "separate", "captioned", "transposed", "titleless")
SMALL_ROWS = ("", "", "", "", "added-row", "missing-row")
REQUESTS = (
    "merged",
    "letters",
    "repeated",
    "flat",
    "split-repeated",
    "split-bare",
    "one-head",
    "empty-below",
    "no-note",
    "merged",
)
REQUEST_ROWS = ("", "", "", "", "missing-rows", "added-row", "missing-column", "one-row-other")
REVIEW = (
    "official",
    "official",
    "wrapped",
    "no-total",
    "blank-total",
    "separate",
    "review-transposed",
    "letters-head",
)
ALLOWED = {
    "added-row": {"STR-06"},
    "missing-row": {"STR-06"},
    "missing-rows": {"STR-05", "STR-06"},
    "missing-column": {"STR-06"},
    "one-row-other": {"STR-05", "STR-06"},
    "no-total": {"STR-06"},
    "blank-total": {"FMT-01", "ARI-04", "ARI-05"},
}
VERTICAL = "三、本年度办理结果"
Line = tuple[str, str, str]  # group, label, indicator


@dataclass(slots=True)
class Drawer:
    """Draws the three tables of one report. ``tags`` collects the structures that are not the official one."""

    form: str
    values: Values
    ink: Ink
    small: str = "joined"
    small_rows: str = ""
    requests: str = "merged"
    request_rows: str = ""
    review: str = "official"
    tags: set[str] = field(default_factory=set)

    def label(self, text: str, rowspan: int = 1, colspan: int = 1) -> Cell:
        return Cell(self.ink.label(text)[0], rowspan, colspan)

    def _figure(self, indicator: str, applicant: str | None, unit: str, mark: str, item: str | None = None) -> Cell:
        value = self.values[indicator, applicant, item]
        tags = tuple(filter(None, (mark, *self._structure(indicator))))
        return self.ink.figure((indicator, applicant, item), value, unit, tags)

    def _structure(self, indicator: str) -> tuple[str, ...]:
        family = indicator.split(".")[0]
        if family in ("review", "litigation"):
            return (f"review:{self.review}",)
        if family in ("requests", "outcomes"):
            return (f"requests:{self.requests}", f"rows:{self.request_rows}" if self.request_rows else "")
        return (f"small:{self.small}", f"rows:{self.small_rows}" if self.small_rows else "")

    # -- article 20 --

    def small_tables(self) -> list[Block]:
        """The four or five small tables of article 20."""
        self.tags |= {f"small:{self.small}"}
        parts = shape_of(self.form)["small"]
        items = any(key[2] for key in self.values)
        if self.small in ("joined", "titleless"):
            width = 5 if items else 4
            return [Table(tuple(row for part in parts for row in self._small(part, width)), (1 / width,) * width)]
        found: list[Block] = []
        for part in parts:
            width = len(part["columns"]) + (items and "management" in str(part["rows"]))
            rows = self._small(part, width)
            if self.small == "captioned":
                found.append(("caption", rows[0][0].text))
                rows = rows[1:]
            count = max(sum(cell.colspan for cell in row) for row in rows)
            found.append(Table(tuple(rows), (1 / count,) * count))
        return found

    def _small(self, part: dict[str, Any], width: int) -> list[tuple[Cell, ...]]:
        title, columns = str(part["title"]), [str(head) for head in part["columns"]]
        heads = [self.ink.label(head) for head in columns]
        rows = []
        for label, keys in part["rows"]:
            if self.small_rows == "missing-row" and label in ("规章", "行政强制"):
                self.tags.add("rows:missing-row")
                continue
            printed, mark = self.ink.label(str(label))
            items = sorted({k[2] for k in self.values if k[0] == keys[0][0]}, key=str)
            for at, item in enumerate(items):
                figures = [
                    self._figure(key, None, unit, mark or heads[i + 1][1], item) for i, (key, unit) in enumerate(keys)
                ]
                if item is None:
                    rows.append((Cell(printed), *figures))
                else:
                    self.tags.add("items")
                    above = (Cell(printed, rowspan=len(items)),) if not at else ()
                    rows.append((*above, Cell(item), *figures))
        if self.small_rows == "added-row" and "（一）" in title:
            self.tags.add("rows:added-row")
            rows.append((Cell("其他主动公开文件"), *(Cell(str(self.ink.rng.randint(1, 90))) for _ in columns[1:])))
        if self.small == "transposed":
            return self._turned(title, [head for head, _ in heads], rows)
        first = width - 3 if width > len(columns) else 1
        found: list[tuple[Cell, ...]] = [] if self.small == "titleless" else [(Cell(title, colspan=width),)]
        found.append(_fitted([Cell(head) for head, _ in heads], width, first))
        return found + [_fitted(list(row), width, 1 if _has_item(row) else first) for row in rows]

    def _turned(self, title: str, heads: list[str], rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
        """Rows and columns exchanged; sub-rows that the agency names stay as they are."""
        if any(_has_item(row) for row in rows) or any(cell.rowspan > 1 for row in rows for cell in row):
            width = len(heads) + 1
            head = _fitted([Cell(h) for h in heads], width, 2)
            return [
                (Cell(title, colspan=width),),
                head,
                *(_fitted(list(r), width, 1 if _has_item(r) else 2) for r in rows),
            ]
        turned = [(Cell(heads[0]), *(row[0] for row in rows))]
        turned += [(Cell(heads[i]), *(row[i] for row in rows)) for i in range(1, len(heads))]
        return [(Cell(title, colspan=len(rows) + 1),), *turned]

    # -- requests --

    def request_tables(self) -> list[Block]:
        """The table of requests, in one or two pieces."""
        self.tags |= {f"requests:{self.requests}"} | ({f"rows:{self.request_rows}"} if self.request_rows else set())
        lines = self._lines()
        who = [(str(label), str(key)) for label, key in shape_of(self.form)["applicants"]]
        if self.request_rows == "missing-column":
            who = [each for each in who if each[1] != "total"]
        heads = [self.ink.label(label) for label, _ in who]
        marks = [mark for _, mark in heads]
        names = [head for head, _ in heads]
        body = [self._request_row(line, who, marks) for line in lines]
        if self.requests == "flat":
            return [self._flat(lines, names, body)]
        if self.requests == "repeated":
            return [self._repeated(lines, names, body)]
        head, rows = self._head(names), self._rows(lines, body)
        widths = (0.05, 0.14, 0.25, *[0.56 / len(names)] * len(names))
        depth = len(head)
        if self.requests.startswith("split"):
            at = self.ink.rng.randint(6, len(rows) - 5)
            second = self._rows(lines[at:], body[at:])
            again = head if self.requests == "split-repeated" else []
            first = self._rows(lines[:at], body[:at])
            return [Table((*head, *first), widths, depth), Table((*again, *second), widths, len(again))]
        if self.requests == "empty-below":
            return [Table(_unmerged((*head, *rows), 3 + len(names)), widths, depth)]
        return [Table((*head, *rows), widths, depth)]

    def _lines(self) -> list[Line]:
        lines: list[Line] = [(str(g), str(label), str(key)) for g, label, key in shape_of(self.form)["requests"]]
        rng = self.ink.rng
        if self.request_rows == "one-row-other" and self.form == "format-2021":
            at = next(i for i, line in enumerate(lines) if line[0] == "（六）其他处理")
            lines[at : at + 3] = [("", "（六）其他处理", "outcomes.other")]
            for who in {key[1] for key in self.values if key[0] == "outcomes.other.rest"}:
                parts = [int(v) for k, v in self.values.items() if k[0].startswith("outcomes.other.") and k[1] == who]
                self.values["outcomes.other", who, None] = str(sum(parts))
        if self.request_rows == "missing-rows":
            empty = [line for line in lines if line[0] and self.values[line[2], "total", None] == "0"]
            for line in rng.sample(empty, k=min(len(empty), rng.randint(1, 3))):
                lines.remove(line)
        if self.request_rows == "added-row":
            at = next(i for i, line in enumerate(lines) if line[0] == "（四）无法提供")
            lines.insert(at, ("（三）不予公开", "9.其他不予公开的情形", ""))
        return lines

    def _request_row(self, line: Line, who: list[tuple[str, str]], marks: list[str]) -> tuple[Cell, list[Cell]]:
        printed, mark = self.ink.label(line[1])
        if not line[2]:
            return Cell(printed), [Cell("0") for _ in who]
        figures = [self._figure(line[2], key, "件", mark or marks[i]) for i, (_, key) in enumerate(who)]
        return Cell(printed), figures

    def _head(self, names: list[str]) -> list[tuple[Cell, ...]]:
        note = "" if self.requests == "no-note" else str(shape_of(self.form)["note"])
        last = names[6:]
        if self.requests == "one-head":
            return [(Cell(note or "项目", 1, 3), *(Cell(name) for name in names))]
        return [
            (Cell(note, 3, 3), Cell("申请人情况", colspan=len(names))),
            (Cell(names[0], 2), Cell("法人或其他组织", colspan=5), *(Cell(name, 2) for name in last)),
            tuple(Cell(name) for name in names[1:6]),
        ]

    def _rows(self, lines: list[Line], body: list[tuple[Cell, list[Cell]]]) -> list[tuple[Cell, ...]]:
        results = [i for i, line in enumerate(lines) if not line[1].startswith(("一、", "二、", "四、"))]
        sizes: dict[str, int] = {}
        for group, _, _ in lines:
            sizes[group] = sizes.get(group, 0) + 1
        vertical = "\n".join(VERTICAL) if self.requests == "letters" else VERTICAL
        begun: set[str] = set()
        rows = []
        for index, (group, _, _) in enumerate(lines):
            label, figures = body[index]
            cells: list[Cell] = []
            if results and index == results[0]:
                cells.append(Cell(vertical, len(results)))
            if group and group not in begun:
                begun.add(group)
                cells.append(self.label(group, sizes[group]))
            span = 1 if group else 2 if index in results else 3
            rows.append((*cells, Cell(label.text, 1, span), *figures))
        return rows

    def _flat(self, lines: list[Line], names: list[str], body: list[tuple[Cell, list[Cell]]]) -> Table:
        """One column of labels; groups stand in rows of their own without figures."""
        empty = [Cell("") for _ in names]
        rows: list[tuple[Cell, ...]] = [(Cell("项目"), *(Cell(name) for name in names))]
        former, begun = "", False
        for (group, label, _), (printed, figures) in zip(lines, body, strict=True):
            if not begun and label.startswith("（一）"):
                begun = True
                rows.append((Cell(VERTICAL), *empty))
            if group and group != former:
                rows.append((Cell(group), *empty))
            former = group
            rows.append((printed, *figures))
        return Table(tuple(rows), (0.37, *[0.63 / len(names)] * len(names)), 1)

    def _repeated(self, lines: list[Line], names: list[str], body: list[tuple[Cell, list[Cell]]]) -> Table:
        """Nothing merged: every cell of a merge repeats its text."""
        note = str(shape_of(self.form)["note"])
        above = [names[0], *["法人或其他组织"] * 5, *names[6:]]
        rows: list[tuple[Cell, ...]] = [
            tuple(Cell(t) for t in (note, note, note, *["申请人情况"] * len(names))),
            tuple(Cell(t) for t in (note, note, note, *above)),
            tuple(Cell(t) for t in (note, note, note, *names)),
        ]
        for (group, label, _), (printed, figures) in zip(lines, body, strict=True):
            outer = label.startswith(("一、", "二、", "四、"))
            first = printed.text if outer else VERTICAL
            rows.append((Cell(first), Cell(group or printed.text), printed, *figures))
        return Table(tuple(rows), (0.05, 0.14, 0.25, *[0.56 / len(names)] * len(names)), 3)

    # -- reconsideration and litigation --

    def review_tables(self) -> list[Block]:
        """The fifteen figures under heads of three levels."""
        self.tags |= {f"review:{self.review}"}
        keys = [str(key) for key in shape_of(self.form)["review"]]
        if self.review == "no-total":
            keys = [key for key in keys if not key.endswith(".total")]
        size = len(keys) // 3
        words = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")[:size]
        heads = [self.ink.label(word) for word in words]
        figures = [self._figure(key, None, "件", heads[i % size][1]) for i, key in enumerate(keys)]
        if self.review == "blank-total":
            self.tags.add("blank-total")
            figures = [self._blanked(cell) if i % 5 == 4 else cell for i, cell in enumerate(figures)]
        broken = [self._broken(head) for head, _ in heads]
        families = [self._broken(name) for name in ("未经复议直接起诉", "复议后起诉")]
        if self.review == "review-transposed":
            rows = [tuple(Cell(t) for t in ("", "行政复议", *families))]
            rows += [(Cell(broken[i]), *(figures[i + size * k] for k in range(3))) for i in range(size)]
            return [Table(tuple(rows), (0.25, 0.25, 0.25, 0.25), 1)]
        if self.review == "separate":
            first = Table(
                ((Cell("行政复议", 1, size),), tuple(map(Cell, broken)), tuple(figures[:size])), (0.2,) * size
            )
            second = (
                (Cell("行政诉讼", 1, 2 * size),),
                tuple(Cell(name, 1, size) for name in families),
                tuple(map(Cell, broken * 2)),
                tuple(figures[size:]),
            )
            return [first, Table(second, (0.1,) * (2 * size))]
        upper = (*(Cell(text, 2) for text in broken), *(Cell(name, 1, size) for name in families))
        head = ((Cell("行政复议", 1, size), Cell("行政诉讼", 1, 2 * size)), upper, tuple(map(Cell, broken * 2)))
        return [Table((*head, tuple(figures)), (1 / (3 * size),) * (3 * size), 3)]

    def _broken(self, text: str) -> str:
        if self.review == "wrapped":
            return "\n".join(text[i : i + 2] for i in range(0, len(text), 2))
        return "\n".join(text) if self.review == "letters-head" else text

    def _blanked(self, cell: Cell) -> Cell:
        assert cell.figure is not None
        key = cell.figure.key
        blank = Ink(self.ink.rng, "total-blank-columns").figure((key[0], "blank", None), "0", "件", cell.figure.tags)
        assert blank.figure is not None
        figure = blank.figure
        return Cell(
            "", figure=type(figure)(key[0], None, None, None, "件", "blank", ("blank-total", *cell.figure.tags))
        )


def _has_item(row: Sequence[Cell]) -> bool:
    return any(cell.figure and cell.figure.item for cell in row)


def _fitted(cells: list[Cell], width: int, first: int) -> tuple[Cell, ...]:
    """A row as wide as its table: the first cell spans ``first`` columns, the last one the rest."""
    head, last = cells[0], cells[-1]
    cells[0] = Cell(head.text, head.rowspan, first, head.figure)
    rest = width - (1 if _later(cells) else 0) - first - (len(cells) - 2)
    cells[-1] = Cell(last.text, last.rowspan, max(1, rest), last.figure)
    return tuple(cells)


def _later(cells: Sequence[Cell]) -> bool:
    """Whether the row stands below a label that reaches down to it: it begins with the item's name."""
    return _has_item(cells) and len(cells) > 1 and cells[1].figure is not None


def _unmerged(rows: Sequence[tuple[Cell, ...]], width: int) -> tuple[tuple[Cell, ...], ...]:
    """Merges undone as a careless export does: the text stays in the first cell, the others are empty."""
    table = Table(tuple(rows), ())
    grid: list[list[Cell]] = [[Cell("") for _ in range(width)] for _ in rows]
    for row, column, cell in table.placed():
        assert isinstance(cell, Cell)
        grid[row][column] = Cell(cell.text, figure=cell.figure)
    return tuple(tuple(row) for row in grid)
