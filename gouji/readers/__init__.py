"""Bytes -> Document. The type is judged by content, never by name.

To add a format: write a module with ``read(data: bytes) -> Document`` that raises nothing but ``errors.*``, teach
``sniff.kind`` its beginning, and add its line to READERS.
"""

from __future__ import annotations

from importlib import import_module

from gouji import errors, steps
from gouji.model import Document
from gouji.readers import limits, sniff

# Modules by name, so that a text report does not pay for loading the PDF libraries.
READERS = {
    "archive": "gouji.readers.archive",
    "doc": "gouji.readers.doc",
    "docx": "gouji.readers.docx",
    "html": "gouji.readers.html",
    "mhtml": "gouji.readers.mhtml",
    "pdf": "gouji.readers.pdf",
    "picture": "gouji.readers.scan",
    "text": "gouji.readers.text",
    "xls": "gouji.readers.sheet_xls",
    "xlsx": "gouji.readers.sheet_xlsx",
}


def read(data: bytes, filename: str = "") -> Document:
    """The document in ``data``; raises the subclasses of errors.Unreadable and nothing else, unless memory ends.
    ``filename`` is part of the call so that a caller need not know that the type is told by content alone."""
    steps.tell(steps.READING)
    limits.check_bytes(len(data))
    if not data.strip(b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf\xff\xfe"):
        raise errors.Empty
    try:
        kind = sniff.kind(data)
        if kind not in READERS:
            raise errors.Unsupported
        document: Document = import_module(READERS[kind]).read(data)
    except (errors.Unreadable, MemoryError):  # the second is nobody's fault: the caller has to give more
        raise
    except Exception as problem:
        # Parsers meet hostile input here. Whatever they stumble over is the file's fault, and the caller can act on
        # nothing but that; the cause stays attached for the log.
        raise errors.Damaged from problem
    return document


def load() -> None:
    """Import every reader with its libraries, so that no document waits for that."""
    for module in READERS.values():
        import_module(module)
