"""Time and names: the two things that differ between two runs of the same input."""

from __future__ import annotations

import time

from uuid_utils import uuid7

JUMP = 5.0  # seconds


def now() -> int:
    """Milliseconds since 1970, UTC: how every moment is stored."""
    return time.time_ns() // 1_000_000


def new_id() -> str:
    """A UUIDv7: sorts by the time of its making, so that it serves as cursor too."""
    return str(uuid7())


def first_id(moment: int) -> str:
    """The smallest id that can have been made at a moment (milliseconds): where a list by id begins."""
    digits = f"{max(0, min(moment, 2**48 - 1)):012x}"
    return f"{digits[:8]}-{digits[8:]}-7000-8000-000000000000"


def made_at(some_id: str) -> int:
    """The moment at which an id was made, in milliseconds."""
    return int(some_id[:8] + some_id[9:13], 16)


class Clock:
    """Notices when the wall clock goes forward by more than time has passed: it was set, or the machine slept."""

    def __init__(self) -> None:
        self._lead = self._ahead()

    def jumped(self) -> bool:
        before, self._lead = self._lead, self._ahead()
        return self._lead - before > JUMP

    def _ahead(self) -> float:
        return now() / 1000 - time.monotonic()
