"""Where tables without ruling lines stand on a page: by the labels of the forms and by what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gouji.readers.pdf_pieces import Strip
from gouji.readers.pdf_words import is_point, words

_FAR = 4.5  # sizes between the baselines of two lines of one table
_NEAR = 3.2  # the same, where heads are looked for
_SAME = 0.13  # how far the sizes of letters may differ in one table
_TIGHT = 1.55  # sizes between two lines of one cell
_FIGURES = 5  # a line of so many figures is a table even without a label
_BEGUN = 3  # beginnings of labels that stand for one label to the letter
_CONTENTS = re.compile(r"目\s*[录錄次]")
_ENDED = re.compile(r"[。；;！!？?]$")


def blocks(lines: Sequence[Strip]) -> list[tuple[int, int]]:
    """The first line and the line after the last of each table, whose first lines are its title and its heads."""
    found: list[tuple[int, int]] = []
    if any(len(line.pieces) == 1 and _CONTENTS.fullmatch(line.pieces[0].text) for line in lines):
        return found
    at = 0
    while at < len(lines):
        if not _is_seed(lines[at]):
            at += 1
            continue
        start = _upwards(lines, at, found[-1][1] if found else 0)
        end = _downwards(lines, at)
        found += _divided(lines, start, end)
        at = end
    return [(start, end) for start, end in found if _is_table(lines[start:end])]


def _known(line: Strip) -> int:
    """How many pieces of a line are labels or begin like one."""
    form = words()
    return sum(form.knows(piece.text) or form.begins(piece.text) for piece in line.pieces if not piece.figure)


def _is_seed(line: Strip) -> bool:
    if len(line.pieces) < 2:
        return False
    figures = sum(piece.datum for piece in line.pieces)
    known = _known(line)
    return known > 1 or (known > 0 and figures > 0) or figures == len(line.pieces) >= _FIGURES


def _is_prose(line: Strip) -> bool:
    """Whether a line ends a table: a sentence or the heading of a section."""
    if len(line.pieces) > 1:
        return False
    text = line.pieces[0].text
    return bool(_ENDED.search(text)) or words().is_section(text)


def _upwards(lines: Sequence[Strip], seed: int, top: int) -> int:
    """The first line of the heads above a seed and of the title above them."""
    at = seed
    while at > top:
        above, below = lines[at - 1], lines[at]
        if below.base - above.base > _NEAR * below.size or _is_prose(above):
            break
        if len(above.pieces) > 1:
            if _differ(above, below) and not _known(above):
                break
        elif not _is_head_line(lines, at - 1, top):
            break
        at -= 1
    return at


def _is_head_line(lines: Sequence[Strip], at: int, top: int) -> bool:
    """Whether a line of one piece belongs to heads below it: a label, or the rest of one that stands beside others."""
    text = lines[at].pieces[0].text
    if words().knows(text) or words().begins(text):
        return True
    above = lines[at - 1] if at > top else None
    return above is not None and len(above.pieces) > 1 and _known(above) > 1 and _is_tight(above, lines[at])


def _is_tight(above: Strip, below: Strip) -> bool:
    return below.base - above.base <= _TIGHT * below.size


def _differ(one: Strip, other: Strip) -> bool:
    return abs(one.size - other.size) > _SAME * max(one.size, other.size)


def _downwards(lines: Sequence[Strip], seed: int) -> int:
    """The line after the last one of a table: single pieces count as long as rows follow, or a label goes on."""
    end = at = seed + 1
    left, right = lines[seed].x0, lines[seed].x1
    while at < len(lines):
        above, line = lines[at - 1], lines[at]
        if line.base - above.base > _FAR * line.size or _is_prose(line):
            break
        left, right = min(left, line.x0), max(right, line.x1)
        if len(line.pieces) > 1:
            if _differ(line, lines[seed]) and not _is_seed(line):
                break
            end = at + 1
        elif _differ(line, lines[seed]) or not left - 1 <= line.x0 < right:
            break
        elif end == at and (_is_known(line) or _is_tight(above, line)):
            end = at + 1
        at += 1
    return end


def _is_known(line: Strip) -> bool:
    """Whether a line of one piece is the label of a row whose figures are blank, or its beginning."""
    text = line.pieces[0].text
    return words().knows(text) or words().begins(text) or words().is_like(text)


def _divided(lines: Sequence[Strip], start: int, end: int) -> list[tuple[int, int]]:
    """The tables of a zone: a new one begins with heads or a title below figures."""
    cuts = [start]
    seen: float | None = None  # where the first figure of the last row stands
    for at in range(start, end):
        line = lines[at]
        if line.has_datum and len(line.pieces) > 1:
            seen = min(piece.x0 for piece in line.pieces if piece.datum)
        elif seen is not None and (_is_title(lines, at) or _is_head(line, seen)):
            cuts.append(_first_head(lines, at, cuts[-1]))
            seen = None
    return [*zip(cuts, [*cuts[1:], end], strict=True)]


def _first_head(lines: Sequence[Strip], at: int, start: int) -> int:
    """The first of some heads whose labels show only in line ``at``: above it may stand those over several columns."""
    while at - 1 > start and len(lines[at - 1].pieces) == 1:
        text = lines[at - 1].pieces[0].text
        if not (words().knows(text) or words().begins(text)) or words().is_row(text):
            break
        at -= 1
    return at


def _is_head(line: Strip, seen: float) -> bool:
    """Whether a line below figures is the head of the next table: labels, also above the figures."""
    if len(line.pieces) < 2 or line.has_datum or line.x1 <= seen:
        return False
    heads = [piece for piece in line.pieces if words().knows(piece.text) or words().begins(piece.text)]
    return len(heads) > 1 and heads[-1].x1 > seen


def _is_title(lines: Sequence[Strip], at: int) -> bool:
    """Whether a line of one piece is the title of a table, not the rest of the label above it."""
    line = lines[at]
    if len(line.pieces) > 1 or not words().is_title(line.pieces[0].text):
        return False
    return not _is_tight(lines[at - 1], line) or is_point(line.pieces[0].text)


def _is_table(block: Sequence[Strip]) -> bool:
    """Whether labels of a form stand there in lines with something beside them, or the beginnings of several."""
    several = [line for line in block if len(line.pieces) > 1]
    figures = sum(piece.datum for line in several for piece in line.pieces)
    exact = any(words().knows(piece.text) for line in several for piece in line.pieces if not piece.figure)
    known = sum(_known(line) for line in several)
    return (exact and known + figures > 1) or known >= _BEGUN or figures >= _FIGURES
