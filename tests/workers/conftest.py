"""The hostile engine in the place of the real one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.settings import Settings


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    return replace(
        settings,
        engine="hostile_engine",
        document_seconds=3.0,
        document_cpu_seconds=1,
        document_memory_mb=600,
        document_output_bytes=2_000_000,
        worker_threads=1,
    )
