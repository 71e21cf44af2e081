"""The wall clock of the whole machine jumps while documents are on their way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from yard import HERE, Yard, judge, states

from ledger.book import Ledger

HOURS = 6 * 3600
pytestmark = pytest.mark.one_database  # all moments are ours, none is the database's


@pytest.fixture
def clock(yard: Yard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """How many seconds the clock of all processes of ours is off, in a file."""
    file = tmp_path / "clock"
    file.write_text("0")
    monkeypatch.setenv("SHIFTED_CLOCK", str(file))
    yard.runner = [str(HERE / "shifted.py")]
    return file


def jump(clock: Path, seconds: int) -> None:
    other = clock.with_suffix(".new")
    other.write_text(str(seconds))
    other.replace(clock)


def test_clock_jumps_forward_and_back(yard: Yard, book: Ledger, clock: Path) -> None:
    yard.start_broker()
    yard.start("worker", "worker-2", "sweeper", "api")
    uploads = yard.upload_all(15)
    jump(clock, HOURS)
    uploads += yard.upload_all(15, first=15)
    yard.until(lambda: states(book).get("succeeded", 0) >= 6, "some are done")
    jump(clock, 0)
    uploads += yard.upload_all(10, first=30)
    assert judge(yard, book, uploads)["lost"] <= len(uploads)


def test_clock_jumps_back_and_a_worker_and_all_messages_are_lost(yard: Yard, book: Ledger, clock: Path) -> None:
    """Leases and due times then lie hours ahead: nobody may wait for them."""
    jump(clock, HOURS)
    yard.start_broker()
    yard.start("worker", "worker-2", "sweeper", "api")
    uploads = yard.upload_all(30)
    yard.until(lambda: states(book).get("succeeded", 0) >= 4, "some are done")
    yard.kill("worker")
    yard.kill("worker-2")
    yard.kill("broker")
    shutil.rmtree(yard.settings.state / "broker" / "appendonlydir")
    jump(clock, 0)
    yard.start_broker()
    yard.start("worker")
    assert judge(yard, book, uploads)["lost"] >= 1
