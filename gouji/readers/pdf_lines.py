"""Characters to lines, lines to paragraphs; page numbers and running headers set aside."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, repeat
from operator import attrgetter

from gouji.model import Box
from gouji.readers.pdf_page import Char, Page

_LATIN = re.compile(r"[0-9A-Za-z]")
_TOKEN = re.compile(r"[0-9A-Za-z.,:/%@_#&=?+~-]+")
_STOPPED = re.compile(r"[。！？；：:!?;]['\"”’）)】]?$")
_ENUMERATOR = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d))"
)
_PAGE_NUMBER = re.compile(
    r"[-—–－―─~·.•\s]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})(?:\s*页)?[\s,，/]*(?:(?:共|of)?\s*\d{1,4}\s*页?)?"
    r"[-—–－―─~·.•\s]*"
)
_COUNTED = re.compile(r"[-—–－―─·\s]*(?:第\s*)?(\d{1,4})\s*页?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–－―─·\s]*")
_CLOSING = tuple("，。、；：！？）》”’,.;:!?)")
_OPENING = tuple("（《“‘(")
_SURE_NUMBER = re.compile(r"[-—–－―─]{1,2}\s*\d{1,4}\s*[-—–－―─]{1,2}|第\s*\d+\s*页\s*[,，]?\s*共\s*\d+\s*页")
_SHORT = 40  # characters of the longest page number
_BASE, _LEFT = attrgetter("base", "x0"), attrgetter("x0", "x1")
_MARGIN = 0.12  # the part of the page at the top and at the bottom in which running lines stand


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line outside the tables."""

    text: str
    page: int
    box: Box
    size: float

    @property
    def x0(self) -> float:
        """Where the line begins."""
        return self.box[0]

    @property
    def x1(self) -> float:
        """Where the line ends."""
        return self.box[2]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``page`` and ``box`` are those of its part on the page where it begins."""

    text: str
    page: int
    box: Box


def bounds(boxes: Iterable[Box]) -> Box:
    """The smallest box around some boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def rows_of(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters by line from top to bottom, each line from left to right. Characters are of one line when their
    baselines differ by less than half a size."""
    if len(chars) == 1:
        return [] if chars[0].text.isspace() else [list(chars)]
    lines: list[list[Char]] = []
    line: list[Char] = []
    for char in sorted(chars, key=_BASE):
        if line and char.base - line[-1].base < 0.45 * max(4.0, min(char.size, line[-1].size)):
            line.append(char)
        else:
            line = [char]
            lines.append(line)
    return [in_order(line) for line in lines if any(not char.text.isspace() for char in line)]


def in_order(line: list[Char]) -> list[Char]:
    """A line from left to right; runs that lie over each other, as in bold by double printing, are taken apart."""
    if len(line) == 1:
        return line
    line.sort(key=_LEFT)
    if any(before.lefts and before.lefts[-1] > char.x0 for before, char in pairwise(line)):
        line = [single for char in line for single in char.apart()]
        line.sort(key=_LEFT)
    return line


def overprinted(chars: Iterable[Char]) -> int:
    """How many characters are printed over other ones, so that neither can be trusted. The same text again is bold,
    and signs without letters are lines to write on."""
    found = 0
    before: Char | None = None
    for char in sorted(chars, key=lambda char: (round(char.base / 3), char.x0)):
        if before is None or abs(char.base - before.base) >= 0.3 * char.size or char.x0 >= before.x1:
            before = char
            continue
        over = min(before.x1, char.x1) - char.x0
        if over > 0.6 * min(before.size, char.size) and _is_written(before, char) and not _is_again(before, char):
            found += 2 * min(len(char.text), max(1, round(over / char.size)))
        if char.x1 > before.x1 or not _is_written(before):
            before = char
    return found


def _is_written(*chars: Char) -> bool:
    return all(any(map(str.isalnum, char.text)) for char in chars)


def _is_again(one: Char, other: Char) -> bool:
    return one.text in other.text or other.text in one.text


def text_of(line: Sequence[Char]) -> str:
    """The text of a line. A wide gap is a blank; a character printed twice for boldness counts once."""
    if len(line) == 1:
        return line[0].text.strip()
    pieces: list[str] = []
    before: Char | None = None
    for char in line:
        if before is not None:
            mark = before.text[-1]
            if char.text[0] == mark and char.x0 - (before.lefts or (before.x0,))[-1] < 0.2 * char.size:
                if len(char.text) == 1:
                    continue
                char = char.rest()
            gap = char.x0 - (before.rights or (before.x1,))[-1]
            if gap > 0.3 * char.size and not (char.text.isspace() or mark.isspace()):
                narrow = _LATIN.match(char.text) and _LATIN.match(mark)
                if narrow or gap > 0.9 * char.size:
                    pieces.append(" ")
        pieces.append(char.text)
        before = char
    return "".join(pieces).strip()


def lines_of(page: Page, chars: Sequence[Char]) -> list[Line]:
    """The lines of a page made of ``chars``."""
    found = []
    for row in rows_of(chars):
        texts, lefts, tops, rights, bottoms, _, sizes, _, _ = zip(
            *[c for c in row if not c.text.isspace()], strict=True
        )
        box = (min(lefts), min(tops), max(rights), max(bottoms))
        each = sorted(chain.from_iterable(map(repeat, sizes, map(len, texts))))
        found.append(Line(text_of(row), page.number, box, each[len(each) // 2]))
    return found


def without_running(pages: Sequence[Page], lines: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of each page without page numbers, and without the headers and footers that several pages share."""
    shared: dict[str, set[int]] = defaultdict(set)
    for page, found in zip(pages, lines, strict=True):
        for line in found:
            if _in_margin(line, page):
                shared[_running_key(line)].add(page.number)
    written = sum(1 for found in lines if found)
    often = max(2, (written + 1) // 2)

    def runs(line: Line, page: Page) -> bool:
        short = len(line.text) <= _SHORT
        if short and _SURE_NUMBER.fullmatch(line.text):
            return True
        if not _in_margin(line, page):
            return False
        return bool(short and _PAGE_NUMBER.fullmatch(line.text)) or len(shared[_running_key(line)]) >= often

    return [[line for line in found if not runs(line, page)] for page, found in zip(pages, lines, strict=True)]


def without_numbers(page: Page) -> list[Char]:
    """The characters of a page without page numbers of an unmistakable shape at its top or foot, where they may stand
    inside the last cell of a table."""
    top, foot = _MARGIN * page.height, (1 - _MARGIN) * page.height
    chosen = [char for char in page.chars if not top < char.base < foot]
    numbers = {
        char.base
        for row in rows_of(chosen)
        if len(text := text_of(row)) <= _SHORT and _SURE_NUMBER.fullmatch(text)
        for char in row
    }
    return [char for char in page.chars if char.base not in numbers] if numbers else page.chars


def drop_numbers(pages: Sequence[Page]) -> None:
    """Take away page numbers of any shape that may stand inside the last cell of a table: alone in the last line of
    each page, at one place, and growing with the pages."""
    found: dict[int, list[tuple[Page, list[Char]]]] = defaultdict(list)
    for page in pages:
        foot = (1 - _MARGIN) * page.height
        base = max([char.base for char in page.chars if char.base > foot and not char.text.isspace()], default=0.0)
        if base <= foot:
            continue
        near = [char for char in page.chars if base - char.base < 0.45 * char.size]
        row = in_order([char for char in near if not char.text.isspace()])
        counted = _COUNTED.fullmatch(text_of(row))
        if counted:
            found[int(counted[1]) - page.number].append((page, row))
    for numbers in found.values():
        for page, row in numbers:
            if sum(_same_place(row, other) for _, other in numbers) > 1:
                gone = set(map(id, row))
                page.chars = [char for char in page.chars if id(char) not in gone]


def _same_place(one: Sequence[Char], other: Sequence[Char]) -> bool:
    middles = [(row[0].x0 + row[-1].x1) / 2 for row in (one, other)]
    return abs(one[0].base - other[0].base) < 1 and abs(middles[0] - middles[1]) < one[0].size


def _in_margin(line: Line, page: Page) -> bool:
    return line.box[3] < _MARGIN * page.height or line.box[1] > (1 - _MARGIN) * page.height


def _running_key(line: Line) -> str:
    return f"{re.sub(r'[0-9]+', '#', line.text)}@{round(line.box[1] / 4)}"


@dataclass(frozen=True, slots=True)
class Measure:
    """The text area of the document: where full lines begin and end."""

    left: float
    right: float

    @classmethod
    def of(cls, lines: Sequence[Line], page_width: float) -> Measure:
        """The commonest beginning and end, among those at the outer sides. A right margin wider than a quarter of
        the page is none: then the document has no full line."""
        if not lines:
            return cls(0.0, 0.0)
        starts = Counter(round(line.x0) for line in lines)
        left = min(start for start, count in starts.items() if count * 5 >= max(starts.values()))
        width = max(line.x1 for line in lines) - left
        ends = Counter(round(line.x1 / 2) * 2 for line in lines if line.x1 > left + 0.9 * width)
        right = max(ends, key=lambda end: (ends[end], end))
        return cls(float(left), max(float(right), 0.75 * page_width))


def paragraphs(lines: Sequence[Line], measure: Measure) -> list[Paragraph]:
    """Join the lines that wrap. A line goes on in the next one when it is full, and the next one neither is
    indented nor begins a new point after a full stop."""
    groups: list[list[Line]] = []
    pitch = _pitch(lines)
    for line in lines:
        if groups and _wraps(groups[-1][-1], line, measure, pitch):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_join(group) for group in groups]


def _pitch(lines: Sequence[Line]) -> float:
    gaps = [
        below.box[3] - above.box[3]
        for above, below in pairwise(lines)
        if above.page == below.page and below.box[3] > above.box[3]
    ]
    return sorted(gaps)[len(gaps) // 4] if gaps else 0.0


def _wraps(above: Line, below: Line, measure: Measure, pitch: float) -> bool:
    size = above.size
    if above.x1 < measure.right - _room(above, below) or abs(above.size - below.size) > 0.12 * size:
        return False
    if above.x0 > measure.left + 3.5 * size and not _is_centred(above, below, measure):
        return False  # set to the right, as signatures are
    indented = below.x0 > measure.left + 0.9 * size and below.x0 > above.x0 - 0.5 * size
    if indented and not _is_centred(above, below, measure):
        return False
    if above.page == below.page and pitch and below.box[3] - above.box[3] > max(1.45 * pitch, 2.2 * size):
        return False
    return not (_STOPPED.search(above.text) and _ENUMERATOR.match(below.text))


def _room(above: Line, below: Line) -> float:
    """How much room a full line may leave: what cannot be divided begins the next line, and neither closing marks
    nor opening ones are parted from their text."""
    token = _TOKEN.match(below.text)
    widths = 1.6 + (0.6 * len(token.group()) if token else 0.0)
    widths += 1.0 * (below.text[1:2] in _CLOSING) + 1.0 * (below.text[:1] in _OPENING)
    return above.size * widths


def _is_centred(above: Line, below: Line, measure: Measure) -> bool:
    """Whether the second line of a centred title follows the first."""
    middle = (measure.left + measure.right) / 2
    return all(abs((line.x0 + line.x1) / 2 - middle) < 0.6 * line.size for line in (above, below))


def _join(group: Sequence[Line]) -> Paragraph:
    text = group[0].text
    for line in group[1:]:
        text = join(text, line.text)
    first = group[0].page
    return Paragraph(text, first, bounds(line.box for line in group if line.page == first))


def join(above: str, below: str) -> str:
    """Two lines of one paragraph: a blank only between two Latin words, never inside a number."""
    if above and below and above[-1].isascii() and above[-1].isalpha() and below[0].isascii() and below[0].isalnum():
        return f"{above} {below}"
    return above + below
