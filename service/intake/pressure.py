"""Saying no while a queue is too long or too old, and when to come back: as long as it will take at today's pace."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass

from ledger.book import Ledger
from ledger.clock import Clock, now
from ledger.store import listing
from ledger.store.listing import Backlog
from service.problems import Problem

FRESH = 1.0  # seconds that a look at the queue is good for
SHARE = 50  # a look that takes long is good for so many times that
SHORTEST, LONGEST, UNKNOWN = 1, 3600, 300  # seconds for Retry-After; the last while nothing is being finished
PACE = 60.0  # seconds over which the pace is measured


@dataclass(frozen=True, slots=True)
class Look:
    """What a queue held, and until when that is good enough."""

    backlog: Backlog
    until: float


class Pressure:
    """The queues as this process saw them last."""

    def __init__(self) -> None:
        self._seen: dict[str, Look] = {}
        self._lock = threading.Lock()
        self._clock, self._since = Clock(), 0  # when the clock last jumped: no job is known to have waited before

    def refusal(self, ledger: Ledger, queue: str) -> Problem | None:
        """The answer to a new job for the queue while it is full; None while it is not."""
        limit, age = ledger.settings.queue_length, ledger.settings.queue_seconds
        backlog = self._look(ledger, queue).backlog
        if self._clock.jumped():
            self._since = now()
        waited = (now() - max(backlog.oldest, self._since)) / 1000 if backlog.oldest else 0.0
        if backlog.length < limit and waited <= age:
            return None
        pace = listing.finished(ledger.database, queue, PACE) / PACE
        return Problem("queue-full", headers={"Retry-After": str(retry_after(backlog.length, limit, age, pace))})

    def _look(self, ledger: Ledger, queue: str) -> Look:
        """The last look while it is good; one caller at a time looks again, the others take what there is."""
        found = self._seen.get(queue)
        if found and time.monotonic() < found.until:
            return found
        mine = self._lock.acquire(blocking=False)
        if found and not mine:
            return found
        try:
            return self._look_again(ledger, queue)
        finally:
            if mine:
                self._lock.release()

    def _look_again(self, ledger: Ledger, queue: str) -> Look:
        began = time.monotonic()
        backlog = listing.backlog(ledger.database, queue, ledger.settings.queue_length)
        took = time.monotonic() - began
        self._seen[queue] = found = Look(backlog, began + max(FRESH, took * SHARE))
        return found


def retry_after(length: int, limit: int, age: float, pace: float) -> int:
    """Seconds until the queue is short enough that a new job would be begun in time, at ``pace`` jobs a second."""
    if pace <= 0:
        return UNKNOWN
    room = min(limit - 1, pace * age)
    return max(SHORTEST, min(LONGEST, math.ceil((length - room) / pace)))
