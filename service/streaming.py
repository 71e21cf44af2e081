"""Server-Sent Events of a job: one whenever it changes, until it has ended. Only so many streams are open at once.

An event's id says what it showed, so that a client which comes back with Last-Event-ID misses nothing and is told
nothing twice, whichever process it meets.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app

from ledger.store import jobs
from service.negotiate import dumps
from service.problems import Problem

LOOK = 0.5  # seconds between two looks at the job
BEAT = 10.0  # seconds without news until a comment keeps the connection
LONGEST = 300.0  # seconds; then the client comes back by itself
RETRY = 2000  # milliseconds that it waits before
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A job as it is shown, the id of that, and whether it is the last."""

    body: dict[str, Any]
    id: str
    last: bool


def shown(row: dict[str, Any], body: dict[str, Any]) -> Shown:
    parts = (row["attempt"], row["state"], row["step"], row["progress"], body["position"])
    return Shown(body, ".".join("-" if part is None else str(part) for part in parts), row["state"] in jobs.DONE)


def respond(look: Callable[[], Shown | None], seen: str) -> Response:
    """The stream; 204 for who has seen the last event, which keeps browsers from coming back."""
    first = look()
    if first is None or (first.last and first.id == seen):
        return Response(status=204)
    streams, serving = current_app.config["STREAMS"], current_app.config["SERVING"]
    if not streams.acquire(blocking=False):
        raise Problem("too-many-streams", headers={"Retry-After": "5"})
    response = Response(_events(first, look, seen, serving), mimetype="text/event-stream", headers=HEADERS)
    response.call_on_close(streams.release)
    return response


def _events(first: Shown, look: Callable[[], Shown | None], seen: str, serving: Callable[[], bool]) -> Iterator[bytes]:
    yield f"retry: {RETRY}\n\n".encode()
    end, told, found = time.monotonic() + LONGEST, time.monotonic(), first
    while True:
        if found.id != seen:
            yield b"id: " + found.id.encode() + b"\nevent: job\ndata: " + dumps(found.body) + b"\n\n"
            seen, told = found.id, time.monotonic()
        elif time.monotonic() - told > BEAT:
            yield b": still here\n\n"
            told = time.monotonic()
        if found.last or time.monotonic() > end or not serving():
            return
        time.sleep(LOOK)
        again = look()
        if again is None:  # deleted meanwhile
            return
        found = again
