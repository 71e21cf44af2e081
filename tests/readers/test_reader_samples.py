"""The samples are what their generator writes, and what their truth files say."""

from __future__ import annotations

import json

import pytest
from reader_help import SAMPLES, plain

from gouji import readers
from tests.corpus.forms import form
from tests.corpus.generate import files, truth
from tests.corpus.reports import REPORTS, Report

IDS = [report.name for report in REPORTS]


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_generator_gives_the_same_bytes(report: Report) -> None:
    for name, content in files(report):
        if not name.endswith((".docx", ".pdf")):  # their compression depends on the library's version
            assert (SAMPLES / name).read_bytes() == content, name


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_every_figure_of_the_truth_is_printed(report: Report) -> None:
    document = readers.read((SAMPLES / f"{report.name}.txt").read_bytes())
    printed = sorted(plain(cell.text) for table in document.tables for cell in table.cells)
    for figure in report.figures():
        assert plain(figure.raw) in printed
    facts = truth(report)["facts"]
    assert len({(fact["indicator"], fact["applicant"]) for fact in facts}) == len(facts)


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_faults(report: Report) -> None:
    """Clean reports have none; the quotes of the others are printed, and every code names a rule of its own."""
    path = SAMPLES / f"{report.name}.faults.json"
    assert path.exists() == report.name.endswith("-faulty")
    text = readers.read((SAMPLES / f"{report.name}.txt").read_bytes()).text
    faults = json.loads(path.read_text("utf-8")) if path.exists() else []
    assert all(fault["quote"] in text for fault in faults)
    assert len({fault["rule"] for fault in faults}) == len(faults)


@pytest.mark.parametrize("name", ["statistics-2014", "statistics-2014-beijing"])
def test_values_name_indicators_of_the_form(name: str) -> None:
    known = {indicator for _, _, indicator in form(name)["rows"]}
    for report in REPORTS:
        if report.form == name:
            assert {key for key, _ in report.values} <= known


def test_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.iterdir()) < 1_500_000
