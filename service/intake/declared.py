"""What the headers of an upload say about its content: refused before a byte is read where that cannot be a report."""

from __future__ import annotations

from flask import request

from gouji.model import Text
from service.problems import Problem

FORM = "multipart/form-data"
_ACCEPT = (
    f"{FORM}, application/octet-stream, application/pdf, application/zip, application/msword, text/plain, text/html"
)
_NEVER = frozenset(
    {
        "application/x-www-form-urlencoded",
        "application/json",
        "application/x-ndjson",
        "application/yaml",
        "application/xml",
        "application/javascript",
        "application/graphql",
        "text/xml",
        "text/javascript",
        "text/css",
        "text/csv",
    }
)
_NEVER_FAMILIES = ("audio/", "video/", "font/", "model/", "multipart/")


def check() -> None:
    """Raise a Problem for a coded or partial body, and for a type that no report has. What it really is, is judged by
    its content; this only finds clients that send something else than they mean to."""
    coding = request.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity"):
        raise Problem("unsupported-encoding", headers={"Accept-Encoding": "identity"})
    if "Content-Range" in request.headers:
        raise Problem("bad-request", _PARTIAL)
    declared = request.mimetype
    if declared != FORM and (declared in _NEVER or declared.startswith(_NEVER_FAMILIES) or declared.endswith("+json")):
        raise Problem("unsupported-type", _not_a_report(declared), headers={"Accept": _ACCEPT})


_PARTIAL = Text(
    "不支持用 Content-Range 分段上传，请一次发送整个文件。",
    "Uploads in parts (Content-Range) are not taken: send the whole file.",
)


def _not_a_report(declared: str) -> Text:
    shown = "".join(each for each in declared[:80] if each.isprintable())
    return Text(
        f"请求声明的内容类型是 {shown}，不是报告文件。请用 multipart/form-data 表单的 file 部分上传"
        "（curl -F file=@report.pdf），或把文件本身作为请求体并声明 application/octet-stream。",
        f"The request says that its content is {shown}, which no report is. Send a form (multipart/form-data) with "
        "the part file, as curl -F file=@report.pdf does, or the file itself as application/octet-stream.",
    )
