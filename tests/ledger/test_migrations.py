"""The revisions make exactly the tables that the code expects."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from ledger.database import Database
from ledger.migrate import migrate
from ledger.schema import Base
from ledger.store import reports


def test_migrated_tables_are_those_of_the_schema(migrated: Path) -> None:
    database = Database(f"sqlite:///{migrated}")
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    database.close()


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'twice.sqlite'}"
    migrate(url)
    before = (tmp_path / "twice.sqlite").read_bytes()
    migrate(url)
    assert (tmp_path / "twice.sqlite").read_bytes() == before


def test_what_the_first_revision_held_is_there_after_the_upgrade(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    migrate(url, "0001")
    old = create_engine(url)
    with old.begin() as connection:
        columns = "id, tenant, identity, sha256, bytes, filename, submission, received_at"
        connection.execute(text(f"INSERT INTO reports ({columns}) VALUES ('r', 't', 'i', 's', 1, 'f', '{{}}', 0)"))
    old.dispose()
    migrate(url)
    database = Database(url)
    report = reports.find(database, "t", "r")
    database.close()
    assert report is not None
    assert (report["filename"], report["profile"]) == ("f", None)
