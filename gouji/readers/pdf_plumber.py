"""The same pages as plain pdfplumber reads them: the reference for tests, and a second look at untrusted text.

It takes six to nine times as long as pdfium, nearly all of it for parsing the file in Python.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pdfplumber

from gouji.readers.pdf_page import THIN, Char, Page, Rule

# pdfminer tells its log about every oddity of a font; the caller learns of it from the text's quality.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def load(data: bytes, numbers: list[int] | None = None) -> list[Page]:
    """The pages of a PDF that needs no password, all or those with the given numbers. Raises whatever pdfplumber
    raises."""
    with pdfplumber.open(BytesIO(data), pages=numbers) as pdf:
        return [_page(page) for page in pdf.pages]


def _page(page: Any) -> Page:
    found = Page(page.page_number, float(page.width), float(page.height), images=len(page.images))
    for char in page.chars:
        if not char["upright"]:
            found.slanted += 1
            continue
        size = float(char["size"])
        base = float(char["bottom"]) - 0.12 * size
        found.unmapped += char["text"].startswith("(cid:")
        box = (float(char["x0"]), base - 0.88 * size, float(char["x1"]), base + 0.12 * size)
        found.chars.append(Char(char["text"], *box, base, size))
    found.rules = list(_rules(page))
    page.close()
    return found


def _rules(page: Any) -> Iterator[Rule]:
    """Strokes and thin rectangles, by the same measure as with pdfium."""
    for edge in page.edges:
        item = edge["object_type"]
        if item == "rect_edge" and edge["fill"] and not edge["stroke"]:
            continue
        if edge["orientation"] == "h":
            yield Rule(True, float(edge["top"]), float(edge["x0"]), float(edge["x1"]))
        elif edge["orientation"] == "v":
            yield Rule(False, float(edge["x0"]), float(edge["top"]), float(edge["bottom"]))
    for item in [*page.rects, *page.curves]:
        if item["stroke"] or not item["fill"]:
            continue
        x0, x1, top, bottom = (float(item[key]) for key in ("x0", "x1", "top", "bottom"))
        if bottom - top <= THIN and x1 - x0 > bottom - top:
            yield Rule(True, (top + bottom) / 2, x0, x1)
        elif x1 - x0 <= THIN and bottom - top > x1 - x0:
            yield Rule(False, (x0 + x1) / 2, top, bottom)
