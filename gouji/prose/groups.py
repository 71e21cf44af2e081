"""Totals of groups of a list: 可以答复的共9件，其他类型共5件。其中：同意公开6件，部分公开3件，不予公开5件.

Such a sentence states the sum of each part of the list that follows it, without saying where a group ends. The list is
cut in order; where all groups but one come out to the figure, the last one is a claim of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, pairwise

from gouji.model import Number, Parts
from gouji.prose.paragraph import Item, Paragraph, label
from gouji.prose.reading import Reading

_BEHIND = 3  # paragraphs before a list in which its groups may be announced
_MOST_GROUPS = 3
_MOST_PARTS = 24
Read = Callable[[Item], Reading | None]


@dataclass(frozen=True, slots=True)
class _Announced:
    """The figures of one sentence that add up to another one: ``groups`` of ``total``."""

    total: Decimal
    unit: str
    groups: tuple[Item, ...]


def found(lists: Sequence[Parts], prose: Sequence[Paragraph], read: Read) -> Iterator[Parts]:
    """The groups of every list, each with its stated total and its parts: of the lists that are claims already, and
    of those that follow the groups as a sentence of their own (其中：…)."""
    by_block: dict[int | None, list[Parts]] = {}
    for parts in lists:
        by_block.setdefault(parts.parts[0][1].place.block, []).append(parts)
    recent: list[tuple[int, _Announced]] = []
    for index, paragraph in enumerate(prose):
        known = by_block.get(paragraph.block.place.block, [])
        announced = [(index, each) for each in _announcements(paragraph, read)]
        recent = [each for each in recent if index - each[0] < _BEHIND] + announced
        if recent and paragraph.section != "problems":
            yield from _of_paragraph(paragraph, known, [each for _, each in recent])


def _of_paragraph(paragraph: Paragraph, known: Sequence[Parts], recent: Sequence[_Announced]) -> Iterator[Parts]:
    for announced in recent:
        last = announced.groups[-1].number().place.start or 0
        lists = [p for p in known if p.total.value == announced.total and p.total.unit == announced.unit]
        behind = [p for p in lists if (p.parts[0][1].place.start or 0) > last]
        for parts in behind or _unclaimed(paragraph, announced, last):
            yield from _cut(parts, announced.groups)


def _announcements(paragraph: Paragraph, read: Read) -> Iterator[_Announced]:
    """Sentences with figures of no known kind that add up to another figure of the sentence."""
    if len(paragraph.numbers) < 3:
        return
    sentences: dict[int, list[Item]] = {}
    for item in paragraph.numbers:
        if item.counts and not item.is_share:
            sentences.setdefault(item.sentence.full, []).append(item)
    for items in sentences.values():
        if not 3 <= len(items) <= _MOST_GROUPS + 1 or len({item.expression.unit for item in items}) > 1:
            continue
        total, *groups = items
        added = sum((item.expression.value for item in groups), Decimal(0))
        if added == total.expression.value and not any(read(item) for item in groups):
            yield _Announced(added, total.expression.unit, tuple(groups))


def _unclaimed(paragraph: Paragraph, announced: _Announced, last: int) -> Iterator[Parts]:
    """The list of the sentence right behind the groups, if it begins with 其中."""
    group = announced.groups[-1]
    wanted = group.sentence.full + 1 if paragraph is group.paragraph else 0
    items = [
        item
        for item in paragraph.numbers
        if item.sentence.full == wanted and item.counts and item.expression.unit == announced.unit and not item.depth
    ]
    if not items or (items[0].number().place.start or 0) < last:
        return
    first = next(sentence for sentence in paragraph.sentences if sentence.full == wanted)
    if paragraph.text.startswith("其中", first.start):
        named = tuple((label(item), item.number()) for item in items)
        place = paragraph.place(first.start, items[-1].end)
        yield Parts(group.number(), named, closed=True, place=place)


def _cut(parts: Parts, groups: Sequence[Item]) -> Iterator[Parts]:
    """The groups of a list, if there is just one way to cut it so that all groups but one are right."""
    if not len(groups) < len(parts.parts) <= _MOST_PARTS:
        return
    values = [number.value for _, number in parts.parts]
    wanted = [group.expression.value for group in groups]
    cuts: dict[tuple[Decimal, ...], tuple[int, ...]] = {}
    for inner in combinations(range(1, len(values)), len(groups) - 1):
        ends = (0, *inner, len(values))
        sums = tuple(sum(values[a:b], Decimal(0)) for a, b in pairwise(ends))
        if sum(a == b for a, b in zip(sums, wanted, strict=True)) >= len(groups) - 1:
            cuts.setdefault(sums, ends)
    if len(cuts) == 1:
        (ends,) = cuts.values()
        for group, start, end in zip(groups, ends[:-1], ends[1:], strict=True):
            yield _group(parts, group, parts.parts[start:end])


def _group(parts: Parts, group: Item, own: tuple[tuple[str, Number], ...]) -> Parts:
    place = group.paragraph.place(group.clause, group.end)
    return replace(parts, total=group.number(), parts=own, place=place, label=label(group), indicator=None, members=())
