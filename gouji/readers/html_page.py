"""What stands around the report on a web page: metadata that is kept, and site chrome that is not.

Chrome is dropped only when it looks like chrome in more than one way: by its element or class, and by holding little
text of its own and no table of figures. What is in doubt stays.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from datetime import date
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gouji.readers.builder import Builder
from gouji.text import squash

_SILENT = "script, style, noscript, template, iframe, select, button, input, textarea, svg, head, audio, video"
_RUNNING = "div[title=header], div[title=footer]"  # page headers as LibreOffice exports them
_CHROME_TAGS = "nav, header, footer, aside, menu, form, ul, div, table, section, p, td"
_CHROME = re.compile(
    r"(?:^|[-_\s])(?:nav\w*|menu\w*|head(?:er)?\d*|top(?:bar|nav)?\d*|foot\w*|bottom\w*|crumbs?|breadcrumbs?|share\w*"
    r"|bdshare\w*|toolbar|tools?|sidebar\w*|side|aside|copyright|search\w*|login\w*|banner\w*|position|location"
    r"|weizhi|dqwz|related|recommend\w*|pag(?:er|ination)|links?|friend\w*|yqlj|ewm|qrcode|print\w*|close\w*|fontsize"
    r"|float\w*|accessibility|wza\w*)(?:$|[-_\s])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WHERE = re.compile(
    r"(?:您|你)?(?:现在|当前|目前)?(?:所在)?(?:的)?位置(?:是)?[:：].{0,160}|(?:分享|分享到|字号|字体|打印|浏览次数|访问量|阅读次数|点击数"
    r"|扫一扫.{0,20})[:：]?[\s\w\[\]【】（）()大中小]{0,30}|(?:【?(?:打印本页|关闭窗口|返回顶部|打印|关闭|TOP)】?\s*)+"
)
_WHERE_BEGINS = frozenset("您你现当目所的位分字打浏访阅点扫【返关T")  # what this may begin with
_CANDIDATES = 400
_LONG = 500_000  # characters; of longer pages only the beginning is looked at closely

_LABELS = {
    "发布日期": "published",
    "公开日期": "published",
    "发布时间": "published",
    "公开时间": "published",
    "公布日期": "published",
    "发布机构": "publisher",
    "公开主体": "publisher",
    "公开机构": "publisher",
    "发布单位": "publisher",
    "发文机关": "publisher",
    "发文机构": "publisher",
    "信息来源": "publisher",
    "名称": "title",
    "信息名称": "title",
    "标题": "title",
    "索引号": "",
    "索取号": "",
    "信息索引": "",
    "文号": "",
    "发文字号": "",
    "主题分类": "",
    "信息分类": "",
    "体裁分类": "",
    "主题词": "",
    "关键词": "",
    "有效性": "",
    "生效日期": "",
    "成文日期": "",
    "生成日期": "",
    "发文日期": "",
    "失效日期": "",
    "公开方式": "",
    "公开形式": "",
    "公开范围": "",
    "公开时限": "",
    "内容概述": "",
}
_META = {
    "articletitle": "title",
    "pubdate": "published",
    "publishdate": "published",
    "publishtime": "published",
    "article:published_time": "published",
    "contentsource": "publisher",
    "source": "publisher",
}
_DATE = re.compile(r"(20\d\d|19\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_LINE = re.compile(
    r"(?:^|[\s|｜【\[（(])(发布日期|公开日期|发布时间|公开时间|公布日期|日期|时间|来源|信息来源|发布机构|公开主体|发布单位)\s*[:：]\s*"
    r"([^\s:：|｜]{2,40}(?:日)?)"
)
_LINE_KEYS = {"日期": "published", "时间": "published", "来源": "publisher"}


def metadata(tree: LexborHTMLParser) -> dict[str, str]:
    """``title``, ``published`` (YYYY-MM-DD) and ``publisher`` from metadata tables, meta elements, the line below
    the headline, and the title element: the first source that gives a key wins."""
    found: dict[str, str] = {}
    for key, text in _sources(tree):
        value = _iso(text) if key == "published" else re.sub(r"\s+", " ", text).strip()
        if key and value and key not in found:
            found[key] = value
    return found


def _sources(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for table in tree.css("table")[:20]:
        cells = [cell.text(strip=True) for cell in table.css("td, th")[:60]]
        if len(table.css("table")) == 1 and is_metadata(cells):
            yield from _pairs(cells)
    for meta in tree.css("meta")[:100]:
        attributes = meta.attributes
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        if name in _META:
            yield _META[name], attributes.get("content") or ""
    for line in _lines(tree):
        for label, text in _LINE.findall(line):
            yield _LINE_KEYS.get(label) or _LABELS.get(label, ""), text
    title = tree.css_first("title")
    if title is not None:
        yield "title", re.split(r"[_|｜]|\s-\s", title.text())[0]


def _lines(tree: LexborHTMLParser) -> Iterator[str]:
    """The short texts of small elements near the top, where the line with date and source stands."""
    for node in tree.css("p, div, span, li, h2, h3, h4, h5, td")[: _looks(tree)]:
        text = node.text()
        if len(text) < 200 and ("：" in text or ":" in text):
            yield text


def _looks(tree: LexborHTMLParser) -> int:
    return _CANDIDATES if len(tree.body.text() if tree.body else "") < _LONG else _CANDIDATES // 10


def _pairs(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Label and value, in two cells or in one cell with a colon."""
    for index, cell in enumerate(cells):
        label, colon, rest = re.sub("：", ":", cell, count=1).partition(":")
        key = _LABELS.get(squash(label), "")
        if not key:
            continue
        following = cells[index + 1] if index + 1 < len(cells) else ""
        yield key, rest if colon and rest.strip() else following


def is_metadata(cells: Sequence[str]) -> bool:
    """Whether a table is the block of index number, publisher and date that portals put above a document."""
    if not 2 <= len(cells) <= 60:
        return False
    labels = sum(squash(cell.replace("：", ":").partition(":")[0]) in _LABELS for cell in cells)
    return labels >= 2 and labels * 4 >= len(cells)


def _iso(text: str) -> str:
    match = _DATE.search(text)
    if match is None:
        return ""
    try:
        return date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        return ""


def strip(tree: LexborHTMLParser, document: Builder) -> None:
    """Remove from the tree what is not shown and what belongs to the site."""
    for node in tree.css(f"{_SILENT}, {_RUNNING}"):
        node.decompose()
    hides = cache(_hides)  # the same few styles come again and again; no page keeps those of another
    for node in tree.css("[hidden], [style]"):
        attributes = node.attributes
        if ("hidden" in attributes or hides(attributes.get("style") or "")) and node.tag != "body":
            if node.text().strip():
                document.note("hidden-text-dropped")
            node.decompose()
    body = tree.body
    if body is None:
        return
    whole, linked = body.text(), _linked(body)
    for node in body.css(_CHROME_TAGS)[: 5 * _looks(tree)]:
        if node.parent is not None and _is_chrome(node, whole, linked):
            node.decompose()


def _hides(style: str) -> bool:
    return _HIDDEN.search(style) is not None


def _linked(body: LexborNode) -> set[int]:
    """The nodes with links inside: asking each node costs more than anything else here."""
    found: set[int] = set()
    for link in body.css("a"):
        node = link.parent
        while node is not None and node.mem_id not in found:
            found.add(node.mem_id)
            node = node.parent
    return found


def _is_chrome(node: LexborNode, whole: str, linked: Container[int]) -> bool:
    """Whether a node belongs to the site. ``whole`` is the text of the page, ``linked`` the nodes with links."""
    text = node.text()
    if len(text) > 2000:
        return False
    tag = node.tag
    if tag in ("p", "div", "td", "span"):
        line = text.strip()
        if line[:1] in _WHERE_BEGINS and len(line) < 200 and _WHERE.fullmatch(line) and not node.css_first("table"):
            return True
    if tag == "p":
        return False
    named = tag in ("nav", "header", "footer", "aside", "menu") or _is_named(node)
    if not named and (tag not in ("ul", "div", "table", "section", "td") or node.mem_id not in linked):
        return False
    links = [link.text() for link in node.css("a")]
    if node.css_first("h1") is not None or _has_figures(node) or _names_a_report(text, links):
        return False
    own, pointing = len(squash(text)), sum(len(squash(link)) for link in links)
    if named:
        return own <= 0.2 * len(squash(whole)) and own - pointing < 200 and not re.search("[。；]", text)
    return pointing > 0.8 * own and len(links) >= 4


def _names_a_report(text: str, links: Sequence[str]) -> bool:
    """Whether the text outside the links could be the report's title."""
    for link in links:
        text = text.replace(link, "", 1)
    return bool(re.search("年度报告|年报|统计表", squash(text)))


def _is_named(node: LexborNode) -> bool:
    attributes = node.attributes
    return any(name and _CHROME.search(name) for name in map(attributes.get, ("class", "id", "role")))


def _has_figures(node: LexborNode) -> bool:
    cells = [cell for cell in node.css("td, th")[:200] if cell.css_first("table") is None]  # a figure is no table
    return sum(cell.text().strip().isdigit() for cell in cells) >= 4
