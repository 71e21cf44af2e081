"""What browsers and caches are told, on every kind of answer; and that nothing handed in comes back as a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from exchange import checked
from flask.testing import FlaskClient
from test_authorisation import GUARDED
from world import World, inhabited

from ledger.settings import Settings
from ledger.store import auditlog
from ledger.store.auditlog import Wanted
from service.access import scopes
from service.app import create_app
from service.headers import ALWAYS

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("url", ["/", "/docs", "/assets/docs.js", "/v1/rules", "/v1/reports", "/nothing", "/healthz"])
def test_every_answer_is_guarded(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert set(ALWAYS) <= set(answer.headers.keys())
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in answer.headers
    answer.close()


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    with inhabited(settings) as made:
        yield made


def test_what_belongs_to_an_office_is_kept_by_no_cache_and_shown_as_no_page(world: World) -> None:
    catalogue = {"rules", "templates", "vocabulary"}
    seen = 0
    for rule, method in GUARDED:
        if method == "GET" and rule.endpoint.partition(".")[0] not in catalogue:
            answer = world.call(rule, method, scopes.of(rule.endpoint).scope)
            assert answer.headers["Cache-Control"] == "no-store", rule.rule
            inline = not answer.headers.get("Content-Disposition", "").startswith("attachment")
            assert not inline or answer.mimetype in ("application/json", "text/plain", "text/event-stream"), rule.rule
            answer.close()
            seen += 1
    assert seen >= 8


def test_https_is_asked_for_where_the_setting_says_so(settings: Settings) -> None:
    app = checked(create_app(replace(settings, hsts_seconds=31_536_000)))
    assert app.test_client().get("/healthz").headers["Strict-Transport-Security"] == "max-age=31536000"
    app.config["LEDGER"].close()


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "192.0.2.2"), (2, "192.0.2.1")])
def test_only_so_many_proxies_are_believed(settings: Settings, proxies: int, address: str) -> None:
    app = checked(create_app(replace(settings, proxies=proxies)))
    told = {"X-Forwarded-For": "192.0.2.1, 192.0.2.2"}
    assert app.test_client().put("/v1/profile", data="name: 试\nignore: [FMT-06]", headers=told).status_code == 200
    (entry, *_) = auditlog.listed(app.config["LEDGER"].database, Wanted(action="profile.set"))
    assert entry["address"] == address
    app.config["LEDGER"].close()
