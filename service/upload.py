"""A document on its way in: from the socket to a file, hashed as it comes, never held in memory.

It comes as multipart/form-data with a part ``file`` and particulars as fields, or as the body itself with the
particulars in the query and the name in Content-Disposition or X-Filename.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from flask import Request, current_app, request
from werkzeug.http import parse_options_header

from gouji import errors
from gouji.model import Text
from gouji.readers import sniff
from ledger.blobs import Incoming, StorageError
from ledger.logs import log
from service.problems import Problem
from service.schemas import SUBMISSION, loaded

CHUNK = 1 << 16
HEAD = 1_000_000  # bytes that are looked at before accepting
FORM = 1 << 16  # bytes that a form may add to the file
_WHITE = b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf\xff\xfe"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was handed in: the bytes, their name, and the particulars (validated)."""

    incoming: Incoming
    filename: str
    particulars: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        """The digest of bytes and particulars. The name does not count, as in ledger.store.intake."""
        given = sorted((name, str(value)) for name, value in self.particulars.items())
        return hashlib.sha256(json.dumps([self.incoming.sha256, given]).encode()).hexdigest()


class UploadRequest(Request):
    """Flask's request, with file parts going straight into the ledger's incoming folder."""

    incoming: list[Incoming]

    def new_incoming(self) -> Incoming:
        ledger = current_app.config["LEDGER"]
        one: Incoming = ledger.blobs.receive(ledger.settings.max_upload_bytes)
        self.__dict__.setdefault("incoming", []).append(one)
        return one

    def _get_file_stream(self, *_: Any, **__: Any) -> Any:
        return self.new_incoming()


@contextmanager
def received() -> Iterator[Parcel]:
    """The parcel of this request, judged by its first bytes. What is not kept is removed at the end."""
    try:
        multipart = request.mimetype == "multipart/form-data"
        parcel = _from_form() if multipart else _from_body()
        _judge(parcel.incoming)
        yield parcel
    except OSError as trouble:
        raise StorageError(trouble.errno) from trouble
    finally:
        for each in request.__dict__.get("incoming", []):
            each.drop()


def _from_form() -> Parcel:
    parts = request.files.getlist("file")
    if len(parts) != 1 or len(request.files) != 1:
        text = Text("请在名为 file 的表单部分中上传一个文件。", "Send exactly one file, in a form part named file.")
        raise Problem("invalid-input", wrong=(("/file", text),))
    return Parcel(parts[0].stream, _tidy(parts[0].filename or ""), loaded(SUBMISSION, request.form))  # type: ignore[arg-type]


def _from_body() -> Parcel:
    particulars = loaded(SUBMISSION, request.args)
    incoming = request.new_incoming()  # type: ignore[attr-defined]
    while chunk := request.stream.read(CHUNK):
        incoming.write(chunk)
    return Parcel(incoming, _tidy(_name_in_headers()), particulars)


def _name_in_headers() -> str:
    _, options = parse_options_header(request.headers.get("Content-Disposition"))
    return options.get("filename") or unquote(_utf8(request.headers.get("X-Filename", "")))


def _utf8(header: str) -> str:
    """A header that carries raw UTF-8, as some clients send it."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _tidy(name: str) -> str:
    """The last part of a path, without control characters, at most 255 characters. It is data, never our path."""
    return _CONTROL.sub("", re.split(r"[/\\]", name)[-1])[-255:]


def _judge(incoming: Incoming) -> None:
    """Refuse what no reader takes, as far as the beginning tells: empty (422), another type (415), a small archive
    that does not open (422). The rest (encrypted, damaged, without text) is found by the worker, in a child."""
    incoming.seek(0)
    head = incoming.read(HEAD)
    whole = incoming.size <= HEAD
    if whole and not head.strip(_WHITE):
        raise errors.Empty
    if not whole and head.startswith((*sniff.ZIP, sniff.OLE)):
        return  # their directory is at the end
    try:
        sniff.kind(head)
    except errors.Unreadable:
        if whole or b"\x00" in head:  # else a long text may have been cut inside a character
            raise
    except Exception as trouble:  # hostile bytes: not for this process to understand
        log().warning("not_judged", kind=type(trouble).__name__, sha256=incoming.sha256)
