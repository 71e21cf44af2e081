"""A sketch of a text: enough to tell how much two texts have in common, too little to read either of them.

One-permutation MinHash. Every run of five characters falls into one of 128 bins; a bin keeps eight bits of its least
run. Equal bins estimate the Jaccard similarity of the texts with an error of about three hundredths. White space,
punctuation and years do not count: a text whose year alone was moved on is the same text.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from zlib import crc32

from gouji.model import Document, Report, Section, Sketch
from gouji.once import once
from gouji.text import squash

BINS = 128
RUN = 5  # characters
NONE = 1 << 32  # above every run
LEAST_PROSE = 150  # characters below which two reports may well say the same
LEAST_PROBLEMS = 60
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|-|\D|$)")
_VOICED = re.compile(r"[^\W_]+")


@once
def of(report: Report) -> Sketch:
    """The sketches of a report: all prose below its headings, and the part on problems. Made when a rule or an export
    asks for them, as it takes longer than most rules; an exported audit carries its own."""
    if report.sketch:
        return report.sketch
    document, sections = report.document, report.sections
    problems = [section for section in sections if section.kind == "problems"]
    return Sketch(
        text("".join(_bodies(document, sections, sections)), LEAST_PROSE),
        text("".join(_bodies(document, sections, problems)), LEAST_PROBLEMS),
    )


def _bodies(document: Document, sections: Sequence[Section], wanted: Sequence[Section]) -> Iterator[str]:
    """The paragraphs of some sections without headings; what stands before the first heading is boilerplate."""
    heads = {section.place.start: section.place.end for section in sections}
    ahead = deque(sorted(wanted, key=lambda section: section.start))
    reach = -1  # how far the sections go that have begun
    for block in document.blocks:
        start = block.place.start or 0
        while ahead and ahead[0].start <= start:
            reach = max(reach, ahead.popleft().end)
        if block.table is None and start < reach:
            yield block.text[(heads.get(start) or start) - start :]


def text(printed: str, least: int = 0) -> str | None:
    """The sketch of a text as 256 hexadecimal digits, 00 for an empty bin; None for a text that is too short."""
    plain = "".join(_VOICED.findall(_YEAR.sub("#", squash(printed))))
    if len(plain) < max(least, RUN):
        return None
    lowest = [NONE] * BINS  # what falls into one bin differs in its rank alone, so the whole is compared
    runs = [plain[start : start + RUN] for start in range(len(plain) - RUN + 1)]
    for mixed in _mixed(array("Q", map(crc32, map(str.encode, runs)))):
        if mixed < lowest[mixed % BINS]:
            lowest[mixed % BINS] = mixed
    return bytes(0 if least == NONE else 1 + least // BINS % 255 for least in lowest).hex()


def _mixed(checksums: array[int]) -> array[int]:
    """Every checksum x as y ^ (y >> 15) with y = x * 0x9E3779B1 mod 2 ** 32, all at once: 64 bits for each within one
    large number, of which none reaches into the next."""
    lows = int.from_bytes(array("Q", (0xFFFFFFFF,)) * len(checksums), sys.byteorder)
    many = int.from_bytes(checksums, sys.byteorder) * 0x9E3779B1 & lows
    many ^= many >> 15 & lows
    return array("Q", many.to_bytes(8 * len(checksums), sys.byteorder))


def likeness(a: str | None, b: str | None) -> float | None:
    """How much of two texts is the same, 0..1; None where one has no sketch that can be compared."""
    if not a or not b or len(a) != len(b):
        return None
    try:
        pairs = [(x, y) for x, y in zip(bytes.fromhex(a), bytes.fromhex(b), strict=True) if x or y]
    except ValueError:
        return None
    if not pairs:
        return None
    equal = sum(x == y for x, y in pairs) / len(pairs)
    by_chance = 1 / 255
    return max(0.0, (equal - by_chance) / (1 - by_chance))
