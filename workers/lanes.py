"""How many things of each queue one worker does at once, so that none of its queues starves another."""

from __future__ import annotations

import threading

from ledger.settings import BadSettingError, Settings

TICK = 0.2  # seconds between two looks at the stop sign


class Lanes:
    """The queues that a worker serves and its free places in each."""

    def __init__(self, settings: Settings) -> None:
        places = {"fast": settings.worker_threads, "slow": settings.slow_threads, "hooks": settings.hook_threads}
        chosen = [name.strip() for name in settings.worker_queues.split(",") if name.strip()]
        if not chosen or set(chosen) - set(places):
            raise BadSettingError(f"GOUJI_WORKER_QUEUES must name some of {', '.join(places)}")
        self.places = {name: places[name] for name in dict.fromkeys(chosen)}
        self._free = {name: threading.Semaphore(count) for name, count in self.places.items()}

    @property
    def threads(self) -> int:
        """Threads that it takes to fill every place."""
        return sum(self.places.values())

    def enter(self, queue: str, stop: threading.Event | None = None) -> bool:
        """Take a place. With ``stop`` wait for one until that is set; without it, False when there is none now."""
        if queue not in self._free:
            return False
        if stop is None:
            return self._free[queue].acquire(blocking=False)
        while not stop.is_set():
            if self._free[queue].acquire(timeout=TICK):
                return True
        return False

    def leave(self, queue: str) -> None:
        """Give the place back."""
        self._free[queue].release()
