"""Who gets in: nobody from elsewhere without keys, everybody to their own with one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from exchange import checked, sample, upload
from flask import Flask
from flask.testing import FlaskClient

from ledger.settings import Settings
from service.app import create_app
from service.auth import RefusedError, check_start

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
