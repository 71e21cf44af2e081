"""What a worker does with one job, from claim to result, whatever happens to the child in between."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError

from ledger import tracing
from ledger.blobs import MissingError, StorageError
from ledger.book import Ledger
from ledger.clock import new_id
from ledger.hooks import call_couriers
from ledger.logs import log
from ledger.store import audits, jobs, listing, outbox, workers
from ledger.store.jobs import FAST, SLOW, Claim
from workers.attempt import told
from workers.confine import INTERPRETER, KERNEL
from workers.lanes import Lanes
from workers.meters import Meters
from workers.sandbox import EngineError, LostError, Pool, TooMuchError
from workers.watch import GoneError, StopError, Watch

SEEN_SECONDS = 5.0
STORAGE_PAUSE = 10.0  # seconds that a job waits when the store of bytes is away
STORE_TRIES, STORE_PAUSE = 30, 1.0  # how long a finished audit waits for a database that is away


class Desk:
    """One worker process: a ledger, a pool of children, a name, and a sign that says stop."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.lanes = Lanes(ledger.settings)
        self.pool, self.slow_pool = Pool(ledger.settings), Pool(ledger.settings, SLOW)
        self.meters = Meters()
        self.name = f"{socket.gethostname()}-{new_id()[-12:]}"
        self.stopping = threading.Event()
        self._seen = threading.Thread(target=self._be_seen, name="seen", daemon=True)

    def work(self, job_id: str, queue: str = FAST) -> None:
        """Do the job if it is there to be done. A duplicate message ends at the claim.

        A message of the fast queue waits for a place. One of the slow queue does not, for it would keep others
        waiting behind it: whoever leaves a place looks for the next job in the ledger."""
        waits = self.stopping if queue == FAST else None
        following: str | None = job_id
        while following and self.lanes.enter(queue, waits):
            try:
                more = self._do(following, queue) and queue != FAST
            finally:
                self.lanes.leave(queue)
            following = listing.next_waiting(self.ledger.database, queue) if more else None
        if self.stopping.is_set() and following:
            outbox.hasten(self.ledger.database, following)  # to another worker

    def _do(self, job_id: str, queue: str) -> bool:
        """Claim the job and bring it to an end. False when it went back unharmed: not to be taken again at once."""
        settings = self.ledger.settings
        if self.stopping.is_set():
            outbox.hasten(self.ledger.database, job_id)
            return False
        since = time.time_ns()
        held = jobs.claim(self.ledger.database, job_id, self.name, settings.lease_seconds, settings.max_lost, queue)
        if held is None:
            log().info("job_not_claimed", job=job_id)
            return True
        with told(self.meters, held, since) as attempt:
            attempt.ended = self._attempt(held)
            self._tell(held)
        return not attempt.ended.startswith(("storage", "released"))

    def _attempt(self, held: Claim) -> str:
        database = self.ledger.database
        watch = Watch(self.ledger, held, self.stopping)
        pool = self.pool if held.queue == FAST else self.slow_pool
        try:
            with self.ledger.blobs.local(held.tenant, held.sha256) as path, tracing.span("child"):
                body = pool.audit(self._request(held, path), watch, watch.told)
            watch.storing()
            return self._store(held, body)
        except StopError:
            return self._hand_back(held)
        except GoneError:
            return "superseded"
        except TooMuchError:
            return self._hand_over(held, "recognising")
        except StorageError as trouble:  # no fault of the document: it waits, however long that takes
            jobs.release(database, held, after_seconds=STORAGE_PAUSE)
            return f"storage:{trouble}"
        except MissingError:
            return "bytes-lost" if jobs.fail(database, held, "bytes-lost", "missing") else "superseded"
        except EngineError as crash:
            jobs.fail(database, held, "engine-failed", crash.kind)
            return f"engine-failed:{crash.kind}"
        except LostError as lost:
            if self._more_room(held, lost.reason):
                return self._hand_over(held, lost.reason)
            return self._lose(held, lost.reason)
        except (ValueError, KeyError, TypeError):  # what the child sent is no audit
            return self._lose(held, "output")

    def _tell(self, held: Claim) -> None:
        """Have the tenant's webhooks told at once; the sweeper would do it later."""
        with suppress(OperationalError, InterfaceError):
            call_couriers(self.ledger.database, self.ledger.queue, self.ledger.settings.republish_seconds, held.tenant)

    def _store(self, held: Claim, body: bytes) -> str:
        """Store the audit; wait for a database that is away, rather than do the work again."""
        for _ in range(STORE_TRIES):
            try:
                with tracing.span("finish"):
                    done = audits.finish(self.ledger.database, held, body)
                return f"finished:{done.reader}/{done.outcome}" if done else "superseded"
            except (OperationalError, InterfaceError) as trouble:
                log().warning("not_stored", job=held.job_id, kind=type(trouble).__name__)
                if self.stopping.wait(STORE_PAUSE):
                    break
        return "not-stored"  # the lease runs out, and the sweeper sees to the rest

    def _hand_back(self, held: Claim) -> str:
        if jobs.release(self.ledger.database, held):
            self.ledger.queue.publish(held.job_id, held.queue)
        return "released"

    def _hand_over(self, held: Claim, reason: str) -> str:
        """From the fast to the slow queue; no attempt is lost."""
        if jobs.hand_over(self.ledger.database, held):
            self.ledger.queue.publish(held.job_id, SLOW)
        return f"handed-over:{reason}"

    def _more_room(self, held: Claim, reason: str) -> bool:
        """Whether the slow queue gives more of what was exceeded."""
        fast, slow = self.ledger.settings.budget(FAST), self.ledger.settings.budget(SLOW)
        limits = {
            "timeout": slow.seconds > fast.seconds,
            "cpu": slow.cpu_seconds > fast.cpu_seconds,
            "memory": slow.memory_mb > fast.memory_mb,
        }
        return held.queue == FAST and limits.get(reason, False)

    def _lose(self, held: Claim, reason: str) -> str:
        state = jobs.lose(self.ledger.database, held.job_id, held.attempt, reason, self.ledger.settings.max_lost)
        if state == "queued":
            self.ledger.queue.publish(held.job_id, held.queue)
        return f"lost:{reason}"

    def _request(self, held: Claim, path: Path) -> dict[str, Any]:
        submission = {"filename": held.filename, **held.submission}
        return {"path": str(path), "submission": submission, "profile": held.profile}

    def open(self) -> None:
        """Begin: warm the children, then say every few seconds that this worker is alive."""
        self._seen.start()

    def _warm(self) -> None:
        def watch() -> None:
            if self.stopping.is_set():
                raise StopError

        places = self.lanes.places
        self.pool.warm(places.get(FAST, 0), watch)
        self.slow_pool.warm(0 if FAST in places else places.get(SLOW, 0), watch)
        if (by := self.pool.confined or self.slow_pool.confined) == INTERPRETER:
            log().warning("children_confined", by=by, instead_of=KERNEL)
        elif by:
            log().info("children_confined", by=by)

    def _be_seen(self) -> None:
        try:
            self._warm()
        except StopError:
            return
        except LostError as lost:
            log().error("engine_does_not_start", reason=lost.reason)
            return  # never seen: readiness says so
        while not self.stopping.is_set():
            try:
                workers.seen(self.ledger.database, self.name)
                self._call_for_slow_work()
            except Exception as trouble:  # the database may be away for a while
                log().warning("not_seen", kind=type(trouble).__name__)
            self.stopping.wait(SEEN_SECONDS)

    def _call_for_slow_work(self) -> None:
        """Send for the job that waits longest while there is a place for it: its message may have met full places."""
        if self.lanes.enter(SLOW):
            self.lanes.leave(SLOW)
            if waiting := listing.next_waiting(self.ledger.database, SLOW):
                self.ledger.queue.publish(waiting, SLOW)

    def close(self) -> None:
        """End: the jobs have been handed back by their own threads."""
        self.stopping.set()
        if self._seen.is_alive():
            self._seen.join()
        self.pool.close()
        self.slow_pool.close()
        workers.gone(self.ledger.database, self.name)
        self.ledger.close()
