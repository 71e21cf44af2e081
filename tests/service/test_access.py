"""Who gets in: nobody from elsewhere without keys, everybody to their own with one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from exchange import checked, sample, upload
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from ledger.book import Ledger
from ledger.clock import now
from ledger.settings import Settings
from ledger.store import credentials
from service.access import auth, keyring
from service.access.auth import check_start
from service.access.keyring import LIFE, RefusedError
from service.app import create_app

CLEAN = sample("format-2019-clean.txt")
CITY, TOWN = "city-key-0123456789", "town-key-0123456789"
KEYS = f"city={CITY}, town=sha256:{hashlib.sha256(TOWN.encode()).hexdigest()}"


@pytest.fixture
def guarded(settings: Settings) -> Iterator[Flask]:
    app = checked(create_app(replace(settings, api_keys=KEYS, host="0.0.0.0")))
    yield app
    app.config["LEDGER"].close()


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])
def test_without_keys_no_other_machine_is_served(host: str) -> None:
    with pytest.raises(RefusedError, match="GOUJI_API_KEYS"):
        check_start(Settings(host=host))
    check_start(Settings(host=host, api_keys=KEYS))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_the_loopback_needs_no_key(host: str) -> None:
    check_start(Settings(host=host))


@pytest.mark.parametrize("keys", ["short", "city=sha256:xyz", "a b=0123456789abcdef", "=" * 20])
def test_malformed_keys_stop_the_start_and_are_not_repeated(keys: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_start(Settings(api_keys=keys))
    assert keys not in str(refused.value)


def test_without_keys_requests_made_by_a_website_are_refused(client: FlaskClient) -> None:
    rebound = client.get("/v1/reports", headers={"Host": "rebound.example"})
    assert (rebound.status_code, "localhost" in rebound.json["detail"]) == (400, True)
    assert upload(client, CLEAN, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert upload(client, CLEAN, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 202


@pytest.mark.parametrize(
    "headers", [{}, bearer("wrong-key-0123456789"), {"Authorization": f"Basic {CITY}"}, bearer("")]
)
def test_with_keys_nobody_gets_in_without_one(guarded: Flask, headers: dict[str, str]) -> None:
    answer = guarded.test_client().get("/v1/reports", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_what_is_open_stays_open(guarded: Flask) -> None:
    client = guarded.test_client()
    for url in ("/", "/docs", "/openapi.yaml", "/healthz", "/v1/problems"):
        assert client.get(url).status_code == 200
    for url in ("/v1/rules", "/v1/vocabulary", "/v1/jobs/x", "/v1/reports/x/audit"):
        assert client.get(url).status_code == 401


def test_everything_belongs_to_the_tenant_of_the_key(guarded: Flask) -> None:
    client = guarded.test_client()
    mine = upload(client, CLEAN, headers=bearer(CITY)).json
    theirs = upload(client, CLEAN, headers=bearer(TOWN))
    assert theirs.status_code == 202, "the same bytes of another tenant are no duplicate"
    for url in (
        mine["report"]["links"]["self"],
        mine["job"]["links"]["self"],
        f"{mine['report']['links']['self']}/audit",
    ):
        assert client.get(url, headers=bearer(TOWN)).status_code == 404
    assert client.delete(mine["report"]["links"]["self"], headers=bearer(TOWN)).status_code == 404
    assert [each["id"] for each in client.get("/v1/reports", headers=bearer(CITY)).json["items"]] == [
        mine["report"]["id"]
    ]


def test_keys_of_the_ledger_open_other_addresses(settings: Settings, ledger: Ledger) -> None:
    elsewhere = replace(settings, host="0.0.0.0")
    with pytest.raises(RefusedError, match="gouji-admin keys create"):
        check_start(elsewhere)
    credentials.create(ledger.database, "city", "first", "admin")
    check_start(elsewhere)


def test_once_a_key_is_made_nobody_gets_in_without_even_here(
    app: Flask, client: FlaskClient, clock: list[float]
) -> None:
    assert client.get("/v1/reports").status_code == 200
    made, _ = credentials.create(app.config["LEDGER"].database, "city", "first", "admin")
    credentials.revoke(app.config["LEDGER"].database, made)
    clock[0] += LIFE + 0.1
    assert client.get("/v1/reports").status_code == 401


def test_without_any_key_other_addresses_are_closed_not_open(settings: Settings) -> None:
    app = checked(create_app(replace(settings, host="0.0.0.0")))
    assert app.test_client().get("/v1/reports").status_code == 401
    app.config["LEDGER"].close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time as the keyring sees it, to be put forward."""
    ahead = [0.0]
    real = keyring.time.monotonic
    monkeypatch.setattr(keyring, "time", SimpleNamespace(monotonic=lambda: real() + ahead[0]))
    return ahead


def test_a_revoked_key_is_refused_after_five_seconds_at_the_latest(guarded: Flask, clock: list[float]) -> None:
    database, client = guarded.config["LEDGER"].database, guarded.test_client()
    made, key = credentials.create(database, "city", "a system", "read")
    assert LIFE <= 5
    assert client.get("/v1/reports", headers=bearer(key)).status_code == 200
    credentials.revoke(database, made)
    clock[0] += LIFE + 0.1
    assert client.get("/v1/reports", headers=bearer(key)).status_code == 401


def test_an_expiry_holds_to_the_moment(guarded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    database, client = guarded.config["LEDGER"].database, guarded.test_client()
    _, key = credentials.create(database, "city", "a system", "read", expires_at=now() + 60_000)
    assert client.get("/v1/reports", headers=bearer(key)).status_code == 200
    monkeypatch.setattr(auth, "now", lambda: now() + 60_001)
    assert client.get("/v1/reports", headers=bearer(key)).status_code == 401


def test_a_key_is_asked_for_once_in_a_while_and_its_day_noted(guarded: Flask, statements: list[str]) -> None:
    database, client = guarded.config["LEDGER"].database, guarded.test_client()
    _, key = credentials.create(database, "city", "a system", "read")
    for _ in range(20):
        assert client.get("/v1/reports", headers=bearer(key)).status_code == 200
        assert client.get("/v1/reports", headers=bearer("gouji_unknown")).status_code == 401
    asked = [each for each in statements if "FROM secrets" in each]
    assert len(asked) == 2, "one for each key"
    (row,) = credentials.listed(database)
    assert row["last_used_at"] % credentials.DAY == 0
    assert now() - row["last_used_at"] < credentials.DAY + 1000


@pytest.fixture
def statements(guarded: Flask) -> list[str]:
    """Every statement that the service sends to its database."""
    seen: list[str] = []
    engine = guarded.config["LEDGER"].database.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: seen.append(statement))
    return seen


def test_many_unknown_keys_fill_no_memory(guarded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "MOST", 10)
    ring = guarded.config["KEYRING"]
    for number in range(35):
        assert ring.find(f"gouji_{number}") is None
    assert len(ring._kept) <= 10
