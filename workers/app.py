"""The Celery application of the worker and its tasks. Started by ``python -m workers``.

Tasks run in threads: each only waits for its child, and a stop reaches all of them at once.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from celery import signals

from ledger import metrics, tracing
from ledger.book import open_ledger
from ledger.logs import configure
from ledger.queue import AUDIT, AUDIT_SLOW, HOOK, application
from ledger.settings import load
from ledger.store.jobs import SLOW
from workers.courier import Courier
from workers.desk import Desk
from workers.reconnect import Reconnect

app = application(load())
app.steps["consumer"].add(Reconnect)


@cache
def desk() -> Desk:
    """This process's desk, opened with the first use."""
    return Desk(open_ledger(load()))


@cache
def courier() -> Courier:
    """Who delivers for this process; stops with its desk."""
    return Courier(desk().ledger, desk().stopping, meters=desk().meters)


@app.task(name=AUDIT)  # type: ignore[untyped-decorator]
def audit(job_id: str) -> None:
    """Audit the document of one job. The id is all that a message carries."""
    desk().work(job_id)


@app.task(name=AUDIT_SLOW)  # type: ignore[untyped-decorator]
def audit_slow(job_id: str) -> None:
    """The same for what takes long."""
    desk().work(job_id, SLOW)


@app.task(name=HOOK)  # type: ignore[untyped-decorator]
def hook(webhook_id: str) -> None:
    """Deliver what is due to a webhook."""
    courier().work(webhook_id, desk().lanes)


@signals.setup_logging.connect  # type: ignore[untyped-decorator]
def _logging(**_: Any) -> None:
    configure(load().log_level, "worker")


@signals.worker_init.connect  # type: ignore[untyped-decorator]
def _first(**_: Any) -> None:
    settings = load()
    if settings.metrics_folder:
        metrics.share(settings.metrics_folder)
    tracing.start("worker")
    courier()  # and with it the desk, before there are threads that could make two
    desk().meters.serve(settings)


@signals.worker_ready.connect  # type: ignore[untyped-decorator]
def _ready(**_: Any) -> None:
    desk().open()


@signals.worker_shutting_down.connect  # type: ignore[untyped-decorator]
def _stopping(**_: Any) -> None:
    desk().stopping.set()


@signals.worker_shutdown.connect  # type: ignore[untyped-decorator]
def _stopped(**_: Any) -> None:
    desk().close()
    tracing.stop()
