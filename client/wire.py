"""Requests that are tried again where that is safe and may help: nobody answered, 429, 502, 503, 504.

Every request of this client may be repeated: reading and deleting change nothing the second time, and what is handed
in carries an Idempotency-Key, so that the service answers a repetition as it answered the first.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from typing import Any

import httpx

from client.errors import ProblemError, UnreachableError

AGAIN = frozenset({429, 502, 503, 504})
LONGEST_PAUSE = 30.0


class Wire:
    """A connection to one service. ``patience`` is how many seconds a request may take with all its repetitions."""

    def __init__(self, http: httpx.Client, patience: float) -> None:
        self.http = http
        self.patience = patience

    def send(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **content: Any
    ) -> httpx.Response:
        """The answer, if it is 2xx. Raises ProblemError for what the service refuses, UnreachableError else."""
        end, tries = time.monotonic() + self.patience, 0
        while True:
            tries += 1
            try:
                answer = self.http.request(method, path, headers=headers, **content)
            except httpx.TransportError as trouble:
                answer, why = None, trouble
            if answer is not None and answer.is_success:
                return answer
            pause = _pause(answer, tries)
            if answer is not None and (answer.status_code not in AGAIN or time.monotonic() + pause > end):
                raise _refusal(answer)
            if answer is None and time.monotonic() + pause > end:
                raise UnreachableError(f"{self.http.base_url} does not answer: {why}") from why
            time.sleep(pause)


def _pause(answer: httpx.Response | None, tries: int) -> float:
    """As long as the service asks for, else longer each time, never the same for all."""
    asked = answer.headers.get("Retry-After", "") if answer is not None else ""
    if asked.isdecimal():
        return min(float(asked), LONGEST_PAUSE)
    return float(min(0.2 * 2**tries, LONGEST_PAUSE)) * random.uniform(0.5, 1.0)


def _refusal(answer: httpx.Response) -> Exception:
    if "problem+json" in answer.headers.get("Content-Type", ""):
        return ProblemError(answer.json())
    return UnreachableError(f"{answer.url} answered {answer.status_code}, and not as Gouji does")
