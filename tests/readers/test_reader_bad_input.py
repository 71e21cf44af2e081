"""Files that cannot be read: each a clear error of its own, and never anything else."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_help import SAMPLES, Paper, check_places, docx, p, word

from gouji import errors, readers
from gouji.readers import limits, scan
from tests.fuzz import pdf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512
Load = Callable[[str], bytes]


def package(files: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00\x03" + noise(3000),
        b"\x7fELF\x02\x01" + noise(3000),
        b"GIF89a" + noise(3000),
        b"Rar!\x1a\x07" + noise(3000),
        b"{\\rtf1\\ansi text}",
        b"<?xml version='1.0'?><data><value>1</value></data>",
        noise(5000),
        package({"ppt/presentation.xml": b"<p/>"}),
        package({"OFD.xml": b"<ofd/>"}),
    ],
    ids=[
        "exe",
        "elf",
        "gif",
        "rar",
        "rtf",
        "xml",
        "noise",
        "pptx",
        "ofd",
    ],
)
def test_unsupported(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)  # with OCR, pictures are read, and these are damaged
    with pytest.raises(errors.Unsupported) as caught:
        readers.read(data, "report.txt")
    assert caught.value.detail.zh != caught.value.detail.en


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"], ids=["png", "jpeg"])
def test_a_broken_picture_is_unsupported_or_where_pictures_are_read_damaged(start: bytes) -> None:
    with pytest.raises(errors.Damaged if scan.available() else errors.Unsupported):
        readers.read(start + noise(3000), "report.txt")


def test_what_is_not_read_says_what_to_do() -> None:
    for data in (b"{\\rtf1\\ansi text}", package({"ppt/presentation.xml": b"<p/>"})):
        with pytest.raises(errors.Unsupported) as caught:
            readers.read(data)
        assert "DOCX" in caught.value.detail.en
        assert "另存为" in caught.value.detail.zh


def test_encrypted() -> None:
    paper = Paper(password="secret")
    paper.write(80, 100, "正文")
    with pytest.raises(errors.Encrypted):
        paper.read()


def test_a_pdf_with_an_owner_password_only_is_read() -> None:
    paper = Paper(password="")
    paper.write(80, 100, "正文可以读取不需要密码")
    assert paper.read().text == "正文可以读取不需要密码"


@pytest.mark.parametrize("name", ["format-2021-clean.docx", "format-2021-clean.pdf"])
def test_cut_in_the_middle(name: str, sample: Load) -> None:
    data = sample(name)
    with pytest.raises(errors.Damaged):
        readers.read(data[: len(data) // 2])


def test_damaged_packages() -> None:
    for data in (b"PK\x03\x04" + noise(500), package({"word/document.xml": b"<w:document"}), OLE):
        with pytest.raises(errors.Damaged):
            readers.read(data)
    with pytest.raises(errors.Damaged):
        readers.read(package({"word/other.xml": b"<a/>"}))
    with pytest.raises(errors.Damaged):
        readers.read(b"%PDF-1.7\n" + noise(500))


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_xml_bomb(codec: str) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0" encoding="{codec}"?><!DOCTYPE d [<!ENTITY e0 "ha">{entities}]>'
    document = bomb + word("document", f"<w:body>{p('&e9;')}</w:body>")
    with pytest.raises(errors.Damaged) as caught:
        readers.read(package({"word/document.xml": document.encode(codec)}))
    assert "DTD" in caught.value.detail.en


def test_external_entities_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    document = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + word(
        "document", f"<w:body>{p('&x;')}</w:body>"
    )
    with pytest.raises(errors.Damaged):
        readers.read(package({"word/document.xml": document.encode()}))


def test_zip_bombs() -> None:
    body = docx(p("正文"))
    with pytest.raises(errors.TooLarge):
        readers.read(package({"word/document.xml": body, "word/media/a.bin": bytes(limits.RATIO_FLOOR * 3)}))
    with pytest.raises(errors.TooLarge):
        readers.read(package({f"word/{number}.xml": b"" for number in range(limits.ENTRIES + 1)}))


def test_a_member_that_lies_about_its_size() -> None:
    data = bytearray(package({"word/document.xml": word("document", f"<w:body>{p('正文' * 500)}</w:body>").encode()}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (50).to_bytes(4, "little")
    with pytest.raises(errors.Damaged):
        readers.read(bytes(data))


def test_too_large() -> None:
    with pytest.raises(errors.TooLarge):
        readers.read(bytes(60_000_000))
    with pytest.raises(errors.TooLarge):
        readers.read("公开".encode() * 3_000_000)
    with pytest.raises(errors.TooLarge):
        readers.read("\t甲\n".encode() * (limits.CELLS + 1))


def test_too_many_pages() -> None:
    paper = Paper()
    for _ in range(limits.PAGES + 1):
        paper.next_page()
    with pytest.raises(errors.TooLarge):
        paper.read()


def test_no_text() -> None:
    paper = Paper()
    paper.canvas.rect(10, 10, 100, 100)
    paper.next_page()
    with pytest.raises(errors.NoText):
        paper.read()


def test_scans_have_no_text(real: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    with pytest.raises(errors.NoText):
        readers.read(real("converted/001_2020_scan.pdf"))


OURS = (NameError, AttributeError, TypeError, LookupError, AssertionError, ArithmeticError, RecursionError)


def read_or_refuse(data: bytes) -> None:
    """Reading gives a document whose places hold, or one of the errors, and never anything else."""
    try:
        document = readers.read(data)
    except errors.Unreadable as refused:
        problem = refused
    else:
        check_places(document)
        document.text.encode("utf-8")
        return
    assert type(problem) in errors.Unreadable.__subclasses__()
    # a fault of our own would also come out as Damaged
    assert not isinstance(problem.__cause__, OURS), repr(problem.__cause__)


QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BEGINNINGS = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"<html>",
        b"<table><tr><td>",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        OLE,
        b"\t\xe7\x94\xb2\n",
    ]
)
PIECES = st.sampled_from(
    ["\t甲", "\n", "\n\n", "乙", "|", "| 1 |", "|---|", "\t", "\u3000", "5", "一、", "<td>", "<table>", "</table>",
     "<tr>", "<td rowspan=3>", "<td colspan=2>", "<br>",
     "\ud800", "\x00", "\ufeff", "&nbsp;", "<p>", "</p>", "<li>", "<ol>"]
)  # fmt: skip


@QUICK
@given(BEGINNINGS, st.binary(max_size=400))
def test_any_bytes(beginning: bytes, rest: bytes) -> None:
    read_or_refuse(beginning + rest)


@QUICK
@given(st.lists(PIECES, max_size=40), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_text_or_page(pieces: list[str], codec: str) -> None:
    read_or_refuse("".join(pieces).encode(codec, "ignore"))


SOURCES = sorted(path for path in SAMPLES.glob("format-2021-clean.*") if path.suffix != ".json")


@QUICK
@given(st.sampled_from(SOURCES), st.randoms(use_true_random=False), st.integers(1, 60))
def test_altered_samples(path: Path, chance: random.Random, changes: int) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(changes):
        data[chance.randrange(len(data))] = chance.randrange(256)
    read_or_refuse(bytes(data))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.suffix)
def test_cut_samples(path: Path) -> None:
    data = path.read_bytes()
    for part in range(1, 12):
        read_or_refuse(data[: len(data) * part // 12])


@pytest.mark.parametrize("name", ["001_2020.pdf", "001_2020.docx", "001_2020.html", "002_2018.docx", "001_2020.doc"])
def test_cut_and_altered_real_files(name: str, real: Load) -> None:
    data = real(f"converted/{name}")
    chance = random.Random(11)
    for part in range(1, 6):
        read_or_refuse(data[: len(data) * part // 6])
        altered = bytearray(data)
        for _ in range(10 * part):
            altered[chance.randrange(len(altered))] = chance.randrange(256)
        read_or_refuse(bytes(altered))


def nested_forms(levels: int, times: int, cycle: bool = False) -> bytes:
    """A PDF whose page draws a form that draws the next one ``times`` times, and so on."""
    paper = Paper()
    paper.write(80, 100, "正文可以读取不需要密码")
    objects, trailer = pdf.parts(paper.bytes())
    first = max(objects) + 1
    for level in range(levels):
        below = first + (level + 1) % levels if cycle else first + level + 1
        head = b"<< /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A %d 0 R >> >> /Length 0 >>\n" % below
        objects[first + level] = pdf.packed(head, b"/A Do " * times)
    for number, body in objects.items():
        if b"/Contents" in body:
            objects[number] = body.replace(b"/Resources <<", b"/Resources << /XObject << /A %d 0 R >>" % first)
            page = int(body.split(b"/Contents ")[1].split()[0])
    head, content = pdf.unpacked(objects[page]) or (b"", b"")
    objects[page] = pdf.packed(head, content + b" /A Do")
    return pdf.write(objects, trailer)


@pytest.mark.parametrize(("levels", "times", "cycle"), [(30, 2, False), (1, 3, True), (2, 2, True)])
def test_drawings_that_draw_each_other_without_end(levels: int, times: int, cycle: bool) -> None:
    with pytest.raises(errors.TooLarge):
        readers.read(nested_forms(levels, times, cycle))


def test_drawings_without_end_behind_a_page_that_is_broken() -> None:
    data = nested_forms(2, 3, cycle=True)
    objects, trailer = pdf.parts(data)
    page = next(number for number, body in objects.items() if b"/Contents" in body)
    content = int(objects[page].split(b"/Contents ")[1].split()[0])
    objects[content] = objects[content].replace(b"<<", b"<< -9 ", 1)
    with pytest.raises(errors.TooLarge):
        readers.read(pdf.write(objects, trailer))


def test_a_page_with_more_text_than_a_page_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PAGE_CHARACTERS", 10)
    with pytest.raises(errors.TooLarge) as caught:
        readers.read(nested_forms(4, 3))
    assert "10" in caught.value.detail.zh


def test_drawings_in_drawings_are_read() -> None:
    assert readers.read(nested_forms(4, 3)).text == "正文可以读取不需要密码"


def test_a_page_of_properties_that_says_it_holds_more_than_it_can() -> None:
    data = bytearray((SAMPLES.parent / "office" / "lists.doc").read_bytes())
    for end in range(1023, len(data), 512):
        if data[end]:
            data[end] = 120  # how many runs a page of properties says that it has
    with pytest.raises(errors.Unreadable) as caught:
        readers.read(bytes(data))
    assert not isinstance(caught.value.__cause__, OURS)
