"""Every change is entered once, with who, what and from where; nothing can be taken out or altered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange import upload
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DatabaseError
from test_authorisation import GUARDED
from werkzeug.routing import Rule
from world import CLEAN, MINE, THEIRS, World, bearer, inhabited

from ledger import admin
from ledger.clock import now
from ledger.schema import LogEntry
from ledger.settings import Settings
from ledger.store import auditlog, credentials
from ledger.store.auditlog import Wanted
from service.access import scopes
from service.access.journal import Budget

CHANGES = [(rule, method) for rule, method in GUARDED if method != "GET"]


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    with inhabited(settings) as made:
        yield made


def entries(world: World, **wanted: str) -> list[dict[str, object]]:
    return auditlog.listed(world.ledger.database, Wanted(limit=1000, **wanted))  # type: ignore[arg-type]


@pytest.mark.one_database
@pytest.mark.parametrize(("rule", "method"), CHANGES, ids=str)
def test_every_change_is_entered_once(world: World, rule: Rule, method: str) -> None:
    access = scopes.of(rule.endpoint)
    before = len(entries(world, action=access.action))
    answer = world.call(rule, method, access.scope)
    assert answer.status_code < 300, answer.text
    (entry, *older) = entries(world, action=access.action)
    assert len(older) == before
    known = credentials.find(world.ledger.database, credentials.digest(world.keys[access.scope]))
    assert known
    assert (entry["tenant"], entry["credential"]) == (MINE, known.credential_id)
    assert (entry["address"], entry["outcome"]) == ("127.0.0.1", "done")
    assert len(str(entry["trace_id"])) == 32
    assert abs(int(str(entry["at"])) - now()) < 60_000


def test_reading_is_not_entered(world: World) -> None:
    before = len(entries(world))
    for rule, method in GUARDED:
        if method == "GET":
            world.call(rule, method, "admin")
    assert len(entries(world)) == before


def test_an_office_reads_its_own_log_by_pages(world: World) -> None:
    client, mine, theirs = world.app.test_client(), bearer(world.keys["admin"]), bearer(world.keys["other"])
    before = len(entries(world, action="report.handed-in"))
    for number in range(3):
        assert upload(client, CLEAN, year=f"201{number}", headers=mine).status_code == 202
    first = client.get("/v1/audit-log?limit=2&action=report.handed-in", headers=mine)
    assert len(first.json["items"]) == 2
    assert "next" in first.headers["Link"]
    more = f"/v1/audit-log?limit=200&cursor={first.json['next_cursor']}"
    rest = client.get(more, headers=mine).json["items"]
    targets = [each["target"] for each in (*first.json["items"], *rest) if each["action"] == "report.handed-in"]
    assert len(targets) == len(set(targets)) == before + 3
    assert world.report_id in targets
    shown = client.get("/v1/audit-log", headers=theirs).json["items"]
    assert {each["action"] for each in shown} == {"key.created"}
    assert client.get("/v1/audit-log?colour=red", headers=mine).status_code == 422


def test_it_holds_no_file_name_and_no_text(world: World) -> None:
    client = world.app.test_client()
    upload(client, CLEAN, "机密文件名.txt", external_id="外部编号", year="2011", headers=bearer(world.keys["write"]))
    text = client.get("/v1/audit-log", headers=bearer(world.keys["admin"])).text
    assert "report.handed-in" in text
    assert not any(word in text for word in ("机密", "外部", "2011"))


@pytest.mark.parametrize("kind", ["unknown", "expired", "revoked", "read"])
def test_refused_keys_are_entered_for_their_owner(world: World, kind: str) -> None:
    upload(world.app.test_client(), CLEAN, headers=bearer(world.keys[kind]))
    (entry,) = entries(world, action="credential.refused")
    assert entry["tenant"] == (None if kind == "unknown" else MINE)
    assert entry["outcome"] == ("insufficient-scope" if kind == "read" else "unauthorized")
    assert entry["target"] == "reports.hand_in"
    assert world.keys[kind] not in repr(entry)


def test_a_flood_of_wrong_keys_fills_no_disk(world: World) -> None:
    world.app.config["REFUSALS"] = Budget(5)
    client = world.app.test_client()
    for _ in range(20):
        assert client.get("/v1/reports", headers=bearer("gouji_wrong")).status_code == 401
    assert len(entries(world, action="credential.refused")) == 5


def test_what_was_answered_before_is_not_entered_again(world: World) -> None:
    client = world.app.test_client()
    headers = {**bearer(world.keys["write"]), "Idempotency-Key": "again"}
    before = len(entries(world, action="report.handed-in"))
    for _ in range(2):
        assert upload(client, CLEAN, year="2012", headers=headers).status_code == 202
    assert len(entries(world, action="report.handed-in")) == before + 1


def test_entries_can_neither_be_altered_nor_removed(world: World) -> None:
    before = entries(world)
    for statement in (update(LogEntry).values(outcome="nothing"), delete(LogEntry)):
        with pytest.raises(DatabaseError, match="append-only"), world.ledger.database.write() as connection:
            connection.execute(statement)
    assert entries(world) == before
    assert auditlog.forget(world.ledger.database, 1) == 0, "half a year is kept whatever is said"


def test_after_half_a_year_entries_may_go(world: World) -> None:
    day = 86_400_000
    rows = [
        {"id": f"{number}", "at": now() - days * day, "action": "x", "outcome": "done", "tenant": THEIRS}
        for number, days in enumerate((500, 181, 179))
    ]
    with world.ledger.database.write() as connection:
        connection.execute(insert(LogEntry), rows)
    assert auditlog.forget(world.ledger.database, 400) == 1
    assert auditlog.forget(world.ledger.database, 0) == 1
    assert [each["id"] for each in entries(world, action="x")] == ["2"]


def test_the_log_is_shown_and_exported(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in world.app.config["SETTINGS"].environment().items():
        monkeypatch.setenv(name, value)
    assert admin.main(["audit-log", "show", "--limit", "2", "--tenant", MINE]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert (len(shown), shown[0].split("\t")[0]) == (3, "at")
    monkeypatch.setattr(auditlog, "PAGE", 2)
    assert admin.main(["audit-log", "export"]) == 0
    exported = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["id"] for each in exported] == [each["id"] for each in reversed(entries(world))]
    assert exported[0]["action"] == "key.created"
    assert (exported[0]["credential"], exported[0]["address"]) == (None, None), "made by the test, not by a request"
    admin.main(["keys", "create", "--tenant", MINE, "--name", "x"])
    assert entries(world, action="key.created")[0]["credential"] == "gouji-admin"
    capsys.readouterr()
    assert admin.main(["audit-log", "export", "--since", "2100-01-01"]) == 0
    assert capsys.readouterr().out == ""


def test_an_outage_after_the_deed_does_not_unsay_it(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("INSERT", {}, Exception())

    monkeypatch.setattr(auditlog, "note", broken)
    assert client.put("/v1/profile", data="name: 试\nignore: [FMT-06]").status_code == 200
    assert Path(app.config["SETTINGS"].state).is_dir()
