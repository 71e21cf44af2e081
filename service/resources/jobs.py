"""/v1/jobs: what became of a piece of work."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, request

from ledger.database import Database
from ledger.store import jobs, listing
from ledger.store.listing import JobFilter
from ledger.store.retention import end
from service import streaming
from service.negotiate import as_json, dumps, preferred_wait, written
from service.problems import Problem
from service.schemas import JOB, JOB_QUERY, loaded
from service.streaming import Shown
from service.waiting import until_done

blueprint = Blueprint("jobs", __name__, url_prefix="/v1/jobs")
DEFAULT_LIMIT = 50


def database() -> Database:
    found: Database = current_app.config["LEDGER"].database
    return found


@blueprint.get("")
def listed() -> Response:
    """Jobs, newest first, by pages."""
    query = loaded(JOB_QUERY, request.args)
    before, limit = query.pop("cursor", None), query.pop("limit", DEFAULT_LIMIT)
    rows = listing.listed(database(), g.tenant, JobFilter(**query, before=before, limit=limit))
    following = rows[limit - 1]["id"] if len(rows) > limit else None
    headers = {}
    if following:
        again = urlencode({**request.args.to_dict(), "cursor": following})
        headers["Link"] = f'</v1/jobs?{again}>; rel="next"'
    days = kept_for()
    return as_json(
        {"items": [_whole(row, None, days) for row in rows[:limit]], "next_cursor": following}, headers=headers
    )


@blueprint.get("/<job_id>")
def one(job_id: str) -> Response:
    """One job; with ``Prefer: wait=n`` as soon as it has ended, at most n seconds from now."""
    row = _found(job_id)
    headers = {"Vary": "Prefer"}
    if (seconds := preferred_wait()) and row["state"] not in jobs.DONE:
        row = until_done(row, seconds) or row
        headers["Preference-Applied"] = f"wait={seconds}"
    if row["state"] not in jobs.DONE:
        headers["Retry-After"] = "1"
    return written(_body(row), headers=headers)


def _body(row: dict[str, Any]) -> bytes:
    """The job as JSON: what is asked again while nothing has changed is not written again."""
    if row["state"] == "queued" or row["problem"]:
        return dumps(shown(row, kept_for()))
    return _unchanged(tuple(row.items()), kept_for())


@lru_cache(maxsize=1024)
def _unchanged(row: tuple[tuple[str, Any], ...], days: int) -> bytes:
    return dumps(_whole(dict(row), None, days))


@blueprint.get("/<job_id>/events")
def events(job_id: str) -> Response:
    """The job as it goes on, as Server-Sent Events."""
    _found(job_id)
    store, tenant, days = database(), g.tenant, kept_for()  # a stream goes on when its request is over

    def look() -> Shown | None:
        row = jobs.find(store, tenant, job_id)
        return streaming.shown(row, shown(row, days, store)) if row else None

    return streaming.respond(look, request.headers.get("Last-Event-ID", ""))


@blueprint.delete("/<job_id>")
def cancel(job_id: str) -> Response:
    """Cancel a job that waits or runs. Its report stays, without an audit by this job."""
    state = jobs.cancel(database(), g.tenant, job_id)
    if state in ("succeeded", "failed"):
        raise Problem("job-ended")
    return as_json(shown(_found(job_id), kept_for()))


def shown(row: dict[str, Any], days: int, store: Database | None = None) -> dict[str, Any]:
    """The job as the contract has it, with its place in the queue. ``days`` is how long its report is kept."""
    return _whole(row, listing.position(store or database(), row), days)


def kept_for() -> int:
    """Days for which the caller's reports are kept; 0 is for ever."""
    own: int | None = g.caller.retention_days
    return int(current_app.config["SETTINGS"].retention_days) if own is None else own


def _whole(row: dict[str, Any], position: int | None, days: int) -> dict[str, Any]:
    whole: dict[str, Any] = JOB.dump({**row, "position": position, "expires_at": end(row["report_id"], days)})
    return whole


def _found(job_id: str) -> dict[str, Any]:
    row = jobs.find(database(), g.tenant, job_id)
    if row is None:
        raise Problem("not-found")
    return row
