"""Scans: geometry with OpenCV alone, and two pages of an invented report by OCR. Without the extra these tests skip."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from reader_help import Paper, check_places, paragraphs

import gouji
from gouji import errors, readers
from gouji.model import Document
from gouji.readers import scan
from tests.corpus.generate import truth
from tests.corpus.reports import REPORTS

SCANS = Path(__file__).with_name("scans")
REPORT = next(report for report in REPORTS if report.name == "format-2019-clean")
needs_ocr = pytest.mark.skipif(not scan.available(), reason="the ocr extra is not installed: make setup-ocr")
Load = Callable[[str], bytes]


def picture_pdf(*pictures: Image.Image) -> bytes:
    stream = BytesIO()
    pictures[0].save(stream, "PDF", save_all=True, append_images=pictures[1:], resolution=200)
    return stream.getvalue()


def pages() -> list[Image.Image]:
    found = []
    for path in sorted(SCANS.glob("*.jpg")):
        with Image.open(path) as picture:
            found.append(picture.copy())
    return found


def grey(picture: Any) -> bytes:
    stream = BytesIO()
    Image.fromarray(picture).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def scanned() -> Document:
    return readers.read(picture_pdf(*pages()))


# --- without OCR ----------------------------------------------------------------------------------------------------


def test_without_the_extra_a_scan_has_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    with pytest.raises(errors.NoText):
        readers.read(picture_pdf(Image.new("L", (800, 1100), 255)))
    with pytest.raises(errors.Unsupported, match="a picture"):
        readers.read((SCANS / "archives-2020-1.jpg").read_bytes())


def test_without_the_extra_pages_that_are_pictures_are_named_and_not_held_against_the_report(
    monkeypatch: pytest.MonkeyPatch, sample: Load
) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    source, mixed = pypdfium2.PdfDocument(sample("format-2021-clean.pdf")), pypdfium2.PdfDocument.new()
    mixed.import_pages(source, [0])
    mixed.import_pages(pypdfium2.PdfDocument(picture_pdf(Image.new("L", (800, 1100), 200))))
    stream = BytesIO()
    mixed.save(stream)
    audited = gouji.audit(stream.getvalue())
    assert audited.report is not None
    assert audited.report.document.quality.unread == "2"
    assert any(finding.rule == "FMT-07" and "第2页" in finding.message.zh for finding in audited.findings)
    missing = [finding for finding in audited.findings if finding.rule.startswith("STR-")]
    assert missing
    assert {finding.cause for finding in missing} == {"extraction"}


def test_too_many_pictures_are_refused_before_any_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: True)
    with pytest.raises(errors.TooLarge, match="25 pages"):
        readers.read(picture_pdf(*[Image.new("L", (40, 60), 255)] * 25))


def test_a_text_document_asks_for_no_ocr(monkeypatch: pytest.MonkeyPatch, sample: Load) -> None:
    monkeypatch.setattr(scan, "available", lambda: pytest.fail("asked for OCR"))
    assert not readers.read(sample("format-2019-clean.pdf")).quality.ocr


# --- geometry -------------------------------------------------------------------------------------------------------


def drawing() -> Any:
    """A table of 4 x 3 cells with some strokes that are no rules."""
    cv2, np = pytest.importorskip("cv2"), pytest.importorskip("numpy")
    page = np.full((2339, 1654), 255, np.uint8)
    for y in range(600, 801, 50):
        cv2.line(page, (200, y), (1400, y), 0, 2)
    for x in (200, 600, 1000, 1400):
        cv2.line(page, (x, 600), (x, 800), 0, 2)
    for x in range(260, 560, 40):
        cv2.line(page, (x, 612), (x, 638), 0, 3)  # strokes of characters in a cell
        cv2.line(page, (x - 14, 240), (x + 14, 240), 0, 3)  # and in a title
    return page


@needs_ocr
@pytest.mark.parametrize("angle", [-2.3, -0.6, 0.0, 1.0])
def test_skew_is_found(angle: float) -> None:
    from gouji.readers import scan_lines

    assert scan_lines.skew(scan_lines.turned(drawing(), angle)) == pytest.approx(-angle, abs=0.1)


@needs_ocr
def test_rules_are_found_and_strokes_are_not() -> None:
    from gouji.readers import scan_lines

    page = drawing()
    ink = scan_lines.inked(page)
    rules = scan_lines.rules(ink)
    assert sorted(round(rule.at / 10) for rule in rules if rule.horizontal) == [60, 65, 70, 75, 80]
    assert sorted(round(rule.at / 10) for rule in rules if not rule.horizontal) == [20, 60, 100, 140]
    kept = scan_lines.without(ink, rules)
    assert not kept[640:660, 800:900].any()
    assert kept[612:638, 258:263].any()
    assert (scan_lines.erased(page, ink, kept)[640:660, 800:900] == 255).all()


@needs_ocr
def test_lines_of_a_cell() -> None:
    cv2, np = pytest.importorskip("cv2"), pytest.importorskip("numpy")
    from gouji.readers import scan_lines

    ink = np.zeros((120, 200), np.uint8)
    for top in (5, 45):
        for left in (10, 50, 90):
            cv2.rectangle(ink, (left, top), (left + 24, top + 26), 255, 2)
    ink[100, 30] = 255  # a speck
    assert scan_lines.lines(scan_lines.marks(ink)) == [(9, 4, 116, 33), (9, 44, 116, 73)]
    assert scan_lines.divided(ink, (9, 4, 116, 73), 28) == [(9, 4, 116, 38), (9, 38, 116, 73)]


@needs_ocr
def test_the_straight_side_of_a_figure_close_to_a_rule_stays() -> None:
    cv2 = pytest.importorskip("cv2")
    from gouji.readers import scan_lines

    page = drawing()
    cv2.line(page, (607, 710), (607, 740), 0, 3)
    ink = scan_lines.inked(page)
    kept = scan_lines.without(ink, scan_lines.rules(ink))
    assert kept[715:735, 606:609].all()
    assert not kept[715:735, 599:602].any()


@needs_ocr
@pytest.mark.parametrize(
    ("strokes", "slash"),
    [
        ([((18, 2), (10, 30))], True),
        ([((30, 2), (2, 30))], True),
        ([((14, 2), (14, 30))], False),
        ([((14, 2), (14, 30)), ((8, 30), (20, 30))], False),
        ([((4, 3), (20, 3)), ((20, 3), (10, 30))], False),
        ([((10, 2), (18, 30))], False),
    ],
    ids=["steep", "flat", "upright", "with a foot", "seven", "backslash"],
)
def test_a_slash_is_told_by_its_stroke(strokes: list[tuple[tuple[int, int], tuple[int, int]]], slash: bool) -> None:
    cv2, np = pytest.importorskip("cv2"), pytest.importorskip("numpy")
    from gouji.readers import scan_lines

    ink = np.zeros((34, 34), np.uint8)
    for start, end in strokes:
        cv2.line(ink, start, end, 255, 3)
    assert scan_lines.is_slash(ink[2:31]) is slash


@needs_ocr
def test_a_red_seal_is_taken_off_and_what_it_covers_stays() -> None:
    cv2, np = pytest.importorskip("cv2"), pytest.importorskip("numpy")
    from gouji.readers import scan_seal

    page = np.full((900, 1200, 3), 240, np.uint8)
    cv2.circle(page, (500, 500), 150, (50, 45, 205), 12)
    cv2.circle(page, (500, 500), 30, (50, 45, 205), -1)
    page[480:510, 380:700] = (30, 28, 34)  # black ink below the seal
    page[60:100, 100:900] = (50, 45, 205)  # a line of red letters, which are text
    grey = scan_seal.grey(page)
    assert grey[340:360, 490:510].min() > 200
    assert grey[485:505, 385:695].max() < 60
    assert grey[65:95, 110:890].max() < 110


@needs_ocr
def test_a_grey_seal_is_taken_off_and_rules_below_it_stay() -> None:
    cv2, np = pytest.importorskip("cv2"), pytest.importorskip("numpy")
    from gouji.readers import scan_seal

    page = np.full((1200, 1200), 240, np.uint8)
    page -= np.linspace(0, 50, 1200).astype(np.uint8)  # the paper is darker on the right
    cv2.rectangle(page, (100, 100), (420, 400), 90, 9)  # a frame is no seal
    before = page.copy()
    cv2.circle(page, (700, 700), 155, 95, 9)
    page[698:700, 200:1100] = 40  # a rule
    page = cv2.GaussianBlur(page, (0, 0), 0.8)
    clean = scan_seal.without(page.copy())
    assert np.percentile(clean[800:870, 690:710], 5) > 180
    assert clean[698:700, 300:1000].max() < 150
    assert (clean[90:420, 90:430] == page[90:420, 90:430]).all()
    assert (scan_seal.without(before.copy()) == before).all()


@needs_ocr
def test_lines_beside_dashes_are_not_cut() -> None:
    np = pytest.importorskip("numpy")
    from gouji.readers import scan_page

    ink = np.zeros((200, 200), np.uint8)
    lines = [(10, 10, 120, 36), *((10, top, 40, top + 4) for top in range(50, 190, 20))]
    assert scan_page._one_by_one(ink, lines) == lines


# --- with OCR -------------------------------------------------------------------------------------------------------


@needs_ocr
def test_every_figure_of_two_scanned_pages() -> None:
    found = gouji.to_dict(gouji.audit(picture_pdf(*pages())))
    wanted = {(f["indicator"], f["applicant"]): f["value"] and Decimal(f["value"]) for f in truth(REPORT)["facts"]}
    table = [fact for fact in found["facts"] if fact["origin"] != "narrative"]
    assert {fact["origin"] for fact in table} == {"ocr"}
    read = {(f["indicator"], f["applicant"]): f["value"] and Decimal(f["value"]) for f in table}
    assert read == wanted
    assert min(fact["confidence"] for fact in table) > 0.98
    assert found["document"]["quality"]["ocr"]
    assert found["report"]["template"] == "format-2019"


@needs_ocr
def test_places_lie_on_the_page_as_it_was_scanned(scanned: Document) -> None:
    """The scan leans by a degree: the right end of a rule 12 cm from the middle is 2 mm lower than its left end."""
    check_places(scanned)
    assert scanned.quality.notes == ("pages-by-ocr:1,2",)
    first = scanned.blocks[0].place
    assert first.page == 1
    assert first.bbox is not None
    left, top, right, bottom = first.bbox
    with Image.open(SCANS / "archives-2020-1.jpg") as page:
        box = [round(value * 200 / 72) for value in (left - 2, top - 2, right + 2, bottom + 2)]
        title = page.crop((box[0], box[1], box[2], box[3]))
    ink = title.point(lambda level: 255 * (level < 128)).getbbox()
    assert ink is not None
    assert ink[0] < 20
    assert ink[2] > title.width - 20


@needs_ocr
def test_a_doubtful_digit_is_our_fault_not_the_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    from gouji.readers import scan_ocr

    real = scan_ocr.Engine.read

    def misread(engine: scan_ocr.Engine, crops: list[Any]) -> list[list[scan_ocr.Glyph]]:
        lines = real(engine, crops)
        worst = next(line for line in lines if len(line) == 1 and line[0].text == "3")
        worst[0] = worst[0]._replace(text="8", confidence=0.7)
        return lines

    monkeypatch.setattr(scan_ocr.Engine, "read", misread)
    findings = gouji.audit(picture_pdf(*pages())).findings
    assert {finding.cause for finding in findings if finding.rule.startswith("ARI-")} == {"extraction"}


@needs_ocr
def test_a_picture_file_in_any_position(scanned: Document) -> None:
    with Image.open(SCANS / "archives-2020-1.jpg") as page:
        stream = BytesIO()
        page.rotate(90, expand=True).save(stream, "PNG", dpi=(200, 200))
    document = readers.read(stream.getvalue())
    assert (document.media_type, document.reader, document.pages) == ("image/png", "scan", 1)
    assert [cell.text for cell in document.tables[0].cells] == [cell.text for cell in scanned.tables[0].cells]
    assert paragraphs(document)[:2] == paragraphs(scanned)[:2]


@needs_ocr
def test_a_picture_among_pages_of_text() -> None:
    paper = Paper("Vera")
    paper.write(80, 100, "Annual report, first page with text", 12)
    text = pypdfium2.PdfDocument(paper.bytes())
    text.import_pages(pypdfium2.PdfDocument(picture_pdf(pages()[0])))
    stream = BytesIO()
    text.save(stream)
    document = readers.read(stream.getvalue())
    assert document.blocks[0].confidence == 1
    assert document.quality.notes == ("pages-by-ocr:2",)
    assert {cell.place.page for cell in document.tables[0].cells} == {2}
    assert all(0.5 < cell.confidence < 1 for cell in document.tables[0].cells)


@needs_ocr
@pytest.mark.parametrize("name", ["001_2020", "002_2018"])
def test_real_scans_give_the_facts_of_the_text(name: str, real: Load) -> None:
    def facts(data: bytes) -> set[tuple[Any, ...]]:
        found = gouji.audit(data).report
        assert found is not None
        return {(fact.key, fact.value, fact.state, fact.unit) for fact in found.facts}

    assert facts(real(f"converted/{name}_scan.pdf")) == facts(real(f"converted/{name}.pdf"))


@needs_ocr
def test_pictures_without_text() -> None:
    np = pytest.importorskip("numpy")
    with pytest.raises(errors.NoText):
        readers.read(grey(np.full((2339, 1654), 255, np.uint8)))
    noise = np.random.default_rng(0).integers(0, 255, (600, 800)).astype(np.uint8)
    with pytest.raises(errors.NoText):
        readers.read(grey(noise))
    with pytest.raises(errors.Damaged):
        readers.read((SCANS / "archives-2020-1.jpg").read_bytes()[:2000])


@needs_ocr
def test_a_table_pasted_into_text_as_a_picture() -> None:
    """The first page of the scan holds a table; cut out and put between two lines of text it is read in its place."""
    paper = Paper("Vera")
    paper.write(80, 100, "The first line of the text stands above the table", 12)
    cut = pages()[0].rotate(-1.0, fillcolor=255).crop((200, 960, 1460, 1900))
    paper.canvas.drawInlineImage(cut, 80, paper.height - 120 - 335, 435, 335)
    paper.write(80, 500, "The second line of the text stands below the table", 12)
    document = paper.read()
    assert [block.table is None for block in document.blocks] == [True, False, True]
    assert document.quality.notes == ("pictures-by-ocr:1",)
    assert [block.confidence for block in document.blocks if not block.table] == [1, 1]
    cells = document.tables[0].cells
    assert {"规章", "规范性文件", "行政许可"} <= {cell.text for cell in cells}
    assert all(0.5 < cell.confidence < 1 for cell in cells)
    for cell in cells:
        assert cell.place.bbox is not None
        assert 120 - 2 < cell.place.bbox[1] < cell.place.bbox[3] < 455 + 2
