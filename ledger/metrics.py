"""Figures for Prometheus that both shells share: where they are kept, how they are read, and those of the ledger.

Web processes, and on one machine workers and sweeper too, put their counters into files of one folder, so that
whoever is asked answers for all. What waits is never counted: it is looked up in the ledger when somebody asks.
Labels are words of ours (queues, states, routes, kinds), never names, tenants or text.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.book import Ledger
from ledger.store import load

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import GaugeMetricFamily

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where the library looks for the folder
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
WORKER_SEEN = 20.0  # seconds
GAUGES = {
    "gouji_up": "1 while the part answers",
    "gouji_jobs": "Jobs that wait or run, by state and queue",
    "gouji_queue_oldest_seconds": "Age of the job that has waited longest",
    "gouji_outbox_rows": "What must still be told to the outside",
    "gouji_hook_deliveries": "Events on their way to a webhook",
    "gouji_workers": "Workers that have been seen lately",
}


def share(folder: str) -> None:
    """Keep counters in files of this folder. To be called before anything is counted: the library looks only once."""
    Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ[FOLDER] = folder


def registry() -> CollectorRegistry:
    """Where a process puts its meters."""
    from prometheus_client import CollectorRegistry

    return CollectorRegistry(auto_describe=False)


def exposition(own: CollectorRegistry, ledger: Ledger | None = None) -> bytes:
    """All figures as text: this process's, or with a shared folder everybody's; and those of the ledger."""
    from prometheus_client import CollectorRegistry, generate_latest

    body = generate_latest(_counted(own))
    if ledger is not None:
        asked = CollectorRegistry()
        asked.register(_Asked(ledger))
        body += generate_latest(asked)
    return body


def serve(own: CollectorRegistry, host: str, port: int) -> int:
    """Answer on an address of its own with this process's figures, until it ends. Returns the port."""
    from prometheus_client import start_http_server

    server, _ = start_http_server(port, host, registry=_counted(own))
    return int(server.server_port)


def _counted(own: CollectorRegistry) -> CollectorRegistry:
    from prometheus_client import CollectorRegistry
    from prometheus_client.multiprocess import MultiProcessCollector

    if folder := os.environ.get(FOLDER):
        own = CollectorRegistry()
        MultiProcessCollector(own, folder)  # type: ignore[no-untyped-call]
    return own


class _Asked:
    """What the ledger and its parts answer now."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def collect(self) -> Iterator[GaugeMetricFamily]:
        from prometheus_client.core import GaugeMetricFamily

        up = GaugeMetricFamily("gouji_up", GAUGES["gouji_up"], labels=["part"])
        probes = {
            "database": self.ledger.database.ping,
            "storage": self.ledger.blobs.probe,
            "broker": self.ledger.queue.ping,
        }
        for part, probe in probes.items():
            up.add_metric([part], _answers(probe))
        yield up
        try:
            found = load.now(self.ledger.database, WORKER_SEEN)
        except Exception:  # gouji_up says so, and figures that are not known are not given
            return
        for name, labels, rows in _rows(found):
            family = GaugeMetricFamily(name, GAUGES[name], labels=labels)
            for values, number in rows:
                family.add_metric(values, number)
            yield family


def _rows(found: load.Load) -> Iterator[tuple[str, list[str], list[tuple[list[str], float]]]]:
    jobs = [([state, queue], float(number)) for (state, queue), number in found.jobs.items()]
    yield "gouji_jobs", ["state", "queue"], jobs
    yield "gouji_queue_oldest_seconds", ["queue"], [([queue], seconds) for queue, seconds in found.oldest.items()]
    yield "gouji_outbox_rows", ["topic"], [([topic], float(number)) for topic, number in found.outbox.items()]
    deliveries = [([state], float(number)) for state, number in found.deliveries.items()]
    yield "gouji_hook_deliveries", ["state"], deliveries
    yield "gouji_workers", [], [([], float(found.workers))]


def _answers(probe: Callable[[], None]) -> float:
    try:
        probe()
    except Exception:  # whatever it is, the answer is that it does not work
        return 0.0
    return 1.0
