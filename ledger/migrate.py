"""Bring the database to the newest revision: ``python -m ledger.migrate``."""

from __future__ import annotations

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

from ledger.database import Database
from ledger.settings import load


def migrate(url: str, revision: str = "head") -> None:
    """Create or upgrade the tables at the URL, to the newest revision. Doing it again changes nothing."""
    database = Database(url)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    try:
        with database.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        database.close()


def main() -> int:
    migrate(load().database)
    sys.stdout.write("database is up to date\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
