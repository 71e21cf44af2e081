"""Shared by several rooms: the samples, and a ledger on a database of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.book import Ledger, open_ledger
from ledger.migrate import migrate
from ledger.settings import Settings

SAMPLES = Path(__file__).parent / "corpus" / "samples"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables, to be copied."""
    file = tmp_path_factory.mktemp("database") / "gouji.sqlite"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def settings(tmp_path: Path, migrated: Path) -> Settings:
    """Settings for one test: its own state folder, a broker in memory, short times."""
    state = tmp_path / "var"
    state.mkdir()
    shutil.copy(migrated, state / "gouji.sqlite")
    return Settings(state=state, redis_url="memory://", lease_seconds=5.0, republish_seconds=1.0, sweep_seconds=0.2)


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    opened = open_ledger(settings)
    yield opened
    opened.close()
