"""Zip archives with one report in them, beside pictures and the rubbish that systems leave.

Nothing is ever written to disk, so that names of members are names and no paths. Archives in archives stay closed.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

from gouji import errors, readers
from gouji.model import Document, Text
from gouji.readers import limits, sniff
from gouji.readers.encoding import decode
from gouji.readers.package import Package

FROM_ARCHIVE = "read-from-archive"
RUBBISH = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^./]|~\$|thumbs\.db$|desktop\.ini$)|\.files/|_files/", re.IGNORECASE)
_BESIDE = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|tiff?|webp|svg|emf|wmf|ico|css|js|json|ini|url|lnk|xml|log|ttf|otf|mp[34]|avi|wav|exe|dll)$",
    re.IGNORECASE,
)
_UTF8 = 0x800  # the flag of names in UTF-8


def read(data: bytes) -> Document:
    """The one report in a zip archive; errors.Unsupported when there is none or more than one."""
    package = Package(data)
    found: list[tuple[str, bytes]] = []
    nested = pictures = 0
    for name, info in package.members.items():
        label = shown(info.filename, info.flag_bits)
        if info.is_dir() or not info.file_size or RUBBISH.search(label):
            continue
        if _BESIDE.search(label):
            pictures += 1
            continue
        content = package.read(name, limits.BYTES) or b""
        kind = _kind(content)
        if kind == "archive":
            nested += 1
        elif kind:
            found.append((label, content))
        if len(found) > 1:
            raise _several()
    if not found:
        raise _none(nested, pictures)
    name, content = found[0]
    document = readers.read(content)
    notes = (*document.quality.notes, FROM_ARCHIVE)
    metadata = {**document.metadata, "member": posixpath.basename(name.replace("\\", "/"))[:200]}
    return replace(document, quality=replace(document.quality, notes=notes), metadata=dict(sorted(metadata.items())))


def _kind(content: bytes) -> str:
    """The reader for a member, ``unreadable`` for a report that cannot be opened, nothing for what is no report."""
    try:
        kind = sniff.kind(content)
    except (errors.Encrypted, errors.Damaged):
        return "unreadable"
    except errors.Unreadable:
        return ""
    return kind


def shown(name: str, flags: int) -> str:
    """The name as it was written: old programs write GBK and do not say so, and the library takes it for cp437."""
    if flags & _UTF8 or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    decoded = decode(raw)
    return decoded.text if decoded else raw.decode("gb18030", "replace")


def _several() -> errors.Unsupported:
    return errors.Unsupported(
        Text(
            "压缩包里有多份可读取的文件，无法判断哪一份是年度报告。请解压后逐份上传，或作为一批文件一起上传。",
            "The zip archive holds more than one readable file, so that it cannot be told which one is the report. "
            "Unpack it and upload the reports one by one, or together as a batch.",
        )
    )


def _none(nested: int, pictures: int) -> errors.Unsupported:
    if nested:
        return errors.Unsupported(
            Text(
                "压缩包里还有压缩包，没有可直接读取的报告。请解压到报告文件本身后上传。",
                "The zip archive holds further archives and no report. Unpack them and upload the report itself.",
            )
        )
    if pictures:
        return errors.Unsupported(
            Text(
                "压缩包里只有图片或附属文件，没有可读取的报告。请上传 Word、WPS、PDF、HTML 或 TXT 文件。",
                "The zip archive holds pictures or side files only and no report. Upload a Word, WPS, PDF, HTML or "
                "TXT file.",
            )
        )
    return errors.Unsupported(
        Text(
            "压缩包里没有可读取的报告。请解压后上传报告文件（DOCX、DOC、WPS、PDF、HTML、XLSX、XLS 或 TXT）。",
            "The zip archive holds no readable report. Unpack it and upload the report (DOCX, DOC, WPS, PDF, HTML, "
            "XLSX, XLS or TXT).",
        )
    )
