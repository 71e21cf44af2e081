"""The ledger as one value: what a shell opens at its start."""

from __future__ import annotations

from dataclasses import dataclass

from ledger import tracing
from ledger.blobs import Blobs
from ledger.database import Database
from ledger.disk import DiskBlobs
from ledger.queue import Queue
from ledger.settings import Settings


@dataclass(frozen=True, slots=True)
class Ledger:
    """Settings, database, bytes and queue, opened together. Nothing connects before it is used."""

    settings: Settings
    database: Database
    blobs: Blobs
    queue: Queue

    def close(self) -> None:
        self.database.close()
        self.queue.close()


def open_blobs(settings: Settings) -> Blobs:
    """The store of bytes that the settings name; the one place that chooses. Raises BadSettingError."""
    if not settings.blobs_url:
        return DiskBlobs(settings.state / "blobs")
    from ledger.s3 import S3Blobs  # only here: it needs a library that is not always installed

    return S3Blobs(settings.blobs_url, settings.state / "spool")


def check(settings: Settings) -> None:
    """Raise BadSettingError where the database, the store of bytes or the way to a collector of spans cannot be opened
    for want of a right setting."""
    open_blobs(settings)
    tracing.check()
    Database(settings.database).close()


def open_ledger(settings: Settings) -> Ledger:
    """Open the ledger that the settings name. Its tables must have been migrated."""
    blobs = open_blobs(settings)
    blobs.prepare()
    return Ledger(settings, Database(settings.database), blobs, Queue(settings))
