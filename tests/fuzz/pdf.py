"""Damage inside PDF files: objects, the page tree, numbers and operators of the unpacked contents, the table of places.

The files of the corpus have plain objects, so that they can be taken apart and written anew around an edit.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable
from random import Random

from tests.fuzz import bytewise, odd

Objects = dict[int, bytes]
Edit = Callable[[Objects, Random], None]
_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.S)
_STREAM = re.compile(rb"(<<.*?>>\s*)stream\r?\n(.*?)endstream", re.S)
_FILTER = re.compile(rb"/Filter\s*(\[.*?\]|/\w+)")
_LENGTH = re.compile(rb"/Length\s+[^\s/>]+")
_NUMBER = re.compile(rb"(?<![\w.<#+])-?\d+(?:\.\d+)?(?![\w.>])")
_ABSURD = (b"0", b"-1", b"1e30", b"-99999999999", b"99999999999", b"1" * 400, b"nan", b"--5", b".", b"0.00000001", b"-0", b"65536",
           b"/Name", b"(text)", b"[", b"]", b"null", b"<< >>", b"<ffff>", b"1 0 R", b"true")  # fmt: skip
_OPERATORS = (b"q " * 5_000, b"Q " * 50, b"BT BT BT", b"ET ET", b"0 0 0 0 0 0 cm", b"1e9 0 0 1e9 0 0 cm", b"0 Tz", b"-1 Tf", b"/F99 12 Tf",
              b"3 Tr", b"W n", b"BI /W 9999999 /H 9999999 ID xx EI", b"/Fm0 Do", b"T*" * 900, b"(" + b"x" * 9_000 + b") Tj", b"[ 1 2 ( ] TJ",
              b"0 0 99999 99999 re S", b"10 10 m 10 10 l S", b"/P << /MCID -1 >> BDC", b"EMC " * 9, b"0 0 m 1 1 2 2 3 3 c " * 300 + b"S")  # fmt: skip


def parts(data: bytes) -> tuple[Objects, bytes]:
    """The objects of a file by number, and its trailer."""
    objects = {int(each.group(1)): each.group(2) for each in _OBJECT.finditer(data)}
    at = data.rfind(b"trailer")
    return objects, data[at : data.rfind(b"startxref")] if at >= 0 else b"trailer << >>\n"


def write(objects: Objects, trailer: bytes) -> bytes:
    """A file of these objects with a table of places that is right."""
    written = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(written)
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start, size = len(written), max(objects, default=0) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        written += b"%010d %05d %b \n" % (places.get(number, 0), 0, b"n" if number in places else b"f")
    return bytes(written + trailer + b"startxref\n%d\n%%%%EOF\n" % start)


def unpacked(body: bytes) -> tuple[bytes, bytes] | None:
    """Dictionary without filter and content of a stream object; None for what is none or cannot be unpacked."""
    stream = _STREAM.match(body)
    if not stream:
        return None
    head, content = stream.groups()
    try:
        if b"ASCII85Decode" in head:
            content = base64.a85decode(content.strip().removesuffix(b"~>"))
        if b"FlateDecode" in head:
            content = zlib.decompress(content)
    except (ValueError, zlib.error):
        return None
    return _FILTER.sub(b"", head), content


def packed(head: bytes, content: bytes) -> bytes:
    """A stream object without filter."""
    head = _LENGTH.sub(b"/Length %d" % len(content), head, count=1)
    return head + b"stream\n" + content + b"\nendstream"


def _pages(objects: Objects) -> list[int]:
    return [number for number, body in objects.items() if re.search(rb"/Type\s*/Page\b(?!s)", body)]


def _trees(objects: Objects) -> list[int]:
    return [number for number, body in objects.items() if b"/Kids" in body]


def _contents(objects: Objects) -> list[int]:
    found = [re.search(rb"/Contents\s+(\d+)", objects[page]) for page in _pages(objects)]
    return [int(each.group(1)) for each in found if each and int(each.group(1)) in objects]


def content_numbers(objects: Objects, rng: Random) -> None:
    """Absurd numbers among the operands of a page."""
    share = rng.choice((0.001, 0.02, 0.3))

    def edit(content: bytes) -> bytes:
        return _NUMBER.sub(lambda found: rng.choice(_ABSURD) if rng.random() < share else found.group(), content)

    _edit_content(objects, rng, edit)


def content_scale(objects: Objects, rng: Random) -> None:
    factor = rng.choice((-1.0, 0.0, 1e-6, 30.0, 1e6))
    _edit_content(
        objects, rng, lambda content: _NUMBER.sub(lambda found: b"%.4f" % (float(found.group()) * factor), content)
    )


def content_operators(objects: Objects, rng: Random) -> None:
    """Lines of a page dropped, doubled or moved, odd operators between them."""

    def edit(content: bytes) -> bytes:
        lines = content.split(b"\n")
        for _ in range(rng.choice((1, 10, 60))):
            at = rng.randrange(len(lines))
            what = rng.randrange(4)
            if what == 0 and len(lines) > 1:
                del lines[at]
            elif what == 1:
                lines.insert(at, lines[rng.randrange(len(lines))])
            elif what == 2:
                lines.insert(at, rng.choice(_OPERATORS))
            else:
                lines[at:at] = [lines[at]] * rng.choice((2, 60))
        return b"\n".join(lines)

    _edit_content(objects, rng, edit)


def _edit_content(objects: Objects, rng: Random, edit: Callable[[bytes], bytes]) -> None:
    numbers = _contents(objects)
    if numbers:
        number = rng.choice(numbers)
        opened = unpacked(objects[number])
        if opened:
            objects[number] = packed(opened[0], edit(opened[1]))


def many_lines(objects: Objects, rng: Random) -> None:
    """A page ruled far beyond any table."""
    step = rng.choice((0.5, 3.0, 12.0))
    count = rng.choice((40, 300, 900))
    lines = b"".join(b"%.1f 50 m %.1f 800 l S\n" % (50 + step * n, 50 + step * n) for n in range(count))
    lines += b"".join(b"50 %.1f m 550 %.1f l S\n" % (50 + step * n, 50 + step * n) for n in range(count))
    _edit_content(objects, rng, lambda content: content + b"\n" + lines)


def page_entries(objects: Objects, rng: Random) -> None:
    """Nonsense for the turn, the size and the parts of a page."""
    pages = _pages(objects)
    for number in rng.sample(pages, min(len(pages), 2)):
        box = b" ".join(rng.choice((*_ABSURD[:6], b"595", b"842")) for _ in range(rng.choice((4, 4, 3, 5))))
        entry = rng.choice((
            b"/Rotate %d " % rng.choice((90, 180, 270, 45, -90, 1, 1 << 40)), b"/Rotate /Nonsense ", b"/MediaBox [%b] " % box,
            b"/CropBox [%b] " % box, b"/UserUnit %b " % rng.choice(_ABSURD), b"/Contents %d 0 R " % number, b"/Contents null ",
            b"/Contents [%b] " % (b"%d 0 R " % rng.choice(_contents(objects) or [1]) * rng.choice((2, 300))),
            b"/Resources %d 0 R " % number, b"/Annots [%d 0 R null 9999 0 R] " % number, b"/Parent %d 0 R " % number,
        ))  # fmt: skip
        name = entry.split(b" ", 1)[0]
        body = re.sub(name + rb"\s*(\[[^\]]*\]|<<.*?>>|\d+ 0 R|[^\s/]+)", b"", objects[number], count=1, flags=re.S)
        objects[number] = body.replace(b"<<", b"<< " + entry, 1)


def page_tree(objects: Objects, rng: Random) -> None:
    """Cycles, repeated pages and wrong counts in the page tree."""
    for tree in _trees(objects)[:1]:
        pages = _pages(objects) or [1]
        kids = rng.choice((
            b"%d 0 R " % tree, b"%d 0 R " % tree * 2 + b"%d 0 R" % pages[0], b"%d 0 R " % pages[0] * rng.choice((3, 400)), b"null 99999 0 R 7",
        ))  # fmt: skip
        body = re.sub(rb"/Kids\s*\[.*?\]", b"/Kids [ " + kids + b" ]", objects[tree], flags=re.S)
        if rng.random() < 0.5:
            body = re.sub(rb"/Count\s+\S+", b"/Count " + rng.choice(_ABSURD), body)
        objects[tree] = body


def forms(objects: Objects, rng: Random) -> None:
    """Form XObjects that draw themselves, each other, or very often."""
    first = max(objects) + 1
    depth = rng.choice((1, 2, 6, 20))
    times = rng.choice((1, 2, 3))
    pages = _contents(objects)
    inner = unpacked(objects[pages[0]]) if pages else None
    for level in range(depth):
        below = first + (level + 1) % depth if rng.random() < 0.5 else first + level + 1
        draw = b"q 1 0 0 1 0 -1 cm /Fm0 Do Q " * times
        text = inner[1][:600] if inner and rng.random() < 0.5 else b"BT /F1 12 Tf 50 700 Td (12) Tj ET "
        resources = b"/Resources << /XObject << /Fm0 %d 0 R >> >>" % below
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 850] %b /Length 0 >> " % resources
        objects[first + level] = packed(head, text + draw)
    for number in _pages(objects):
        body = objects[number]
        objects[number] = body.replace(b"/Resources <<", b"/Resources << /XObject << /Fm0 %d 0 R >> " % first, 1)
    _edit_content(objects, rng, lambda content: content + b" /Fm0 Do" * rng.choice((1, 2)))


def dictionaries(objects: Objects, rng: Random) -> None:
    """Numbers, names and references of the dictionaries: fonts, encodings, lengths."""
    for _ in range(rng.choice((1, 5, 30))):
        number = rng.choice(list(objects))
        head, mark, rest = objects[number].partition(b"stream")
        tokens = re.split(rb"(\s+|/\w+)", head)
        at = rng.randrange(len(tokens))
        tokens[at] = rng.choice(
            (*_ABSURD, b"%d 0 R" % rng.choice(list(objects)), b"", b"/Type0", b"/Identity-H", b"/GBK-EUC-H")
        )
        objects[number] = b" ".join(tokens) + mark + rest


def exchange(objects: Objects, rng: Random) -> None:
    """Objects under each other's numbers, dropped or emptied."""
    numbers = list(objects)
    first, second = rng.choice(numbers), rng.choice(numbers)
    if rng.random() < 0.5:
        objects[first], objects[second] = objects[second], objects[first]
    else:
        objects[first] = rng.choice((b"null", b"<< >>", b"[]", b"%d 0 R" % first, b"[" * 2_000, b"<<" * 2_000))


EDITS: tuple[Edit, ...] = (
    content_numbers, content_numbers, content_scale, content_operators, content_operators, many_lines, page_entries, page_entries,
    page_tree, forms, dictionaries, dictionaries, exchange,
)  # fmt: skip


def mutate(data: bytes, rng: Random) -> bytes:
    """One or two edits; now and then the table of places is damaged, too."""
    objects, trailer = parts(data)
    for _ in range(rng.choice((1, 1, 2))):
        rng.choice(EDITS)(objects, rng)
    if rng.random() < 0.1:
        trailer = _NUMBER.sub(lambda found: rng.choice((found.group(), odd.number(rng).encode())), trailer)
    written = write(objects, trailer)
    return bytewise.mutate(written, rng) if rng.random() < 0.1 else written
