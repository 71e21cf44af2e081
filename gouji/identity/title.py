"""The report's title: one line near the top, or two or three short ones that belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gouji.identity.agency import is_name
from gouji.identity.dates import YEAR
from gouji.model import Document, Section
from gouji.text import fold, squash

KEY = re.compile(
    rf"(?:(?:政府|政务)(?:和政务|与政务)?(?:信息)?公开|信息公开)(?:工作)?(?:情况)?的?(?:{YEAR}年?度?)?(?:年度)?(?:工作)?(?:情况)?"
    r"(?:年度报告|年报|报告|总结)(?:\([^()]{0,12}\)|:)?$"
)
_YEAR = re.compile(rf"(?:{YEAR})年?度?(?:的)?")
_TEXT = re.compile(r"[。;!?]|本报告|编制|根据|包括|解读|关于(?:做好|编制|报送)|统计表|点击|下载")
_CRUMB = re.compile(
    r"[>»›|]|首页|(?:来源|作者|发布时间|发布日期|字体|字号):|浏览次数|点击(?:数|量|率)|\d{4}-\d\d?-\d\d?"
)
_COLUMN = re.compile(r"公开|年报|报告|专栏|栏目|索引|日期|来源")  # words of a page around the title
_SUFFIX = re.compile(r"\s*[_|-]\s*[^_|-]*$")
_ENDS = frozenset("告报结):")  # the last character of what KEY finds
LINES = 25  # how far down a title may stand
LONGEST = 70


@dataclass(frozen=True, slots=True)
class Title:
    """``text`` as printed in one line; ``agency`` as the title names it; the span is None for a page's metadata."""

    text: str
    agency: str
    start: int | None
    end: int | None

    def holds(self, offset: int | None) -> bool:
        return offset is not None and self.start is not None and self.start <= offset < (self.end or 0)


def find_title(document: Document, lines: list[tuple[int, str]], parts: tuple[Section, ...]) -> Title | None:
    """The best title among the first lines; else an HTML page's own title."""
    return best_title(document, _top(lines, parts)) or _page_title(document)


def best_title(document: Document, top: list[tuple[int, str]]) -> Title | None:
    """The best title that some lines, one to three in a row, make."""
    best: tuple[float, Title] | None = None
    for first in range(len(top)):
        for count in (1, 2, 3):
            window = top[first : first + count]
            title = _candidate(document, window) if len(window) == count else None
            if title is None:
                continue
            score = _score(title) - count / 4
            if best is None or score > best[0]:
                best = (score, title)
    return best[1] if best else None


def _top(lines: list[tuple[int, str]], parts: tuple[Section, ...]) -> list[tuple[int, str]]:
    """Short lines before the first part and before the first paragraph of text."""
    first = next((part.start for part in parts if part.number and part.level == 1), None)
    found: list[tuple[int, str]] = []
    for start, line in lines[:LINES]:
        if (first is not None and start >= first) or (len(line) > LONGEST and "。" in line):
            break
        found.append((start, line))
    return found


def _candidate(document: Document, window: list[tuple[int, str]]) -> Title | None:
    last = window[-1][1].rstrip()
    if last[-1:] not in _ENDS and "<" not in last:  # a line break may be written out
        return None
    joined = squash("".join(line for _, line in window))
    key = KEY.search(joined) if len(joined) <= LONGEST else None
    if key is None or _TEXT.search(joined) or "《" in joined:
        return None
    if any(_CRUMB.search(line) for _, line in window):
        return None
    start = window[0][0] + len(window[0][1]) - len(window[0][1].lstrip())
    end = window[-1][0] + len(window[-1][1].rstrip())
    if len(window) > 1 and KEY.search(squash(window[-1][1])) and not _adds(window[0][1], window[-1][1]):
        return None
    printed = " ".join(document.text[start:end].split())
    return Title(printed, _agency(joined[: key.start()]), start, end)


def _adds(line: str, title: str) -> bool:
    """Whether a line above gives the agency or the year that the title line lacks."""
    above, below = squash(line), squash(title)
    names = is_name(above) and not _agency(below[: (KEY.search(below) or re.match("", below)).start()])  # type: ignore[union-attr]
    dated = bool(_YEAR.search(above)) and not _YEAR.search(below) and len(above) <= 40
    return names or dated


def _agency(before: str) -> str:
    name = _YEAR.sub("", before).strip("-—·:,.()")
    name = re.sub(r"^关于|(?:关于)?(?:年度|年)?$", "", name)
    name = f"{name}政府" if name.endswith("人民") else name  # KEY took the 政府 of 人民政府
    return name if 3 <= len(name) <= 40 and not _COLUMN.search(name) else ""


def _score(title: Title) -> float:
    """A title with agency and year is best; of two, the one with the longer name (a name may be split over lines)."""
    agency = 4 + len(title.agency) / 5 if is_name(title.agency) else 2 if title.agency else 0
    return agency + (4 if _YEAR.search(squash(title.text)) else 0)


def _page_title(document: Document) -> Title | None:
    printed = document.metadata.get("title", "")
    if document.media_type != "text/html" or not printed:
        return None
    for name in (printed, _SUFFIX.sub("", printed), re.split(r"[_|]|\s-\s", printed)[0]):
        squashed = squash(fold(name))
        key = KEY.search(squashed)
        if key and not _TEXT.search(squashed) and len(squashed) <= LONGEST:
            return Title(name.strip(), _agency(squashed[: key.start()]), None, None)
    return None
