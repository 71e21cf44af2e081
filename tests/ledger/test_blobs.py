"""Bytes on disk: whole or not there, by content, within the limit."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from ledger.blobs import Blobs, TooMuchError


def test_bytes_are_found_by_their_hash(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    incoming = blobs.receive(limit=100)
    incoming.write(b"one ")
    incoming.write(b"report")
    incoming.flush()
    blobs.keep(incoming, "local")
    incoming.drop()
    digest = hashlib.sha256(b"one report").hexdigest()
    assert blobs.path("local", digest).read_bytes() == b"one report"
    assert list(blobs.incoming.iterdir()) == []
    blobs.erase("local", digest)
    assert not blobs.path("local", digest).exists()


def test_more_than_the_limit_is_refused_and_nothing_stays(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    incoming = blobs.receive(limit=10)
    incoming.write(b"0123456789")
    with pytest.raises(TooMuchError):
        incoming.write(b"!")
    incoming.drop()
    assert list(blobs.incoming.iterdir()) == []


def test_uploads_that_a_crash_cut_off_are_swept(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    old, new = blobs.receive(limit=10), blobs.receive(limit=10)
    os.utime(old.path, (1, 1))
    assert blobs.sweep() == 1
    assert [new.path] == list(blobs.incoming.iterdir())
    old.close()
    new.drop()
