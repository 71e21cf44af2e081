"""Which of the drawings in a Word 97-2003 file are pictures; only counted, never decoded."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_GROUP, _STORE, _ENTRY = 0xF000, 0xF001, 0xF007
_BLIPS = range(0xF01A, 0xF02B)
_HEAD = 8


def inline(data: bytes, at: int) -> bool:
    """Whether the drawing at this place of the stream ``Data`` holds a picture, and is not a mere shape."""
    if at + 6 > len(data):
        return False
    size, head = struct.unpack_from("<iH", data, at)
    found = {kind for kind, _, _ in _records(data, at + head, at + size)}
    return _ENTRY in found or any(kind in _BLIPS for kind in found)


def floating(drawings: bytes) -> int:
    """How many pictures the drawings of the file share."""
    for kind, _, start in _records(drawings, 0, len(drawings)):
        if kind == _GROUP:
            stores = [number for inner, number, _ in _records(drawings, start, len(drawings)) if inner == _STORE]
            return stores[0] if stores else 0
    return 0


def _records(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Kind, instance and start of the records that follow each other from ``at``."""
    while at >= 0 and at + _HEAD <= min(end, len(data)):
        instance, kind, size = struct.unpack_from("<HHI", data, at)
        yield kind, instance >> 4, at + _HEAD
        at += _HEAD + size
