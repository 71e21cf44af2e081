"""multipart/form-data, read from the wire part by part: files go straight to their place, fields stay small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from gouji.model import Text
from ledger.blobs import Incoming
from service.intake.body import Body
from service.problems import Problem

BUFFER = 1 << 18  # bytes that the decoder may hold: the headers of a part
FIELD = 4_096  # bytes of one field
FIELDS = 16
FILE = "file"
Wrong = tuple[str, Text]

_TOO_LONG = Text(f"内容超过 {FIELD} 字节。", f"It has more than {FIELD} bytes.")
_NOT_UTF8 = Text("内容不是 UTF-8 编码的文字。", "It is not text in UTF-8.")
_TWICE = Text("该参数给出了不止一次。", "It is given more than once.")
_NO_FILE = Text("请在名为 file 的表单部分中上传文件。", "Send the file in a form part named file.")
_OTHER_FILE = Text("文件应放在名为 file 的表单部分中。", "Files go into form parts named file.")
_BOUNDARY = Text(
    "multipart/form-data 的 Content-Type 缺少有效的 boundary。请让 HTTP 客户端自行生成该头，不要手工设置。",
    "The Content-Type multipart/form-data has no valid boundary. Let the HTTP client make that header.",
)
_MALFORMED = Text(
    "multipart/form-data 的内容不完整或格式有误，未予接收。请让 HTTP 客户端生成表单后重新发送。",
    "The multipart/form-data content is incomplete or malformed; nothing was accepted. Let the HTTP client make the "
    "form and send it again.",
)


@dataclass(slots=True)
class Form:
    """What a form holds. ``wrong`` lists fields that cannot be used, as (name, why)."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[tuple[str, Incoming]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def read(body: Body, most: int, receive: Callable[[], Incoming]) -> Form:
    """The form in the body with at most ``most`` files, each written to what ``receive`` gives. Raises a Problem for
    what is no form; fields that are wrong are listed instead, so that all can be named at once."""
    form = Form()
    reader = _Reader(form, most, receive)
    for event in _events(body, _boundary()):
        reader.take(event)
    if not form.files and all(name != FILE for name, _ in form.wrong):
        form.wrong.append((FILE, _NO_FILE))
    return form


def _boundary() -> bytes:
    boundary = request.mimetype_params.get("boundary", "")
    if not boundary.isascii() or not 1 <= len(boundary) <= 200:
        raise Problem("bad-request", _BOUNDARY)
    return boundary.encode()


def _events(body: Body, boundary: bytes) -> Iterator[Event]:
    decoder = MultipartDecoder(boundary, BUFFER)
    while True:
        data = body.read()
        try:
            decoder.receive_data(data or None)
            event = decoder.next_event()
        except (ValueError, AttributeError, RequestEntityTooLarge):  # the second: a part without a line break
            raise Problem("bad-request", _MALFORMED) from None
        while not isinstance(event, (NeedData, Epilogue)):
            yield event
            try:
                event = decoder.next_event()
            except (ValueError, AttributeError, RequestEntityTooLarge):
                raise Problem("bad-request", _MALFORMED) from None
        if not data:
            return


class _Reader:
    """Takes the events of one form, in order."""

    def __init__(self, form: Form, most: int, receive: Callable[[], Incoming]) -> None:
        self.form, self.most, self.receive = form, most, receive
        self._name = ""
        self._value = bytearray()
        self._incoming: Incoming | None = None
        self._count = 0

    def take(self, event: Event) -> None:
        if isinstance(event, Field | File):
            self._begin(event)
        elif isinstance(event, Data):
            (self._file if self._incoming else self._field)(event)

    def _begin(self, event: Field | File) -> None:
        self._name, self._value, self._incoming = event.name or "", bytearray(), None
        self._count += 1
        if self._count > self.most + FIELDS:
            raise Problem("bad-request", Text("表单的部分过多。", "The form has too many parts."))
        if isinstance(event, File):
            self._incoming = self.receive()
            self.form.files.append((event.filename, self._incoming))
            if self._name != FILE:
                self.form.wrong.append((FILE, _OTHER_FILE))
            if len(self.form.files) > self.most:
                raise Problem("invalid-input", wrong=((f"/{FILE}", _most(self.most)),))

    def _file(self, event: Data) -> None:
        assert self._incoming
        self._incoming.write(event.data)
        if event.more_data:
            return
        if not self._incoming.size and not self.form.files[-1][0]:
            self.form.files.pop()  # a form sent without choosing a file
        if self.most > 1:
            self._incoming.rest()

    def _field(self, event: Data) -> None:
        if len(self._value) <= FIELD:
            self._value += event.data
        if event.more_data:
            return
        name, wrong = self._name, self.form.wrong
        if name == FILE:
            wrong.append((name, _NO_FILE))
        elif name in self.form.fields:
            wrong.append((name, _TWICE))
        elif len(self._value) > FIELD:
            wrong.append((name, _TOO_LONG))
        else:
            try:
                self.form.fields[name] = self._value.decode()
            except UnicodeDecodeError:
                wrong.append((name, _NOT_UTF8))


def _most(count: int) -> Text:
    return Text(f"一次最多上传 {count} 个文件。", f"At most {count} file(s) at once.")
