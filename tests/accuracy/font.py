"""A TrueType font made on the spot: every character that a text needs, drawn as a box.

Real offices embed subsets of fonts that nobody may hand on; for a text layer only the character map counts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

EM = 1000


def register(name: str, characters: Iterable[str]) -> None:
    """Make ``name`` known to reportlab with these characters."""
    pdfmetrics.registerFont(TTFont(name, BytesIO(_font(name, "".join(sorted(set(characters)))))))


@cache
def _font(name: str, characters: str) -> bytes:
    codes = sorted({ord(c) for c in characters} | {32})
    widths = [EM] + [EM // 2 if code < 0x2000 else EM for code in codes]
    box = struct.pack(">hhhhh", 1, 60, -80, 440, 760) + struct.pack(">HH", 3, 0)
    box += bytes([1, 1, 1, 1]) + struct.pack(">hhhh", 60, 0, 380, 0) + struct.pack(">hhhh", -80, 840, 0, -840)
    box += b"\0" * (-len(box) % 4)
    blank = [index for index, code in enumerate(codes, 1) if code == 32]
    offsets, glyphs = [0], b""
    for index in range(len(codes) + 1):
        glyphs += b"" if index in blank else box
        offsets.append(len(glyphs))
    count = len(codes) + 1
    tables = {
        "OS/2": struct.pack(">HhHHH", 3, 800, 400, 5, 0) + b"\0" * 20 + struct.pack(">h", 0) + b"\0" * 10
        + b"\0" * 16 + b"GOUJ" + struct.pack(">HHHhhhHHII", 64, codes[0], codes[-1] & 0xFFFF, 800, -200, 90, 900, 200, 0, 0)
        + struct.pack(">hhHHH", 500, 700, 0, 32, 1),
        "cmap": _cmap(codes),
        "glyf": glyphs,
        "head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, EM, 0, 0, 0, -100, EM, 900, 0, 8, 2, 1, 0),
        "hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 90, EM, 0, 0, EM, 1, 0, 0, 0, 0, 0, 0, 0, count),
        "hmtx": b"".join(struct.pack(">Hh", width, 0) for width in widths),
        "loca": b"".join(struct.pack(">I", offset) for offset in offsets),
        "maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, count, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
        "name": _names(name),
        "post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }  # fmt: skip
    return _file(tables)


def _cmap(codes: list[int]) -> bytes:
    groups = b"".join(struct.pack(">III", code, code, index) for index, code in enumerate(codes, 1))
    body = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    basic = [(code, index) for index, code in enumerate(codes, 1) if code < 0xFFFF] + [(0xFFFF, 0)]
    ends = b"".join(struct.pack(">H", code) for code, _ in basic)
    deltas = b"".join(struct.pack(">H", (index - code) & 0xFFFF if code != 0xFFFF else 1) for code, index in basic)
    segments = ends + b"\0\0" + ends + deltas + b"\0\0" * len(basic)
    four = struct.pack(">HHHHHHH", 4, 14 + len(segments), 0, 2 * len(basic), 0, 0, 0) + segments
    head = struct.pack(">HHHHIHHI", 0, 2, 3, 1, 20, 3, 10, 20 + len(four))
    return head + four + body


def _names(name: str) -> bytes:
    strings = [(i, text.encode("utf-16-be")) for i, text in ((1, name), (2, "Regular"), (4, name), (6, name))]
    records, data = b"", b""
    for number, text in strings:
        records += struct.pack(">HHHHHH", 3, 1, 0x409, number, len(text), len(data))
        data += text
    return struct.pack(">HHH", 0, len(strings), 6 + 12 * len(strings)) + records + data


def _file(tables: dict[str, bytes]) -> bytes:
    head = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, len(tables) * 16 - 128)
    offset, directory, body = 12 + 16 * len(tables), b"", b""
    for tag, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += tag.encode() + struct.pack(">III", total, offset + len(body), len(data))
        body += padded
    return head + directory + body
