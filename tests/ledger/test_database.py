"""Which database a URL names, and that what is missing or away is said and not shown as a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.book import Ledger
from ledger.database import Database
from ledger.migrate import migrate
from ledger.settings import BadSettingError
from tests.postgres import Server


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_every_usual_way_of_naming_postgresql_is_understood(url: str) -> None:
    database = Database(url)
    assert database.engine.url.drivername == "postgresql+psycopg"
    database.close()


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "secret", "://", "postgresql://u:secret@h:port/d"])
def test_another_url_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(BadSettingError, match="GOUJI_DATABASE_URL") as refused:
        Database(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("module", ["service.serve", "workers", "workers.sweeper", "ledger.migrate", "ledger.launch"])
def test_without_the_driver_every_program_says_what_to_install(module: str, tmp_path: Path) -> None:
    (tmp_path / "psycopg.py").write_text("raise ImportError('as if it were not installed')\n")
    environment = {
        **os.environ,
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path(__file__).parents[2]}",
        "GOUJI_STATE": str(tmp_path / "var"),
        "GOUJI_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "GOUJI_PORT": "0",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    ended = subprocess.run([sys.executable, "-m", module], env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert "gouji[postgres]" in ended.stderr
    assert "驱动程序" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_server_that_is_not_there_is_said_in_two_languages() -> None:
    with pytest.raises(BadSettingError, match=r"没有应答[^\n]*\n[^\n]*does not answer"):
        migrate("postgresql://nobody:secret@127.0.0.1:1/none")


def test_several_that_migrate_at_once_do_not_disturb_each_other(postgres: Server) -> None:
    url = postgres.database("crowd")
    environment = {**os.environ, "GOUJI_DATABASE_URL": url}
    command = [sys.executable, "-m", "ledger.migrate"]
    crowd = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in "123"
    ]
    printed = [process.communicate(timeout=60)[0] for process in crowd]
    assert printed == [b"database is up to date\n"] * 3


def test_a_read_is_one_snapshot(ledger: Ledger) -> None:
    count = text("SELECT count(*) FROM workers")
    with ledger.database.read() as reading:
        assert reading.execute(count).scalar_one() == 0
        with ledger.database.write() as writing:
            writing.execute(text("INSERT INTO workers (name, seen_at) VALUES ('one', 0)"))
        assert reading.execute(count).scalar_one() == 0
    with ledger.database.read() as reading:
        assert reading.execute(count).scalar_one() == 1
