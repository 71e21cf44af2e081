"""/v1/reports: documents handed in, and their audits."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, request

from ledger import tracing
from ledger.book import Ledger
from ledger.store import audits, intake, jobs, outbox, reports
from ledger.store.audits import Stored
from ledger.store.intake import Delivery, Receipt
from ledger.store.reports import Filter
from service import hooks, idempotency
from service.access.limiting import allowances
from service.intake import queues, upload
from service.negotiate import as_json, dumps, preferred_wait, versioned
from service.problems import Problem
from service.resources.jobs import kept_for, shown
from service.schemas import CHECK_QUERY, FACT_QUERY, FINDING_QUERY, REPORT, REPORT_QUERY, loaded
from service.waiting import until_done

blueprint = Blueprint("reports", __name__, url_prefix="/v1/reports")
DEFAULT_LIMIT = 50


def ledger() -> Ledger:
    found: Ledger = current_app.config["LEDGER"]
    return found


@blueprint.post("")
@idempotency.streams
def hand_in() -> Response:
    """Take a document in: 202 and a job, or 200 when the same document has been audited already."""
    with upload.received() as parcel:
        delivery = _delivery(parcel)
        idempotency.content(parcel.fingerprint)
        full = current_app.config["PRESSURE"].refusal(ledger(), delivery.queue)
        receipt = _accepted(parcel, delivery, full)
    idempotency.about(receipt.report_id)
    _publish(receipt)
    return _answer(receipt)


@blueprint.get("")
def listed() -> Response:
    """Reports, newest first, by pages."""
    query = loaded(REPORT_QUERY, request.args)
    before, limit = query.pop("cursor", None), query.pop("limit", DEFAULT_LIMIT)
    rows = reports.listed(ledger().database, g.tenant, Filter(**query, before=before, limit=limit))
    following = rows[limit - 1]["id"] if len(rows) > limit else None
    headers = {}
    if following:
        again = urlencode({**request.args.to_dict(), "cursor": following})
        headers["Link"] = f'</v1/reports?{again}>; rel="next"'
    return as_json({"items": REPORT.dump(rows[:limit], many=True), "next_cursor": following}, headers=headers)


@blueprint.get("/<report_id>")
def one(report_id: str) -> Response:
    """One report: what was handed in and its audit in short."""
    return as_json(REPORT.dump(_found(report_id)))


@blueprint.delete("/<report_id>")
def erase(report_id: str) -> Response:
    """Erase a report, its bytes and everything that came out of it."""
    if not reports.erase(ledger().database, ledger().blobs, g.tenant, report_id):
        raise Problem("not-found")
    return Response(status=204)


@blueprint.get("/<report_id>/audit")
def audit(report_id: str) -> Response:
    """The whole audit, byte for byte as the engine gave it."""
    stored = _audit(report_id)
    return versioned(stored.body, stored.digest)


@blueprint.get("/<report_id>/facts")
def facts(report_id: str) -> Response:
    """The facts of the audit."""
    return _part(report_id, "facts", loaded(FACT_QUERY, request.args))


@blueprint.get("/<report_id>/findings")
def findings(report_id: str) -> Response:
    """The findings of the audit."""
    return _part(report_id, "findings", loaded(FINDING_QUERY, request.args))


@blueprint.get("/<report_id>/checks")
def checks(report_id: str) -> Response:
    """What was checked, and what could not be."""
    return _part(report_id, "checks", loaded(CHECK_QUERY, request.args))


def _publish(receipt: Receipt) -> None:
    """Wake a worker; where that fails, the sweeper does it soon."""
    if receipt.fresh:
        with tracing.span("enqueue", kind="producer"):
            sent = ledger().queue.publish(receipt.job_id, receipt.queue)
        if not sent:
            outbox.hasten(ledger().database, receipt.job_id)


def plain(particulars: dict[str, Any]) -> dict[str, Any]:
    """Particulars as the ledger keeps them: days in writing."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in particulars.items()}


def _delivery(parcel: upload.Parcel) -> Delivery:
    particulars = plain(parcel.particulars)
    external_id = particulars.pop("external_id", None)
    callback = hooks.callback(particulars.pop("callback_url", None), ledger(), g.tenant)
    catalogue = current_app.config["ENGINE"].engine()["catalogue"]
    queue = queues.chosen(parcel.incoming, ledger().settings)
    allowed = allowances(g.caller, ledger().settings)
    return Delivery(g.tenant, parcel.filename, particulars, external_id, catalogue, queue, allowed, callback)


def _accepted(parcel: upload.Parcel, delivery: Delivery, full: Problem | None) -> Receipt:
    grace = ledger().settings.republish_seconds
    return intake.accept(ledger().database, ledger().blobs, parcel.incoming, delivery, grace_seconds=grace, full=full)


def _answer(receipt: Receipt) -> Response:
    """Report and job; 202 while there is something to wait for, the audit itself if the caller was ready to wait."""
    job = jobs.find(ledger().database, g.tenant, receipt.job_id)
    headers = {"Location": f"/v1/jobs/{receipt.job_id}", "Vary": "Prefer"}
    seconds = preferred_wait()
    if seconds and job:
        job = until_done(job, seconds)
        headers["Preference-Applied"] = f"wait={seconds}"
    report = _found(receipt.report_id)
    duplicate_of = receipt.report_id if receipt.duplicate else None
    body = {"report": REPORT.dump(report), "job": job and shown(job, kept_for()), "duplicate_of": duplicate_of}
    done = bool(job and job["state"] in jobs.DONE)
    if done and seconds and (stored := audits.find(ledger().database, g.tenant, receipt.report_id)):
        body["audit"] = stored.parsed()
    if not done:
        headers["Retry-After"] = "1"
    return as_json(body, 200 if done or (receipt.duplicate and not receipt.fresh) else 202, headers)


def _found(report_id: str) -> dict[str, Any]:
    row = reports.find(ledger().database, g.tenant, report_id)
    if row is None:
        raise Problem("not-found")
    return row


def _audit(report_id: str) -> Stored:
    stored = audits.find(ledger().database, g.tenant, report_id)
    if stored is None:
        row = _found(report_id)
        raise Problem("no-audit", extra={"job": f"/v1/jobs/{row['job_id']}"})
    return stored


def _part(report_id: str, part: str, wanted: dict[str, Any]) -> Response:
    """One list of the audit, narrowed to the entries that hold the wanted values."""
    stored = _audit(report_id)
    entries = stored.parsed()[part]
    items = [each for each in entries if all(each[key] == value for key, value in wanted.items())]
    return versioned(dumps({"items": items, "total": len(entries)}), stored.digest)
