"""full_disk.py on a small disk of its own, which a mount namespace gives without privileges."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MEGABYTES = 32
INSIDE = Path(__file__).with_name("full_disk.py")
ALONE = ["unshare", "--user", "--map-root-user", "--mount"]


def test_full_disk(tmp_path: Path) -> None:
    if not shutil.which("unshare") or subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("a small disk needs a kernel that lets users mount one")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = f"mount -t tmpfs -o size={MEGABYTES}m tmpfs '{disk}' && exec \"$@\""
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(INSIDE)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    ended = subprocess.run(
        [*ALONE, "sh", "-c", mounted, "sh", *tests],
        env={**environment, "SMALL_DISK": str(disk)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert ended.returncode == 0, ended.stdout[-6000:] + ended.stderr[-2000:]
