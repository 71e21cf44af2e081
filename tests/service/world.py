"""Two offices with keys of every kind, a report of the first, and an example for every argument of every route."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from exchange import checked, sample, upload
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

import gouji
from ledger.book import Ledger
from ledger.clock import new_id, now
from ledger.schema import Base
from ledger.settings import Settings
from ledger.store import audits, credentials, deliveries, jobs, profiles, webhooks
from ledger.store.webhooks import Wish
from service.app import create_app

CLEAN = sample("format-2021-clean.txt")
MINE, THEIRS = "city", "town"

# What a route's arguments may be: by name, or by blueprint and name, or by endpoint and name. A function makes an id that is the first office's
# own; a text is the same for everybody. What a request must carry besides, by endpoint.
EXAMPLES: dict[str, Any] = {
    "batch_id": lambda world: world.batch_id,
    "report_id": lambda world: world.report_id,
    "job_id": lambda world: world.job_id,
    "jobs.cancel/job_id": lambda world: world.waiting_id,
    "webhook_id": lambda world: world.webhook_id,
    "delivery_id": lambda world: world.delivery_id,
    "rules/code": "ARI-01",
    "problems/code": "empty",
    "templates/name": "format-2021",
}
BODIES: dict[str, dict[str, Any]] = {
    "batches.hand_in": {"data": CLEAN + b"\n\n"},
    "reports.hand_in": {"data": CLEAN + b"\n", "headers": {"X-Filename": "other.txt"}},
    "profile.put": {"data": "name: 试\nignore: [FMT-06]", "content_type": "application/yaml"},
    "webhooks.create": {"json": {"url": "https://other.example/"}},
    "webhooks.change": {"json": {"types": []}},
    "webhooks.replay": {"query_string": "after=0"},
}


@dataclass
class World:
    """The service with its two offices. ``keys`` by kind: read, write, admin, expired, revoked, other, unknown."""

    app: Flask
    keys: dict[str, str]
    report_id: str
    job_id: str
    waiting_id: str  # of a job that has not begun
    webhook_id: str
    delivery_id: str
    batch_id: str

    @property
    def ledger(self) -> Ledger:
        found: Ledger = self.app.config["LEDGER"]
        return found

    def example(self, rule: Rule, argument: str) -> Any:
        blueprint = rule.endpoint.partition(".")[0]
        names = (f"{rule.endpoint}/{argument}", f"{blueprint}/{argument}", argument)
        found = next((EXAMPLES[name] for name in names if name in EXAMPLES), None)
        assert found is not None, f"{rule.rule}: give an example for {argument} in tests/service/world.py"
        return found

    def call(self, rule: Rule, method: str, kind: str | None) -> TestResponse:
        """Ask the route, about the first office's things, with a key of that kind (None: with none)."""
        values = {name: self.example(rule, name) for name in rule.arguments}
        url = self._url(rule, {name: each(self) if callable(each) else each for name, each in values.items()})
        more = {**BODIES.get(rule.endpoint, {})}
        headers = {**more.pop("headers", {}), **(bearer(self.keys[kind]) if kind else {})}
        return self.app.test_client().open(url, method=method, headers=headers, **more)

    def owned(self, rule: Rule) -> bool:
        """Whether the route is about one thing that belongs to an office."""
        return any(callable(self.example(rule, name)) for name in rule.arguments)

    def _url(self, rule: Rule, values: dict[str, str]) -> str:
        built = self.app.url_map.bind("localhost").build(rule.endpoint, values)
        assert isinstance(built, str)
        return built

    def rows(self, tenant: str) -> dict[str, list[Any]]:
        """Everything in the ledger that is the office's, but for what says when a key was used and what was done."""
        tables = [each for each in Base.metadata.sorted_tables if "tenant" in each.c]
        left_out = {"audit_log", "credentials", "usage"}
        with self.ledger.database.read() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(select(table).where(table.c.tenant == tenant))))
                for table in tables
                if table.name not in left_out
            }


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@contextmanager
def inhabited(settings: Settings) -> Iterator[World]:
    """The service with everything in it."""
    app = checked(create_app(replace(settings, host="0.0.0.0")))
    database = app.config["LEDGER"].database
    made = {scope: credentials.create(database, MINE, scope, scope) for scope in credentials.SCOPES}
    made["expired"] = credentials.create(database, MINE, "expired", "admin", now() - 1000)
    made["revoked"] = credentials.create(database, MINE, "revoked", "admin")
    credentials.revoke(database, made["revoked"][0])
    made["other"] = credentials.create(database, THEIRS, "other", "admin")
    keys = {kind: key for kind, (_, key) in made.items()} | {"unknown": "gouji_" + "x" * 43}
    hook = webhooks.create(database, MINE, new_id(), Wish("https://hooks.example/", None, "", True), "whsec_x")["id"]
    receipt = handed_in(app.test_client(), keys["write"])
    finished(app.config["LEDGER"], receipt["job"]["id"])
    profiles.put(database, MINE, "0" * 16, {"name": "试"})
    waiting = handed_in(app.test_client(), keys["write"], external_id="waiting")
    batch = app.test_client().post("/v1/batches", data=CLEAN + b"\n" * 3, headers=bearer(keys["write"])).json["id"]
    sent = deliveries.listed(database, hook)[-1]["id"]
    yield World(app, keys, receipt["report"]["id"], receipt["job"]["id"], waiting["job"]["id"], hook, sent, batch)
    app.config["LEDGER"].close()


def handed_in(client: FlaskClient, key: str, **more: Any) -> dict[str, Any]:
    answer = upload(client, CLEAN, headers=bearer(key), **more)
    assert answer.status_code == 202, answer.text
    found: dict[str, Any] = answer.json
    return found


def finished(ledger: Ledger, job_id: str) -> None:
    """The job is done, with the audit of CLEAN."""
    held = jobs.claim(ledger.database, job_id, "test", 60.0, 3)
    assert held is not None
    assert audits.finish(ledger.database, held, _audit())


@cache
def _audit() -> bytes:
    return json.dumps(gouji.to_dict(gouji.audit(CLEAN)), ensure_ascii=False).encode()
