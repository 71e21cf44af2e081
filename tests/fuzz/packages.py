"""Damage inside OOXML packages and ZIP files: elements, attributes, relations, members."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

from lxml import etree

from tests.fuzz import bytewise, odd
from tests.fuzz.originals import original, package

Element = etree._Element
Edit = Callable[[list[Element], Random], None]
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NESTED = (1, 2, 10, 60, 120, 240)
_CELL = ("gridSpan", "vMerge", "hMerge", "gridBefore", "gridAfter", "tcW", "shd", "textDirection")
_PARAGRAPH = ("outlineLvl", "pStyle", "numPr", "ind", "jc")
_REFERENCES = (
    "A0",
    "XFD1048576",
    "A1:XFD1048576",
    "ZZZZZZ1",
    "A99999999999",
    "1A",
    "",
    "A1:A1:A1",
    "B2:A1",
    "$A$1",
    "甲1",
)


def drop(elements: list[Element], rng: Random) -> None:
    element = rng.choice(elements)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def repeat(elements: list[Element], rng: Random) -> None:
    element = rng.choice(elements)
    parent = element.getparent()
    if parent is not None and sum(1 for _ in element.iter()) < 2_000:
        for _ in range(rng.choice((1, 3, 40))):
            parent.insert(parent.index(element), copy.deepcopy(element))


def nest(elements: list[Element], rng: Random) -> None:
    """An element inside copies of its own tag and its parent's, deep."""
    element = rng.choice(elements)
    parent = element.getparent()
    if parent is None or parent.getparent() is None:
        return
    at = parent.index(element)
    inner = element
    for _ in range(rng.choice(_NESTED)):
        outer = etree.Element(parent.tag)
        wrapped = etree.SubElement(outer, element.tag)
        wrapped.append(inner)
        inner = outer
    parent.insert(at, inner)


def move(elements: list[Element], rng: Random) -> None:
    element, target = rng.choice(elements), rng.choice(elements)
    if element is not target and element not in target.iterancestors():
        target.insert(0, copy.deepcopy(element))


def rename(elements: list[Element], rng: Random) -> None:
    element, other = rng.choice(elements), rng.choice(elements)
    if element.getparent() is not None:
        element.tag = other.tag


def attributes(elements: list[Element], rng: Random) -> None:
    """Absurd values where values stand."""
    holders = [element for element in elements if element.attrib]
    for element in rng.sample(holders, min(len(holders), rng.choice((1, 3, 20)))):
        name = rng.choice(sorted(element.attrib))
        element.set(name, rng.choice((odd.number(rng), odd.number(rng), rng.choice(_REFERENCES))))


def texts(elements: list[Element], rng: Random) -> None:
    holders = [element for element in elements if element.text]
    for element in rng.sample(holders, min(len(holders), rng.choice((1, 3, 20)))):
        element.text = _allowed(rng.choice((odd.text(rng), odd.number(rng), (element.text or "") + odd.text(rng))))


def _allowed(text: str) -> str:
    """Without what XML cannot say."""
    return "".join(c for c in text if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")


def spans(elements: list[Element], rng: Random) -> None:
    """Absurd merges and shapes of the cells of a Word table."""
    cells = [element for element in elements if element.tag == f"{_W}tc"]
    for cell in rng.sample(cells, min(len(cells), rng.choice((1, 5, 60)))):
        properties = cell.find(f"{_W}tcPr")
        if properties is None:
            properties = etree.Element(f"{_W}tcPr")
            cell.insert(0, properties)
        etree.SubElement(properties, _W + rng.choice(_CELL)).set(f"{_W}val", rng.choice(("restart", odd.number(rng))))


def numbering(elements: list[Element], rng: Random) -> None:
    """Numbers of lists that do not exist, levels beyond the ninth."""
    for paragraph in [e for e in elements if e.tag == f"{_W}p"][: rng.choice((1, 30))]:
        properties = etree.Element(f"{_W}pPr")
        paragraph.insert(0, properties)
        kind = etree.SubElement(properties, _W + rng.choice(_PARAGRAPH))
        kind.set(f"{_W}val", odd.number(rng))
        for name in ("ilvl", "numId"):
            etree.SubElement(kind, _W + name).set(f"{_W}val", odd.number(rng))


EDITS: tuple[Edit, ...] = (drop, repeat, nest, move, rename, attributes, attributes, texts, texts, spans, numbering)


def mutate(data: bytes, rng: Random) -> bytes:
    """Edit the XML of one or two members, or the members themselves."""
    members = _members(data)
    for _ in range(rng.choice((1, 1, 2))):
        if rng.random() < 0.2:
            _edit_members(members, rng)
        elif members:
            name = rng.choice([*sorted(members), *[name for name in sorted(members) if _holds_content(name)] * 6])
            members[name] = _edited(members[name], rng)
    return package(members)


def _holds_content(name: str) -> bool:
    return name.endswith(("document.xml", "sheet1.xml"))


def _edited(data: bytes, rng: Random) -> bytes:
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return bytewise.mutate(data, rng) if data else data
    for _ in range(rng.choice((1, 2, 6))):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        rng.choice(EDITS)(elements, rng)
    written = etree.tostring(root, encoding=rng.choice(("UTF-8", "UTF-8", "UTF-16", "GB18030")), xml_declaration=True)
    return bytes(written if rng.random() < 0.9 else bytewise.mutate(written, rng))


def _edit_members(members: dict[str, bytes], rng: Random) -> None:
    names = sorted(members)
    what = rng.randrange(5)
    if what == 0:
        members.pop(rng.choice(names))
    elif what == 1:
        first, second = rng.choice(names), rng.choice(names)
        members[first], members[second] = members[second], members[first]
    elif what == 2:
        members[
            rng.choice(("../evil.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml", "a" * 300))
        ] = members[rng.choice(names)]
    elif what == 3:
        members[rng.choice(names)] = rng.choice((b"", b"<a/>", b"\x00" * 5000, b"<a>" * 5000))
    else:
        name = rng.choice(names)
        members[name] = members[name].replace(b'Target="', b'Target="' + rng.choice((b"../", b"/", b"%00", b"word/")))


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def mutate_zip(data: bytes, rng: Random) -> bytes:
    """Reports in a ZIP: nested, doubled, broken, with odd names."""
    members = _members(data)
    inner = original(rng.choice(("txt", "html", "docx", "doc", "xlsx")), rng.randrange(8))
    what = rng.randrange(4)
    if what == 0:
        for _ in range(rng.choice((1, 2, 30))):
            members = {"内.zip": package(members)}
    elif what == 1:
        members[rng.choice(("", "/", "../报告.txt", "报告\x00.txt", "__MACOSX/._报告.docx", "a/" * 200 + "b.txt"))] = (
            inner
        )
    elif what == 2:
        members = {name: bytewise.mutate(content, rng) for name, content in members.items()}
    else:
        members = {f"报告{number}.docx": inner for number in range(rng.choice((0, 1, 2, 500)))}
    return package(members)
