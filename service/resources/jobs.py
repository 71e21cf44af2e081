"""/v1/jobs: what became of a piece of work."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g

from ledger.store import jobs
from service.negotiate import as_json, preferred_wait
from service.problems import Problem
from service.schemas import JOB
from service.waiting import until_done

blueprint = Blueprint("jobs", __name__, url_prefix="/v1/jobs")


@blueprint.get("/<job_id>")
def one(job_id: str) -> Response:
    """One job; with ``Prefer: wait=n`` as soon as it has ended, at most n seconds from now."""
    row = jobs.find(current_app.config["LEDGER"].database, g.tenant, job_id)
    if row is None:
        raise Problem("not-found")
    headers = {"Vary": "Prefer"}
    if (seconds := preferred_wait()) and row["state"] not in jobs.DONE:
        row = until_done(row, seconds) or row
        headers["Preference-Applied"] = f"wait={seconds}"
    if row["state"] not in jobs.DONE:
        headers["Retry-After"] = "1"
    return as_json(JOB.dump(row), headers=headers)
