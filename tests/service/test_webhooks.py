"""/v1/webhooks: made with a secret that is shown once, changed, tested, logged, replayed; nothing private is called."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from exchange import checked, sample, upload
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ledger.book import Ledger
from ledger.schema import IdempotencyKey, Webhook
from ledger.settings import Settings
from ledger.store import deliveries, events, turns, webhooks
from ledger.store.deliveries import Attempt
from service.app import create_app

URL = "https://hooks.example/gouji"
CLEAN = sample("format-2021-clean.txt")
AUDITED = "cn.gouji.report.audited"


def create(client: FlaskClient, url: str = URL, **more: Any) -> dict[str, Any]:
    answer = client.post("/v1/webhooks", json={"url": url, **more})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json
    return found


def ledger_of(app: Flask) -> Ledger:
    found: Ledger = app.config["LEDGER"]
    return found


def deliver(app: Flask, webhook_id: str, attempt: Attempt) -> int:
    """Settle everything that is due there, as a courier would; says how many."""
    database = ledger_of(app).database
    turn = turns.claim(database, webhook_id, 60.0)
    assert turn is not None
    batch = deliveries.batch(database, turn, 1000)
    assert all(deliveries.settle(database, due, attempt, 60.0) for due in batch)
    turns.release(database, turn)
    return len(batch)


def test_a_webhook_is_made_shown_changed_and_deleted(client: FlaskClient) -> None:
    made = create(client, types=[AUDITED], description="门户网站")
    assert made["secret"].startswith("whsec_")
    base = made["links"]["self"]
    shown = client.get(base).json
    assert "secret" not in shown
    assert {**shown, "secret": made["secret"]} == made
    assert client.get("/v1/webhooks").json == {"items": [shown]}
    changed = client.patch(base, json={"types": None, "enabled": False}).json
    assert (changed["types"], changed["enabled"], changed["disabled"]) == (None, False, "caller")
    assert (changed["url"], changed["description"]) == (URL, "门户网站")
    again = client.patch(base, json={"enabled": True, "url": f"{URL}/2"}).json
    assert (again["enabled"], again["disabled"], again["url"]) == (True, None, f"{URL}/2")
    assert client.patch(base, json={}).json == again
    assert client.delete(base).status_code == 204
    for call in (client.get, client.delete, lambda path: client.patch(path, json={"enabled": True})):
        assert call(base).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer", "word"),
    [
        ({}, "/url", "https://"),
        ({"url": ""}, "/url", "https://"),
        ({"url": "http://hooks.example/"}, "/url", "GOUJI_WEBHOOK_SCHEMES"),
        ({"url": "https://10.0.0.1/"}, "/url", "GOUJI_WEBHOOK_NETWORKS"),
        ({"url": "https://[::ffff:169.254.169.254]/"}, "/url", "GOUJI_WEBHOOK_NETWORKS"),
        ({"url": "https://localhost:8000/v1/reports"}, "/url", "GOUJI_WEBHOOK_NETWORKS"),
        ({"url": "https://user:word@hooks.example/"}, "/url", "without user"),
        ({"url": URL, "types": ["report.audited"]}, "/types", AUDITED),
        ({"url": URL, "types": ["cn.gouji.webhook.ping"]}, "/types", AUDITED),
        ({"url": URL, "types": AUDITED}, "/types", AUDITED),
        ({"url": URL, "enabled": "yes"}, "/enabled", "true"),
        ({"url": URL, "enabled": 0}, "/enabled", "true"),
        ({"url": URL, "description": "a\nb"}, "/description", "one line"),
        ({"url": URL, "description": "\ud800"}, "/description", "character"),
        ({"url": URL, "secret": "whsec_mine"}, "/secret", "no such field"),
        ([URL], "", "JSON object"),
    ],
)
def test_what_is_wrong_is_named(client: FlaskClient, body: Any, pointer: str, word: str) -> None:
    answer = client.post("/v1/webhooks", json=body, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-input")
    assert answer.json["errors"][0]["pointer"] == pointer
    assert word in answer.json["errors"][0]["detail"]
    assert client.get("/v1/webhooks").json == {"items": []}


def test_a_body_that_is_no_json_is_refused(client: FlaskClient) -> None:
    for data in (b"", b"{", b"\xff\xfe", b"[" * 60_000):
        assert client.post("/v1/webhooks", data=data, content_type="application/json").status_code == 422


def test_there_is_a_most(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "MOST", 2)
    create(client)
    create(client)
    refused = client.post("/v1/webhooks", json={"url": URL})
    assert (refused.status_code, refused.json["code"]) == (409, "too-many-webhooks")


def test_the_secret_is_stored_neither_by_a_repeated_request_nor_in_an_answer(client: FlaskClient, app: Flask) -> None:
    key = {"Idempotency-Key": "make-it-once"}
    first = client.post("/v1/webhooks", json={"url": URL}, headers=key).json
    again = client.post("/v1/webhooks", json={"url": URL}, headers=key)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json == {**first, "secret": None}
    assert len(client.get("/v1/webhooks").json["items"]) == 1
    rotate = f"{first['links']['self']}/rotate-secret"
    new = client.post(rotate, headers=key).json
    assert new["secret"] not in (None, first["secret"])
    assert client.post(rotate, headers=key).json["secret"] is None
    with ledger_of(app).database.read() as connection:
        kept = connection.execute(select(IdempotencyKey.body)).scalars().all()
        row = connection.execute(select(Webhook.secret, Webhook.old_secrets)).one()
    assert len(kept) == 2
    assert (row.secret, [each[0] for each in row.old_secrets]) == (new["secret"], [first["secret"]])


def test_secrets_are_sealed_where_there_is_a_key(settings: Settings) -> None:
    from cryptography.fernet import Fernet

    app = checked(create_app(replace(settings, webhook_keys=Fernet.generate_key().decode())))
    made = create(app.test_client())
    with ledger_of(app).database.read() as connection:
        kept = connection.execute(select(Webhook.secret)).scalar_one()
    ledger_of(app).close()
    assert kept.startswith("fernet:")
    assert made["secret"] not in kept


def test_what_was_sent_is_logged_and_can_be_sent_again(
    client: FlaskClient, app: Flask, work: Callable[[], int]
) -> None:
    made = create(client, types=[AUDITED])
    report = upload(client, CLEAN).json["report"]
    work()
    log = made["links"]["deliveries"]
    (waiting,) = client.get(log).json["items"]
    assert (waiting["type"], waiting["state"], waiting["attempts"]) == (AUDITED, "pending", [])
    assert waiting["next_attempt_at"]
    event = client.get(f"/v1/events?type={AUDITED}").json["items"][0]
    assert (waiting["event_id"], waiting["sequence"]) == (event["id"], event["sequence"])
    assert event["subject"] == report["id"]
    assert deliver(app, made["id"], Attempt(500, 12, "status")) == 1
    assert deliver(app, made["id"], Attempt(204, 7, None)) == 0, "not before its time"
    replay = client.post(f"{log}/{waiting['id']}/replay")
    assert (replay.status_code, replay.json["links"]) == (202, made["links"])
    assert deliver(app, made["id"], Attempt(204, 7, None)) == 1
    (sent,) = client.get(log).json["items"]
    assert sent["state"] == "delivered"
    assert [(each["status"], each["ms"], each["error"]) for each in sent["attempts"]] == [
        (500, 12, "status"),
        (204, 7, None),
    ]
    assert client.get(f"{log}?state=failed").json["items"] == []
    assert client.get(f"{log}?state=sent").json["errors"][0]["pointer"] == "/state"
    assert client.post(f"{log}/{report['id']}/replay").status_code == 404


def test_a_range_is_sent_again(client: FlaskClient, app: Flask) -> None:
    for number in range(3):
        upload(client, CLEAN + bytes([10]) * number)
    made = create(client)
    base = made["links"]["self"]
    answer = client.post(f"{base}/replay?after=1").json
    assert (answer["replayed"], int(answer["next_cursor"])) == (2, 3)
    assert deliver(app, made["id"], Attempt(204, 1, None)) == 2
    page = client.get(f"{base}/deliveries?limit=1")
    assert len(page.json["items"]) == 1
    following = client.get(page.headers["Link"].partition(">")[0].lstrip("<")).json
    assert (len(following["items"]), following["next_cursor"]) == (1, None)
    assert client.post(f"{base}/replay").json["errors"][0]["pointer"] == "/after"
    assert client.post(f"{base}/replay?after=9").status_code == 410


def test_a_ping_goes_to_one_alone(client: FlaskClient, app: Flask) -> None:
    one, other = create(client, types=[]), create(client)
    assert client.post(f"{one['links']['self']}/test").status_code == 202
    (sent,) = client.get(one["links"]["deliveries"]).json["items"]
    assert sent["type"] == "cn.gouji.webhook.ping"
    assert client.get(other["links"]["deliveries"]).json["items"] == []
    client.patch(one["links"]["self"], json={"enabled": False})
    for action in ("test", "replay?after=0", f"deliveries/{sent['id']}/replay"):
        refused = client.post(f"{one['links']['self']}/{action}")
        assert (refused.status_code, refused.json["code"]) == (409, "webhook-disabled")


def test_a_courier_is_called_at_once(client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, str]] = []
    made = create(client)
    monkeypatch.setattr(ledger_of(app).queue, "publish", lambda key, queue: called.append((key, queue)) or True)
    client.post(f"{made['links']['self']}/test")
    assert called == [(made["id"], "hooks")]


def test_deleting_a_webhook_does_not_disturb_what_happens(client: FlaskClient, app: Flask) -> None:
    made = [create(client) for _ in range(4)]
    failed: list[BaseException] = []

    def happen() -> None:
        try:
            for _ in range(20):
                with ledger_of(app).database.write() as connection:
                    events.record(connection, "local", events.DELETED, "r", {"report_id": "r"})
        except BaseException as trouble:
            failed.append(trouble)

    writer = threading.Thread(target=happen)
    writer.start()
    for each in made:
        assert client.delete(each["links"]["self"]).status_code == 204
    writer.join()
    assert failed == []
    assert len(client.get("/v1/events").json["items"]) == 20


# --- callbacks of single reports -------------------------------------------------------------------


def test_the_end_of_one_job_is_told_to_its_callback(client: FlaskClient, app: Flask, work: Callable[[], int]) -> None:
    made = create(client, types=[])
    goal = "https://hooks.example:443/done?report=7"
    report = upload(client, CLEAN, callback_url=goal).json["report"]
    assert "callback_url" not in report["submission"]
    upload(client, CLEAN + b"\n")
    assert client.get(made["links"]["deliveries"]).json["items"] == [], "nothing but the end"
    assert work() == 2
    (sent,) = client.get(made["links"]["deliveries"]).json["items"]
    assert (sent["type"], sent["callback_url"]) == (AUDITED, goal)
    again = upload(client, CLEAN, callback_url=goal)
    assert again.status_code == 200, "the callback makes no other report, and the answer says all"
    assert work() == 0
    assert len(client.get(made["links"]["deliveries"]).json["items"]) == 1


def test_a_second_caller_of_the_same_document_is_told_too(client: FlaskClient, work: Callable[[], int]) -> None:
    made = create(client, types=[])
    goals = [f"https://hooks.example/{number}" for number in (1, 2, 2)]
    for goal in goals:
        upload(client, CLEAN, callback_url=goal)
    assert work() == 1
    sent = client.get(made["links"]["deliveries"]).json["items"]
    assert sorted(each["callback_url"] for each in sent) == sorted(set(goals))


def test_a_cancelled_job_is_told_too(client: FlaskClient) -> None:
    made = create(client, types=[])
    job = upload(client, CLEAN, callback_url=URL).json["job"]
    assert client.delete(job["links"]["self"]).status_code in (200, 204)
    (sent,) = client.get(made["links"]["deliveries"]).json["items"]
    assert sent["type"] == "cn.gouji.job.cancelled"


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/",
        "https://hooks.example:8443/",
        "http://hooks.example/",
        "https://10.0.0.1/",
        "nonsense",
    ],
)
def test_nothing_is_called_back_where_no_administrator_has_a_webhook(client: FlaskClient, url: str) -> None:
    made = create(client)
    refused = upload(client, CLEAN, callback_url=url)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/callback_url")
    client.patch(made["links"]["self"], json={"enabled": False})
    assert upload(client, CLEAN, callback_url=URL).status_code == 422
    assert client.get("/v1/reports").json["items"] == []
