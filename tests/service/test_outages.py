"""PostgreSQL goes away and comes back: 503 with Retry-After meanwhile, and everything goes on afterwards."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest
from exchange import checked, sample, upload

from ledger.migrate import migrate
from ledger.settings import Settings
from service.app import create_app
from tests.postgres import KILLABLE, Server

pytestmark = pytest.mark.one_database  # a PostgreSQL of its own, because it is killed


@pytest.fixture
def server() -> Iterator[Server]:
    own = Server(KILLABLE)
    try:
        own.start()
        yield own
    finally:
        own.remove()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_the_service_outlives_its_database(settings: Settings, server: Server, how: signal.Signals) -> None:
    url = server.database("service")
    migrate(url)
    app = checked(create_app(replace(settings, database_url=url)))
    client = app.test_client()
    report = upload(client, sample("format-2019-clean.txt")).json["report"]["links"]["self"]
    server.stop(how)
    for _ in range(2):
        away = [client.get(report), client.get("/v1/reports"), client.delete(report), client.get("/readyz")]
        away += [client.post("/v1/reports", data=b"another report")]
        assert [(answer.status_code, answer.json["code"]) for answer in away] == [(503, "unavailable")] * 5
        assert all(answer.headers["Retry-After"] for answer in away)
    server.start()
    assert client.get(report).status_code == 200
    assert client.get("/readyz").json["checks"]["database"] == "ok"
    app.config["LEDGER"].close()
