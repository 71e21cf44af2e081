"""Server-Sent Events of a job: every change once, an end, and no more streams than there is room for."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from test_jobs import claim, end, hand_in
from werkzeug.test import TestResponse

from ledger.store import jobs, reports
from service import streaming


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "LOOK", 0.01)


def events(answer: TestResponse) -> list[dict[str, Any]]:
    """The events of a stream: id, type and the job."""
    found = []
    for block in answer.text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "data" in lines:
            found.append({"id": lines["id"], "type": lines["event"], "job": json.loads(lines["data"])})
    return found


def test_every_change_is_told_once_and_the_stream_ends_with_the_job(app: Flask, client: FlaskClient) -> None:
    job = hand_in(client)

    def live() -> None:
        held = claim(app, job["id"])
        time.sleep(0.3)
        jobs.heartbeat(app.config["LEDGER"].database, held, 60.0, "checking", 0.8)
        time.sleep(0.3)
        end(app, held)

    worker = threading.Timer(0.3, live)
    worker.start()
    answer = client.get(f"{job['links']['self']}/events", buffered=True)
    worker.join()
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text.startswith("retry: ")
    told = [(each["type"], each["job"]["state"], each["job"]["step"]) for each in events(answer)]
    assert told == [
        ("job", "queued", "queued"),
        ("job", "running", "reading"),
        ("job", "running", "checking"),
        ("job", "succeeded", None),
    ]
    assert events(answer)[-1]["job"] == client.get(job["links"]["self"]).json


def test_who_comes_back_is_told_what_is_new_and_the_end_is_told_once(app: Flask, client: FlaskClient) -> None:
    job = hand_in(client)
    url = f"{job['links']['self']}/events"
    held = claim(app, job["id"])
    app.config["SERVING"] = lambda: False  # a stream ends after its first look
    first = events(client.get(url, buffered=True))
    assert len(first) == 1
    assert events(client.get(url, buffered=True, headers={"Last-Event-ID": first[0]["id"]})) == []
    assert end(app, held)
    last = events(client.get(url, buffered=True, headers={"Last-Event-ID": first[0]["id"]}))
    assert [each["job"]["state"] for each in last] == ["succeeded"]
    again = client.get(url, buffered=True, headers={"Last-Event-ID": last[0]["id"]})
    assert (again.status_code, again.data) == (204, b"")


def test_comments_keep_the_connection_while_nothing_happens(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "BEAT", 0.05)
    monkeypatch.setattr(streaming, "LONGEST", 0.5)
    job = hand_in(client)
    answer = client.get(f"{job['links']['self']}/events", buffered=True)
    assert len(events(answer)) == 1
    assert ": still here" in answer.text


def test_a_stream_ends_with_a_deleted_report(app: Flask, client: FlaskClient) -> None:
    job = hand_in(client)
    ledger = app.config["LEDGER"]
    erase = threading.Timer(0.3, lambda: reports.erase(ledger.database, ledger.blobs, "local", job["report_id"]))
    erase.start()
    assert len(events(client.get(f"{job['links']['self']}/events", buffered=True))) == 1
    erase.join()
    assert client.get(f"{job['links']['self']}/events", buffered=True).status_code == 404


def test_only_so_many_streams_are_open_and_each_gives_its_place_back(app: Flask, client: FlaskClient) -> None:
    job = hand_in(client)
    streams = app.config["STREAMS"]
    taken = 0
    while streams.acquire(blocking=False):
        taken += 1
    assert taken == app.config["SETTINGS"].web_streams
    url = f"{job['links']['self']}/events"
    refused = client.get(url, buffered=True)
    assert (refused.status_code, refused.json["code"]) == (429, "too-many-streams")
    assert refused.headers["Retry-After"] == "5"
    streams.release()
    app.config["SERVING"] = lambda: False
    for _ in range(3):
        assert client.get(url, buffered=True).status_code == 200
