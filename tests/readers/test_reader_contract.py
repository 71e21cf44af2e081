"""One report in all formats says the same; every place is where it says it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reader_help import SAMPLES, check_places, paragraphs, plain, rows

from gouji import readers
from tests.corpus import render, render_doc, render_sheet
from tests.corpus.invented_2014 import CLEAN_2014
from tests.corpus.invented_2021 import CLEAN_2021
from tests.corpus.report import Report
from tests.corpus.reports import REPORTS

NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
Load = Callable[[str], bytes]
RENDERED = {"doc": render_doc.doc, "xlsx": render_sheet.xlsx}  # formats without committed samples


def load(name: str, format: str, sample: Load) -> bytes:
    if format not in RENDERED:
        return sample(f"{name}.{format}")
    return RENDERED[format](next(report for report in REPORTS if report.name == name).blocks())


def test_there_are_samples() -> None:
    assert len(NAMES) == 10


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format", ["html", "docx", "pdf", *RENDERED])
def test_formats_agree(name: str, format: str, sample: Load) -> None:
    text = readers.read(sample(f"{name}.txt"))
    other = readers.read(load(name, format, sample))
    assert rows(other) == rows(text)
    assert paragraphs(other) == paragraphs(text)
    assert not any(table.ragged for table in other.tables)
    assert all(table.ragged for table in text.tables)


@pytest.mark.parametrize("name", NAMES)
def test_spans_agree(name: str, sample: Load) -> None:
    drawn = [
        [
            [(cell.row, cell.column, cell.rowspan, cell.colspan, plain(cell.text)) for cell in table.cells]
            for table in readers.read(load(name, format, sample)).tables
        ]
        for format in ("html", "docx", "pdf", *RENDERED)
    ]
    assert all(other == drawn[0] for other in drawn)


@pytest.mark.parametrize("report", [CLEAN_2021, CLEAN_2014], ids=lambda report: report.name)
@pytest.mark.parametrize("lower", range(20, 320, 50))
def test_page_breaks_anywhere(report: Report, lower: int) -> None:
    text = readers.read(render.txt(report.blocks()))
    printed = readers.read(render.pdf(report.blocks(), report.title, lower))
    assert rows(printed) == rows(text)
    assert paragraphs(printed) == paragraphs(text)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*-clean.*")), ids=lambda path: path.name)
def test_places(path: object, sample: Load) -> None:
    name = str(path).rpartition("/")[2]
    if not name.endswith(".json"):
        check_places(readers.read(sample(name)))


def test_pdf_places_have_page_and_box(sample: Load) -> None:
    document = readers.read(sample("format-2021-clean.pdf"))
    assert document.pages == 3
    for block in document.blocks:
        places = [block.place, *(cell.place for cell in block.table.cells)] if block.table else [block.place]
        for place in places:
            assert place.page in (1, 2, 3)
            assert place.bbox is not None
            x0, top, x1, bottom = place.bbox
            assert 0 <= x0 < x1 <= 595
            assert 0 <= top < bottom <= 842


def test_html_metadata(sample: Load) -> None:
    metadata = readers.read(sample("format-2021-clean.html")).metadata
    assert metadata == {
        "title": "云岫市临溪区市场监督管理局2023年政府信息公开工作年度报告",
        "published": "2024-01-18",
        "publisher": "云岫市临溪区市场监督管理局",
    }


def test_the_name_decides_nothing(sample: Load) -> None:
    assert readers.read(sample("narrative-clean.docx"), "report.pdf").reader == "docx"
    assert readers.read(sample("narrative-clean.pdf"), "report.txt").reader == "pdf"
    assert readers.read(sample("narrative-clean.html"), "report.txt").reader == "html"
