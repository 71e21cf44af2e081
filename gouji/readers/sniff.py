"""What a file is, judged by its content. The name is never trusted."""

from __future__ import annotations

import re

from gouji import errors
from gouji.model import Text
from gouji.readers import ole, package, scan
from gouji.readers.encoding import decode

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

# Beginnings of files that hold no readable report; the words are for the error message.
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"MZ", "可执行文件", "an executable"),
    (b"\x7fELF", "可执行文件", "an executable"),
    (b"\xca\xfe\xba\xbe", "可执行文件", "an executable"),
    (b"\xcf\xfa\xed\xfe", "可执行文件", "an executable"),
    (b"#!", "脚本", "a script"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"BM", "图片", "a picture"),
    (b"II*\x00", "图片", "a picture"),
    (b"MM\x00*", "图片", "a picture"),
    (b"RIFF", "图片或音像文件", "a picture, sound or film"),
    (b"\x00\x00\x00\x18ftyp", "音像文件", "a film"),
    (b"\x00\x00\x00\x20ftyp", "音像文件", "a film"),
    (b"ID3", "音像文件", "a sound"),
    (b"OggS", "音像文件", "a sound"),
    (b"\x1f\x8b", "压缩包", "a compressed archive"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包", "a compressed archive"),
    (b"Rar!", "压缩包", "a compressed archive"),
    (b"BZh", "压缩包", "a compressed archive"),
    (b"\xfd7zXZ", "压缩包", "a compressed archive"),
    (b"SQLite format 3", "数据库", "a database"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
    (b"%!PS", "PostScript 文件", "a PostScript file"),
)
# Short beginnings that a text could share: they count only when the rest is not text.
_AMBIGUOUS = (b"MZ", b"BM", b"BZh", b"ID3", b"#!", b"RIFF", b"GIF8", b"Rar!")

_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|table|tbody|tr|td|th|div|p|span|font|a|ul|li|h[1-6]|script|style"
    r"|center)\b[^<>]*>",
    re.IGNORECASE,
)  # not <br> and <b>: exports with tables of pipes use them inside cells
_WEB_ARCHIVE = re.compile(
    r"\s*(?:[\w-]{1,40}:.{0,500}\r?\n(?:[ \t].{0,500}\r?\n){0,9}){0,20}"
    r"Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|title)\b", re.I | re.S
)


def kind(data: bytes) -> str:
    """The reader for ``data``, a key of READERS; errors.Unsupported when there is none."""
    if data.startswith(ZIP):
        return package.kind(data)
    if data.startswith(OLE):
        return ole.kind(data)
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return "pdf"
    if scan.is_picture(data) and scan.available():
        return "picture"
    _refuse_others(data)
    decoded = decode(data)
    if decoded is None:
        if b"%PDF-" in data[:1024]:
            return "pdf"
        raise errors.Unsupported
    text = decoded.text
    if _WEB_ARCHIVE.match(text):
        return "mhtml"
    if is_html(text):
        return "html"
    if text.lstrip("\ufeff \t\r\n")[:5].lower() == "<?xml":
        raise unsupported("XML 文件", "an XML file")
    return "text"


def is_html(text: str) -> bool:
    """Whether the text is a web page: it opens like one, or its beginning is full of tags."""
    head = text[:20_000].lstrip("\ufeff")
    return bool(_OPENING.match(head)) or len(_TAG.findall(head)) >= 4


def unsupported(zh: str, en: str) -> errors.Unsupported:
    """An Unsupported that names what the file is."""
    return errors.Unsupported(
        Text(
            f"这是{zh}，无法直接读取。请在原软件中另存为 DOCX 或 PDF（含文字层）后上传。",
            f"This is {en}, which cannot be read. Save the report as DOCX or as a PDF with a text layer.",
        )
    )


def _refuse_others(data: bytes) -> None:
    for mark, zh, en in _OTHERS:
        if data.startswith(mark) and (mark not in _AMBIGUOUS or decode(data) is None or b"\x00" in data[:4096]):
            raise unsupported(zh, en)
