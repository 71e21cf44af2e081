"""Jobs over HTTP: lists and pages, place in the queue, progress, cancelling."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from exchange import sample, upload
from flask import Flask
from flask.testing import FlaskClient

from ledger.book import Ledger
from ledger.store import audits, jobs, tenants
from ledger.store.jobs import Claim
from service.access.keyring import Keyring

CLEAN = sample("format-2019-clean.txt")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
AUDIT: dict[str, Any] = {
    "engine": {"version": "0", "catalogue": "c"},
    "report": None,
    "facts": [],
    "findings": [],
    "summary": {"error": 0, "warning": 0, "notice": 0, "outcome": "no_findings"},
}


def hand_in(client: FlaskClient, number: int = 0) -> dict[str, Any]:
    """A report of its own; its job."""
    answer = upload(client, CLEAN, external_id=str(number))
    assert answer.status_code == 202
    job: dict[str, Any] = answer.json["job"]
    return job


def claim(app: Flask, job_id: str) -> Claim:
    held = jobs.claim(app.config["LEDGER"].database, job_id, "test", 60.0, 3)
    assert held is not None
    return held


def end(app: Flask, held: Claim) -> bool:
    return audits.finish(app.config["LEDGER"].database, held, json.dumps(AUDIT).encode())


def test_a_waiting_job_says_where_it_stands(client: FlaskClient) -> None:
    first, second = hand_in(client, 1), hand_in(client, 2)
    assert (first["position"], second["position"]) == (1, 2)
    job = client.get(second["links"]["self"]).json
    assert (job["state"], job["step"], job["progress"], job["position"]) == ("queued", "queued", 0.0, 2)
    assert (job["started_at"], job["queued_ms"], job["running_ms"]) == (None, None, None)


def test_a_job_says_when_its_report_will_be_erased(app: Flask, client: FlaskClient) -> None:
    job = hand_in(client)
    assert job["expires_at"] is None
    tenants.settle(app.config["LEDGER"].database, "local", retention_days=30)
    app.config["KEYRING"] = Keyring(app.config["SETTINGS"], app.config["LEDGER"].database)  # which has forgotten
    end_ = datetime.fromisoformat(client.get(job["links"]["report"]).json["received_at"]) + timedelta(days=30)
    for shown in (client.get(job["links"]["self"]).json, client.get("/v1/jobs").json["items"][0]):
        assert datetime.fromisoformat(shown["expires_at"]) == end_
    assert end(app, claim(app, job["id"]))
    assert datetime.fromisoformat(client.get(job["links"]["self"]).json["expires_at"]) == end_
    assert datetime.fromisoformat(upload(client, CLEAN, external_id="0").json["job"]["expires_at"]) == end_
    assert f'"expires_at":"{end_:%Y-%m-%d}' in client.get(f"{job['links']['self']}/events").text


def test_a_running_job_says_how_far_it_is(app: Flask, client: FlaskClient) -> None:
    job = hand_in(client)
    held = claim(app, job["id"])
    assert jobs.heartbeat(app.config["LEDGER"].database, held, 60.0, "extracting", 0.7)
    shown = client.get(job["links"]["self"]).json
    assert (shown["state"], shown["step"], shown["progress"], shown["position"]) == (
        "running",
        "extracting",
        0.7,
        None,
    )
    assert shown["queued_ms"] >= 0
    assert end(app, held)
    shown = client.get(job["links"]["self"]).json
    assert (shown["state"], shown["step"], shown["progress"]) == ("succeeded", None, 1.0)
    assert shown["running_ms"] >= 0


def test_a_clock_set_back_meanwhile_makes_no_negative_time(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = hand_in(client)
    held = claim(app, job["id"])
    monkeypatch.setattr("ledger.store.jobs.now", lambda: 1_000)
    assert end(app, held)
    assert client.get(job["links"]["self"]).json["running_ms"] == 0


# --- cancelling ------------------------------------------------------------------------------------


def test_cancelling_a_waiting_job_keeps_its_report_and_starts_nothing(
    app: Flask, client: FlaskClient, work: Callable[[], int]
) -> None:
    job = hand_in(client)
    answers = [client.delete(job["links"]["self"]) for _ in range(2)]
    assert [(answer.status_code, answer.json["state"]) for answer in answers] == [(200, "cancelled")] * 2
    assert answers[0].json["finished_at"]
    assert answers[0].json["progress"] is None
    assert work() == 0
    assert client.get(job["links"]["report"]).json["state"] == "cancelled"
    refused = client.get(f"{job['links']['report']}/audit")
    assert (refused.status_code, refused.json["code"]) == (409, "no-audit")


def test_a_late_result_of_a_cancelled_job_changes_nothing(app: Flask, client: FlaskClient) -> None:
    job = hand_in(client)
    held = claim(app, job["id"])
    assert client.delete(job["links"]["self"]).status_code == 200
    ledger: Ledger = app.config["LEDGER"]
    assert not jobs.held_still(ledger.database, held)
    assert not jobs.heartbeat(ledger.database, held, 60.0)
    assert not end(app, held)
    assert not jobs.release(ledger.database, held)
    assert not jobs.hand_over(ledger.database, held)
    assert jobs.lose(ledger.database, held.job_id, held.attempt, "crash", 3) is None
    assert client.get(job["links"]["self"]).json["state"] == "cancelled"


def test_an_ended_job_cannot_be_cancelled(app: Flask, client: FlaskClient) -> None:
    job = hand_in(client)
    assert end(app, claim(app, job["id"]))
    refused = client.delete(job["links"]["self"])
    assert (refused.status_code, refused.json["code"]) == (409, "job-ended")
    assert client.get(job["links"]["self"]).json["state"] == "succeeded"


def test_an_unknown_job_cannot_be_cancelled(client: FlaskClient) -> None:
    assert client.delete("/v1/jobs/01a20632-375e-72c4-b69a-bca95e67eb06").status_code == 404


def test_a_cancelled_report_handed_in_again_gets_another_job(client: FlaskClient) -> None:
    job = hand_in(client)
    client.delete(job["links"]["self"])
    again = upload(client, CLEAN, external_id="0")
    assert (again.status_code, again.json["duplicate_of"]) == (202, job["report_id"])
    assert again.json["job"]["id"] != job["id"]


# --- lists -----------------------------------------------------------------------------------------


def test_jobs_are_listed_newest_first_by_pages(client: FlaskClient) -> None:
    ids = [hand_in(client, number)["id"] for number in range(5)][::-1]
    page = client.get("/v1/jobs?limit=2")
    assert [each["id"] for each in page.json["items"]] == ids[:2]
    assert page.headers["Link"] == f'</v1/jobs?limit=2&cursor={ids[1]}>; rel="next"'
    rest = client.get(f"/v1/jobs?limit=3&cursor={page.json['next_cursor']}").json
    assert ([each["id"] for each in rest["items"]], rest["next_cursor"]) == (ids[2:], None)


def test_jobs_are_narrowed(app: Flask, client: FlaskClient) -> None:
    old, new = hand_in(client, 1), hand_in(client, 2)
    slow = client.post("/v1/reports", data=CLEAN + b"\n" * 10_000_001).json["job"]
    claim(app, new["id"])
    since = datetime.fromtimestamp(int(new["id"].replace("-", "")[:12], 16) / 1000, UTC)

    def listed(query: str) -> list[str]:
        return [each["id"] for each in client.get(f"/v1/jobs?{query}").json["items"]]

    assert listed("state=running") == [new["id"]]
    assert listed("state=queued") == [slow["id"], old["id"]]
    assert listed("queue=slow") == [slow["id"]]
    assert listed(f"report_id={old['report_id']}") == [old["id"]]
    assert listed(f"since={since.isoformat().replace('+00:00', 'Z')}")[:2] == [slow["id"], new["id"]]
    assert listed("since=2100-01-01T00:00:00Z") == []


@pytest.mark.parametrize("query", ["state=lost", "queue=hooks", "since=yesterday", "limit=0", "cursor=x", "other=1"])
def test_a_wrong_filter_is_named(client: FlaskClient, query: str) -> None:
    refused = client.get(f"/v1/jobs?{query}")
    assert (refused.status_code, refused.json["code"]) == (422, "invalid-input")
    assert refused.json["errors"][0]["pointer"] == f"/{query.partition('=')[0]}"


# --- queues ----------------------------------------------------------------------------------------


def test_large_files_and_pictures_go_to_the_slow_queue(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.readers.scan.available", lambda: True)
    assert hand_in(client)["queue"] == "fast"
    large = client.post("/v1/reports", data=CLEAN + b"\n" * 10_000_001).json["job"]
    picture = client.post("/v1/reports", data=PNG).json["job"]
    assert (large["queue"], picture["queue"]) == ("slow", "slow")
    assert (large["position"], picture["position"]) == (1, 2), "each queue counts for itself"
