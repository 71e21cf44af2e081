"""Where the samples and, when present, the real reports are."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from reader_help import REAL, ROOT, SAMPLES

sys.path.insert(0, str(ROOT))  # for tests.corpus


@pytest.fixture
def sample() -> Callable[[str], bytes]:
    """The bytes of an invented report."""
    return lambda name: (SAMPLES / name).read_bytes()


@pytest.fixture
def real() -> Callable[[str], bytes]:
    """The bytes of a real report; skips where the folder is not there."""

    def load(name: str) -> bytes:
        if not REAL.is_dir():
            pytest.skip("real reports are not here (../shared/reports)")
        return (REAL / name).read_bytes()

    return load
