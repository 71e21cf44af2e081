"""How much a file may hold. Annual reports are small: these bounds only keep out bombs and mistakes."""

from __future__ import annotations

from gouji import errors
from gouji.model import Text

BYTES = 50_000_000
UNPACKED = 200_000_000
RATIO = 200  # unpacked to packed, for parts of more than RATIO_FLOOR bytes
RATIO_FLOOR = 10_000_000
ENTRIES = 2_000
PAGES = 300
CHARACTERS = 5_000_000
PAGE_CHARACTERS = 100_000  # of one printed page; the densest sheet of newsprint has a third of that
CELLS = 200_000
SPAN = 1_000  # the largest rowspan or colspan that is believed


def megabytes(size: int) -> str:
    """A size for people, in millions of bytes."""
    return f"{size / 1_000_000:.0f}"


def check_bytes(size: int) -> None:
    """Raise TooLarge when the file itself is over the limit."""
    if size > BYTES:
        limit, found = megabytes(BYTES), megabytes(size)
        raise errors.TooLarge(
            Text(
                f"文件有 {found} MB，最多 {limit} MB。请删去与年度报告无关的附件或高清图片。",
                f"The file has {found} MB, the limit is {limit} MB. Remove attachments and high-resolution pictures.",
            )
        )


def check_characters(count: int) -> None:
    """Raise TooLarge when the text is far longer than any report."""
    if count > CHARACTERS:
        raise errors.TooLarge(
            Text(
                f"文字超过 {CHARACTERS} 个字符，不像一份年度报告。请只上传年度报告。",
                f"The text has more than {CHARACTERS} characters, unlike a report. Upload the annual report alone.",
            )
        )


def check_page(count: int) -> None:
    """Raise TooLarge when one page holds more than can be printed on it."""
    if count > PAGE_CHARACTERS:
        raise errors.TooLarge(
            Text(
                f"有一页的文字超过 {PAGE_CHARACTERS} 个字符，不像正常的页面。请用文字处理软件重新导出后上传。",
                f"A page holds more than {PAGE_CHARACTERS} characters, unlike any printed page. Export the report "
                "anew from the word processor and upload that.",
            )
        )


def check_cells(count: int) -> None:
    """Raise TooLarge when the tables hold far more cells than any form."""
    if count > CELLS:
        raise errors.TooLarge(
            Text(
                f"表格单元格超过 {CELLS} 个，不像年度报告的表格。请只上传年度报告。",
                f"The tables hold more than {CELLS} cells, unlike the forms. Upload the annual report alone.",
            )
        )
