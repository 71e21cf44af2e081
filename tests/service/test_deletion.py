"""Erased is erased: every table and every byte of the state folder is looked at for what a report has left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from exchange import sample, upload
from sqlalchemy import select, update
from world import MINE, THEIRS, World, bearer, finished, inhabited

from ledger import admin
from ledger.clock import first_id, new_id, now
from ledger.outbox import sweep
from ledger.schema import Base, Report
from ledger.settings import Settings
from ledger.store import auditlog, credentials, retention, tenants
from ledger.store.auditlog import Wanted

DAY = retention.DAY
CLEAN = sample("format-2021-clean.txt")
TEXT = CLEAN + "备注：唯一可识别的一句话。".encode()
NAME, OWN_ID, AGENCY = "唯一可识别的文件名.txt", "唯一可识别的编号", "唯一可识别的机关"
KEPT = {"audit_log", "events"}  # what was done, by ids; what was told, by ids until the event is dropped


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    with inhabited(settings) as made:
        yield made


def handed_in(world: World) -> dict[str, Any]:
    """A report with everything that one can have: an answer kept for an Idempotency-Key, a job, an audit, rows."""
    headers = {**bearer(world.keys["write"]), "Idempotency-Key": "唯一".encode().hex()}
    answer = upload(world.app.test_client(), TEXT, NAME, external_id=OWN_ID, agency=AGENCY, headers=headers)
    assert answer.status_code == 202
    found: dict[str, Any] = answer.json
    finished(world.ledger, found["job"]["id"])
    with world.ledger.database.write() as connection:
        connection.execute(
            update(Report).where(Report.id == found["report"]["id"]).values(title=AGENCY, agency=AGENCY)
        )
    return found


def cells(world: World) -> dict[str, str]:
    """Every row of every table, as text."""
    with world.ledger.database.read() as connection:
        return {
            table.name: repr([tuple(row) for row in connection.execute(select(table))])
            for table in Base.metadata.sorted_tables
        }


def bytes_of(world: World) -> bytes:
    state = world.ledger.settings.state
    return b"\0".join(str(path).encode() + path.read_bytes() for path in state.rglob("*") if path.is_file())


def remains(world: World, made: dict[str, Any]) -> set[str]:
    """Where something of the report is left: tables by name, ``disk`` for the state folder."""
    words = [NAME, OWN_ID, AGENCY, made["report"]["sha256"], "唯一可识别"]
    ids = [made["report"]["id"], made["job"]["id"]]
    tables = cells(world)
    found = {name for name, text in tables.items() if any(each in text for each in words)}
    found |= {name for name, text in tables.items() if name not in KEPT and any(each in text for each in ids)}
    disk = bytes_of(world)
    return found | ({"disk"} if any(each.encode() in disk for each in words) else set())


def test_the_search_finds_what_is_there(world: World) -> None:
    made = handed_in(world)
    found = remains(world, made)
    assert {"reports", "jobs", "audits", "idempotency_keys", "events", "disk"} <= found
    assert "audit_log" not in found


@pytest.mark.parametrize("how", ["caller", "period", "tenant"])
def test_nothing_of_an_erased_report_is_left(world: World, how: str) -> None:
    made, database, blobs = handed_in(world), world.ledger.database, world.ledger.blobs
    url = made["report"]["links"]["self"]
    if how == "caller":
        assert world.app.test_client().delete(url, headers=bearer(world.keys["write"])).status_code == 204
    elif how == "period":
        age(world, made["report"]["id"], 8)
        tenants.settle(database, MINE, retention_days=7)
        assert sweep(database, blobs, world.ledger.queue, world.ledger.settings).expired == 1
    else:
        assert retention.erase_tenant(database, blobs, MINE) >= 2
    database.tidy()
    assert remains(world, made) - {"events"} == set()
    told = [line for line in cells(world)["events"].split("), (") if OWN_ID in line]
    assert [each for each in told if "deleted" not in each and "expired" not in each] == []
    answer = world.app.test_client().get(url, headers=bearer(world.keys["other"]))
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


def age(world: World, report_id: str, days: int) -> None:
    """The report was received so long ago."""
    older = first_id(now() - days * DAY)
    assert older < report_id
    names = {table.name: table for table in Base.metadata.sorted_tables}
    with world.ledger.database.write() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        row = connection.execute(select(Report.__table__).where(Report.id == report_id)).mappings().one()
        copy = {**row, "id": older, "identity": new_id(), "received_at": now() - days * DAY}
        connection.execute(names["reports"].insert().values(copy))
        for table in names.values():
            if table.name != "reports" and "report_id" in table.c:
                connection.execute(update(table).where(table.c.report_id == report_id).values(report_id=older))
        keys = names["idempotency_keys"]
        connection.execute(update(keys).where(keys.c.subject == report_id).values(subject=older))
        told = names["events"]
        connection.execute(update(told).where(told.c.subject == report_id).values(subject=older))
        connection.execute(names["reports"].delete().where(names["reports"].c.id == report_id))


def test_periods_are_a_tenants_own_or_the_settings(world: World) -> None:
    database, blobs = world.ledger.database, world.ledger.blobs
    headers = bearer(world.keys["other"])
    theirs = upload(world.app.test_client(), CLEAN, headers=headers).json["report"]["id"]
    for each in (world.report_id, theirs):
        age(world, each, 10)
    assert retention.expire(database, blobs, 0) == 0
    assert retention.expire(database, blobs, 11) == 0
    tenants.settle(database, MINE, retention_days=0)
    assert retention.expire(database, blobs, 9) == 1, "theirs, by the settings; mine stays for ever"
    tenants.settle(database, MINE, retention_days=9)
    assert retention.expire(database, blobs, 0) == 1
    (last, *_) = auditlog.listed(database, Wanted(MINE, action="report.expired"))
    assert (last["credential"], last["tenant"]) == ("sweeper", MINE)


def test_a_round_erases_a_portion(world: World) -> None:
    database, blobs, client = world.ledger.database, world.ledger.blobs, world.app.test_client()
    made = [upload(client, CLEAN, year=f"201{n}", headers=bearer(world.keys["write"])).json for n in range(3)]
    for each in made:
        age(world, each["report"]["id"], 10 + made.index(each))
    assert [retention.expire(database, blobs, 9, limit=2) for _ in range(3)] == [2, 1, 0]


def test_a_clock_that_jumps_ahead_erases_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    age(world, world.report_id, 10)
    began = (retention.time.monotonic(), retention.time.time() - 2 * retention.JUMP)
    monkeypatch.setattr(retention, "_started", began)
    assert retention.expire(world.ledger.database, world.ledger.blobs, 9) == 0


def test_a_tenant_is_erased_whole_and_the_other_stays(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in replace(world.ledger.settings, host="127.0.0.1").environment().items():
        monkeypatch.setenv(name, value)
    theirs = upload(world.app.test_client(), CLEAN, headers=bearer(world.keys["other"])).json["report"]["id"]
    before = world.rows(THEIRS)
    assert admin.main(["erase", "tenant", MINE, "--yes", THEIRS]) == admin.USAGE
    assert world.rows(MINE)["reports"]
    assert admin.main(["erase", "tenant", MINE, "--yes", MINE]) == admin.DONE
    assert all(rows == [] for rows in world.rows(MINE).values())
    assert credentials.listed(world.ledger.database, MINE) == []
    assert world.rows(THEIRS) == before
    assert theirs in repr(before["reports"])
    assert auditlog.listed(world.ledger.database, Wanted(MINE, action="tenant.erased"))
    assert admin.main(["erase", "tenant", MINE, "--yes", MINE]) == admin.MISSING
    assert "city" in capsys.readouterr().err


@pytest.mark.one_database
def test_every_table_that_tells_of_a_report_follows_its_deletion() -> None:
    """Rows go with their report by a foreign key, or are deleted by name in ledger.store.reports."""
    by_name = {"findings", "facts", "batch_entries"}  # ledger.store.entries.drop, batches.forget_report
    for table in Base.metadata.sorted_tables:
        if "report_id" in table.c and table.name not in by_name:
            (key,) = table.c.report_id.foreign_keys
            assert (key.column.table.name, key.ondelete) == ("reports", "CASCADE"), table.name
