"""In which queue a document waits, as far as its beginning and its size tell. The fast queue hands over what turns out
to take long."""

from __future__ import annotations

from gouji.readers import scan
from ledger.blobs import Incoming
from ledger.settings import Settings
from ledger.store.jobs import FAST, SLOW

HEAD = 16  # bytes that tell a picture


def chosen(incoming: Incoming, settings: Settings) -> str:
    """``slow`` for pictures and large files."""
    if incoming.size > settings.slow_bytes or scan.is_picture(incoming.head(HEAD)):
        return SLOW
    return FAST
