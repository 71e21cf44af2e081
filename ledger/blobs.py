"""Uploaded bytes on disk, found by their SHA-256, one folder a tenant.

A document is written to a temporary file while it is hashed, flushed to the disk and renamed into its place: a reader
sees all of it or nothing. Names that callers give are data and never become paths.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from pathlib import Path
from typing import BinaryIO


class TooMuchError(Exception):
    """More bytes than the limit."""


class StorageError(Exception):
    """The disk does not take what it should: full, read-only or away."""


class Incoming:
    """A document on its way in: a file to write to that hashes and counts. Exactly one of keep and drop ends it."""

    def __init__(self, folder: Path, limit: int) -> None:
        handle, name = tempfile.mkstemp(dir=folder, prefix="in-")
        self._file: BinaryIO = os.fdopen(handle, "w+b")
        self._hash = hashlib.sha256()
        self.path = Path(name)
        self.limit = limit
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self.limit:
            raise TooMuchError
        self._hash.update(data)
        return self._file.write(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def flush(self) -> None:
        """Everything written is on the disk when this returns."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()

    def drop(self) -> None:
        """Remove the temporary file, if keep has not taken it."""
        self.close()
        self.path.unlink(missing_ok=True)


class Blobs:
    """The store of bytes under one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"

    def prepare(self) -> None:
        """Create the folders, readable for the owner only."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.incoming.mkdir(exist_ok=True, mode=0o700)

    def receive(self, limit: int) -> Incoming:
        """A new document of at most ``limit`` bytes; writing more raises TooMuchError."""
        try:
            return Incoming(self.incoming, limit)
        except FileNotFoundError:
            self.prepare()
            return Incoming(self.incoming, limit)

    def path(self, tenant: str, sha256: str) -> Path:
        return self.root / tenant / sha256[:2] / sha256

    def keep(self, incoming: Incoming, tenant: str) -> None:
        """Put flushed bytes into their place. The same bytes again replace themselves: nothing changes."""
        place = self.path(tenant, incoming.sha256)
        if not place.parent.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _sync(place.parent.parent)
        incoming.path.replace(place)
        _sync(place.parent)

    def erase(self, tenant: str, sha256: str) -> None:
        self.path(tenant, sha256).unlink(missing_ok=True)

    def probe(self) -> None:
        """Raise OSError when nothing can be written."""
        with tempfile.TemporaryFile(dir=self.incoming) as file:
            file.write(b"probe")

    def sweep(self, older_than: float = 86_400.0) -> int:
        """Remove uploads that were cut off by a crash; returns how many."""
        old = [each for each in self.incoming.glob("in-*") if time.time() - each.stat().st_mtime > older_than]
        for each in old:
            each.unlink(missing_ok=True)
        return len(old)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
