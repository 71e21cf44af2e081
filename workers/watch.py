"""Looking after a job while its child works: keep the lease, say how far it is, notice a stop or a cancellation."""

from __future__ import annotations

import threading
import time

from sqlalchemy.exc import DBAPIError

from ledger.book import Ledger
from ledger.logs import log
from ledger.store import jobs
from ledger.store.jobs import Claim

LOOK = 1.0  # seconds between two looks at the ledger
BEGINS = {"reading": 0.0, "recognising": 0.1, "extracting": 0.7, "checking": 0.8, "storing": 0.95}  # of the whole


class StopError(Exception):
    """This worker is shutting down: hand the job back."""


class GoneError(Exception):
    """The job is not ours any more: it was cancelled or deleted, or somebody else holds it."""


class Watch:
    """Called every tick; raises when there is cause to stop. A job that ends within a second costs no look at all."""

    def __init__(self, ledger: Ledger, held: Claim, stopping: threading.Event) -> None:
        self.ledger, self.held, self.stopping = ledger, held, stopping
        self.step, self.progress = "reading", 0.0
        self._written = (self.step, self.progress)
        self._looked = self._beat = time.monotonic()

    def told(self, step: str, share: float) -> None:
        """The child is at this step, of which a share is done. Progress never goes back."""
        if step not in BEGINS:
            return
        later = [begin for begin in BEGINS.values() if begin > BEGINS[step]]
        whole = BEGINS[step] + max(0.0, min(share, 1.0)) * (min(later, default=1.0) - BEGINS[step])
        self.step, self.progress = step, max(self.progress, round(whole, 3))

    def storing(self) -> None:
        """The audit is there. Said only of a job that people have had time to look at."""
        self.told("storing", 0.0)
        if self._written != ("reading", 0.0):
            self._keep()

    def __call__(self) -> None:
        if self.stopping.is_set():
            raise StopError
        if time.monotonic() - self._looked >= LOOK:
            self._keep()

    def _keep(self) -> None:
        """Write what is new or due, else only ask whether the job is ours. A database that is away ends nothing: the
        attempt number decides in the end whether the result counts."""
        self._looked = now = time.monotonic()
        lease = self.ledger.settings.lease_seconds
        changed = self._written != (self.step, self.progress)
        try:
            if changed or now - self._beat > lease / 4:
                ours = jobs.heartbeat(self.ledger.database, self.held, lease, self.step, self.progress)
                self._beat, self._written = now, (self.step, self.progress)
            else:
                ours = jobs.held_still(self.ledger.database, self.held)
        except DBAPIError as trouble:
            log().warning("no_heartbeat", job=self.held.job_id, kind=type(trouble).__name__)
            return
        if not ours:
            raise GoneError
