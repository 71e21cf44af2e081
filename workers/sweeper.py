"""``python -m workers.sweeper``: every few seconds, repair what got lost between the ledger and the queue."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import suppress
from dataclasses import asdict

from ledger import metrics
from ledger.book import Ledger, open_ledger
from ledger.clock import Clock
from ledger.logs import configure, log
from ledger.outbox import sweep
from ledger.settings import BadSettingError, load
from workers.meters import Sweeps

ALIVE = "sweeper.alive"  # in the state folder: touched after every round, for whoever watches


def run(ledger: Ledger, stop: threading.Event, meters: Sweeps) -> None:
    """Sweep until told to stop. A round that fails is tried again in the next."""
    clock = Clock()
    while not stop.is_set():
        try:
            jumped = clock.jumped()
            swept = sweep(ledger.database, ledger.blobs, ledger.queue, ledger.settings, jumped=jumped)
        except Exception as trouble:  # database or disk away: nothing else to do but wait
            log().warning("sweep_failed", kind=type(trouble).__name__)
        else:
            meters.count(asdict(swept))
            if any(asdict(swept).values()):
                log().info("swept", **asdict(swept))
        with suppress(OSError):
            (ledger.settings.state / ALIVE).touch()
        stop.wait(ledger.settings.sweep_seconds)


def main() -> int:
    try:
        settings = load()
        ledger = open_ledger(settings)
    except BadSettingError as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    configure(settings.log_level, "sweeper")
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    if settings.metrics_folder:
        metrics.share(settings.metrics_folder)
    meters = Sweeps()
    meters.serve(settings)
    run(ledger, stop, meters)
    ledger.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
