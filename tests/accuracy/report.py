"""One invented report by its number: who, which year, which habits, which layout; always the same for one seed."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.accuracy import (
    agencies,
    figures,
    grid_list,
    grids,
    ink,
    paper,
    paper_layouts,
    scan,
    text,
    web,
    word,
    word97,
)
from tests.accuracy.grid_list import ListDrawer
from tests.accuracy.grids import Drawer
from tests.accuracy.model import FORMATS, FORMS, Agency, Block, Document, Report, Values
from tests.accuracy.prose import Prose

SIZE = 800
_DOC = range(640, 800)
SCANS = range(800, 832)  # behind the others, as they cost seconds each
LAYOUTS = {"txt": text.LAYOUTS, "html": web.LAYOUTS, "docx": word.LAYOUTS, "pdf": paper_layouts.LAYOUTS}
LAYOUTS |= {"doc": word97.LAYOUTS, "scan": scan.LAYOUTS}
_WRITERS = {"html": web.write, "docx": word.write, "doc": word97.write, "pdf": paper.write, "scan": scan.write}
YEARS = {"statistics-2014": (2014, 2018), "format-2019": (2019, 2020), "format-2021": (2021, 2025)}
TITLES = (
    "{name}{year}年政府信息公开工作年度报告",
    "{name}{year}年度政府信息公开工作年度报告",
    "{name}\n{year}年政府信息公开工作年度报告",
    "{name}{year}年政府信息公开年度报告",
    "{year}年{name}政府信息公开工作年度报告",
    "{name}{year}年度政府信息公开工作报告",
    "{name}{year}年政府信息公开工作年报",
    "{name}关于{year}年度政府信息公开工作年度报告",
    "{name}政府信息公开工作年度报告（{year}年度）",
    "{year}年度{name}政府信息公开工作年度报告",
    "{name} {year}年政府信息公开工作年度报告",
    "{name}{year}年度政务公开工作年度报告",
)


def document(number: int, seed: int = 0) -> Document:
    """The document with that number: form and format by turns, the rest at random."""
    rng = Random(f"{seed}-{number}")
    form, (format_, turn) = FORMS[number % 4], _format(number)
    layouts = LAYOUTS[format_]
    layout = layouts[turn % len(layouts)]
    report = _report(number, form, format_, turn, rng, blanks=layout != "cell-lines")
    data = written(report, rng, layout)
    return Document(f"{number:04d}-{form}.{'pdf' if format_ == 'scan' else format_}", data, report)


def written(report: Report, rng: Random, layout: str) -> bytes:
    """The report as a file of its format; what the file is like joins the report's tags."""
    tags: set[str] = set()
    if report.format == "txt":
        data = text.write(report.blocks, rng, layout, tags)
    else:
        data = _WRITERS[report.format](report, rng, layout, tags)
    report.tags += sorted(tags)
    return data


def _format(number: int) -> tuple[str, int]:
    """The format of a document, and how many of its form and format lie before it. Formats that came later stand
    behind the others, so that a number keeps its document."""
    for format_, numbers in (("doc", _DOC), ("scan", SCANS)):
        if number in numbers:
            return format_, (number - numbers.start) // 4
    return FORMATS[number // 4 % 4], number // 16


def _report(number: int, form: str, format_: str, turn: int, rng: Random, blanks: bool) -> Report:
    """Without ``blanks`` every cell of the tables is filled, as the layout would lose an empty one."""
    first, last = YEARS[form.removesuffix("-beijing")]
    year = rng.randint(first, last)
    kind = agencies.KINDS[(turn + number) % len(agencies.KINDS)]
    agency = agencies.agency(rng, kind, form.endswith("beijing"), year)
    report = Report(number, form, format_, agency, year, published(rng, agency, year), "")
    pattern = TITLES[0] if rng.random() < 0.4 else rng.choice(TITLES)
    report.title = pattern.format(name=rng.choice((agency.name, agency.name, agency.short)), year=year)
    values = figures.draw(form, agency.kind, year, rng)
    figures.fit(values, agency.name)
    pen = _ink(rng)
    if not blanks and pen.figure_habit in ("blank-zero", "total-blank-columns"):
        pen.figure_habit = ""
    tables = _tables(report, values, pen, rng, blanks)
    Prose(report, values, rng).compose(tables)
    report.tags += [f"kind:{kind}", *sorted(pen.tags)]
    for tag in pen.tags:
        report.allowed |= ink.ALLOWED.get(tag, set())
    return report


def published(rng: Random, agency: Agency, year: int) -> str:
    """A day within the term of the law."""
    if year < 2019 or agency.kind == "government":
        return f"{year + 1}-{rng.choice(('01', '02', '03'))}-{rng.randint(10, 28)}"
    return f"{year + 1}-01-{rng.randint(8, 30):02d}"


def _ink(rng: Random) -> ink.Ink:
    figure = rng.choice(ink.FIGURE_HABITS) if rng.random() < 0.45 else ""
    label = rng.choice(ink.LABEL_HABITS) if rng.random() < 0.45 else ""
    return ink.Ink(rng, figure, label)


def _tables(report: Report, values: Values, pen: ink.Ink, rng: Random, blanks: bool) -> list[list[Block]]:
    """The tables of each section. At most one structure is unusual, so that causes stay apart."""
    drawer: Any
    if report.form.startswith("statistics"):
        drawer = ListDrawer(report.form, values, pen, rng.choice(grid_list.LISTS), rng.choice(grid_list.LIST_ROWS))
        drawn = [drawer.tables()]
        allowed = grid_list.ALLOWED
    else:
        drawer = Drawer(report.form, values, pen)
        drawer.small, drawer.small_rows = rng.choice(grids.SMALL), rng.choice(grids.SMALL_ROWS)
        drawer.requests, drawer.request_rows = rng.choice(grids.REQUESTS), rng.choice(grids.REQUEST_ROWS)
        if drawer.request_rows == "missing-column" and pen.figure_habit == "total-blank-columns":
            drawer.request_rows = ""  # without its only column that is filled in the table would print no figure
        drawer.review = rng.choice([layout for layout in grids.REVIEW if blanks or layout != "blank-total"])
        if report.format in ("pdf", "scan") and drawer.requests in ("repeated", "empty-below"):
            drawer.requests = "merged"  # undone merges are a matter of files that can be edited
        drawn = [drawer.small_tables(), drawer.request_tables(), drawer.review_tables()]
        allowed = grids.ALLOWED
    report.tags += sorted(drawer.tags)
    for tag in drawer.tags:
        report.allowed |= allowed.get(tag.removeprefix("rows:").removeprefix("review:"), set())
    return drawn
