"""Zip archives: one report inside is read, more than one are refused with advice."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from reader_help import check_places

from gouji import errors, readers

DOCX, TEXT = "format-2021-clean.docx", "format-2021-clean.txt"
Load = Callable[[str], bytes]


def package(files: Mapping[str, bytes], codec: str = "") -> bytes:
    """A zip archive; with ``codec``, its names are in that encoding and the archive does not say so."""
    stream = BytesIO()
    shown = {name: name.encode(codec) for name in files} if codec else {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for index, (name, content) in enumerate(files.items()):
            archive.writestr(f"{index:0{len(shown[name])}d}" if codec else name, content)
    data = stream.getvalue()
    for index, raw in enumerate(shown.values()):
        data = data.replace(f"{index:0{len(raw)}d}".encode(), raw)
    return data


def test_one_report_beside_rubbish(sample: Load) -> None:
    data = package(
        {
            "年报/": b"",
            "__MACOSX/年报/._报告.docx": b"\x00\x05\x16\x07 text",
            "年报/.DS_Store": b"text",
            "年报/~$报告.docx": b"lock",
            "年报/公章.png": b"\x89PNG",
            "年报/Thumbs.db": b"x",
            "年报/报告.docx": sample(DOCX),
            "年报/空.txt": b"",
            "年报/setup.bin": b"MZ\x90\x00\x03" + bytes(range(256)) * 9,
        }
    )
    document = readers.read(data)
    check_places(document)
    expected = readers.read(sample(DOCX))
    assert document.text == expected.text
    assert document.reader == "docx"
    assert document.quality.notes == (*expected.quality.notes, "read-from-archive")
    assert document.metadata == {**expected.metadata, "member": "报告.docx"}


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
def test_names_in_an_encoding_that_is_not_told(codec: str, sample: Load) -> None:
    document = readers.read(package({"某区水务局年度报告.txt": sample(TEXT)}, codec))
    assert document.metadata["member"] == "某区水务局年度报告.txt"


@pytest.mark.parametrize("name", ["../../../etc/report.txt", "/etc/report.txt", "C:\\windows\\report.txt"])
def test_names_are_no_paths(name: str, sample: Load) -> None:
    assert readers.read(package({name: sample(TEXT)})).metadata["member"] == "report.txt"


def test_a_web_page_with_its_folder(sample: Load) -> None:
    files = {
        "报告.html": sample("format-2021-clean.html"),
        "报告_files/menu.html": b"<html><p>x</p></html>",
        "a.css": b"p{}",
    }
    assert readers.read(package(files)).reader == "html"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a.docx": "docx", "b.txt": "text"}, "one by one"),
        ({"inner.zip": "zip"}, "further archives"),
        ({"a.png": "picture"}, "pictures"),
        ({"a.bin": "noise"}, "no readable report"),
        ({}, "no readable report"),
    ],
    ids=["several", "nested", "pictures", "noise", "nothing"],
)
def test_archives_without_one_report(files: dict[str, str], words: str, sample: Load) -> None:
    contents = {
        "docx": sample(DOCX),
        "text": sample(TEXT),
        "zip": package({"a.txt": sample(TEXT)}),
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(99),
        "noise": b"\x7fELF" + bytes(range(256)),
    }
    with pytest.raises(errors.Unsupported) as caught:
        readers.read(package({name: contents[kind] for name, kind in files.items()}))
    assert words in caught.value.detail.en
    assert caught.value.detail.zh != caught.value.detail.en


def test_the_error_of_the_report_is_told(sample: Load) -> None:
    with pytest.raises(errors.Damaged):
        readers.read(package({"a.docx": sample(DOCX)[:2000]}))
    data = bytearray(package({"a.txt": sample(TEXT)}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    with pytest.raises(errors.Encrypted):
        readers.read(bytes(data))


def test_bombs() -> None:
    with pytest.raises(errors.TooLarge):
        readers.read(package({"a.txt": bytes(30_000_000)}))
    with pytest.raises(errors.TooLarge):
        readers.read(package({f"{number}.txt": b"" for number in range(2_001)}))
