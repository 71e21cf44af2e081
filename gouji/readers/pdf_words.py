"""The words of the forms, by which tables without ruling lines are told from prose and their rows from each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gouji.labels import key
from gouji.template import templates

_HEADS = (
    "信息内容",
    "项目",
    "事项",
    "内容",
    "指标",
    "统计指标",
    "指标名称",
    "名称",
    "单位",
    "计量单位",
    "统计数",
    "数量",
)
_MORE_HEADS = ("数值", "序号", "类别", "分类", "合计", "小计")
_POINT = re.compile(
    r"(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.,]"
    r"|\d{1,2}[.．、,](?!\d)|其中[：:，,]|[①-⑳])"
)
_LEAST = 2  # letters by which a beginning is known
_LIKE = 6  # letters of a label in which some may be wrong


@dataclass(frozen=True, slots=True)
class Words:
    """Keys of labels: ``labels`` of rows, columns and heads, ``rows`` of rows alone, ``titles`` that stand above
    tables, ``sections`` of the report's text, and the ``units`` of figures."""

    labels: frozenset[str]
    rows: frozenset[str]
    titles: frozenset[str]
    sections: frozenset[str]
    units: frozenset[str]
    beginnings: frozenset[str]
    outlines: frozenset[tuple[str, str, int]]

    def knows(self, text: str) -> bool:
        """Whether this is a label, to the letter."""
        return key(text) in self.labels

    def begins(self, text: str) -> bool:
        """Whether a label begins so, as the first line of a wrapped one does."""
        return key(text) in self.beginnings

    def is_row(self, text: str) -> bool:
        """Whether this is the label of a row, or its first line."""
        plain = key(text)
        return plain in self.rows or any(row.startswith(plain) for row in self.rows)

    def is_whole(self, text: str, more: str) -> bool:
        """Whether this is a label, and none that goes on with ``more``."""
        return self.knows(text) and not (self.knows(text + more) or self.begins(text + more))

    def is_like(self, text: str) -> bool:
        """Whether this is nearly a label: it begins and ends like one of about its length."""
        wanted = key(text)
        return len(wanted) >= _LIKE and (wanted[:2], wanted[-2:], len(wanted)) in self.outlines

    def is_title(self, text: str) -> bool:
        """Whether this is the title of a table."""
        return key(text) in self.titles

    def is_section(self, text: str) -> bool:
        """Whether this is the heading of a section, which parts tables."""
        return key(text) in self.sections


@cache
def words() -> Words:
    """The words of all forms."""
    tables = [table for form in templates() for table in form.tables]
    rows = {key(word) for table in tables for row in table.rows for word in (row.label.zh, *row.aliases)}
    heads = {key(word) for table in tables for column in table.columns for word in (column.label.zh, *column.aliases)}
    heads |= {key(word) for table in tables for word in table.groups} | {key(word) for word in (*_HEADS, *_MORE_HEADS)}
    titles = {key(table.title.zh) for table in tables} | {
        key(word) for table in tables if table.layout == "figures" for word in table.groups
    }
    sections = {
        key(word)
        for form in templates()
        for section in form.sections
        for word in (section.heading.zh, *section.aliases)
    }
    notes = {key(table.note) for table in tables if table.note}
    labels = frozenset(rows | heads | titles)
    beginnings = {word[:end] for word in labels | notes for end in range(_LEAST, len(word) + 1)}
    outlines = {
        (word[:2], word[-2:], size)
        for word in labels
        if len(word) >= _LIKE
        for size in range(len(word) - 2, len(word) + 3)
    }
    units = {unit for table in tables for row in table.rows for unit in (row.unit, *row.units, table.unit) if unit}
    return Words(
        labels,
        frozenset(rows),
        frozenset(titles),
        frozenset(sections),
        frozenset(units),
        frozenset(beginnings),
        frozenset(outlines),
    )


def is_point(text: str) -> bool:
    """Whether a new point of an enumeration begins here."""
    return bool(_POINT.match(text.lstrip()))
