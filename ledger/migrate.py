"""Bring the database to the newest revision: ``python -m ledger.migrate``."""

from __future__ import annotations

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import OperationalError

from ledger.database import Database
from ledger.settings import BadSettingError, load

_AWAY = (
    "数据库没有应答，或拒绝了连接。请检查 GOUJI_DATABASE_URL。\n"
    "The database does not answer or refuses: check GOUJI_DATABASE_URL."
)


def migrate(url: str, revision: str = "head") -> None:
    """Create or upgrade the tables at the URL, to the newest revision. Doing it again changes nothing, and of several
    at once one works while the others wait. Raises BadSettingError when the database is not to be had."""
    database = Database(url)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    try:
        with database.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except OperationalError as trouble:
        raise BadSettingError(f"{_AWAY}\n{str(trouble.orig).splitlines()[0]}") from None
    finally:
        database.close()


def main() -> int:
    try:
        migrate(load().database)
    except BadSettingError as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    sys.stdout.write("database is up to date\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
