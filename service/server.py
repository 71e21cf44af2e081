"""The worker process of the web server: gunicorn's threads, with patience that ends and refusals that are problems."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.http import errors
from gunicorn.http.parser import RequestParser
from gunicorn.workers import gthread

from ledger.logs import log
from service.intake.body import SlowError
from service.negotiate import dumps
from service.patience import GRACE, Line
from service.problem_types import TYPES
from service.problems import both

_CODES = (
    (SlowError, "too-slow"),
    (errors.LimitRequestLine, "uri-too-long"),
    (errors.LimitRequestHeaders, "headers-too-large"),
    (errors.ExpectationFailed, "expectation-failed"),
    (errors.UnsupportedTransferCoding, "unsupported-transfer"),
    (errors.ParseException, "bad-request"),
)


gthread.DEFAULT_WORKER_DATA_TIMEOUT = GRACE  # seconds that a thread waits for a first byte, and for an unread rest
LINGER_BYTES, LINGER_SECONDS, LINGER_SILENCE = 1 << 28, 10.0, 2.0


class Worker(gthread.ThreadWorker):  # type: ignore[misc]
    """Requests in threads. A client that is slow holds one of some threads, never all, and never the main loop."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.places = threading.BoundedSemaphore(max(1, self.cfg.threads * 3 // 8))

    def handle(self, conn: Any) -> Any:
        """One request of a connection, in a thread: the answer, and the end of the connection unless it is kept."""
        if conn.parser is None:
            conn.parser = RequestParser(conn.cfg, Line(conn.sock, self.places), conn.client)
            conn.close = lambda graceful=False: util.close(conn.sock)  # the main loop must not wait for a client
        line: Line = conn.parser.unreader.sock
        line.begin()
        try:
            kept = super().handle(conn)
            if kept is False:
                linger(conn.sock, line)
            return kept
        finally:
            line.end()

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Answer what is no request, unless it was found after an answer had gone out."""
        log().warning("no_request", kind=type(exc).__name__)
        if req is None:
            with suppress(OSError):
                client.sendall(refusal(exc))


def linger(sock: socket.socket, line: Line) -> None:
    """Take the rest of what is not wanted, for a while, so that a client that sends before it listens gets its answer
    and no broken connection (RFC 9112, 9.6)."""
    taken, end = 0, time.monotonic() + LINGER_SECONDS
    line.silence = LINGER_SILENCE
    with suppress(OSError, SlowError):
        sock.setblocking(True)
        sock.shutdown(socket.SHUT_WR)
        while taken < LINGER_BYTES and time.monotonic() < end and (data := line.recv(1 << 16)):
            taken += len(data)


def refusal(exc: BaseException) -> bytes:
    """A whole response that says what is wrong with what came. Its language is not known yet: Chinese, and both."""
    kind = TYPES[next((code for each, code in _CODES if isinstance(exc, each)), "internal")]
    status = HTTPStatus(kind.status or 500)
    body = dumps(
        {
            "type": f"/v1/problems/{kind.code}",
            "code": kind.code,
            "status": status,
            "title": kind.title.zh,
            "detail": kind.detail.zh,
            "instance": "",
            "trace_id": secrets.token_hex(16),
            "titles": both(kind.title),
            "details": both(kind.detail),
        }
    )
    head = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Connection: close",
        "Content-Type: application/problem+json",
        "Content-Language: zh",
        "X-Content-Type-Options: nosniff",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body
