"""The content of a request as it comes off the wire: whole and as announced, or refused. Never held in memory."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from gouji.model import Text
from service.intake.digests import Digests
from service.problems import Problem

CHUNK = 1 << 16


class SlowError(Exception):
    """The client sends too little in too long a time. Raised by the server's socket (service.server)."""


class Body:
    """A stream that checks, when it has been read to its end, that all of it came and that it is what the digests
    say."""

    def __init__(self) -> None:
        self._digests = Digests(request.headers)
        self._stream = request.stream
        self._size = 0

    def read(self, size: int = CHUNK) -> bytes:
        """The next bytes, nothing at the end. Raises a Problem when the end comes too early."""
        try:
            data: bytes = self._stream.read(size)
        except RequestEntityTooLarge:
            raise
        except SlowError:
            raise Problem("too-slow") from None
        except Exception:  # chunks that are none, a line that breaks: whatever the server cannot read is the request's
            raise _incomplete() from None
        if data:
            self._size += len(data)
            self._digests.update(data)
        else:
            self._end()
        return data

    def _end(self) -> None:
        announced = request.content_length
        if announced is not None and announced != self._size:
            raise _incomplete(announced, self._size)
        self._digests.check()


def _incomplete(announced: int | None = None, came: int | None = None) -> Problem:
    zh, en = (
        "请求体不完整或分块格式有误，未予接收。",
        "The body is incomplete or badly chunked; nothing was accepted. ",
    )
    if announced is not None:
        zh = f"请求体应有 {announced} 字节，只收到 {came} 字节，未予接收。"
        en = f"The body should have {announced} bytes and only {came} came; nothing was accepted. "
    return Problem("incomplete-body", Text(f"{zh}请重新发送。", f"{en}Send it again."))
