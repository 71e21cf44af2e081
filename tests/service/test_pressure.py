"""Full queues: refused with an honest time, nothing kept; and what one document may use is published."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from exchange import checked, sample, upload
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert
from test_jobs import claim, end, hand_in

from gouji.readers import limits
from ledger.clock import new_id, now
from ledger.schema import Job
from ledger.settings import Settings
from ledger.store.listing import Backlog
from service.app import create_app
from service.intake.pressure import Pressure, retry_after

CLEAN = sample("format-2019-clean.txt")


def full(app: Flask, **more: float) -> FlaskClient:
    """A client of the same service with other limits, which looks at its queues anew."""
    settings = replace(app.config["SETTINGS"], **more)
    app.config.update(SETTINGS=settings, LEDGER=replace(app.config["LEDGER"], settings=settings), PRESSURE=Pressure())
    return app.test_client()


def blobs(app: Flask) -> list[Path]:
    root = app.config["SETTINGS"].state / "blobs"
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_queue_that_is_too_long_takes_nothing_more_and_keeps_nothing(app: Flask, client: FlaskClient) -> None:
    for number in range(2):
        hand_in(client, number)
    kept = blobs(app)
    client = full(app, queue_length=2)
    refused = upload(client, CLEAN + b"\n", external_id="3")
    assert (refused.status_code, refused.json["code"]) == (429, "queue-full")
    assert refused.headers["Retry-After"] == "300", "nothing has been finished lately: nobody knows"
    assert blobs(app) == kept
    known = upload(client, CLEAN, external_id="1")
    assert (known.status_code, known.json["job"]["state"]) == (200, "queued"), "what is there already is answered"
    assert client.post("/v1/reports", data=CLEAN + b"\n" * 10_000_001).status_code == 202, "the other queue has room"


def test_a_queue_in_which_a_job_waits_too_long_takes_nothing_more(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = hand_in(client)
    monkeypatch.setattr("service.intake.pressure.now", lambda: now() + 61_000)
    client = full(app, queue_seconds=60.0)
    assert upload(client, CLEAN, external_id="2").status_code == 429
    assert end(app, claim(app, job["id"]))
    assert upload(full(app), CLEAN, external_id="2").status_code == 202


def test_a_clock_that_jumps_forward_makes_no_queue_old(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(client)
    client, real = full(app, queue_seconds=60.0), time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() + 6 * 3600 * 10**9)
    assert upload(client, CLEAN, external_id="2").status_code == 202


def test_the_time_to_come_back_follows_the_pace(app: Flask, client: FlaskClient) -> None:
    ids = [hand_in(client, number)["id"] for number in range(9)]
    for job_id in ids[:6]:
        assert end(app, claim(app, job_id))
    refused = upload(full(app, queue_length=3), CLEAN, external_id="x")
    assert refused.headers["Retry-After"] == "10", "six a minute, and one of three has to go"


@pytest.mark.parametrize(
    ("length", "limit", "age", "pace", "seconds"),
    [
        (100, 100, 3600, 10.0, 1),  # one place is soon free
        (50_000, 50_000, 3600, 10.0, 1400),  # 36,000 can be begun within the hour
        (5000, 50_000, 600, 5.0, 400),
        (10, 50_000, 600, 5.0, 1),  # an old one at the head, nearly nothing behind it
        (50_000, 50_000, 60, 0.1, 3600),
        (5, 5, 60, 0.0, 300),
    ],
)
def test_how_long_until_there_is_room(length: int, limit: int, age: float, pace: float, seconds: int) -> None:
    assert retry_after(length, limit, age, pace) == seconds


def test_a_backlog_of_20000_is_looked_at_once_a_second_and_costs_little(app: Flask, client: FlaskClient) -> None:
    ledger = app.config["LEDGER"]
    report_id = hand_in(client)["report_id"]
    ids = [new_id() for _ in range(20_000)]
    fresh = {"tenant": "local", "report_id": report_id, "queue": "fast", "state": "queued", "attempt": 0, "lost": 0}
    with ledger.database.write() as connection:
        connection.execute(insert(Job), [{**fresh, "id": job_id, "created_at": now()} for job_id in ids])
    pressure = Pressure()
    began = time.process_time()
    for _ in range(200):
        assert pressure.refusal(ledger, "fast") is None
    assert time.process_time() - began < 0.2
    position = client.get(f"/v1/jobs/{ids[-1]}").json["position"]
    assert position == 1000, "stands for more"


def test_limits_are_published(settings: Settings) -> None:
    app = checked(create_app(replace(settings, fast_seconds=7.0, document_seconds=5.0, document_memory_mb=3000)))
    found = app.test_client().get("/v1/limits").json
    app.config["LEDGER"].close()
    assert found["budgets"]["fast"] == {"seconds": 5.0, "cpu_seconds": 20, "memory_mb": 1536}
    assert found["budgets"]["slow"] == {"seconds": 5.0, "cpu_seconds": 180, "memory_mb": 3000}
    assert (found["upload_bytes"], found["lost_attempts"]) == (50_000_000, 3)
    assert found["batch"] == {"bytes": 200_000_000, "entries": 500, "unpacked_bytes": 1_000_000_000}
    assert found["document"]["pages"] == limits.PAGES


def test_nobody_waits_while_another_looks_at_the_queue(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that does not answer holds up one caller, not all of them one after the other."""
    monkeypatch.setattr("service.intake.pressure.FRESH", 0.0)
    monkeypatch.setattr("service.intake.pressure.SHARE", 0)
    ledger, pressure = app.config["LEDGER"], Pressure()
    assert pressure.refusal(ledger, "fast") is None
    looking, answered = threading.Event(), threading.Event()

    def backlog(*_: object) -> Backlog:
        looking.set()
        assert answered.wait(30)
        return Backlog(0, None)

    monkeypatch.setattr("service.intake.pressure.listing.backlog", backlog)
    other = threading.Thread(target=pressure.refusal, args=(ledger, "fast"))
    other.start()
    assert looking.wait(30)
    assert pressure.refusal(ledger, "fast") is None, "by the look before"
    answered.set()
    other.join()
