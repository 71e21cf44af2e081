"""One attempt at a job as it is told: a line in the log, figures, and a span below the request that it came with."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ledger import tracing
from ledger.logs import log
from ledger.store.jobs import Claim
from workers.meters import Meters


@dataclass(slots=True)
class Attempt:
    """``ended`` is a word, and after a colon its reason or, of ``finished``, reader and outcome."""

    ended: str = "raised"


@contextmanager
def told(meters: Meters, held: Claim, since: int) -> Iterator[Attempt]:
    """The attempt for the length of the block; ``since`` is when its claim began (nanoseconds)."""
    began, attempt = time.monotonic(), Attempt()
    with tracing.span("audit", held.traceparent, "consumer", since) as span:
        with tracing.span("claim", since=since):
            pass  # it is over: the job had to be claimed to know whose trace it is
        try:
            yield attempt
        finally:
            seconds = round(time.monotonic() - began, 3)
            known: dict[str, str | int] = {
                "job": held.job_id,
                "queue": held.queue,
                "attempt": held.attempt,
                "ended": attempt.ended,
            }
            log().info("job", tenant=held.tenant, seconds=seconds, **known)
            meters.count(held.queue, attempt.ended, seconds)
            span.name("audit", **{f"gouji.{key}": value for key, value in known.items()})
