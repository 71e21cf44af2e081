"""Damage to OLE compound files (DOC, XLS): sector chains with cycles, the directory, the heads of streams, records."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random

from tests.fuzz import odd

_SECTOR = 512
Edit = Callable[[bytearray, Random], None]


def _put(data: bytearray, at: int, value: int, size: int = 4) -> None:
    if 0 <= at <= len(data) - size:
        data[at : at + size] = struct.pack("<I", value)[:size]


def header(data: bytearray, rng: Random) -> None:
    """The numbers of the file's own head: sector sizes, where chains begin."""
    for _ in range(rng.choice((1, 3))):
        at = rng.choice((26, 28, 30, 32, 40, 44, 48, 56, 60, 64, 68, 72, 76, 80))
        _put(data, at, odd.integer(rng), 2 if at < 40 else 4)


def chains(data: bytearray, rng: Random) -> None:
    """Links of the sector table: cycles, beyond the file, into each other."""
    first = struct.unpack_from("<I", data, 76)[0] if len(data) > 80 else 0
    start = (first + 1) * _SECTOR
    count = max(2, len(data) // _SECTOR)
    for _ in range(rng.choice((1, 4, 40))):
        link = rng.randrange(min(count, 128))
        _put(data, start + 4 * link, rng.choice((link, rng.randrange(count), odd.integer(rng))))


def directory(data: bytearray, rng: Random) -> None:
    """Names, kinds, siblings, beginnings and sizes of the streams."""
    first = struct.unpack_from("<I", data, 48)[0] if len(data) > 52 else 0
    start = (first + 1) * _SECTOR
    for _ in range(rng.choice((1, 3))):
        entry = start + 128 * rng.randrange(4)
        field = rng.choice((0, 64, 66, 68, 72, 76, 116, 120))
        _put(data, entry + field, rng.choice((rng.randrange(6), odd.integer(rng))), 2 if field in (64, 66) else 4)


def word_head(data: bytearray, rng: Random) -> None:
    """Offsets and lengths in the head of a Word document, which lies in its own sector."""
    at = data.find(b"\xec\xa5\xc1\x00")
    if at >= 0:
        for _ in range(rng.choice((1, 3, 12))):
            _put(data, at + rng.choice((10, 24, 28, 76, 154 + 4 * rng.randrange(180))), odd.integer(rng))


def word_tables(data: bytearray, rng: Random) -> None:
    """Pieces and property pages: numbers anywhere behind the text."""
    start = len(data) // 2
    for _ in range(rng.choice((1, 5, 50))):
        _put(data, start + rng.randrange(max(1, len(data) - start)) // 2 * 2, odd.integer(rng), rng.choice((1, 2, 4)))


def records(data: bytearray, rng: Random) -> None:
    """Lengths and kinds of a workbook's records, found by walking them."""
    at = data.find(b"\x09\x08\x10\x00\x00\x06")
    places = []
    while 0 <= at < len(data) - 4 and len(places) < 20_000:
        places.append(at)
        at += 4 + struct.unpack_from("<H", data, at + 2)[0]
    for _ in range(rng.choice((1, 4, 30)) if places else 0):
        place = rng.choice(places)
        what = rng.randrange(4)
        _put(data, place + (0, 2, 4, 4 + 2 * rng.randrange(8))[what], odd.integer(rng), (2, 2, 2, 4)[what])


EDITS: tuple[Edit, ...] = (header, chains, directory, word_head, word_head, word_tables, records, records)


def mutate(data: bytes, rng: Random) -> bytes:
    """One to three edits."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 3))):
        rng.choice(EDITS)(changed, rng)
    return bytes(changed)
