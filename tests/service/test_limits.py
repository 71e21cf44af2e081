"""How often and how much a caller may, what it is told, and that counting never stands in the way of the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from exchange import checked, sample, upload
from flask.testing import FlaskClient
from limits import parse
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import select
from world import bearer

from ledger.book import Ledger
from ledger.clock import now
from ledger.schema import Usage
from ledger.settings import BadSettingError, Settings
from ledger.store import credentials, tenants, usage
from service.access import counters, limiting
from service.app import create_app

pytestmark = pytest.mark.one_database
CLEAN = sample("format-2021-clean.txt")


@contextmanager
def served(settings: Settings, **changed: Any) -> Iterator[tuple[FlaskClient, Ledger]]:
    app = checked(create_app(replace(settings, host="0.0.0.0", **changed)))
    yield app.test_client(), app.config["LEDGER"]
    app.config["LEDGER"].close()


def key(ledger: Ledger, tenant: str = "city", **limits: Any) -> dict[str, str]:
    return bearer(credentials.create(ledger.database, tenant, "x", "admin", **limits)[1])


def test_each_key_has_its_own_count_and_is_told_of_it(settings: Settings) -> None:
    with served(settings, rate_limit="3/hour") as (client, ledger):
        first, second = key(ledger), key(ledger)
        for left in (2, 1, 0):
            answer = client.get("/v1/reports", headers=first)
            assert answer.status_code == 200
            assert answer.headers["RateLimit-Policy"] == '"requests";q=3;w=3600'
            assert answer.headers["RateLimit"].startswith(f'"requests";r={left};t=')
        refused = client.get("/v1/reports", headers=first)
        assert (refused.status_code, refused.json["code"]) == (429, "rate-limited")
        assert 0 < int(refused.headers["Retry-After"]) <= 3600
        assert refused.headers["RateLimit"].startswith('"requests";r=0;t=')
        assert client.get("/v1/reports", headers=second).status_code == 200


def test_the_limit_is_the_keys_own_else_its_tenants_else_the_settings(settings: Settings) -> None:
    with served(settings, rate_limit="3/hour") as (client, ledger):
        tenants.settle(ledger.database, "city", rate_limit="5/hour")
        own, office, free = key(ledger, rate_limit="7/minute"), key(ledger), key(ledger, "town", rate_limit="")
        policies = [
            client.get("/v1/reports", headers=each).headers.get("RateLimit-Policy") for each in (own, office, free)
        ]
        assert policies == ['"requests";q=7;w=60', '"requests";q=5;w=3600', None]


def test_what_needs_no_key_and_who_needs_none_are_not_counted(settings: Settings, client: FlaskClient) -> None:
    with served(settings, rate_limit="1/hour") as (guarded, _):
        assert [guarded.get("/healthz").status_code for _ in range(3)] == [200] * 3
    assert "RateLimit" not in client.get("/v1/reports").headers


def test_guessing_keys_is_slowed_down_and_good_keys_are_not(settings: Settings, monkeypatch: Any) -> None:
    monkeypatch.setattr(limiting, "REFUSALS", "3/hour")
    with served(settings) as (client, ledger):
        good = key(ledger)
        guesses = [client.get("/v1/reports", headers=bearer(f"gouji_{n}")).status_code for n in range(5)]
        assert guesses == [401, 401, 401, 429, 429]
        assert client.get("/v1/reports", headers=good).status_code == 200


def test_windows_begin_anew_and_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [1000.0]
    monkeypatch.setattr(counters, "time", SimpleNamespace(time=lambda: moment[0]))
    monkeypatch.setattr(counters, "MOST", 3)
    store, item = counters.Counters(), parse("2/minute")
    strategy = FixedWindowRateLimiter(store)
    assert [strategy.hit(item, "one") for _ in range(3)] == [True, True, False]
    assert (strategy.get_window_stats(item, "one").remaining, strategy.get_window_stats(item, "two").remaining) == (
        0,
        2,
    )
    assert strategy.get_window_stats(item, "one").reset_time == 1060
    moment[0] += 60
    assert strategy.hit(item, "one")
    assert strategy.get_window_stats(item, "one").remaining == 1
    for number in range(10):
        moment[0] += 61
        strategy.hit(item, f"{number}")
        assert len(store._windows) <= 3
    for number in range(10):
        strategy.hit(item, f"at once {number}")
        assert len(store._windows) <= 3


def test_a_store_that_is_away_limits_nobody(settings: Settings) -> None:
    with served(settings, rate_limit="1/hour", rate_storage="redis://127.0.0.1:1/0") as (client, ledger):
        headers = key(ledger)
        assert [client.get("/v1/reports", headers=headers).status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("changed", [{"rate_limit": "often"}, {"rate_storage": "paper://desk"}])
def test_a_limit_that_cannot_be_kept_stops_the_start(settings: Settings, changed: dict[str, str]) -> None:
    with pytest.raises(BadSettingError, match="GOUJI_RATE"):
        create_app(replace(settings, **changed))  # type: ignore[arg-type]


def handed(client: FlaskClient, headers: dict[str, str], year: int) -> Any:
    return upload(client, CLEAN, year=str(year), headers=headers)


def test_a_tenants_documents_of_a_day_are_counted_across_its_keys(settings: Settings) -> None:
    with served(settings, documents_per_day=2) as (client, ledger):
        first, second, other = key(ledger), key(ledger), key(ledger, "town")
        assert handed(client, first, 2011).status_code == 202
        assert handed(client, second, 2012).status_code == 202
        assert handed(client, first, 2011).status_code == 200, "a duplicate is not counted"
        refused = handed(client, first, 2013)
        assert (refused.status_code, refused.json["code"]) == (429, "quota-exceeded")
        seconds = int(refused.headers["Retry-After"])
        assert 0 < seconds <= 86_400
        assert refused.json["ends_at"].endswith("T16:00:00Z"), "midnight in China"
        assert handed(client, other, 2013).status_code == 202
        (row,) = usage_of(ledger, "city")
        assert (row.documents, row.bytes) == (2, 2 * len(CLEAN))


def usage_of(ledger: Ledger, tenant: str) -> list[Any]:
    with ledger.database.read() as connection:
        return list(connection.execute(select(Usage.__table__).where(Usage.tenant == tenant)))


def test_what_was_refused_leaves_no_bytes_and_no_rows(settings: Settings) -> None:
    with served(settings, bytes_per_day=len(CLEAN)) as (client, ledger):
        headers = key(ledger)
        other = CLEAN + b" "
        assert upload(client, other, headers=headers).status_code == 429
        assert not [path for path in (settings.state / "blobs").rglob("*") if path.is_file()]
        assert client.get("/v1/reports", headers=headers).json["items"] == []
        assert upload(client, CLEAN, headers=headers).status_code == 202


def test_a_key_may_have_a_quota_of_its_own_within_its_tenants(settings: Settings) -> None:
    with served(settings) as (client, ledger):
        tenants.settle(ledger.database, "city", documents_per_day=3)
        small, large = key(ledger, documents_per_day=1), key(ledger)
        assert [handed(client, small, year).status_code for year in (2011, 2012)] == [202, 429]
        assert [handed(client, large, year).status_code for year in (2013, 2014, 2015)] == [202, 202, 429]


def test_the_next_day_begins_at_midnight_in_china(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = (usage.Allowance("", 1, 0),)
    midnight = 20_000 * usage.DAY - 8 * 3_600_000

    def charge(at: int) -> None:
        monkeypatch.setattr(usage, "now", lambda: at)
        with ledger.database.write() as connection:
            usage.charge(connection, "city", allowed, 1)

    charge(midnight - 2000)
    with pytest.raises(usage.QuotaError) as over:
        charge(midnight - 1000)
    assert over.value.ends_at == midnight
    charge(midnight)


def test_old_counts_are_dropped(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    for days in (100, 0):
        at = now() - days * usage.DAY
        monkeypatch.setattr(usage, "now", lambda at=at: at)
        with ledger.database.write() as connection:
            usage.charge(connection, "city", (usage.Allowance("", 5, 0),), 1)
        usage.forget(ledger.database)
    assert len(usage_of(ledger, "city")) == 1
