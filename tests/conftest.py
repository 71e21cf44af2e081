"""Shared by several rooms: the samples, and a ledger on a database of its own, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from ledger.book import Ledger, open_ledger
from ledger.migrate import migrate
from ledger.schema import Base
from ledger.settings import Settings
from tests.postgres import Server

SAMPLES = Path(__file__).parent / "corpus" / "samples"
# quicker than TRUNCATE, which makes every table's files anew; as a replica, so that no trigger or key objects
_EMPTY = "SET session_replication_role = replica; " + "; ".join(f"DELETE FROM {name}" for name in Base.metadata.tables)
_ALONE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'tests' AND pid <> pg_backend_pid()"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever stands on ``settings`` runs on both databases, unless it is marked ``one_database``."""
    if "database" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("one_database")
        metafunc.parametrize("database", ["sqlite"] if alone else ["sqlite", "postgres"], indirect=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server for all tests of this process."""
    server = Server()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Server) -> str:
    """The URL of a database with all tables, to be emptied before every test."""
    url = postgres.database("tests")
    migrate(url)
    return url


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with all tables, to be copied."""
    file = tmp_path_factory.mktemp("database") / "gouji.sqlite"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The endpoint of an S3-speaking server."""
    from s3_server import running  # only here: it takes a second to load

    with running() as endpoint:
        yield endpoint


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The state folder of one test."""
    folder = tmp_path / "var"
    folder.mkdir()
    return folder


@pytest.fixture
def database(request: pytest.FixtureRequest, state: Path) -> str:
    """A database URL as a setting: empty for SQLite, whose file is in the state folder then."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated"), state / "gouji.sqlite")
        return ""
    url: str = request.getfixturevalue("migrated_postgres")
    server: Server = request.getfixturevalue("postgres")
    server.run(_ALONE)
    server.run(_EMPTY, str(make_url(url).database))
    return url


@pytest.fixture
def settings(state: Path, database: str) -> Settings:
    """Settings for one test: its own state folder, a broker in memory, short times."""
    return Settings(
        state=state,
        database_url=database,
        redis_url="memory://",
        lease_seconds=5.0,
        republish_seconds=1.0,
        sweep_seconds=0.2,
    )


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    opened = open_ledger(settings)
    yield opened
    opened.close()
