"""Text exports with odd characters, endless lines and broken encodings."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzz import bytewise, odd

Edit = Callable[[str, Random], str]
_CODECS = ("utf-8", "gb18030", "utf-16", "utf-16-be", "utf-32", "big5", "gbk")
_LONGEST = 60_000


def insert(text: str, rng: Random) -> str:
    for _ in range(rng.choice((1, 5, 60))):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + odd.text(rng) + text[at:]
    return text


def one_line(text: str, rng: Random) -> str:
    return text.replace("\n", rng.choice(("", " ", "\u3000", "\t", "|", "，")))


def long_line(text: str, rng: Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    piece = lines[at] or odd.text(rng)
    lines[at] = (piece * (_LONGEST // len(piece) + 1))[:_LONGEST]
    return "\n".join(lines)


def repeat_lines(text: str, rng: Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    chosen = lines[at : at + rng.choice((1, 5, 40))]
    return "\n".join(lines[:at] + chosen * rng.choice((2, 20)) + lines[at:])


def shuffle_lines(text: str, rng: Random) -> str:
    lines = text.split("\n")
    rng.shuffle(lines)
    return "\n".join(lines)


def shuffle_words(text: str, rng: Random) -> str:
    """The phrases of the report in another order: sentences that nobody has written."""
    parts = text.replace("；", "，").split("，")
    rng.shuffle(parts)
    return rng.choice(("，", "；", "。", "、", "其中")).join(parts)


def bars(text: str, rng: Random) -> str:
    return text.replace("\t", rng.choice(("|", " | ", "    ", "│", "\t\t", "|" * 50)))


def figures(text: str, rng: Random) -> str:
    share = rng.choice((0.05, 0.5))
    return "".join(odd.number(rng)[:40] if c.isdigit() and rng.random() < share else c for c in text)


def drop(text: str, rng: Random) -> str:
    share = rng.choice((0.01, 0.1, 0.4))
    return "".join(c for c in text if rng.random() > share)


EDITS: tuple[Edit, ...] = (
    insert, insert, one_line, long_line, repeat_lines, shuffle_lines, shuffle_words, bars, figures, drop,
)  # fmt: skip


def mutate(data: bytes, rng: Random) -> bytes:
    """One to four edits, written in some encoding, at times with bytes or surrogates that it does not have."""
    text = _decoded(data)
    for _ in range(rng.choice((1, 2, 4))):
        text = rng.choice(EDITS)(text, rng)
    codec = rng.choice(_CODECS) if rng.random() < 0.4 else "utf-8"
    if rng.random() < 0.1:
        text += "\ud800\udc00\udfff"
    written = text.encode(codec, rng.choice(("replace", "surrogatepass")) if codec.startswith("utf") else "ignore")
    return bytewise.mutate(written, rng) if rng.random() < 0.1 and written else written


def _decoded(data: bytes) -> str:
    for codec in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")
