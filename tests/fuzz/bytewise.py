"""Damage that knows nothing of the format."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random

from tests.fuzz import odd

Mutation = Callable[[bytearray, Random], None]


def _span(data: bytearray, rng: Random, longest: int = 4096) -> tuple[int, int]:
    start = rng.randrange(len(data))
    return start, min(len(data), start + rng.randint(1, longest))


def flip_bits(data: bytearray, rng: Random) -> None:
    for _ in range(rng.choice((1, 4, 30, 200))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def overwrite(data: bytearray, rng: Random) -> None:
    for _ in range(rng.choice((1, 10, 100))):
        data[rng.randrange(len(data))] = rng.randrange(256)


def truncate(data: bytearray, rng: Random) -> None:
    del data[rng.randrange(len(data)) :]


def behead(data: bytearray, rng: Random) -> None:
    del data[: rng.randrange(min(len(data), 300))]


def insert(data: bytearray, rng: Random) -> None:
    at = rng.randrange(len(data))
    data[at:at] = rng.randbytes(rng.choice((1, 2, 16, 700)))


def cut_out(data: bytearray, rng: Random) -> None:
    start, end = _span(data, rng)
    del data[start:end]


def duplicate(data: bytearray, rng: Random) -> None:
    start, end = _span(data, rng)
    data[end:end] = data[start:end] * rng.choice((1, 2, 8))


def swap(data: bytearray, rng: Random) -> None:
    first, second = sorted((_span(data, rng), _span(data, rng)))
    if first[1] <= second[0]:
        data[:] = (
            data[: first[0]]
            + data[second[0] : second[1]]
            + data[first[1] : second[0]]
            + data[first[0] : first[1]]
            + data[second[1] :]
        )


def blank(data: bytearray, rng: Random) -> None:
    start, end = _span(data, rng)
    data[start:end] = rng.choice((b"\x00", b"\xff", b" ")) * (end - start)


def edit_length(data: bytearray, rng: Random) -> None:
    """Write an absurd number where a length may stand."""
    for _ in range(rng.choice((1, 3, 10))):
        size = rng.choice((2, 4))
        if len(data) > size:
            at = rng.randrange(len(data) - size) // 2 * 2
            data[at : at + size] = struct.pack("<I", odd.integer(rng))[:size]


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits, overwrite, truncate, behead, insert, cut_out, duplicate, swap, blank, edit_length,
)  # fmt: skip


def mutate(data: bytes, rng: Random) -> bytes:
    """One to three kinds of damage."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3))):
        if changed:
            rng.choice(MUTATIONS)(changed, rng)
    return bytes(changed)
