"""Bytes to text: byte order mark, strict UTF-8, strict GB18030 or Big5, and only then a guess.

GB18030 accepts almost every Big5 file and gives rare characters for it. So the two are told apart by how common the
characters are that come out: official Chinese keeps to the first level of either standard.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 20_000
_NAMES = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
_NAMES |= {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs"}
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_PLAIN = re.compile("[\t\n\r -~\u3000-\u303f\uff00-\uffef\u2000-\u206f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
_CLEAN = re.compile("[^\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]*+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec that gave it, and the share of bytes that had to be replaced."""

    text: str
    codec: str
    replaced: float = 0.0


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """The text of ``data``, or None when no encoding gives plausible text. ``declared`` is believed only between
    GB18030 and Big5, because pages often declare what they are not."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _strict(data, codec) or _lenient(data, codec)
    if b"\x00" in data:
        if data.count(0) > len(data) / 100:
            return _without_mark(data)
        data = data.replace(b"\x00", b"")  # padding of old exports
    return (
        _strict(data, "utf-8")
        or _chinese(data, _NAMES.get((declared or "").strip().lower()))
        or _cut(data)
        or _guess(data)
    )


def _strict(data: bytes, codec: str) -> Decoded | None:
    try:
        text = data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None
    return Decoded(text, codec) if plausible(text) else None


def _lenient(data: bytes, codec: str) -> Decoded | None:
    """For a file with a few broken bytes, such as one that was cut in the middle of a character."""
    text = data.decode(codec, "replace")
    replaced = text.count("\ufffd") / max(1, len(text))
    if replaced > 0.02 and text.count("\ufffd") > 2:
        return None
    return Decoded(text, codec, replaced) if plausible(text) else None


def _without_mark(data: bytes) -> Decoded | None:
    for codec in ("utf-16-le", "utf-16-be"):
        found = _strict(data, codec)
        if found and _common(found.text, "gb2312") > 0.6:
            return found
    return None


def _chinese(data: bytes, declared: str | None) -> Decoded | None:
    found = [(_strict(data, "gb18030"), "gb2312"), (_strict(data, "big5hkscs"), "big5")]
    scored = [(_common(item.text, level), item) for item, level in found if item]
    if declared:
        scored = [(score + 0.15 * (item.codec == declared), item) for score, item in scored]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= 0.6 else None


def _cut(data: bytes) -> Decoded | None:
    for codec in ("utf-8", "gb18030", "big5hkscs"):
        found = _lenient(data, codec)
        if found and (codec == "utf-8" or _common(found.text, "gb2312" if codec == "gb18030" else "big5") > 0.6):
            return found
    return None


def _guess(data: bytes) -> Decoded | None:
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is None:
        return None
    found = _strict(data, best.encoding)
    return found if found and _common(found.text, "gb2312") > 0.6 else None


def _common(text: str, level: str) -> float:
    """The share of characters that are plain or in the first level of ``level`` (gb2312 or big5)."""
    sample = text[:_SAMPLE]
    plain = len(_PLAIN.findall(sample))
    han = _HAN.findall(sample)
    first = (0xB0, 0xD7) if level == "gb2312" else (0xA4, 0xC6)
    known = 0
    for character in han:
        code = character.encode(level, "ignore")
        known += bool(code) and first[0] <= code[0] <= first[1]
    others = len(sample) - plain - len(han)
    return known / len(han) if han and others <= len(han) else plain / max(1, len(sample)) if not han else 0.0


def plausible(text: str) -> bool:
    """Whether text is text: hardly any control characters."""
    sample = text[:_SAMPLE]
    return _CLEAN.fullmatch(sample) is not None or len(_CONTROL.findall(sample)) <= max(1, len(sample) // 200)
