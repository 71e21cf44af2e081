"""The list table of 2014, drawn as different offices draw it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.accuracy.ink import Ink
from tests.accuracy.model import Block, Cell, Values
from tests.corpus.forms import Table
from tests.corpus.forms import form as shape_of

LISTS = (
    "official",
    "official",
    "bracket-line",
    "serial",
    "unit-in-label",
    "two-up",
    "blocks",
    "group-column",
    "flush",
)
LIST_ROWS = ("", "", "", "", "missing-rows", "added-row")
ALLOWED = {"missing-rows": {"STR-06"}, "added-row": {"STR-06"}}
ADDED = (("（三）制度建设", "个"), ("政府信息公开指南更新次数", "次"), ("开设信息公开专栏数", "个"))


@dataclass(slots=True)
class ListDrawer:
    """Draws the list table of one report."""

    form: str
    values: Values
    ink: Ink
    layout: str = "official"
    rows: str = ""
    tags: set[str] = field(default_factory=set)
    starts: set[int] = field(default_factory=set)  # rows with which a block of the form begins

    def tables(self) -> list[Block]:
        """The table, in one or several pieces."""
        self.tags |= {f"list:{self.layout}"} | ({f"rows:{self.rows}"} if self.rows else set())
        rows = self._rows()
        head = (Cell("统 计 指 标"), Cell("单位"), Cell(self.ink.rng.choice(("统计数", "统计数", "数量"))))
        widths = (0.72, 0.12, 0.16)
        if self.layout == "serial":
            numbered = [(Cell(str(i)), *row) for i, row in enumerate(rows, 1)]
            return [Table(((Cell("序号"), *head), *numbered), (0.08, 0.66, 0.11, 0.15), 1)]
        if self.layout == "unit-in-label":
            joined = [(Cell(r[0].text + (f"（{r[1].text}）" if r[1].text else "")), r[2]) for r in rows]
            return [Table(((head[0], head[2]), *joined), (0.8, 0.2), 1)]
        if self.layout == "two-up":
            half = (len(rows) + 1) // 2
            right = rows[half:] + [(Cell(""), Cell(""), Cell(""))] * (2 * half - len(rows))
            paired = [(*a, *b) for a, b in zip(rows[:half], right, strict=True)]
            return [Table(((*head, *head), *paired), (0.34, 0.06, 0.1, 0.34, 0.06, 0.1), 1)]
        if self.layout in ("blocks", "group-column"):
            return self._by_block(rows, head, widths)
        return [Table((head, *rows), widths, 1)]

    def _by_block(
        self, rows: list[tuple[Cell, ...]], head: tuple[Cell, ...], widths: tuple[float, ...]
    ) -> list[Block]:
        blocks: list[list[tuple[Cell, ...]]] = []
        for index, row in enumerate(rows):
            if index in self.starts:
                blocks.append([])
            blocks[-1].append(row)
        if self.layout == "blocks":
            return [Table((head, *block), widths, 1) for block in blocks]
        found: list[tuple[Cell, ...]] = [(Cell("类别"), *head)]
        for block in blocks:
            title, rest = block[0], block[1:]
            if title[2].figure or not rest:  # 四、行政复议数量 bears a figure itself
                found.append((Cell(title[0].text.strip(), len(block)), *title))
            else:
                found.append((Cell(title[0].text.strip(), len(rest)), *rest[0]))
                rest = rest[1:]
            found += rest
        return [Table(tuple(found), (0.14, 0.6, 0.11, 0.15), 1)]

    def _rows(self) -> list[tuple[Cell, ...]]:
        lines = [(str(label), str(unit), str(key)) for label, unit, key in shape_of(self.form)["rows"]]
        rng = self.ink.rng
        if self.rows == "missing-rows":
            empty = [line for line in lines if line[2].count(".") > 1 and self.values[line[2], None, None] == "0"]
            for line in rng.sample(empty, k=min(len(empty), rng.randint(1, 4))):
                lines.remove(line)
        if self.rows == "added-row":
            label, unit = rng.choice(ADDED)
            lines.insert(rng.choice((4, len(lines))), (label, unit, "added"))
        self.starts = {index for index, line in enumerate(lines) if line[0][1:2] == "、"}
        found: list[tuple[Cell, ...]] = []
        former = ""
        for label, unit, key in lines:
            printed, mark = self.ink.label(label)
            if self.layout == "bracket-line" and label.endswith("）") and "（" in printed[3:]:
                at = printed.rindex("（")
                printed = f"{printed[:at]}\n{' ' * 6}{printed[at:]}"
            indent = "" if self.layout == "flush" else _indent(label, former)
            former = indent + label
            found.append((Cell(indent + printed), Cell(unit), self._value(key, unit, mark)))
        return found

    def _value(self, key: str, unit: str, mark: str) -> Cell:
        if not key:
            return Cell("")
        if key == "added":
            return Cell(str(self.ink.rng.randint(0, 12)))
        tags = tuple(filter(None, (mark, f"list:{self.layout}", f"rows:{self.rows}" if self.rows else "")))
        return self.ink.figure((key, None, None), self.values[key, None, None], unit, tags)


def _indent(label: str, former: str) -> str:
    if label.startswith("（"):
        return "\u3000"
    if label[0].isdigit() or label.startswith("其中"):
        return "\u3000\u3000"
    return "" if label[1:2] == "、" else "\u3000\u3000\u3000"
