"""/v1/batches: many reports handed in at once, each judged and audited by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, request

from ledger.book import Ledger
from ledger.store import batches, outbox
from ledger.store.batches import Particulars
from ledger.store.intake import Receipt
from service import idempotency
from service.access.limiting import allowances
from service.intake import batching
from service.negotiate import as_json
from service.problems import Problem
from service.resources.reports import DEFAULT_LIMIT, plain
from service.schemas import BATCH, BATCH_ENTRY, BATCH_QUERY, ENTRY_QUERY, loaded

blueprint = Blueprint("batches", __name__, url_prefix="/v1/batches")


def ledger() -> Ledger:
    found: Ledger = current_app.config["LEDGER"]
    return found


@blueprint.post("")
@idempotency.streams
def hand_in() -> Response:
    """Take a batch in: 202 when all its files that were not refused are safe, each with a job."""
    with batching.received() as load:
        idempotency.content(load.fingerprint)
        batch_id = idempotency.resource()
        if batches.find(ledger().database, g.tenant, batch_id) is None:  # else an earlier try got so far
            catalogue = current_app.config["ENGINE"].engine()["catalogue"]
            allowed = allowances(g.caller, ledger().settings)
            particulars = Particulars(g.tenant, plain(load.particulars), catalogue, allowed)
            _publish(_accept(batch_id, load, particulars))
    return as_json(BATCH.dump(_found(batch_id)), 202, {"Location": f"/v1/batches/{batch_id}", "Retry-After": "1"})


@blueprint.get("")
def listed() -> Response:
    """Batches, newest first, by pages."""
    query = loaded(BATCH_QUERY, request.args)
    limit = query.get("limit", DEFAULT_LIMIT)
    rows = batches.listed(ledger().database, g.tenant, query.get("cursor"), limit)
    following = rows[limit - 1]["id"] if len(rows) > limit else None
    page = {"items": BATCH.dump(rows[:limit], many=True), "next_cursor": following}
    return as_json(page, headers=_next("/v1/batches", following))


@blueprint.get("/<batch_id>")
def one(batch_id: str) -> Response:
    """One batch: its counts by state, and its files by pages."""
    query = loaded(ENTRY_QUERY, request.args)
    limit = query.get("limit", DEFAULT_LIMIT)
    batch = BATCH.dump(_found(batch_id))
    rows = batches.entries_of(ledger().database, batch_id, query.get("cursor", 0), limit)
    following = str(rows[limit - 1]["number"]) if len(rows) > limit else None
    page = {"items": BATCH_ENTRY.dump(rows[:limit], many=True), "next_cursor": following}
    return as_json({**batch, **page}, headers=_next(f"/v1/batches/{batch_id}", following))


def _accept(batch_id: str, load: batching.Load, particulars: Particulars) -> list[Receipt]:
    pressure, grace = current_app.config["PRESSURE"], ledger().settings.republish_seconds
    full = {queue: pressure.refusal(ledger(), queue) for queue in {each.queue for each in load.entries}}
    store, blobs = ledger().database, ledger().blobs
    return batches.accept(store, blobs, batch_id, load.entries, particulars, grace_seconds=grace, full=full)


def _publish(fresh: list[Receipt]) -> None:
    """Send the messages; those that the broker does not take now are for the sweeper."""
    for each in fresh:
        if not ledger().queue.publish(each.job_id, each.queue):
            outbox.hasten(ledger().database, each.job_id)


def _found(batch_id: str) -> dict[str, Any]:
    row = batches.find(ledger().database, g.tenant, batch_id)
    if row is None:
        raise Problem("not-found")
    return row


def _next(path: str, following: str | None) -> dict[str, str]:
    if following is None:
        return {}
    return {"Link": f'<{path}?{urlencode({**request.args.to_dict(), "cursor": following})}>; rel="next"'}
