"""Thousands of cases in children that may die: results one by one, in the order of their ends."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from itertools import islice

from ledger.settings import Settings
from tests.fuzz.case import TURNS
from workers.sandbox import EngineError, LostError, Pool

CPU_SECONDS = 20  # of one case, which is judged twice; a document may have more, but no report needs it
AGAIN = 10  # every tenth case is judged once more by another child, whose sets have another order


@dataclass(frozen=True, slots=True)
class Result:
    """How one case went. ``failure`` is None when every promise was kept."""

    number: int
    outcome: str
    failure: str | None = None
    seconds: float = 0.0
    digest: str = field(default="", compare=False)

    @property
    def turn(self) -> str:
        return TURNS[self.number % len(TURNS)]


def limits(cpu_seconds: int = CPU_SECONDS) -> Settings:
    """Those of documents, with less time; starting a child costs as much as several cases."""
    return replace(Settings(engine="tests.fuzz.engine"), document_cpu_seconds=cpu_seconds, documents_per_child=400)


def run(numbers: Iterable[int], seed: int, jobs: int, seconds: float) -> Iterator[Result]:
    """Judge these cases until ``seconds`` have passed; what has not begun by then is left out."""
    until = time.monotonic() + seconds
    pools = Pool(limits()), Pool(limits())
    waiting = iter(numbers)
    try:
        with ThreadPoolExecutor(jobs) as threads:
            while time.monotonic() < until and (some := list(islice(waiting, 20 * jobs))):
                for done in as_completed([threads.submit(_one, pools, number, seed) for number in some]):
                    yield done.result()
    finally:
        for pool in pools:
            pool.close()


def _one(pools: tuple[Pool, Pool], number: int, seed: int) -> Result:
    """One case, every tenth of them by two children."""
    first = judged(pools[0], number, seed)
    if number % AGAIN or first.failure:
        return first
    if judged(pools[1], number, seed).digest != first.digest:
        return replace(first, outcome="broken", failure="another process gave another audit")
    return first


def judged(pool: Pool, number: int, seed: int) -> Result:
    """One case by a child of the pool."""
    request = {"path": os.devnull, "submission": {"number": number, "seed": seed}}
    try:
        answer = json.loads(pool.audit(request, lambda: None))
    except LostError as lost:
        return Result(number, "lost", f"the child was lost: {lost.reason}")
    except EngineError as crash:
        return Result(number, "lost", f"making or judging the case raised {crash.kind}")
    return Result(number, answer["outcome"], answer["failure"], answer["seconds"], answer["digest"])
