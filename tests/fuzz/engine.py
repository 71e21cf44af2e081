"""What stands in the engine's place in a child (workers.child): it makes a case by number, judges it and says how it went.

A child that a case kills costs nothing but itself; memory and time are limited exactly as they are for documents.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import Any

import gouji
from gouji.readers import scan
from tests.fuzz.case import case
from tests.fuzz.judge import Broken, judge, validator


@dataclass(frozen=True, slots=True)
class Submission:
    """Which case."""

    number: int
    seed: int


def warm() -> None:
    """Load everything. Reading pictures is left out: it costs seconds a page and has tests of its own."""
    scan.available = lambda: False
    gouji.warm()
    validator()


def audit(_: bytes, submission: Submission, profile: None = None, progress: object = None) -> dict[str, Any]:
    made = case(submission.number, submission.seed)
    began = time.process_time()
    try:
        outcome, written = judge(made.data)
        failure = None
    except Broken as broken:
        outcome, written, failure = "broken", "", str(broken)
    return {
        "outcome": outcome,
        "failure": failure,
        "seconds": round((time.process_time() - began) / 2, 3),  # of one audit: judging takes two
        "digest": hashlib.sha256(made.data + written.encode()).hexdigest(),
    }


def to_dict(result: dict[str, Any]) -> dict[str, Any]:
    return result
