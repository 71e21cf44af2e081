"""Uploaded bytes in a folder, one folder a tenant.

A document is written to a temporary file while it is hashed, flushed to the disk and renamed into its place: a reader
sees all of it or nothing.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.blobs import Incoming, MissingError, StorageError, make_private, sweep_folder


class DiskBlobs:
    """The store of bytes under one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"

    def prepare(self) -> None:
        make_private(self.root, self.incoming)

    def receive(self, limit: int) -> Incoming:
        try:
            return Incoming(self.incoming, limit)
        except FileNotFoundError:
            self.prepare()
            return Incoming(self.incoming, limit)

    def path(self, tenant: str, sha256: str) -> Path:
        """Where the bytes are."""
        return self.root / tenant / sha256[:2] / sha256

    def stage(self, incoming: Incoming, tenant: str) -> None:
        incoming.flush()

    def keep(self, incoming: Incoming, tenant: str) -> None:
        place = self.path(tenant, incoming.sha256)
        if not place.parent.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _sync(place.parent.parent)
        incoming.path.replace(place)
        _sync(place.parent)

    @contextmanager
    def local(self, tenant: str, sha256: str) -> Iterator[Path]:
        place = self.path(tenant, sha256).absolute()
        if not place.exists():
            if not self.incoming.is_dir():
                raise StorageError("the folder of the bytes is away")  # a volume that is not mounted
            raise MissingError
        yield place

    def erase(self, tenant: str, sha256: str) -> None:
        self.path(tenant, sha256).unlink(missing_ok=True)

    def probe(self) -> None:
        with tempfile.TemporaryFile(dir=self.incoming) as file:
            file.write(b"probe")

    def sweep(self, older_than: float = 86_400.0) -> int:
        return sweep_folder(self.incoming, older_than)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
