"""How long a thread of the web server waits for a client: a connection that ends before the others starve.

Every connection holds a thread from its first byte until its answer is out. A client that lets it wait for longer than
GRACE needs one of few places; where there is none, or where it sends next to nothing, it is sent away (408). Only time
spent waiting for the client counts: a large file on a fast line takes as long as it takes.
"""

from __future__ import annotations

import select
import socket
import threading
import time

from service.intake.body import SlowError

GRACE = 0.5  # seconds of waiting without a place
SILENCE = 10.0  # seconds without a byte
PACE, PACE_AFTER = 1024, 10.0  # bytes a second, measured after so many seconds of waiting
_STEP = 100  # milliseconds between two looks
_PIECE = 1 << 16  # bytes; a server that asks for a megabyte at once leaves every thread's heap that much larger


class Line:
    """A socket to read requests from. ``begin`` and ``end`` enclose one request."""

    def __init__(self, sock: socket.socket, places: threading.BoundedSemaphore) -> None:
        self._sock = sock
        self._places = places
        self._placed = False
        self.silence = SILENCE
        self.begin()

    def begin(self) -> None:
        self._waited, self._came = 0.0, 0

    def end(self) -> None:
        if self._placed:
            self._placed = False
            self._places.release()

    def recv(self, size: int) -> bytes:
        """The next bytes. Raises SlowError when patience is at its end."""
        size = min(size, _PIECE)
        if self._sock.gettimeout() is not None:  # the server bounds this read itself
            return self._sock.recv(size)
        try:
            data = self._sock.recv(size, socket.MSG_DONTWAIT)
        except BlockingIOError:
            self._wait()
            data = self._sock.recv(size)
        self._came += len(data)
        return data

    def gettimeout(self) -> float | None:
        return self._sock.gettimeout()

    def settimeout(self, seconds: float | None) -> None:
        self._sock.settimeout(seconds)

    def _wait(self) -> None:
        poll = select.poll()
        poll.register(self._sock, select.POLLIN)
        began = last = time.monotonic()
        while not poll.poll(_STEP):
            last, since = time.monotonic(), last
            self._waited += last - since
            if last - began > self.silence:
                raise SlowError
            self._judge()
        self._waited += time.monotonic() - last
        self._judge()

    def _judge(self) -> None:
        if self._waited > PACE_AFTER and self._came < self._waited * PACE:
            raise SlowError
        if self._waited > GRACE and not self._placed:
            self._placed = self._places.acquire(blocking=False)
            if not self._placed:
                raise SlowError
