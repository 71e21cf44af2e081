"""A batch on its way in: archives and single files become one list of entries, each judged by itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import current_app, request

from gouji import errors
from gouji.model import Text
from gouji.readers import sniff
from ledger.blobs import Incoming
from ledger.settings import Settings
from ledger.store.batches import Entry
from service.intake import archives, declared, forms, queues, upload
from service.intake.archives import Limits
from service.intake.body import Body
from service.problems import Problem
from service.schemas import BATCH_SUBMISSION, loaded

_NO_REPORT = Text(
    "这一批文件中没有可以审核的报告，errors 逐个列出了原因。",
    "None of these files can be audited; errors says why for each.",
)
_NOTHING = Text(
    "这一批中没有文件。请上传装有报告的 ZIP，或多个文件。",
    "There is no file in it. Send a ZIP of reports, or several files.",
)
_SHOWN = 50  # refused files that are listed when all are


@dataclass(frozen=True, slots=True)
class Load:
    """What was handed in: the entries, and the particulars of all (validated)."""

    entries: list[Entry]
    particulars: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        """The digest of names, bytes and particulars."""
        files = [(each.name, each.incoming.sha256 if each.incoming else each.bytes) for each in self.entries]
        given = sorted((name, str(value)) for name, value in self.particulars.items())
        return hashlib.sha256(json.dumps([files, given]).encode()).hexdigest()


@contextmanager
def received() -> Iterator[Load]:
    """The batch of this request; at least one of its entries was not refused."""
    settings: Settings = current_app.config["SETTINGS"]
    request.max_content_length = settings.max_batch_bytes + upload.FORM
    with upload.incoming():
        files, particulars = _from_form(settings) if request.mimetype == declared.FORM else _from_body(settings)
        limits = Limits(settings.max_batch_entries, settings.max_batch_unpacked_bytes)
        entries = [_judged(each) for name, one in files for each in _entries(name, one, limits)]
        _check(entries)
        yield Load(entries, particulars)


def _from_form(settings: Settings) -> tuple[list[tuple[str, Incoming]], dict[str, Any]]:
    upload.no_query()
    form = forms.read(
        Body(), settings.max_batch_entries, lambda: upload.current().new_incoming(settings.max_batch_bytes)
    )
    return form.files, loaded(BATCH_SUBMISSION, form.fields, form.wrong)


def _from_body(settings: Settings) -> tuple[list[tuple[str, Incoming]], dict[str, Any]]:
    particulars = loaded(BATCH_SUBMISSION, request.args)
    one, body = upload.current().new_incoming(settings.max_batch_bytes), Body()
    while chunk := body.read():
        one.write(chunk)
    return [(upload.name_in_headers(), one)], particulars


def _entries(name: str, one: Incoming, limits: Limits) -> Iterator[Entry]:
    """The file itself, or the files in it."""
    entry = Entry(name, one.size, one)
    if one.head(4).startswith(sniff.ZIP):
        try:
            found = archives.opened(one, limits)
        except errors.Unreadable as refused:
            entry.problem = archives.problem(refused)
        else:
            if found:
                with found:
                    yield from archives.unpacked(found, upload.current().new_incoming, limits)
                one.drop()
                return
    limits.file()
    yield entry


def _judged(entry: Entry) -> Entry:
    """The entry as it is to be kept: refused if no reader takes it, and holding no file open."""
    entry.name = upload.shown(entry.name)
    one = entry.incoming
    if one and not entry.problem:
        try:
            archives.check_size(one.size, current_app.config["SETTINGS"].max_upload_bytes)
            upload.judge(one)
            entry.queue = queues.chosen(one, current_app.config["SETTINGS"])
        except errors.Unreadable as refused:
            entry.problem = archives.problem(refused)
    if entry.problem:
        entry.incoming = None
        if one:
            one.drop()
    elif one:
        one.rest()
    return entry


def _check(entries: list[Entry]) -> None:
    if not entries:
        raise errors.Empty(_NOTHING)
    if all(entry.problem for entry in entries):
        wrong = tuple(
            (f"/entries/{number}", Text(**entry.problem["detail"]))
            for number, entry in enumerate(entries[:_SHOWN], 1)
            if entry.problem
        )
        raise Problem("invalid-input", _NO_REPORT, wrong=wrong)
