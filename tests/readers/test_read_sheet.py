"""Sheets: numbers as displayed, merged cells, tables and text of one sheet told apart."""

from __future__ import annotations

import random
import struct
from contextlib import suppress

import pytest
from reader_help import ROOT, SAMPLES, check_places, grid, paragraphs, rows

from gouji import audit, errors, readers
from gouji.model import Document
from gouji.readers import limits
from gouji.readers.sheet_format import display
from tests.corpus.render_doc import compound
from tests.corpus.render_sheet import LINED, reference, sheet, workbook, xlsx
from tests.corpus.report import Report
from tests.corpus.reports import REPORTS

OFFICE = ROOT / "tests" / "corpus" / "office"
NAMES = ["format-2021-clean", "statistics-2014-clean"]


def read(*sheets: str, **more: dict[str, str]) -> Document:
    document = readers.read(workbook({f"表{number}": text for number, text in enumerate(sheets)}, **more))
    check_places(document)
    return document


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_same_as_docx(report: Report) -> None:
    found = readers.read(xlsx(report.blocks()))
    expected = readers.read((SAMPLES / f"{report.name}.docx").read_bytes())
    check_places(found)
    assert found.reader == "xlsx"
    assert found.text == expected.text
    assert [grid(found, table) for table in range(len(found.tables))] == [
        grid(expected, table) for table in range(len(expected.tables))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_old_workbooks(name: str) -> None:
    data = (OFFICE / f"{name}.xls").read_bytes()
    found, expected = readers.read(data), readers.read((SAMPLES / f"{name}.docx").read_bytes())
    check_places(found)
    assert found.reader == "xls"
    assert found.text == expected.text
    assert rows(found) == rows(expected)
    old, new = audit(data).report, audit((SAMPLES / f"{name}.docx").read_bytes()).report
    assert old is not None
    assert new is not None
    assert [(fact.key, fact.value, fact.raw) for fact in old.facts] == [
        (fact.key, fact.value, fact.raw) for fact in new.facts
    ]


def test_a_sheet_without_lines() -> None:
    cells: dict[tuple[int, int], tuple[object, int]] = {
        (0, 0): ("某局政府信息公开情况统计表", 0),
        (1, 0): ("（2016年度）", 0),
        (2, 0): ("统计指标", 0),
        (2, 1): ("单位", 0),
        (2, 2): ("统计数", 0),
        (3, 0): ("一、主动公开情况", 0),
        (4, 0): ("主动公开数", 0),
        (4, 1): ("条", 0),
        (4, 2): (420, 0),
        (5, 0): ("注：数据截至年底", 0),
        (7, 0): ("另一段", 0),
        (9, 0): ("甲", 0),
        (9, 1): (1, 0),
    }
    document = read(sheet(cells, {(0, 0): (1, 3)}))
    assert paragraphs(document) == ["某局政府信息公开情况统计表", "（2016年度）", "注：数据截至年底", "另一段"]
    assert rows(document) == [
        ("统计指标", "单位", "统计数"),
        ("一、主动公开情况",),
        ("主动公开数", "条", "420"),
        ("甲", "1"),
    ]


def test_several_sheets_and_hidden_ones() -> None:
    table: dict[tuple[int, int], tuple[object, int]] = {
        (0, 0): ("项", LINED),
        (0, 1): ("数", LINED),
        (1, 0): ("甲", LINED),
        (1, 1): (3, LINED),
        (2, 0): ("秘", LINED),
        (2, 1): (9, LINED),
    }
    text = sheet(table).replace('<row r="3">', '<row r="3" hidden="1">')
    document = readers.read(workbook({"一": text, "二": sheet(table), "三": sheet(table)}, states={"三": "hidden"}))
    assert len(document.tables) == 2
    assert rows(document)[:2] == [("项", "数"), ("甲", "3")]
    assert rows(document)[4] == ("秘", "9")
    assert document.quality.notes == ("hidden-text-dropped",)


def test_shared_strings_and_kinds_of_values() -> None:
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c t="b"><v>1</v></c><c t="str"><f>A1</f><v>公式</v></c>'
        '<c t="e"><v>#DIV/0!</v></c><c t="s"><v>99</v></c><c><f>1+1</f><v>2</v></c>'
    )
    strings = ["<t>甲</t><rPh><t>jia</t></rPh>", "<r><t>乙_x000D_</t></r><r><t>丙</t></r>"]
    text = sheet({}).replace("<sheetData></sheetData>", f"<sheetData><row>{cells}</row></sheetData>")
    document = readers.read(workbook({"表": text}, strings=strings))
    assert [cell.text for cell in document.tables[0].cells] == ["甲", "乙\n丙", "TRUE", "公式", "#DIV/0!", "2"]


def test_hidden_columns() -> None:
    cells: dict[tuple[int, int], tuple[object, int]] = {
        (row, column): (f"{row}{column}", LINED) for row in range(2) for column in range(3)
    }
    document = read(sheet(cells, columns='<cols><col min="2" max="2" hidden="1"/></cols>'))
    assert rows(document) == [("00", "02"), ("10", "12")]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (0.125, "0.0%", "12.5%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234.5, "#,##0.##", "1,234.5"),
        (1234.0, "#,##0.##", "1,234"),
        (7, "000", "007"),
        (22, '0"件"', "22件"),
        (-22, "0;(0)", "(22)"),
        (0, '0;-0;"-"', "-"),
        (0, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        (5, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', "5"),
        (-5, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', "-5"),
        (3, "[Red]0.0", "3.0"),
        (3, "@", "3"),
        (45309, "yyyy/m/d", "2024/1/18"),
        (45309, 'yyyy"年"m"月"d"日"', "2024年1月18日"),
        (45309, "[$-804]yyyy年mm月dd日;@", "2024年01月18日"),
        (45309.5, "h:mm", "12:00"),
        (99_999_999, "yyyy/m/d", "99999999"),
        (1.5, "# ?/?", "1.5"),
    ],
)
def test_numbers_as_displayed(value: float, code: str, shown: str) -> None:
    assert display(value, code) == shown


def test_formats_are_used() -> None:
    cells: dict[tuple[int, int], tuple[object, int]] = {
        (0, 0): ("率", LINED),
        (0, 1): (0.5, 2),
        (1, 0): ("日", LINED),
        (1, 1): (45309, 3),
    }
    document = readers.read(workbook({"表": sheet(cells)}, formats=["0%", "yyyy年m月d日"]))
    assert rows(document) == [("率", "50%"), ("日", "2024年1月18日")]


def test_a_cell_far_away_costs_nothing() -> None:
    text = sheet({(0, 0): ("甲", 0), (1_048_575, 16_383): ("乙", 0)})
    assert paragraphs(read(text)) == ["甲", "乙"]
    assert reference(1_048_575, 16_383) == "XFD1048576"


def test_lines_far_below_the_text_are_no_table() -> None:
    cells: dict[tuple[int, int], tuple[object, int]] = {
        (row, column): ("", LINED) for row in range(300) for column in range(3)
    }
    cells |= {(0, 0): ("甲", LINED), (0, 1): (1, LINED), (1, 0): ("乙", LINED)}
    assert [cell[:2] for cell in grid(read(sheet(cells)))] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_too_many_cells() -> None:
    with pytest.raises(errors.TooLarge):
        read(sheet({(0, 0): ("甲", 0)}, {(0, 0): (1000, 1000)}))
    record = struct.pack("<HHHHHd", 0x0203, 14, 0, 255, 0, 1.0)
    stream = b"".join(record[:4] + struct.pack("<H", row) + record[6:] for row in range(60_000))
    with pytest.raises(errors.TooLarge):
        readers.read(compound({"Workbook": stream}))
    assert limits.CELLS < 1000 * 1000


def test_broken_workbooks() -> None:
    for data in (workbook({"表": "<worksheet/>"}), workbook({"表": "<chartsheet/>"})):
        with pytest.raises(errors.Empty):
            readers.read(data)
    with pytest.raises(errors.Damaged):
        readers.read(workbook({"表": "<worksheet"}))
    with pytest.raises(errors.Damaged):
        readers.read(compound({"Workbook": b"\x09\x08" + bytes(100)}))


def test_damage_gives_errors_of_our_own() -> None:
    generator = random.Random(7)
    files = [(OFFICE / f"{name}.xls").read_bytes() for name in NAMES]
    for _ in range(120):
        data = bytearray(generator.choice(files))
        for _ in range(generator.randrange(1, 8)):
            at = generator.randrange(len(data) - 4)
            data[at : at + 4] = generator.choice(
                [b"\xff\xff\xff\xff", bytes(4), b"\xff\xff\xff\x7f", generator.randbytes(4)]
            )
        with suppress(errors.Unreadable):
            check_places(readers.read(bytes(data[: generator.choice([len(data), generator.randrange(len(data))])])))
