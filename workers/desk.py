"""What a worker does with one job, from claim to result, whatever happens to the child in between."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from typing import Any

from ledger.blobs import MissingError, StorageError
from ledger.book import Ledger
from ledger.clock import new_id
from ledger.logs import log
from ledger.store import audits, jobs, workers
from ledger.store.jobs import Claim
from workers.sandbox import EngineError, LostError, Pool

SEEN_SECONDS = 5.0
STORAGE_PAUSE = 10.0  # seconds that a job waits when the store of bytes is away


class StopError(Exception):
    """This worker is shutting down: hand the job back."""


class GoneError(Exception):
    """The job is not ours any more: it was deleted, or somebody else holds it."""


class Desk:
    """One worker process: a ledger, a pool of children, a name, and a sign that says stop."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.pool = Pool(ledger.settings)
        self.name = f"{socket.gethostname()}-{new_id()[-12:]}"
        self.stopping = threading.Event()

    def work(self, job_id: str) -> None:
        """Do the job if it is there to be done. A duplicate message ends at the claim."""
        settings = self.ledger.settings
        if self.stopping.is_set():
            return  # its outbox row stays: the sweeper sends it to another worker
        held = jobs.claim(self.ledger.database, job_id, self.name, settings.lease_seconds, settings.max_lost)
        if held is None:
            log().info("job_not_claimed", job=job_id)
            return
        started = time.monotonic()
        ended = self._attempt(held)
        log().info("job", job=job_id, attempt=held.attempt, ended=ended, seconds=round(time.monotonic() - started, 3))

    def _attempt(self, held: Claim) -> str:
        database = self.ledger.database
        try:
            with self.ledger.blobs.local(held.tenant, held.sha256) as path:
                body = self.pool.audit(self._request(held, path), self._watch(held))
            return "finished" if audits.finish(database, held, body) else "superseded"
        except StopError:
            jobs.release(database, held)
            return "released"
        except GoneError:
            return "superseded"
        except StorageError as trouble:  # no fault of the document: it waits, however long that takes
            jobs.release(database, held, after_seconds=STORAGE_PAUSE)
            return f"storage:{trouble}"
        except MissingError:
            return "bytes-lost" if jobs.fail(database, held, "bytes-lost", "missing") else "superseded"
        except EngineError as crash:
            jobs.fail(database, held, "engine-failed", crash.kind)
            return f"engine-failed:{crash.kind}"
        except LostError as lost:
            return self._lose(held, lost.reason)
        except (ValueError, KeyError, TypeError):  # what the child sent is no audit
            return self._lose(held, "output")

    def _lose(self, held: Claim, reason: str) -> str:
        state = jobs.lose(self.ledger.database, held.job_id, held.attempt, reason, self.ledger.settings.max_lost)
        if state == "queued":
            self.ledger.queue.publish(held.job_id)
        return f"lost:{reason}"

    def _request(self, held: Claim, path: Path) -> dict[str, Any]:
        submission = {"filename": held.filename, **held.submission}
        return {"path": str(path), "submission": submission, "profile": held.profile}

    def _watch(self, held: Claim) -> Any:
        """Called every tick while the child works: extends the lease in time, raises when there is cause to stop."""
        lease = self.ledger.settings.lease_seconds
        last = time.monotonic()

        def watch() -> None:
            nonlocal last
            if self.stopping.is_set():
                raise StopError
            if time.monotonic() - last > lease / 4:
                last = time.monotonic()
                if not jobs.heartbeat(self.ledger.database, held, lease):
                    raise GoneError

        return watch

    def open(self) -> None:
        """Begin: warm the children, then say every few seconds that this worker is alive."""
        threading.Thread(target=self._be_seen, name="seen", daemon=True).start()

    def _be_seen(self) -> None:
        try:
            self.pool.warm(self.ledger.settings.worker_threads)
        except LostError as lost:
            log().error("engine_does_not_start", reason=lost.reason)
            return  # never seen: readiness says so
        while not self.stopping.is_set():
            try:
                workers.seen(self.ledger.database, self.name)
            except Exception as trouble:  # the database may be away for a while
                log().warning("not_seen", kind=type(trouble).__name__)
            self.stopping.wait(SEEN_SECONDS)

    def close(self) -> None:
        """End: the jobs have been handed back by their own threads."""
        self.stopping.set()
        self.pool.close()
        workers.gone(self.ledger.database, self.name)
        self.ledger.close()
