"""Damage to web pages and web archives: tags left open, spans beyond reason, wrong charsets, odd references."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.fuzz import bytewise, odd
from tests.fuzz.originals import web_archive

Edit = Callable[[str, Random], str]
_TAG = re.compile(r"<[^>]{1,300}>")
_CELL = re.compile(r"<t[dh]\b")
_REFERENCES = (
    "&#0;",
    "&#xD800;",
    "&#1114112;",
    "&#99999999999;",
    "&nbsp",
    "&lt;td&gt;",
    "&copy;&",
    "&#x80;",
    "&amp;amp;",
)
_PIECES = ("<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script>", "<style>", "<textarea>", "<title>", "<select>", "<svg>",
           "<math>", "<template>", "<table>", "<tr>", "<td>", "</table>", "</td>", "<caption>", "<colgroup span=99999999>",
           "<br>" * 50, "<img>" * 100, "<p hidden>", '<div style="display:none">', "<frameset>", "<plaintext>", "<base href=x>",
           "</body>", "</html>", "<html>", "<noscript>", "<iframe>", "<h1>", "<li>", "<ol start=-99999999999>", "<sup>", "<ruby>")  # fmt: skip
_CODECS = (
    "utf-8",
    "gb18030",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "big5",
    "latin-1",
    "utf-7",
    "hz",
    "shift_jis",
    "cp1252",
)
_NESTED = (
    "<div>",
    "<table><tr><td>",
    "<span>",
    "<font>",
    "<ul><li>",
    "<blockquote>",
    "<b><i>",
    "<a href=x>",
    "<p>",
    "<td>",
)


def drop_tags(page: str, rng: Random) -> str:
    share = rng.choice((0.01, 0.1, 0.5))
    return _TAG.sub(lambda tag: "" if rng.random() < share else tag.group(), page)


def drop_closing(page: str, rng: Random) -> str:
    name = rng.choice(("td", "tr", "table", "p", "div", "span", "html"))
    return page.replace(f"</{name}>", "")


def repeat_tags(page: str, rng: Random) -> str:
    share = rng.choice((0.01, 0.1))
    return _TAG.sub(lambda tag: tag.group() * (rng.randint(2, 9) if rng.random() < share else 1), page)


def spans(page: str, rng: Random) -> str:
    share = rng.choice((0.02, 0.3, 1.0))
    value = odd.number(rng)

    def span(tag: re.Match[str]) -> str:
        name = rng.choice(("rowspan", "colspan"))
        return (
            tag.group() if rng.random() > share else f'{tag.group()} {name}="{rng.choice((value, odd.number(rng)))}"'
        )

    return _CELL.sub(span, page)


def nest(page: str, rng: Random) -> str:
    at = rng.randrange(len(page))
    return page[:at] + rng.choice(_NESTED) * rng.choice((5, 200, 3_000)) + "内" + page[at:]


def pieces(page: str, rng: Random) -> str:
    for _ in range(rng.choice((1, 5, 30))):
        at = rng.randrange(len(page))
        page = page[:at] + rng.choice((rng.choice(_PIECES), rng.choice(_REFERENCES), odd.text(rng))) + page[at:]
    return page


def charset(page: str, rng: Random) -> str:
    return page.replace(
        "utf-8", rng.choice((*_CODECS, "x-user-defined", "", "gb2312", "\x00", "idna", "base64", "mbcs"))
    )


def attributes(page: str, rng: Random) -> str:
    at = page.find("<t", rng.randrange(len(page)))
    filler = rng.choice(("'", '"', "=" * 500, " a=b" * 2_000, " style='" + ";" * 9_000 + "'", " x" * 3_000))
    return page if at < 0 else page[: at + 3] + filler + page[at + 3 :]


def lines(page: str, rng: Random) -> str:
    return page.replace("\n", rng.choice(("", "\r", "\x0b", "\x85", "\u2028", "\n\n\n")))


EDITS: tuple[Edit, ...] = (
    drop_tags, drop_closing, repeat_tags, spans, spans, nest, pieces, pieces, charset, attributes, lines,
)  # fmt: skip


def mutate(data: bytes, rng: Random) -> bytes:
    """One to four edits of a page, written in one charset or another."""
    page = data.decode("utf-8", "replace")
    for _ in range(rng.choice((1, 2, 4))):
        page = rng.choice(EDITS)(page, rng) or "<p>"
    return page.encode(rng.choice(_CODECS) if rng.random() < 0.2 else "utf-8", "replace")


_HEADERS = ("Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: x-uuencode",
            "Content-Transfer-Encoding: quoted-printable", "Content-Type: multipart/related; boundary=edge", "Subject: =?x?q?=?=",
            "Content-Type: text/html; charset=" + "x" * 300, "Content-Type: message/rfc822", "X: " + "y" * 2_000, "Content-Type:")  # fmt: skip


def mutate_archive(data: bytes, rng: Random) -> bytes:
    """A web archive with other headers, parts or boundaries."""
    if rng.random() < 0.3:
        return web_archive(mutate(data.partition(b"\r\n\r\n")[2].partition(b"\r\n\r\n")[2] or data, rng), 0)
    lines_ = data.split(b"\r\n")
    for _ in range(rng.choice((1, 2, 5))):
        at = rng.randrange(min(len(lines_), 9))
        what = rng.randrange(4)
        if what == 0:
            lines_.insert(at, rng.choice(_HEADERS).encode())
        elif what == 1 and len(lines_) > 1:
            del lines_[at]
        elif what == 2:
            lines_[at:at] = [b"--edge", b"Content-Type: multipart/mixed; boundary=edge", b""] * rng.choice((1, 5, 400))
        else:
            lines_ += lines_[: at + 1]
    changed = b"\r\n".join(lines_)
    return bytewise.mutate(changed, rng) if rng.random() < 0.2 else changed
