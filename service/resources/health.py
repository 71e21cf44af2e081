"""/healthz: this process answers. /readyz: it can take documents in, and whether somebody is there to audit them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, current_app

from ledger.book import Ledger
from ledger.logs import log
from ledger.store import workers
from service.negotiate import as_json
from service.problems import Problem

blueprint = Blueprint("health", __name__)
WORKER_SEEN = 20.0  # seconds
NEEDED = ("database", "storage")  # to accept documents; without the others they wait


@blueprint.get("/healthz")
def alive() -> Response:
    """Alive."""
    return as_json({"status": "ok"})


@blueprint.get("/readyz")
def ready() -> Response:
    """``ok``; ``degraded`` while documents are accepted but wait; 503 when none can be accepted."""
    ledger: Ledger = current_app.config["LEDGER"]
    probes = {
        "database": ledger.database.ping,
        "storage": ledger.blobs.probe,
        "broker": ledger.queue.ping,
        "worker": lambda: _worker(ledger),
    }
    checks = {name: _checked(name, probe) for name, probe in probes.items()}
    if any(checks[name] != "ok" for name in NEEDED):
        raise Problem("unavailable", headers={"Retry-After": "5"}, extra={"checks": checks})
    status = "ok" if all(each == "ok" for each in checks.values()) else "degraded"
    return as_json({"status": status, "checks": checks})


def _checked(name: str, probe: Callable[[], None]) -> str:
    try:
        probe()
    except Exception as trouble:  # whatever it is, the answer is that it does not work
        log().warning("not_ready", check=name, kind=type(trouble).__name__)
        return "down"
    return "ok"


def _worker(ledger: Ledger) -> None:
    if not workers.alive(ledger.database, WORKER_SEEN):
        raise LookupError("no worker has been seen lately")
