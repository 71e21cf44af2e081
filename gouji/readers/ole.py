"""OLE compound files (DOC, WPS, XLS, encrypted OOXML): told apart; none is read yet."""

from __future__ import annotations

from gouji import errors
from gouji.model import Text

_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")
_KINDS = (
    ("WordDocument", "DOC/WPS 旧格式文档", "a document in the old DOC or WPS format"),
    ("Workbook", "XLS 旧格式表格", "a sheet in the old XLS format"),
    ("PowerPoint Document", "PPT 演示文稿", "a presentation"),
)


def kind(data: bytes) -> str:
    """Always raises: errors.Encrypted for OOXML with a password, errors.Unsupported for everything else. Stream
    names stand in the directory as UTF-16, so that looking for them needs no walk over the sectors."""
    if any(name.encode("utf-16-le") in data for name in _ENCRYPTED):
        raise errors.Encrypted
    for name, zh, en in _KINDS:
        if name.encode("utf-16-le") in data:
            raise errors.Unsupported(
                Text(
                    f"这是{zh}，暂不能直接读取。请在 Word 或 WPS 中另存为 DOCX 或 PDF 后上传。",
                    f"This is {en}, which cannot be read yet. Save it as DOCX or PDF in Word or WPS and upload that.",
                )
            )
    raise errors.Unsupported
