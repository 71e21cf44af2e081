"""A copy made while the service works, a restored copy that is whole, and a record that is not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.backup import NotHereError, check, copy
from ledger.book import Ledger, open_ledger
from ledger.settings import Settings
from ledger.store import intake, jobs, reports
from ledger.store.intake import Delivery, Receipt

pytestmark = pytest.mark.one_database
ROOT = Path(__file__).parents[2]
DELIVERY = Delivery("local", "报告.txt", {}, None, "catalogue-1")


def hand_in(ledger: Ledger, data: bytes) -> Receipt:
    incoming = ledger.blobs.receive(1000)
    incoming.write(data)
    try:
        return intake.accept(ledger.database, ledger.blobs, incoming, DELIVERY, grace_seconds=0.0)
    finally:
        incoming.drop()


@pytest.fixture
def restored(settings: Settings, tmp_path: Path) -> Iterator[Ledger]:
    """The ledger over the folder into which copies are made."""
    opened = open_ledger(replace(settings, state=tmp_path / "copy"))
    yield opened
    opened.close()


def test_a_copy_is_a_state_folder_with_everything_in_it(ledger: Ledger, restored: Ledger) -> None:
    receipts = [hand_in(ledger, f"report {number}".encode()) for number in range(5)]
    assert copy(ledger.settings, restored.settings.state) == 5
    assert check(restored).documents == 5
    assert check(restored).broken == []
    for receipt in receipts:
        assert jobs.find(restored.database, "local", receipt.job_id) is not None


def test_the_next_copy_takes_what_is_new_and_drops_what_was_erased(ledger: Ledger, restored: Ledger) -> None:
    kept, erased = hand_in(ledger, b"kept"), hand_in(ledger, b"erased")
    folder = restored.settings.state
    copy(ledger.settings, folder)
    reports.erase(ledger.database, ledger.blobs, "local", erased.report_id)
    hand_in(ledger, b"new")
    assert copy(ledger.settings, folder) == 1
    contents = {path.read_bytes() for path in folder.glob("blobs/*/??/*")}
    assert contents == {b"kept", b"new"}
    assert check(restored).broken == []
    assert reports.find(restored.database, "local", kept.report_id) is not None
    assert reports.find(restored.database, "local", erased.report_id) is None


def test_whatever_is_accepted_while_a_copy_is_made_the_copy_is_whole(ledger: Ledger, restored: Ledger) -> None:
    stop = threading.Event()

    def keep_handing_in() -> None:
        number = 0
        while not stop.is_set():
            hand_in(ledger, f"report {number}".encode())
            number += 1

    for number in range(20):
        hand_in(ledger, f"old report {number}".encode())
    busy = threading.Thread(target=keep_handing_in)
    busy.start()
    try:
        for _ in range(5):
            copy(ledger.settings, restored.settings.state)
            found = check(restored)
            restored.database.close()
            assert (found.broken, found.documents >= 20) == ([], True)
    finally:
        stop.set()
        busy.join()


@pytest.mark.parametrize("damage", [b"", b"changed", None])
def test_missing_and_changed_bytes_are_named(ledger: Ledger, damage: bytes | None) -> None:
    hand_in(ledger, b"one")
    hand_in(ledger, b"two")
    (path,) = [path for path in ledger.settings.state.glob("blobs/*/??/*") if path.read_bytes() == b"two"]
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)
    assert check(ledger).broken == [("local", path.name)]


def test_another_database_or_store_is_copied_by_its_own_means(settings: Settings, tmp_path: Path) -> None:
    for other in ({"blobs_url": "s3://bucket"}, {"database_url": "postgresql+psycopg://host/gouji"}):
        with pytest.raises(NotHereError, match="pg_dump"):
            copy(replace(settings, **other), tmp_path / "copy")
    with pytest.raises(NotHereError, match="no database"):
        copy(Settings(state=tmp_path / "nothing"), tmp_path / "copy")


def commands(section: str) -> str:
    """The shell commands of one section of the operations handbook; the Chinese one has the same."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- tested: {section} -->\n```sh\n(.*?)```", text, re.S)
    assert found, section
    return found[1]


@pytest.mark.parametrize("section", ["backup", "backup with sqlite3"])
def test_the_commands_of_the_handbook_back_up_and_restore(ledger: Ledger, tmp_path: Path, section: str) -> None:
    receipt = hand_in(ledger, b"a report")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GOUJI_STATE": str(ledger.settings.state),
        "BACKUP": str(tmp_path / "backup"),
        "NEW_STATE": str(tmp_path / "new"),
    }
    script = commands(section) + commands("restore")
    run = subprocess.run(["bash", "-euo", "pipefail", "-c", script], env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "documents: 1; 缺失或损坏 missing or changed: 0" in run.stdout
    restored = open_ledger(replace(ledger.settings, state=tmp_path / "new"))
    assert jobs.find(restored.database, "local", receipt.job_id) is not None
    restored.close()
