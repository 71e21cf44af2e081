"""Scans: the corpus' PDF drawn as pages of pictures, whole or in part, with what scanners and offices do to them."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from io import BytesIO
from random import Random
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.accuracy import paper
from tests.accuracy.model import Block, Report
from tests.corpus.forms import Table

LAYOUTS = ("grey", "colour", "seal", "grey-seal", "some-pages", "pasted", "shaded-paper", "grey")
_PAPER = ("ruled", "lines", "centred", "no-repeat", "cut-rows", "large-type", "shaded", "landscape", "no-outer")


@cache
def hindrance() -> str:
    """Why no scan can be made or read here; empty when nothing hinders."""
    from gouji.readers import scan

    if not scan.available() or find_spec("PIL") is None:
        return "the ocr extra is not installed: make setup-ocr"
    return "" if _draws_chinese() else "no Chinese font is installed, pages cannot be drawn"


def _draws_chinese() -> bool:
    """Whether the renderer finds a font for Chinese: it takes one of the machine for what no file embeds."""
    from tests.accuracy import wear

    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(100, 100))
    canvas.setFont(paper.font_name(), 60)
    canvas.drawString(20, 20, "国")
    canvas.save()
    return bool((wear.pages(stream.getvalue())[0] < 128).mean() > 0.02)


def write(report: Report, rng: Random, layout: str, tags: set[str]) -> bytes:
    """The report as a PDF of pictures in the layout."""
    tags.add(f"scan:{layout}")
    report.allowed.add("FMT-07")  # which says that it is one
    drawn = rng.choice(_PAPER)
    if layout == "pasted":
        return _pasted(report, rng, drawn, tags)
    pdf = paper.write(report, rng, drawn, tags, embedded=False)
    return _scanned(pdf, rng, layout)


def _scanned(pdf: bytes, rng: Random, layout: str) -> bytes:
    """Each page as a picture; of ``some-pages`` every other one keeps its text. Pages lean to both sides."""
    import pypdfium2  # type: ignore[import-untyped]

    from tests.accuracy import wear

    scanner = wear.of_a_scanner(rng)
    pictures = wear.pages(pdf)
    kept = rng.randint(0, 1)
    source, made = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    for number, picture in enumerate(pictures):
        if layout == "some-pages" and number % 2 == kept:
            made.import_pages(source, [number])
            continue
        if layout.endswith("seal") and number in (0, len(pictures) - 1):
            picture = wear.sealed(picture, *_somewhere(picture, rng))
        if layout not in ("colour", "seal"):
            picture = wear.grey(picture)
        page = _page(wear.jpeg(wear.worn(picture, scanner, rng), scanner.quality))
        made.import_pages(pypdfium2.PdfDocument(page))
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _somewhere(picture: Any, rng: Random) -> tuple[int, int]:
    high, wide = picture.shape[:2]
    return round(wide * rng.uniform(0.55, 0.8)), round(high * rng.uniform(0.15, 0.85))


def _page(jpeg: bytes) -> bytes:
    """One page that shows a picture of 200 dots an inch."""
    image = ImageReader(BytesIO(jpeg))
    size = tuple(side * 72 / 200 for side in image.getSize())
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=1)
    canvas.drawImage(image, 0, 0, *size)
    canvas.save()
    return stream.getvalue()


def _pasted(report: Report, rng: Random, drawn: str, tags: set[str]) -> bytes:
    """Pages of text into which the tables were pasted as pictures, cut where the page they came from ended."""
    from tests.accuracy import wear

    tags |= {f"pdf:{drawn}", "font:cid"}
    style = paper.Style(drawn, paper.font_name(), "- {} -", 9.0, centred=True)
    press = paper.Press(report.title, style, lower=0.0)
    waiting: list[Table] = []
    blocks: list[Block | None] = [*report.blocks, None]
    for block in blocks:
        if isinstance(block, Table):
            waiting.append(block)
            continue
        for table in waiting:
            alone = paper.Press("", paper.Style(drawn, style.font, "", 9.0, centred=True), lower=0.0)
            alone.table(table)
            for picture in map(wear.trimmed, wear.pages(alone.finish())):
                if picture is not None:
                    press.picture(wear.jpeg(picture, rng.randint(55, 75)), picture.shape[1] * 72 / wear.DPI)
        waiting = []
        if block:
            press.text(*block)
    return press.finish()
