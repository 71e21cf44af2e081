"""The disk with database, documents and broker file is full for a while: uploads are refused, nothing accepted is lost,
and no job is given up for it. Run by test_full_disk.py, in a mount namespace of its own."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from yard import Sender, Yard, judge, states

from ledger.book import Ledger
from ledger.migrate import migrate
from ledger.settings import Settings


@pytest.fixture
def small_disk() -> Path:
    """The small disk that test_full_disk.py has mounted."""
    return Path(os.environ["SMALL_DISK"])


@pytest.fixture
def settings(settings: Settings, small_disk: Path) -> Settings:
    state = small_disk / "var"
    state.mkdir()
    chosen = replace(settings, state=state, max_lost=3)
    migrate(chosen.database)
    return chosen


def fill(disk: Path) -> None:
    """Take every block that is left."""
    with (disk / "filler").open("ab", buffering=0) as file:
        for block in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(block))
            except OSError:
                continue


@pytest.mark.one_database
def test_full_disk(yard: Yard, book: Ledger, small_disk: Path) -> None:
    yard.start_broker()
    yard.start("worker", "worker-2", "sweeper", "api")
    uploads = yard.upload_all(30)
    yard.until(lambda: states(book).get("succeeded", 0) >= 4, "some are done")
    fill(small_disk)
    sender = Sender(yard, 10, first=30)
    refused = _refused(yard)
    time.sleep(4 * yard.settings.lease_seconds)  # longer than it takes to lose three attempts
    assert states(book).get("failed", 0) == 0
    (small_disk / "filler").unlink()
    assert refused["code"] == "unavailable"
    judge(yard, book, uploads + sender.uploads())


def _refused(yard: Yard) -> dict[str, object]:
    """What an upload is answered now."""
    answers: list[dict[str, object]] = []

    def told() -> bool:
        status, answer = yard.call("POST", "/v1/reports", b"!slow0!\n" + bytes(range(65, 91)) * 5000)
        assert status == 503, (status, answer, yard.log())
        answers.append(answer)
        return True

    yard.until(told, "an upload is refused")
    return answers[-1]
