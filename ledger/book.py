"""The ledger as one value: what a shell opens at its start."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.blobs import Blobs
from ledger.database import Database
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


def open_ledger(settings: Settings) -> Ledger:
    """Open the ledger that the settings name. Its tables must have been migrated."""
    blobs = Blobs(settings.state / "blobs")
    blobs.prepare()
    return Ledger(settings, Database(settings.database), blobs, Queue(settings))
