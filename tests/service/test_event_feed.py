"""GET /v1/events: pages by cursor, waiting for news, and nothing of another tenant."""

from __future__ import annotations

import threading
from collections.abc import Callable

from exchange import sample, upload
from flask import Flask
from flask.testing import FlaskClient

from ledger.book import Ledger
from ledger.store import events

CLEAN = sample("format-2021-clean.txt")


def test_what_happened_is_read_page_by_page(client: FlaskClient, work: Callable[[], int]) -> None:
    assert client.get("/v1/events").json == {"items": [], "next_cursor": f"{0:019d}"}
    report = upload(client, CLEAN, external_id="2023-7").json["report"]
    work()
    assert client.get("/v1/events").json["items"][1]["data"]["external_id"] == "2023-7"
    client.delete(report["links"]["self"])
    first = client.get("/v1/events?limit=2")
    assert [each["type"] for each in first.json["items"]] == ["cn.gouji.report.received", "cn.gouji.report.audited"]
    assert {each["subject"] for each in first.json["items"]} == {report["id"]}
    assert first.json["items"][1]["data"]["outcome"] == "no_findings"
    assert first.json["next_cursor"] == first.json["items"][-1]["sequence"]
    second = client.get(first.headers["Link"].partition(">")[0].lstrip("<"))
    assert [each["type"] for each in second.json["items"]] == ["cn.gouji.report.deleted"]
    again = client.get(f"/v1/events?after={second.json['next_cursor']}")
    assert again.json == {"items": [], "next_cursor": second.json["next_cursor"]}
    chosen = client.get("/v1/events?type=cn.gouji.report.deleted,cn.gouji.report.audited")
    assert [each["sequence"][-1] for each in chosen.json["items"]] == ["2", "3"]


def test_nothing_that_was_handed_in_is_in_an_event(client: FlaskClient, work: Callable[[], int]) -> None:
    upload(client, CLEAN, name="云岫市年报.txt", agency="云岫市财政局")
    work()
    text = client.get("/v1/events").get_data(as_text=True)
    assert "report.audited" in text
    assert text.isascii()


def test_waiting_ends_with_the_first_event(client: FlaskClient, app: Flask) -> None:
    ledger: Ledger = app.config["LEDGER"]

    def happen() -> None:
        with ledger.database.write() as connection:
            events.record(connection, "local", events.EXPIRED, "r", {"report_id": "r"})

    later = threading.Timer(0.3, happen)
    later.start()
    answer = client.get("/v1/events", headers={"Prefer": "wait=20"})
    later.join()
    assert [each["subject"] for each in answer.json["items"]] == ["r"]
    assert answer.headers["Preference-Applied"] == "wait=20"
    after = answer.json["next_cursor"]
    assert client.get(f"/v1/events?after={after}", headers={"Prefer": "wait=1"}).json["items"] == []


def test_a_cursor_that_is_too_old_or_foreign_is_410_and_a_wrong_one_422(client: FlaskClient, app: Flask) -> None:
    upload(client, CLEAN)
    ledger: Ledger = app.config["LEDGER"]
    events.forget(ledger.database, days=-1.0)
    for after in ("0", "5"):
        refused = client.get(f"/v1/events?after={after}")
        assert (refused.status_code, refused.json["code"]) == (410, "cursor-expired")
    assert client.get("/v1/events").json["next_cursor"].endswith("1")
    for query, pointer in (
        ("after=-1", "/after"),
        ("after=" + "9" * 19, "/after"),
        ("type=x", "/type"),
        ("limit=0", "/limit"),
    ):
        refused = client.get(f"/v1/events?{query}")
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)


def test_another_tenants_events_are_not_there(client: FlaskClient, app: Flask) -> None:
    ledger: Ledger = app.config["LEDGER"]
    with ledger.database.write() as connection:
        events.record(connection, "city", events.DELETED, "r", {"report_id": "r"})
    assert client.get("/v1/events").json == {"items": [], "next_cursor": f"{0:019d}"}
