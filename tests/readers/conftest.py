"""Where the samples and, when present, the real reports are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reader_help import SAMPLES

from tests.corpus.real import REPORTS


@pytest.fixture
def sample() -> Callable[[str], bytes]:
    """The bytes of an invented report."""
    return lambda name: (SAMPLES / name).read_bytes()


@pytest.fixture
def real() -> Callable[[str], bytes]:
    """The bytes of a real report; skips where the folder is not there."""

    def load(name: str) -> bytes:
        if not REPORTS.is_dir():
            pytest.skip("real reports are not here (../shared/reports)")
        return (REPORTS / name).read_bytes()

    return load
