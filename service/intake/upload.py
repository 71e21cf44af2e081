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
from werkzeug.local import LocalProxy
from werkzeug.utils import cached_property

from gouji import errors
from gouji.model import Text
from gouji.readers import sniff
from ledger.blobs import Incoming, StorageError
from ledger.logs import log
from service.intake import declared, forms
from service.intake.body import Body
from service.problems import Problem
from service.schemas import SUBMISSION, escaped, loaded

HEAD = 1_000_000  # bytes that are looked at before accepting
FORM = 1 << 16  # bytes that a form may add to the file
_WHITE = b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf\xff\xfe"
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)  # and what turns a name round
_IN_FORM = Text(
    "用表单上传时，请把参数作为表单字段。", "With a form, particulars are fields of the form, not of the query."
)


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
    """Flask's request, which knows the documents that it has brought into the ledger's incoming folder."""

    def new_incoming(self, limit: int = 0) -> Incoming:
        """A document to be written, of the size of one upload if no ``limit`` is given; removed at the end of the
        request unless it is kept."""
        ledger = current_app.config["LEDGER"]
        one: Incoming = ledger.blobs.receive(limit or ledger.settings.max_upload_bytes)
        self.incoming.append(one)
        return one

    @cached_property
    def incoming(self) -> list[Incoming]:
        return []


@contextmanager
def received() -> Iterator[Parcel]:
    """The parcel of this request, judged by its first bytes. What is not kept is removed at the end."""
    with incoming():
        parcel = _from_form() if request.mimetype == declared.FORM else _from_body()
        judge(parcel.incoming)
        yield parcel


@contextmanager
def incoming() -> Iterator[None]:
    """Read a body inside: the disk's troubles are told from the client's, and what is not kept is removed."""
    try:
        declared.check()
        yield
    except OSError as trouble:
        raise StorageError(trouble.errno) from trouble
    finally:
        for each in current().incoming:
            each.drop()


def current() -> UploadRequest:
    """The request, with its own type."""
    assert isinstance(request, LocalProxy)
    found: UploadRequest = request._get_current_object()
    return found


def _from_form() -> Parcel:
    no_query()
    form = forms.read(Body(), 1, current().new_incoming)
    particulars = loaded(SUBMISSION, form.fields, form.wrong)
    name, one = form.files[0]
    return Parcel(one, tidy(name), particulars)


def no_query() -> None:
    """Raise a Problem when particulars of a form stand in the query, where they would be overlooked."""
    if request.args:
        raise Problem("invalid-input", wrong=tuple((f"/{escaped(name)}", _IN_FORM) for name in sorted(request.args)))


def _from_body() -> Parcel:
    particulars = loaded(SUBMISSION, request.args)
    one, body = current().new_incoming(), Body()
    while chunk := body.read():
        one.write(chunk)
    return Parcel(one, tidy(name_in_headers()), particulars)


def name_in_headers() -> str:
    """The name of a raw body, empty when there is none."""
    _, options = parse_options_header(request.headers.get("Content-Disposition"))
    return _utf8(options.get("filename", "")) or unquote(_utf8(request.headers.get("X-Filename", "")))


def _utf8(header: str) -> str:
    """A header that carries raw UTF-8, as some clients send it."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def shown(name: str) -> str:
    """A name with its folders, to be shown and nothing else."""
    return _CONTROL.sub("", name)[-255:]


def tidy(name: str) -> str:
    """The last part of a path, without control characters, at most 255 characters. It is data, never our path."""
    return _CONTROL.sub("", re.split(r"[/\\]", name)[-1])[-255:]


def judge(incoming: Incoming) -> None:
    """Refuse (errors.Unreadable) what no reader takes, as far as the beginning tells: empty (422), another type (415),
    a small archive that does not open (422). The rest (encrypted, damaged, without text) is found by the worker, in a
    child."""
    head = incoming.head(HEAD)
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
