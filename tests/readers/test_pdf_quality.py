"""How far the text of a PDF can be trusted, on pages drawn to be doubtful."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from reader_help import Paper

import gouji
from gouji.model import LEGIBLE
from gouji.readers import pdf, pdf_document

LINES = ["indicator and number", "received in the year", "answered in the year"]


def written(font: str = "Vera", lines: list[str] = LINES) -> Paper:
    paper = Paper(font)
    for index, line in enumerate(lines):
        paper.write(80, 100 + 20 * index, line)
    return paper


def test_plain_text_is_trusted() -> None:
    quality = written().read().quality
    assert quality.text == 1.0
    assert quality.notes == ()


def test_fonts_without_a_map() -> None:
    """Fonts that do not say what their glyphs mean; such codes may even be control characters."""
    paper = written(lines=["éèêëàâäîïôöûüçñ", "ñçüûöôïîäâàëêèé"])
    data = re.sub(rb"/ToUnicode", rb"/ToNothing", paper.bytes())
    pages, _ = pdf.load(data)
    assert pages[0].unmapped >= 26
    assert pdf_document.trust(pages) == 0.0


def test_private_use_characters() -> None:
    paper = written(lines=["一二三四五六七八九十"], font="STSong-Light")
    paper.write(80, 140, "\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009\ue00a")
    quality = paper.read().quality
    assert quality.text == pytest.approx(0.5, abs=0.05)
    assert "private-use-characters" in quality.notes


def test_text_printed_over_other_text() -> None:
    paper = written()
    for index in range(3):
        paper.write(83, 100 + 20 * index, "quite another line")
    quality = paper.read().quality
    assert quality.text < LEGIBLE
    assert "text-over-text" in quality.notes


def test_bold_and_lines_to_write_on_are_no_text_over_text() -> None:
    paper = written()
    for index, line in enumerate(LINES):
        paper.write(80.3, 100 + 20 * index, line)
        paper.write(80, 100 + 20 * index, "____________________")
    assert paper.read().quality.text == 1.0


def test_below_the_bar_the_audit_is_incomplete() -> None:
    paper = written()
    for index in range(3):
        paper.write(83, 100 + 20 * index, "quite another line")
    found = gouji.to_dict(gouji.audit(paper.bytes()))
    assert found["document"]["quality"]["text"] < LEGIBLE
    assert found["summary"]["outcome"] == "incomplete"


NO_FONTS = """
import ctypes, sys
import pypdfium2, pypdfium2.raw as raw
raw.FPDF_DestroyLibrary()
text = ctypes.POINTER(ctypes.c_char)
paths = (text * 2)(ctypes.cast(ctypes.create_string_buffer(b"/nowhere"), text), None)
kind = type(raw.FPDF_LIBRARY_CONFIG().m_pUserFontPaths)
raw.FPDF_InitLibraryWithConfig(raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=ctypes.cast(paths, kind)))
from gouji import readers
sys.stdout.buffer.write(readers.read(sys.stdin.buffer.read()).text.encode())
"""


def test_no_character_is_lost_where_a_font_is_neither_in_the_file_nor_installed() -> None:
    """pdfium takes a single Chinese character of such a font for one without width, and leaves it out."""
    paper = Paper()
    xs, ys = [80.0, 100.0, 200.0, 260.0], [100.0, 120.0, 140.0, 160.0]
    paper.table(xs, ys, [["类", "收到的申请数", "件"], ["一", "办结的申请数", "5"], ["二", "其他", "11"]])
    run = subprocess.run([sys.executable, "-c", NO_FONTS], input=paper.bytes(), capture_output=True, check=True)
    assert run.stdout.decode() == "类\t收到的申请数\t件\n一\t办结的申请数\t5\n二\t其他\t11"
