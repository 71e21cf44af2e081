"""Logs never stand in the way of the work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import logging
from ledger.logs import configure, log
configure("INFO", "test")
for _ in range(10_000):
    log().info("a line that goes nowhere")
logging.getLogger("other").warning("another")
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_costs_lines_and_nothing_else() -> None:
    with open("/dev/full", "w") as full:
        ended = subprocess.run([sys.executable, "-c", PROGRAM], stderr=full, stdout=subprocess.PIPE, check=False)
    assert ended.stdout == b""
    assert ended.returncode in (0, 120), "120: the interpreter could not flush at its end"


def test_lines_are_written_where_there_is_room(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as file:
        subprocess.run([sys.executable, "-c", PROGRAM], stderr=file, check=True)
    lines = (tmp_path / "log").read_text().splitlines()
    assert len(lines) == 10_001
    assert '"level": "info"' in lines[0]
