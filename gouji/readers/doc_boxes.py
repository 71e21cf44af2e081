"""Where the text boxes of a Word 97-2003 file hang: their texts are a story of their own, behind the main text."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

_SHAPE, _BOX = 26, 22  # bytes of what is said of a drawing that is anchored, and of a text box
_NUMBER = 14  # where the latter names its drawing


def anchored(shapes: bytes, boxes: bytes, main: range, story: range) -> dict[int, range]:
    """The text of each box (CP) by the character of the main text that it hangs on. Damaged tables give nothing."""
    try:
        places = {number: main.start + at for at, _, number in _entries(shapes, _SHAPE, 0)}
        found: dict[int, range] = {}
        free = story.start
        for start, end, number in _entries(boxes, _BOX, _NUMBER):
            at, text = places.get(number, -1), range(story.start + start, story.start + end)
            if at in main and at not in found and free <= text.start < text.stop <= story.stop:
                found[at], free = text, text.stop
    except struct.error:
        return {}
    return found


def loose(story: range, hanging: Iterable[range]) -> Iterator[range]:
    """What is left of the story of boxes without those that hang somewhere."""
    at = story.start
    for text in sorted(hanging, key=lambda text: text.start):
        if text.start > at:
            yield range(at, text.start)
        at = max(at, text.stop)
    if at < story.stop:
        yield range(at, story.stop)


def _entries(table: bytes, size: int, at: int) -> Iterator[tuple[int, int, int]]:
    """The first character of each entry, that of the next one, and the number of its drawing."""
    count = (len(table) - 4) // (4 + size)
    positions = struct.unpack_from(f"<{count + 1}I", table) if count > 0 else ()
    for index in range(count):
        (number,) = struct.unpack_from("<i", table, 4 * (count + 1) + size * index + at)
        yield positions[index], positions[index + 1], number
