"""The real reports: every format of one report gives the same rows and paragraphs. Nothing of them stands here."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable

import pytest
from reader_help import check_places, paragraphs, plain, rows

from gouji import readers
from gouji.readers import pdf, pdf_document, pdf_plumber, pdf_tables

Load = Callable[[str], bytes]
SEEDS = {
    "000": ("seeds/000_fcca87863d51bc66.txt", [84], 0),
    "001": ("seeds/001_da7f200eb5fd91c5.txt", [19, 26, 4], 0),
    "002": ("seeds/002_88029740542b1443.txt", [79], 7),
    "003": ("seeds/003_f0f104a3575faaf0.txt", [], 0),
    "004": ("seeds/004_366342cbf84bbc5f.txt", [], 0),
}


@pytest.mark.parametrize("seed", SEEDS)
def test_seeds(seed: str, real: Load) -> None:
    name, sizes, images = SEEDS[seed]
    document = readers.read(real(name))
    check_places(document)
    assert [len({cell.row for cell in table.cells}) for table in document.tables] == sizes
    assert document.images == images
    assert all(table.ragged for table in document.tables)


def test_no_row_of_the_statistical_table_is_lost_or_merged(real: Load) -> None:
    document = readers.read(real(SEEDS["000"][0]))
    lengths = [len([cell for cell in document.tables[0].cells if cell.row == row]) for row in range(84)]
    assert lengths == [3, 1, 1, 3, 3] + [3] * 79
    assert sum("\n" in cell.text for cell in document.tables[0].cells) == 3


def test_requests_rows_keep_their_blank_cells(real: Load) -> None:
    table = readers.read(real(SEEDS["001"][0])).tables[1]
    lengths = [len([cell for cell in table.cells if cell.row == row]) for row in range(26)]
    assert lengths == [2, 4, 8, 8, 8, 9, 9, *[10] * 16, 9, 9, 8]


@pytest.mark.parametrize("other", ["html", "pdf"])
def test_conversions_of_001(other: str, real: Load) -> None:
    word, read = readers.read(real("converted/001_2020.docx")), readers.read(real(f"converted/001_2020.{other}"))
    check_places(read)
    assert rows(read) == rows(word)
    assert paragraphs(read) == paragraphs(word)
    assert spans(read) == spans(word)


def spans(document: readers.Document) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.rowspan, cell.colspan, plain(cell.text))
        for table in document.tables
        for cell in table.cells
    ]


def test_browser_print_of_001(real: Load) -> None:
    """A cell cut by the page break, open tables, gaps between rules: the rows are the same; the page's header is one
    more paragraph."""
    word, read = readers.read(real("converted/001_2020.docx")), readers.read(real("converted/001_2020_chrome.pdf"))
    check_places(read)
    assert rows(read) == rows(word)
    assert paragraphs(read)[1:] == paragraphs(word)


def test_conversions_of_002(real: Load) -> None:
    word, read = readers.read(real("converted/002_2018.docx")), readers.read(real("converted/002_2018.pdf"))
    assert spans(read) == spans(word)
    assert paragraphs(read) == paragraphs(word)
    seed = readers.read(real(SEEDS["002"][0]))
    assert rows(seed) == rows(word)


@pytest.mark.parametrize("name", ["001_2020", "002_2018", "001_2020_chrome"])
def test_pdfplumber_gives_the_same_cells(name: str, real: Load) -> None:
    data = real(f"converted/{name}.pdf")
    pages, _ = pdf.load(data)
    for ours, theirs in zip(pages, pdf_plumber.load(data), strict=True):
        mine, other = (pdf_tables.find(pdf_document.without_radicals(page))[0] for page in (ours, theirs))
        assert [cells(grid) for grid in mine] == [cells(grid) for grid in other]


def cells(grid: pdf_tables.Grid) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.rowspan, cell.colspan, plain(cell.text)) for cell in grid.cells]


def test_memory_stays_flat(real: Load) -> None:
    files = [real(f"converted/{name}") for name in ("001_2020.pdf", "001_2020.docx", "001_2020.html")]

    def run(times: int) -> int:
        for _ in range(times):
            for data in files:
                readers.read(data)
        gc.collect()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = run(5)
    assert run(25) - before < 10_000  # kilobytes
