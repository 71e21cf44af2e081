"""The revisions make exactly the tables that the code expects, and keep what was in them, on both databases.

tests/ledger/rows holds, for every revision, what a ledger of that revision may contain beyond the one before it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text
from test_store import audit

import ledger
from ledger.database import Database
from ledger.migrate import migrate
from ledger.schema import Base
from ledger.store import entries, lists, profiles, reports

ROWS = Path(__file__).parent / "rows"
SCRIPTS = ScriptDirectory(str(Path(ledger.__file__).parent / "migrations"))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
REPORT = "01890000-0000-7000-8000-000000000001"
FACT = {"id": "f1", "indicator": "requests.received", "applicant": "total", "item": None, "value": "7", "unit": "件"}


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.sqlite'}"
        return
    server = request.getfixturevalue("postgres")
    yield server.database("old")
    server.run('DROP DATABASE "old" WITH (FORCE)')


both = pytest.mark.parametrize("empty", ["sqlite", "postgres"], indirect=True)


def filled(url: str, revision: str) -> None:
    """A ledger that has seen every revision up to this one, and has been in use under each."""
    packed = zlib.compress(audit(facts=[FACT | {"scope": None, "state": "number", "origin": "table"}]))
    for each in REVISIONS[: REVISIONS.index(revision) + 1]:
        migrate(url, each)
        database = Database(url)
        with database.write() as connection:
            for statement in (ROWS / f"{each}.sql").read_text(encoding="utf-8").split(";\n"):
                values = {"audit": packed} if ":audit" in statement else {}
                if "INSERT" in statement or "UPDATE" in statement:
                    connection.execute(text(statement), values)
        database.close()


def contents(url: str) -> dict[str, list[dict[str, Any]]]:
    database = Database(url)
    with database.read() as connection:
        found = MetaData()
        found.reflect(connection)
        rows = {table.name: [dict(row) for row in _rows(connection, table)] for table in found.sorted_tables}
    database.close()
    return rows


def _rows(connection: Connection, table: Any) -> Any:
    rows = connection.execute(text(f"SELECT * FROM {table.name}")).mappings().all()
    return sorted(rows, key=lambda row: [repr(row[column.name]) for column in table.primary_key])


def test_every_revision_has_its_rows() -> None:
    assert sorted(file.stem for file in ROWS.glob("*.sql")) == REVISIONS, "what may it hold? tests/ledger/rows"


@both
@pytest.mark.parametrize("revision", REVISIONS)
def test_an_upgrade_from_any_revision_keeps_everything(empty: str, revision: str) -> None:
    filled(empty, revision)
    before = contents(empty)
    migrate(empty)
    after = contents(empty)
    for table, rows in before.items():
        if table != "alembic_version":
            kept = [{name: row[name] for name in known} for row, known in zip(after[table], rows, strict=True)]
            assert kept == rows, table
    database = Database(empty)
    report = reports.find(database, "city", REPORT)
    assert report is not None
    assert (report["filename"], report["state"], report["year"]) == ("年报.txt", "succeeded", 2020)
    assert (profiles.find(database, "city") is not None) == (revision >= "0002")
    entries.catch_up(database)
    assert [row["value"] for row in lists.facts(database, "city", lists.Facts())] in ([7], ["7"])
    assert [row["family"] for row in lists.findings(database, "city", lists.Findings())] == ["ARI"]
    assert [row["id"] for row in reports.listed(database, "city", reports.Filter(words="示例"))] == [REPORT]
    database.close()


@both
def test_migrated_tables_are_those_of_the_schema(empty: str) -> None:
    migrate(empty)
    database = Database(empty)
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        found = inspect(connection)
        for table in Base.metadata.tables.values():
            columns = {index["name"]: index["column_names"] for index in found.get_indexes(table.name)}
            for index in table.indexes:
                assert columns[index.name] == [column.name for column in index.columns], index.name
    database.close()


@both
def test_migrating_again_changes_nothing(empty: str) -> None:
    filled(empty, REVISIONS[-1])
    before = contents(empty)
    migrate(empty)
    assert contents(empty) == before


def test_indexes_that_were_interrupted_are_made_anew(postgres: Any) -> None:
    """An index that is built concurrently and interrupted stays behind, invalid; the upgrade is run again."""
    url = postgres.database("interrupted")
    migrate(url, "0006")
    postgres.run("CREATE INDEX findings_newest ON findings (tenant)", "interrupted")
    migrate(url)
    database = Database(url)
    with database.read() as connection:
        found = {index["name"]: index["column_names"] for index in inspect(connection).get_indexes("findings")}
    database.close()
    assert found["findings_newest"][:2] == ["tenant", "audit_id"]
