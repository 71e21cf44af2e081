"""Characters without meaning, in whatever format: figures are not guessed, and below the bar no rule of figures runs."""

from __future__ import annotations

import re

import pytest

import gouji
from gouji import readers
from gouji.model import LEGIBLE
from tests.corpus.forms import Cell, Table
from tests.corpus.render_doc import Word, doc
from tests.corpus.reports import REPORTS

FAULTY = next(report for report in REPORTS if report.name == "format-2019-faulty")
UNKNOWN = re.compile("[\ufffd\ue123]")
MARKS = ["(cid:1234)", "\ufffd", "\ue123"]


def spoilt(mark: str) -> bytes:
    """The faulty report with long sentences of characters that say nothing; title, headings and tables are whole."""
    blocks = list(FAULTY.blocks())
    return doc([*blocks[:-1], ("text", mark * 6000), blocks[-1]])


@pytest.mark.parametrize("mark", MARKS, ids=["cid", "replacement", "private use"])
def test_below_the_bar_no_rule_of_figures_runs(mark: str) -> None:
    sound = gouji.to_dict(gouji.audit(doc(FAULTY.blocks())))
    found = gouji.to_dict(gouji.audit(spoilt(mark)))
    assert sound["document"]["quality"] == {"text": 1.0, "ocr": False, "notes": []}
    assert found["document"]["quality"]["text"] < LEGIBLE
    assert found["summary"]["outcome"] == "incomplete"
    arithmetic = re.compile("ARI-|PCT-")
    assert any(arithmetic.match(finding["rule"]) for finding in sound["findings"])
    assert not any(arithmetic.match(finding["rule"]) for finding in found["findings"])
    checks = [check for check in found["checks"] if arithmetic.match(check["rule"])]
    assert checks
    assert all(check["outcome"] == "skipped" for check in checks)
    assert all("too poor" in check["explanation"]["en"] for check in checks)


@pytest.mark.parametrize("mark", MARKS, ids=["cid", "replacement", "private use"])
def test_a_figure_with_such_a_character_is_not_guessed(mark: str) -> None:
    blocks = [spoil(block, mark) if isinstance(block, Table) else block for block in FAULTY.blocks()]
    facts = gouji.to_dict(gouji.audit(doc(blocks)))["facts"]
    spoilt = [fact for fact in facts if UNKNOWN.search(fact["raw"])]
    assert {(fact["state"], fact["value"]) for fact in spoilt} == {("unreadable", None)}


def spoil(table: Table, mark: str) -> Table:
    """The table with the last digit of each figure of several digits lost."""
    rows = [
        tuple(
            Cell(f"1{mark}" if cell.text.isdigit() and len(cell.text) > 1 else cell.text, cell.rowspan, cell.colspan)
            for cell in row
        )
        for row in table.rows
    ]
    return Table(tuple(rows), table.widths, table.head)


def test_notes_say_what_was_met() -> None:
    word = Word()
    word.paragraph("总体情况(cid:17)(cid:18)" + "甲" * 18 + "\ue001")
    quality = readers.read(word.bytes()).quality
    assert quality.notes == ("unmapped-characters", "private-use-characters")
    assert quality.text == pytest.approx(0.88)
    assert readers.read("甲(cid:1)乙".encode(), "a.txt").text == "甲\ufffd乙"
