"""DOC: what the old Word format prints is what is read, each cell in its column."""

from __future__ import annotations

import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_help import ROOT, SAMPLES, check_places, grid, paragraphs, rows

from gouji import Submission, audit, errors, readers
from gouji.readers import doc_sprm
from gouji.readers.ole import Streams
from tests.corpus.render_doc import IN_TABLE, ROW_END, TEXT, Word, compound, doc
from tests.corpus.report import Report
from tests.corpus.reports import REPORTS

OFFICE = ROOT / "tests" / "corpus" / "office"
IDS = [report.name for report in REPORTS]
Load = Callable[[str], bytes]


def read(word: Word) -> str:
    document = readers.read(word.bytes())
    check_places(document)
    return document.text


def facts(data: bytes) -> list[tuple[object, ...]]:
    report = audit(data, Submission()).report
    assert report is not None
    return [(fact.key, fact.value, fact.state, fact.raw, fact.origin, fact.unit) for fact in report.facts]


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_same_as_docx(report: Report) -> None:
    old = readers.read(doc(report.blocks()))
    new = readers.read((SAMPLES / f"{report.name}.docx").read_bytes())
    check_places(old)
    assert old.text == new.text
    assert [grid(old, table) for table in range(len(old.tables))] == [
        grid(new, table) for table in range(len(new.tables))
    ]
    assert [block.level for block in old.blocks] == [block.level for block in new.blocks]


@pytest.mark.parametrize("name", ["format-2021-faulty", "statistics-2014-clean"])
def test_files_of_a_word_processor(name: str) -> None:
    old, new = (OFFICE / f"{name}.doc").read_bytes(), (SAMPLES / f"{name}.docx").read_bytes()
    assert readers.read(old).text == readers.read(new).text
    assert rows(readers.read(old)) == rows(readers.read(new))
    assert facts(old) == facts(new)


@pytest.mark.parametrize("name", ["001_2020", "002_2018"])
def test_real_reports_give_the_same_facts(name: str, real: Load) -> None:
    old, new = real(f"converted/{name}.doc"), real(f"converted/{name}.docx")
    check_places(readers.read(old))
    assert facts(old) == facts(new)
    assert paragraphs(readers.read(old)) == paragraphs(readers.read(new))


def test_features() -> None:
    document = readers.read((OFFICE / "features.doc").read_bytes())
    check_places(document)
    assert document.quality.notes == ("hidden-text-dropped", "tracked-changes-accepted")
    assert document.metadata == {"author": "张三", "title": "云岫市临溪区示例报告"}
    assert document.images == 1
    assert document.blocks[0].level == 1
    assert paragraphs(document)[:3] == [
        "云岫市临溪区示例局2023年政府信息公开工作年度报告",
        "可见新增15件",
        "网站链接之后",
    ]
    assert paragraphs(document)[3:] == ["𠮷野𬱖表后一段emoji", "有脚注制表", "换行", "分页后"]
    assert grid(document)[:4] == [
        (0, 0, 1, 2, "00\n01"),
        (0, 2, 1, 1, "02"),
        (0, 3, 1, 1, "03"),
        (1, 0, 2, 1, "10\n20"),
    ]
    assert (1, 2, 2, 2, "12\n13\n22\n23") in grid(document)
    assert [cell[4] for cell in grid(document, 1)] == ["内00", "内01", "内10", "内11"]
    assert "页眉" not in document.text


def test_automatic_numbers_notes_and_text_boxes() -> None:
    assert readers.read((OFFICE / "lists.doc").read_bytes()).text.split("\n")[1:] == [
        "一、总体情况",
        "（一）主动公开",
        "1.公开326条。",
        "2.公开制度2件。",
        "（二）依申请公开",
        "1.收到12件。",
        "二、存在的问题",
        "三、其他事项",
        "有脚注的一段",
        "框后",
        "文本框：监督电话",
        "脚注内容",
    ]


def test_a_text_box_follows_the_paragraph_on_which_it_hangs() -> None:
    word = Word()
    word.paragraph("\x08首段")
    word.paragraph("次段")
    word.run("\x08")
    word.end("\x07", IN_TABLE)
    word.end("\x07", IN_TABLE + ROW_END)
    word.paragraph("末段")
    main = len(word.text)
    for text in ("框中标题", "表中的框", "不知何处的框"):
        word.paragraph(text)
    word.stories[9] = len(word.text) - main
    word.parts[40] = struct.pack("<3I", 0, 7, main) + struct.pack("<i22xi22x", 1026, 1027)
    frames = b"".join(struct.pack("<i6xiii", 1, -1, number, 0) for number in (1026, 1027, 99))
    word.parts[56] = struct.pack("<4I", 0, 5, 10, 17) + frames
    assert paragraphs(readers.read(word.bytes())) == ["首段", "框中标题", "次段", "末段", "表中的框", "不知何处的框"]
    word.parts[56] = struct.pack("<4I", 0, 5, 10, 170) + frames
    assert paragraphs(readers.read(word.bytes()))[-1] == "不知何处的框"


@pytest.mark.parametrize(("first", "other"), [(1, 2), (2, 1)], ids=["older description", "newer description"])
def test_cells_merged_sideways(first: int, other: int) -> None:
    word = Word()
    word.row([(600, first, "甲"), (600, other, ""), (600, first, "乙"), (600, other, ""), (600, 0, "丙")])
    word.row([(600, 0, "1"), (600, 0, "2"), (600, 0, "3"), (600, 0, "4"), (600, 0, "5")])
    document = readers.read(word.bytes())
    assert grid(document)[:3] == [(0, 0, 1, 2, "甲"), (0, 2, 1, 2, "乙"), (0, 4, 1, 1, "丙")]


def test_edges_that_nearly_meet_are_one() -> None:
    word = Word()
    word.row([(600, 0x60, "甲"), (600, 0, "1"), (600, 0, "2")])
    word.row([(612, 0x20, ""), (590, 0, "3"), (640, 0, "4")], left=-8)
    word.row([(1210, 0, "乙"), (600, 0, "5")])
    document = readers.read(word.bytes())
    assert grid(document) == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 1, "1"),
        (0, 2, 1, 1, "2"),
        (1, 1, 1, 1, "3"),
        (1, 2, 1, 1, "4"),
        (2, 0, 1, 2, "乙"),
        (2, 2, 1, 1, "5"),
    ]


def test_wide_tables_keep_their_description_elsewhere() -> None:
    word = Word()
    word.row([(300, 0, str(column)) for column in range(30)])
    word.row([(600, 0, str(column)) for column in range(15)])
    document = readers.read(word.bytes())
    assert len(word.data) > 600
    assert [cell[1:4] for cell in grid(document)[30:]] == [(2 * column, 1, 2) for column in range(15)]


def test_deleted_rows_are_gone() -> None:
    word = Word()
    word.row([(600, 0, "甲"), (600, 0, "1")])
    start = len(word.runs)
    word.row([(600, 0, "乙"), (600, 0, "2")])
    word.runs[start:] = [(end, b"\x00\x08\x01") for end, _ in word.runs[start:]]
    word.row([(600, 0, "丙"), (600, 0, "3")])
    document = readers.read(word.bytes())
    assert rows(document) == [("甲", "1"), ("丙", "3")]
    assert document.quality.notes == ("tracked-changes-accepted",)


def test_rows_without_a_description_are_ragged() -> None:
    word = Word()
    for cells in (["甲", "1"], ["乙", "2"]):
        for cell in cells:
            word.run(cell)
            word.end("\x07", IN_TABLE)
        word.end("\x07", IN_TABLE + ROW_END)
    document = readers.read(word.bytes())
    assert document.tables[0].ragged
    assert rows(document) == [("甲", "1"), ("乙", "2")]


def test_fields_symbols_and_breaks() -> None:
    word = Word()
    word.paragraph("前\x13 REF a \x13 PAGE \x14\x31\x15 \x14结果\x15后")
    word.paragraph("上\x0b下\x1e连\x1f字\ufeff")
    word.run("(", b"\x09\x6a\x00\x00\x0b\x25")
    word.paragraph("符号")
    word.paragraph("没有结果\x13 TC \x15的域")
    assert read(word) == "前结果后\n上\n下-连字\n\u250b符号\n没有结果的域"


def test_hidden_and_deleted_text() -> None:
    word = Word()
    word.run("甲")
    word.run("藏", b"\x3c\x08\x01")
    word.run("删\r", b"\x00\x08\x01")
    word.paragraphs.append((len(word.text), b"\0\0"))
    word.run("增", b"\x01\x08\x01")
    word.paragraph("乙")
    document = readers.read(word.bytes())
    assert document.text == "甲增乙"
    assert set(document.quality.notes) == {"hidden-text-dropped", "tracked-changes-accepted"}


def test_modifiers_of_tables() -> None:
    def change(code: int, *operand: int) -> doc_sprm.Change:
        return doc_sprm.Change(code, bytes(operand))

    define = struct.pack("<B3h", 2, 0, 600, 1200)
    row = doc_sprm.row((doc_sprm.Change(0xD608, define), change(0x7621, 1, 1, 100, 0), change(0xD62B, 2, 1)))
    assert [(cell.left, cell.right, cell.down) for cell in row] == [(0, 600, 0), (600, 700, 0), (700, 1300, 1)]
    row = doc_sprm.row((doc_sprm.Change(0xD608, define), change(0x5622, 0, 1), change(0x9601, 10, 0)))
    assert [(cell.left, cell.right) for cell in row] == [(10, 610)]
    row = doc_sprm.row((doc_sprm.Change(0xD608, define), change(0x5624, 0, 2), change(0x7623, 1, 2, 200, 0)))
    assert [(cell.right, cell.across) for cell in row] == [(600, 1), (800, 2)]


def test_passwords_and_older_formats_are_told() -> None:
    word = Word(flags=0x0100)
    word.paragraph("正文")
    with pytest.raises(errors.Encrypted):
        readers.read(word.bytes())
    old = bytearray(TEXT * 2)
    struct.pack_into("<HH", old, 0, 0xA5DC, 104)
    with pytest.raises(errors.Unsupported) as caught:
        readers.read(compound({"WordDocument": bytes(old)}))
    assert "Word 6" in caught.value.detail.en
    for name in ("CONTENTS", "PowerPoint Document"):
        with pytest.raises(errors.Unsupported):
            readers.read(compound({name: b"x"}))
    with pytest.raises(errors.Encrypted):
        readers.read(compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}))
    with pytest.raises(errors.Damaged):
        readers.read(compound({"WordDocument": bytes(100)}))


def test_a_web_page_named_doc_is_a_web_page(sample: Load) -> None:
    document = readers.read(sample("format-2021-clean.html"), "report.doc")
    assert document.reader == "html"


def _summary(*properties: tuple[int, int, bytes]) -> bytes:
    """A property set with these numbers, kinds and values."""
    at = 8 + 8 * len(properties)
    index, values = b"", b""
    for number, kind, value in properties:
        index += struct.pack("<II", number, at + len(values))
        values += struct.pack("<I", kind) + value
    section = struct.pack("<II", at + len(values), len(properties)) + index + values
    return bytes(24) + struct.pack("<I16sI", 1, bytes(16), 48) + section


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ([(1, 2, struct.pack("<I", 936)), (2, 30, struct.pack("<I", 5) + "年报\0".encode("gbk"))], {"title": "年报"}),
        ([(1, 2, struct.pack("<I", 65001)), (4, 30, struct.pack("<I", 6) + "张三".encode())], {"author": "张三"}),
        ([(2, 31, struct.pack("<I", 3) + "年报\0".encode("utf-16-le"))], {"title": "年报"}),
        ([(2, 0x101E, struct.pack("<I", 0xFFFFFFFF))], {}),
        ([(2, 3, struct.pack("<I", 7)), (9999, 3, b"")], {}),
    ],
)
def test_properties(properties: list[tuple[int, int, bytes]], expected: dict[str, str]) -> None:
    stream = _summary(*properties)
    assert Streams(compound({"\x05SummaryInformation": stream})).properties() == expected
    assert Streams(compound({"other": b"x"})).properties() == {}


FILES = [path.read_bytes() for path in sorted(OFFICE.glob("*.doc"))]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damage_gives_errors_of_our_own(draw: st.DataObject) -> None:
    data = bytearray(draw.draw(st.sampled_from(FILES)))
    for _ in range(draw.draw(st.integers(0, 6))):
        at = draw.draw(st.integers(0, len(data) - 4))
        data[at : at + 4] = draw.draw(
            st.sampled_from([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\1\2\3\4"])
        )
    end = draw.draw(st.one_of(st.just(len(data)), st.integers(0, len(data))))
    with suppress(errors.Unreadable):
        check_places(readers.read(bytes(data[:end])))


def test_fixtures_are_small() -> None:
    assert sum(path.stat().st_size for path in Path(OFFICE).iterdir()) < 800_000
