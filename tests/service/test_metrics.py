"""/metrics: what happened and what waits in figures, without anybody's name, and who may read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from exchange import checked, sample, upload
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families as parsed

from ledger.book import open_ledger
from ledger.metrics import registry, serve
from ledger.processes import fetch
from ledger.queue import Queue
from ledger.settings import Settings
from ledger.store import workers
from service.app import create_app

KEY = "city-key-0123456789"
INTERNAL = "http://localhost:9464"


def figures(text: str) -> dict[tuple[str, ...], float]:
    """Values by name and labels."""
    return {
        (each.name, *(f"{key}={value}" for key, value in sorted(each.labels.items()))): each.value
        for family in parsed(text)
        for each in family.samples
    }


def test_requests_are_counted_by_route_and_jobs_by_state(
    app: Flask, client: FlaskClient, work: Callable[[], int]
) -> None:
    upload(client, sample("format-2019-clean.txt"), "机密名称.txt")
    upload(client, b"")
    client.get("/v1/reports/0197-secret-id")
    found = figures(client.get("/metrics").text)
    assert found["gouji_http_requests_total", "method=POST", "route=/v1/reports", "status=202"] == 1
    assert found["gouji_http_requests_total", "method=POST", "route=/v1/reports", "status=422"] == 1
    assert found["gouji_http_requests_total", "method=GET", "route=/v1/reports/<report_id>", "status=404"] == 1
    assert found["gouji_http_request_seconds_count", "method=POST", "route=/v1/reports"] == 2
    assert (found["gouji_jobs", "queue=fast", "state=queued"], found["gouji_outbox_rows", "topic=job"]) == (1, 1)
    assert found["gouji_queue_oldest_seconds", "queue=fast"] > 0
    assert (found["gouji_workers",], found["gouji_hook_deliveries", "state=pending"]) == (0, 0)
    work()
    workers.seen(app.config["LEDGER"].database, "one")
    after = figures(client.get("/metrics").text)
    assert (after["gouji_jobs", "queue=fast", "state=queued"], after["gouji_outbox_rows", "topic=job"]) == (0, 0)
    assert after["gouji_queue_oldest_seconds", "queue=fast"] == 0
    assert after["gouji_workers",] == 1


def test_nothing_that_callers_send_becomes_a_label(client: FlaskClient) -> None:
    for path in ("/no/such/path-1", "/v1/reports/path-2", "/v1/jobs/path-3?q=path-4"):
        client.open(path, method="BREW")
        client.get(path)
    upload(client, sample("format-2019-clean.txt"), "path-5.txt", agency="path-6", external_id="path-7")
    text = client.get("/metrics").text
    assert "path-" not in text
    assert "BREW" not in text
    assert 'method="other",route="none",status="404"' in text


def test_a_part_that_is_away_is_down_and_its_figures_are_not_invented(
    app: Flask, client: FlaskClient, settings: Settings
) -> None:
    up = figures(client.get("/metrics").text)
    assert [up["gouji_up", f"part={part}"] for part in ("database", "storage", "broker")] == [1, 1, 1]
    ledger = app.config["LEDGER"]
    away = replace(settings, redis_url="redis://127.0.0.1:1/0", database_url="postgresql+psycopg://127.0.0.1:1/none")
    elsewhere = open_ledger(away)
    app.config["LEDGER"] = replace(ledger, queue=Queue(away), database=elsewhere.database)
    down = figures(client.get("/metrics").text)
    elsewhere.close()
    app.config["LEDGER"] = ledger
    assert [down["gouji_up", f"part={part}"] for part in ("database", "storage", "broker")] == [0, 1, 0]
    assert not any(name.startswith("gouji_jobs") for name, *_ in down)


@pytest.fixture
def guarded(settings: Settings) -> Iterator[FlaskClient]:
    app = checked(create_app(replace(settings, api_keys=f"city={KEY}", host="0.0.0.0", metrics_port=9464)))
    yield app.test_client()
    app.config["LEDGER"].close()


def test_where_there_are_keys_figures_need_one(guarded: FlaskClient) -> None:
    assert guarded.get("/metrics").status_code == 401
    assert guarded.get("/metrics", headers={"Host": "localhost:9464"}).status_code == 401, "a header opens nothing"
    assert guarded.get("/metrics", headers={"Authorization": f"Bearer {KEY}"}).status_code == 200


def test_the_internal_port_shows_figures_and_health_and_nothing_else(guarded: FlaskClient) -> None:
    guarded.get("/healthz")
    shown = guarded.get("/metrics", base_url=INTERNAL)
    assert 'route="/healthz"' in shown.text
    assert shown.content_type.startswith("text/plain")
    assert guarded.get("/healthz", base_url=INTERNAL).json == {"status": "ok"}
    for path in ("/", "/v1/rules", "/v1/reports", "/docs", "/metrics/"):
        headers = {"Authorization": f"Bearer {KEY}"}
        assert guarded.get(path, base_url=INTERNAL, headers=headers).status_code == 404, path
    assert guarded.post("/metrics", base_url=INTERNAL).status_code == 404


def test_a_worker_tells_of_itself_on_a_port_of_its_own() -> None:
    from prometheus_client import Counter

    own = registry()
    Counter("gouji_example", "An example", registry=own).inc()
    port = serve(own, "127.0.0.1", 0)
    assert b"gouji_example_total 1.0" in fetch(f"http://127.0.0.1:{port}/metrics")
