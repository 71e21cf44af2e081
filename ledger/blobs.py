"""Uploaded bytes, found by tenant and SHA-256: what a store of them promises, and a document on its way into one.

Two stores keep the promise: ledger.disk (a folder) and ledger.s3 (a bucket). Names that callers give are data and
never become paths or keys.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol


class TooMuchError(Exception):
    """More bytes than the limit."""


class StorageError(Exception):
    """The store does not take or give what it should: full, read-only or away. Trying again later may help."""


class MissingError(Exception):
    """The store answers, and these bytes are not in it, or not as they were. Trying again does not help."""


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

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def push(self) -> None:
        """Who opens the file now finds everything written."""
        if not self._file.closed:
            self._file.flush()

    def head(self, size: int) -> bytes:
        """The first bytes of what was written."""
        self.push()
        with self.path.open("rb") as file:
            return file.read(size)

    def rest(self) -> None:
        """All is written: hold no file open until it is kept, for there may be hundreds."""
        self._file.close()

    def flush(self) -> None:
        """Everything written is on the disk when this returns."""
        if self._file.closed:
            with self.path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            self.push()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()

    def drop(self) -> None:
        """Remove the temporary file, if keep has not taken it."""
        with suppress(OSError):  # on a full disk closing tries once more to write what will be removed anyway
            self.close()
        self.path.unlink(missing_ok=True)


class Blobs(Protocol):
    """A store of bytes. Every method raises StorageError (or OSError) when the store is in trouble."""

    def prepare(self) -> None:
        """Create the folders that are needed here. Connects to nothing."""

    def receive(self, limit: int) -> Incoming:
        """A new document of at most ``limit`` bytes; writing more raises TooMuchError."""

    def stage(self, incoming: Incoming, tenant: str) -> None:
        """Everything about keeping that takes long, to be done before a transaction."""

    def keep(self, incoming: Incoming, tenant: str) -> None:
        """Put staged bytes into their place: durable when this returns. The same bytes again change nothing."""

    def local(self, tenant: str, sha256: str) -> AbstractContextManager[Path]:
        """The bytes as a file, for as long as the block lasts. Raises MissingError when they are gone or changed."""

    def erase(self, tenant: str, sha256: str) -> None:
        """Remove the bytes; it is no error when they are not there."""

    def probe(self) -> None:
        """Raise when nothing can be taken in."""

    def sweep(self, older_than: float = 86_400.0) -> int:
        """Remove what a crash cut off, older than so many seconds; returns how many."""


def sweep_folder(folder: Path, older_than: float) -> int:
    """Remove temporary files that nobody has written to for so many seconds; returns how many."""
    old = [each for each in folder.glob("in-*") if time.time() - each.stat().st_mtime > older_than]
    for each in old:
        each.unlink(missing_ok=True)
    return len(old)


def make_private(*folders: Path) -> None:
    """Create folders, readable for the owner only."""
    for each in folders:
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
