"""Waiting for a job or for events on behalf of a caller. Only so many wait at once, so that others are served."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app

from ledger.store import jobs

Found = TypeVar("Found")
SHORTEST, LONGEST = 0.02, 0.25  # seconds between two looks


def until_done(row: dict[str, Any], seconds: float) -> dict[str, Any] | None:
    """The job as it stands when it has ended or the time is over; None when it has been deleted meanwhile. Answers at
    once when too many are waiting already: a preference is no promise."""
    waiters = current_app.config["WAITERS"]
    if not waiters.acquire(blocking=False):
        return row
    try:
        return _look(row, time.monotonic() + seconds)
    finally:
        waiters.release()


def until_found(look: Callable[[], Found], good: Callable[[Found], bool], seconds: float) -> Found | None:
    """What ``look`` finds as soon as it is ``good``, or when the time is over; None when too many wait already."""
    waiters = current_app.config["WAITERS"]
    if not waiters.acquire(blocking=False):
        return None
    try:
        end, pause, found = time.monotonic() + seconds, SHORTEST, look()
        while not good(found) and _serving() and (left := end - time.monotonic()) > 0:
            time.sleep(min(pause, left))
            pause, found = min(pause * 1.5, LONGEST), look()
        return found
    finally:
        waiters.release()


def _look(row: dict[str, Any], deadline: float) -> dict[str, Any] | None:
    pause, found = SHORTEST, dict(row)
    while found["state"] not in jobs.DONE and _serving() and (left := deadline - time.monotonic()) > 0:
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, LONGEST)
        again = jobs.find(current_app.config["LEDGER"].database, row["tenant"], row["id"])
        if again is None:
            return None
        found = again
    return found


def _serving() -> bool:
    return bool(current_app.config["SERVING"]())
