"""Web archives: the page inside is read like a page, whatever its encoding."""

from __future__ import annotations

from collections.abc import Callable
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from reader_help import check_places

from gouji import errors, readers

PAGE = "format-2021-clean.html"
Load = Callable[[str], bytes]


def archive(page: str, charset: str, *more: MIMEText) -> bytes:
    message = MIMEMultipart("related", type="text/html")
    message["From"] = "<Saved by a browser>"
    message["Subject"] = "=?utf-8?B?5bm05oql?="
    for part in more:
        message.attach(part)
    message.attach(MIMEText(page, "html", charset))
    message.attach(MIMEImage(b"\x89PNG" * 20, "png"))
    return message.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312"])
def test_charsets(charset: str, declared: str, sample: Load) -> None:
    page = sample(PAGE).decode("utf-8")
    document = readers.read(archive(page.replace('charset="utf-8"', f'charset="{declared}"'), charset), "report.doc")
    check_places(document)
    assert (document.reader, document.media_type, document.images) == ("mhtml", "multipart/related", 1)
    assert document.text == readers.read(sample(PAGE)).text
    assert document.metadata == readers.read(sample(PAGE)).metadata


def test_a_page_without_pictures_is_one_part(sample: Load) -> None:
    page = MIMEText(sample(PAGE).decode("utf-8"), "html", "utf-8")
    document = readers.read(page.as_bytes())
    assert document.reader == "mhtml"
    assert document.text == readers.read(sample(PAGE)).text


def test_the_archive_names_its_first_page() -> None:
    frame = MIMEText("<html><p>框架</p></html>", "html", "utf-8")
    page = MIMEText("<html><p>正文共12件</p></html>", "html", "utf-8")
    page["Content-ID"] = "<main@x>"
    message = MIMEMultipart("related", type="text/html", start="<main@x>")
    message.attach(frame)
    message.attach(page)
    assert readers.read(message.as_bytes()).text == "正文共12件"


def test_word_saves_pictures_beside_the_page() -> None:
    page = '<html><body><p>甲</p><!--[if gte vml 1]><v:shape/><![endif]--><img src="a.png"><img src="b.png"></body></html>'
    assert readers.read(archive(page, "utf-8")).images == 2


def test_archives_without_a_page() -> None:
    message = MIMEMultipart("related")
    message.attach(MIMEImage(b"\x89PNG" * 20, "png"))
    with pytest.raises(errors.Damaged):
        readers.read(message.as_bytes())
    with pytest.raises(errors.Empty):
        readers.read(archive("", "utf-8"))


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_cut_archives(part: float, sample: Load) -> None:
    data = archive(sample(PAGE).decode("utf-8"), "utf-8")
    document = readers.read(data[: int(len(data) * part)])
    check_places(document)
