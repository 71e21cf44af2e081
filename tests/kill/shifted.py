"""``python shifted.py MODULE``: run a module with the wall clock that a file says: so many seconds beside the real one,
read anew at every look, so that a test can make it jump. The monotonic clock is left alone, as in a real jump."""

from __future__ import annotations

import os
import runpy
import sys
import time
from pathlib import Path

_FILE = Path(os.environ["SHIFTED_CLOCK"])
_real = time.time_ns


def _seconds() -> int:
    return int(_FILE.read_text() or 0)


if __name__ == "__main__":
    time.time_ns = lambda: _real() + _seconds() * 1_000_000_000
    time.time = lambda: time.time_ns() / 1e9
    sys.argv = sys.argv[1:]
    sys.path.insert(0, "")
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
