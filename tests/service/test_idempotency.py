"""The same request twice does nothing twice: Idempotency-Key on every POST."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from exchange import checked, sample, upload
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from ledger.book import Ledger
from ledger.schema import IdempotencyKey, Job
from ledger.settings import Settings
from ledger.store import idempotency
from ledger.store.idempotency import Answer, Scope
from service.app import create_app

CLEAN, FAULTY = sample("format-2019-clean.txt"), sample("format-2019-faulty.txt")
KEY = {"Idempotency-Key": '"8e03978e-40d5-43e8-bc93-6894a57f9324"'}
REPLAY = "Idempotent-Replayed"


def again(client: FlaskClient, data: bytes = CLEAN, **more: Any) -> TestResponse:
    return upload(client, data, headers={**KEY, **more.pop("headers", {})}, **more)


def jobs(app: Flask) -> int:
    ledger: Ledger = app.config["LEDGER"]
    with ledger.database.read() as connection:
        return connection.execute(select(func.count()).select_from(Job)).scalar_one()


def test_the_same_request_is_answered_as_the_first_was(app: Flask, client: FlaskClient) -> None:
    first, second = again(client), again(client)
    assert first.status_code == second.status_code == 202
    assert second.data == first.data, "not 200 with duplicate_of, as without a key"
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    for name in ("Location", "Content-Type", "Retry-After", "Vary"):
        assert second.headers[name] == first.headers[name]
    assert jobs(app) == 1


def test_the_way_the_bytes_come_does_not_matter(client: FlaskClient) -> None:
    first = again(client, name="one.txt")
    assert client.post("/v1/reports", data=CLEAN, headers=KEY).data == first.data
    bare = {"Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}
    assert client.post("/v1/reports", data=CLEAN, headers=bare).data == first.data


@pytest.mark.parametrize("other", [{"data": FAULTY}, {"year": "2020"}, {"external_id": "7"}])
def test_other_content_under_the_same_key_is_refused(app: Flask, client: FlaskClient, other: dict[str, Any]) -> None:
    again(client)
    refused = again(client, **other)
    assert (refused.status_code, refused.json["code"]) == (422, "idempotency-key-reused")
    assert jobs(app) == 1
    assert again(client).status_code == 202, "the key still stands for the first"


def test_without_a_key_a_duplicate_is_said_to_be_one(client: FlaskClient) -> None:
    first = again(client)
    duplicate = upload(client, CLEAN)
    assert (duplicate.status_code, duplicate.json["duplicate_of"]) == (200, first.json["report"]["id"])
    other_key = upload(client, CLEAN, headers={"Idempotency-Key": "another"})
    assert (other_key.status_code, other_key.json["duplicate_of"]) == (200, first.json["report"]["id"])


def test_many_at_once_do_it_once(app: Flask) -> None:
    answers: list[TestResponse] = []
    threads = [threading.Thread(target=lambda: answers.append(again(app.test_client()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {202, 409}
    assert sum(answer.status_code == 202 and REPLAY not in answer.headers for answer in answers) == 1
    assert len({answer.data for answer in answers if answer.status_code == 202}) == 1
    assert jobs(app) == 1


def test_while_the_first_is_in_flight_and_after_it_died(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = checked(create_app(settings))
    client = app.test_client()
    with monkeypatch.context() as killed:
        killed.setattr(idempotency, "answered", lambda *_: False)  # as if the process had ended before it answered
        first = again(client)
    busy = again(client)
    assert (busy.status_code, busy.json["code"]) == (409, "idempotency-key-in-use")
    assert 1 <= int(busy.headers["Retry-After"]) <= settings.idempotency_lease_seconds
    with app.config["LEDGER"].database.write() as connection:
        connection.execute(update(IdempotencyKey).values(lease_until=0))
    retried = again(client)
    assert (retried.status_code, retried.json["duplicate_of"]) == (200, first.json["report"]["id"])
    assert jobs(app) == 1
    assert again(client).data == retried.data
    app.config["LEDGER"].close()


def test_a_late_twin_does_not_overwrite_the_answer(ledger: Ledger) -> None:
    scope = Scope("local", "/v1/reports", "k")
    late = idempotency.reserve(ledger.database, scope, "f", -1.0)
    current = idempotency.reserve(ledger.database, scope, "f", 60.0)
    assert isinstance(late, idempotency.Held)
    assert isinstance(current, idempotency.Held)
    assert late.resource == current.resource, "what was made is found again"
    assert not idempotency.answered(ledger.database, late, Answer(500, {}, b"late"), None)
    assert idempotency.answered(ledger.database, current, Answer(202, {"A": "b"}, b"kept"), None)
    assert idempotency.reserve(ledger.database, scope, "f", 60.0) == Answer(202, {"A": "b"}, b"kept")


def test_what_was_refused_keeps_no_key(client: FlaskClient) -> None:
    assert again(client, b"").status_code == 422
    assert again(client, year="MM").status_code == 422
    assert again(client).status_code == 202


def test_after_a_failure_of_ours_the_same_may_come_at_once(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("", {}, Exception())

    with monkeypatch.context() as broken:
        broken.setattr("ledger.store.intake.accept", away)
        assert again(client).status_code == 503
    assert again(client, FAULTY).json["code"] == "idempotency-key-reused"
    assert again(client).status_code == 202
    assert jobs(app) == 1


def test_a_key_is_forgotten_after_a_day(app: Flask, client: FlaskClient) -> None:
    again(client)
    ledger: Ledger = app.config["LEDGER"]
    assert idempotency.forget(ledger.database) == 0
    with ledger.database.write() as connection:
        connection.execute(update(IdempotencyKey).values(created_at=IdempotencyKey.created_at - 86_400_001))
    assert again(client, FAULTY).status_code == 202, "even before it is swept"
    with ledger.database.write() as connection:
        connection.execute(update(IdempotencyKey).values(created_at=IdempotencyKey.created_at - 86_400_001))
    assert idempotency.forget(ledger.database) == 1


def test_an_erased_report_takes_the_answer_that_tells_of_it(app: Flask, client: FlaskClient) -> None:
    report = again(client).json["report"]
    client.delete(report["links"]["self"])
    ledger: Ledger = app.config["LEDGER"]
    with ledger.database.read() as connection:
        assert connection.execute(select(IdempotencyKey.__table__)).all() == []


def test_whoever_waits_is_answered_with_the_audit_both_times(client: FlaskClient, work: Callable[[], int]) -> None:
    upload(client, CLEAN)
    work()
    first = again(client, headers={"Prefer": "wait=5"})
    assert first.json["audit"]["schema"] == "gouji.audit/1"
    second = again(client)
    assert (second.data, second.headers["Preference-Applied"]) == (first.data, "wait=5")


@pytest.mark.parametrize("key", ["", '""', "x" * 256, '"half', "with space", "ключ".encode().decode("latin-1")])
def test_a_malformed_key_is_refused(app: Flask, client: FlaskClient, key: str) -> None:
    answer = upload(client, CLEAN, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json["code"]) == (400, "bad-request")
    assert "Idempotency-Key" in answer.json["detail"]
    assert jobs(app) == 0


# --- every POST ------------------------------------------------------------------------------------


def posts(app: Flask) -> list[tuple[str, str]]:
    """Every POST route: its rule, and a path that leads to it."""
    found = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or set()):
            path = rule.rule
            for name in rule.arguments:
                path = path.replace(f"<{name}>", "x")
            found.append((rule.rule, path))
    return sorted(found)


def test_every_post_route_replays(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Answer(202, {"Content-Type": "text/plain"}, b"kept")
    asked: list[Scope] = []

    def reserve(_: object, scope: Scope, *__: object) -> Answer:
        asked.append(scope)
        return kept

    monkeypatch.setattr(idempotency, "reserve", reserve)
    app.test_client_class = None
    assert posts(app)
    for rule, path in posts(app):
        form = {"file": (io.BytesIO(CLEAN), "x.txt")}
        body: dict[str, Any] = {"json": {}}
        if getattr(app.view_functions[endpoint(app, path)], "streams", False):
            body = {"data": form}
        answer = app.test_client().post(path, headers=KEY, **body)
        assert (answer.status_code, answer.data, answer.headers[REPLAY]) == (202, b"kept", "true"), path
        assert asked.pop() == Scope("local", rule, "8e03978e-40d5-43e8-bc93-6894a57f9324")


def endpoint(app: Flask, path: str) -> str:
    name, _ = app.url_map.bind("localhost").match(path, method="POST")
    return str(name)


def test_a_post_without_a_stream_is_told_apart_by_its_body(settings: Settings) -> None:
    app = create_app(settings)
    done: list[Any] = []

    @app.post("/things/<name>")
    def make(name: str) -> tuple[dict[str, Any], int]:
        from flask import request

        done.append((name, request.get_json()))
        return {"made": len(done)}, 201

    client = app.test_client()

    def post(path: str, **body: Any) -> tuple[int, Any]:
        answer = client.post(path, headers=KEY, data=json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json.get("code", answer.json.get("made"))

    assert [post("/things/a", n=1), post("/things/a", n=1)] == [(201, 1), (201, 1)]
    assert post("/things/a", n=2) == post("/things/b", n=1) == post("/things/a?x=1", n=1)
    assert post("/things/a", n=2) == (422, "idempotency-key-reused")
    assert done == [("a", {"n": 1})]
    assert client.post("/things/a", data=b"x" * 1_100_000, headers=KEY).status_code == 413
    app.config["LEDGER"].close()


def test_keys_of_tenants_are_apart(settings: Settings) -> None:
    app = checked(create_app(replace(settings, api_keys="a=0123456789abcdef,b=fedcba9876543210")))
    one, other = ({**KEY, "Authorization": f"Bearer {key}"} for key in ("0123456789abcdef", "fedcba9876543210"))
    client = app.test_client()
    first = client.post("/v1/reports", data=CLEAN, headers=one)
    second = client.post("/v1/reports", data=FAULTY, headers=other)
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json["report"]["id"] != second.json["report"]["id"]
    app.config["LEDGER"].close()
