"""The revisions make exactly the tables that the code expects."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from ledger.database import Database
from ledger.migrate import migrate
from ledger.schema import Base


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
