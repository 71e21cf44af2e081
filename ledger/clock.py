"""Time and names: the two things that differ between two runs of the same input."""

from __future__ import annotations

import time

from uuid_utils import uuid7


def now() -> int:
    """Milliseconds since 1970, UTC: how every moment is stored."""
    return time.time_ns() // 1_000_000


def new_id() -> str:
    """A UUIDv7: sorts by the time of its making, so that it serves as cursor too."""
    return str(uuid7())
