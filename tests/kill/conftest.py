"""A yard of processes with short leases, so that what a killed one held is soon given to another."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from yard import Yard, a_book, planned

from ledger.book import Ledger
from ledger.settings import Settings

HOSTILE = Path(__file__).parents[1] / "workers"


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("PYTHONPATH", f"{HOSTILE}:{Path(__file__).parents[2]}")
    return replace(
        settings,
        port=_free_port(),
        engine="hostile_engine",
        worker_threads=2,
        web_processes=2,
        lease_seconds=4.0,
        republish_seconds=1.0,
        sweep_seconds=0.3,
        document_seconds=30.0,
        max_lost=10,  # here it is us who kill, not the document
    )


@pytest.fixture
def yard(settings: Settings) -> Iterator[Yard]:
    broker = planned(settings.state)
    made = Yard(replace(settings, redis_url=broker.url), settings.port, planned=broker)
    yield made
    made.end()


@pytest.fixture
def book(yard: Yard) -> Iterator[Ledger]:
    with a_book(yard.settings) as ledger:
        yield ledger


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
