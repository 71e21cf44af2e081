"""One class per way in which a file cannot be read.

Every message says what is wrong, what was expected and what to do, in both languages, and never holds report
text. ``code`` is stable: it is the last part of the problem type that the service answers with.
"""

from __future__ import annotations

from gouji.model import Text


class Unreadable(Exception):  # noqa: N818 - the name says what happened, as all of them do
    """The file cannot become a Document. Never raised itself, only its subclasses."""

    code = "unreadable"
    title = Text("文件无法读取", "The file cannot be read")
    advice = Text("请检查文件后重新上传。", "Check the file and upload it again.")

    def __init__(self, detail: Text | None = None) -> None:
        self.detail = detail or self.advice
        super().__init__(f"{self.title.en}: {self.detail.en}")


class Empty(Unreadable):
    """No bytes, or nothing but white space."""

    code = "empty"
    title = Text("文件是空的", "The file is empty")
    advice = Text(
        "文件没有任何内容。请确认选对了文件，重新导出后上传。",
        "The file holds nothing. Make sure that it is the right one, export it again and upload it.",
    )


class TooLarge(Unreadable):
    """More bytes, pages, entries or unpacked bytes than the limits allow."""

    code = "too-large"
    title = Text("文件超出大小限制", "The file is too large")
    advice = Text(
        "请删去与年度报告无关的附件或高清图片后重新上传。",
        "Remove attachments or high-resolution pictures that do not belong to the report and upload it again.",
    )


class Unsupported(Unreadable):
    """Not a type that any reader takes, judged by content."""

    code = "unsupported-type"
    title = Text("不支持的文件类型", "This type of file is not supported")
    advice = Text(
        "可读取：DOCX、DOC、WPS、PDF、HTML、MHT、XLSX、XLS、ET、TXT，或只含一份报告的 ZIP。请另存为其中一种后上传。",
        "Readable types: DOCX, DOC, WPS, PDF, HTML, MHT, XLSX, XLS, ET, TXT, or a ZIP with one report in it. Save the "
        "report as one of them and upload it again.",
    )


class Encrypted(Unreadable):
    """Needs a password."""

    code = "encrypted"
    title = Text("文件有密码保护", "The file is password-protected")
    advice = Text("请取消打开密码后重新上传。", "Remove the password needed to open it and upload it again.")


class Damaged(Unreadable):
    """Begins like a known type but cannot be opened as one."""

    code = "damaged"
    title = Text("文件已损坏", "The file is damaged")
    advice = Text(
        "文件内容不完整或结构错误。请在原软件中打开、另存后重新上传。",
        "Its content is incomplete or malformed. Open it in the program that made it, save it again and upload it.",
    )


class NoText(Unreadable):
    """Opened, but without any text layer: a scan or pictures only."""

    code = "no-text-layer"
    title = Text("文件没有文字层", "The file has no text layer")
    advice = Text(
        "文件看起来是扫描件或图片。请上传可复制文字的版本（Word 或由 Word 导出的 PDF）。",
        "It seems to be a scan or pictures only. Upload a version whose text can be copied (Word, or a PDF exported "
        "from Word).",
    )
