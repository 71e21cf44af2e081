"""Counting requests in this process's memory, for the limits library.

Its own memory storage starts a thread to forget what is over, again and again while requests come, which costs more
than the rest of a limit. Here nothing runs beside: what is over is dropped while the next window is opened.
"""

from __future__ import annotations

import threading
import time

from limits.storage import Storage

MOST = 100_000  # windows at a time: then those that are over are dropped, or all if none is


class Counters(Storage):
    """Counts and the ends of their windows, by key."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int, float]] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count, in the window that is open or in a new one; returns the count."""
        moment = time.time()
        with self._lock:
            count, end = self._windows.get(key, (0, 0.0))
            if end <= moment:
                count, end = 0, moment + expiry
                self._drop(moment)
            self._windows[key] = (count + amount, end)
        return count + amount

    def get(self, key: str) -> int:
        count, end = self._windows.get(key, (0, 0.0))
        return count if end > time.time() else 0

    def get_expiry(self, key: str) -> float:
        return max(self._windows.get(key, (0, 0.0))[1], time.time())

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self._lock:
            count = len(self._windows)
            self._windows.clear()
        return count

    def clear(self, key: str) -> None:
        with self._lock:
            self._windows.pop(key, None)

    def _drop(self, moment: float) -> None:
        if len(self._windows) >= MOST:
            left = {key: window for key, window in self._windows.items() if window[1] > moment}
            self._windows = left if len(left) < MOST else {}
