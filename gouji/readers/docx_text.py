"""The printed text of one Word paragraph: runs, breaks, numbering, accepted changes; text boxes set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gouji.readers.builder import Builder
from gouji.readers.docx_marks import DROPPED, KEPT, NOTES, PICTURES, SIGNS, THROUGH, Marks
from gouji.readers.docx_numbering import Numbering, child, integer, is_on, local, named, value
from gouji.readers.docx_styles import Style, Styles
from gouji.readers.package import Element

TRACKED = "tracked-changes-accepted"
HIDDEN = "hidden-text-dropped"


@dataclass(slots=True)
class Paragraph:
    """A paragraph as printed. ``boxes`` are text boxes anchored in it; ``joins`` tells that its mark was deleted,
    so that the next paragraph goes on in it."""

    text: str = ""
    level: int | None = None
    boxes: list[Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    joins: bool = False


@dataclass(slots=True)
class Reader:
    """Reads paragraphs in order: numbering counts on from one to the next."""

    numbering: Callable[[], Numbering]
    styles: Styles
    document: Builder
    marks: Marks

    def paragraph(self, element: Element) -> Paragraph:
        """The paragraph's text with its automatic number in front."""
        if element in self.marks.inline:
            found = Paragraph()
            pieces: list[str] = []
            self._inline(element, found, pieces)
            found.text = "".join(pieces)
        else:
            found = Paragraph("".join(self.marks.texts.get(element, ())))
        if element in self.marks.shaped:
            self._shape(named(child(element, "pPr")), found)
        return found

    def _shape(self, properties: Mapping[str, Element], found: Paragraph) -> None:
        """What the properties of a paragraph add: its number, its level, a mark that was deleted."""
        chain = self.styles.chain(value(properties.get("pStyle")))
        label = self._label(properties.get("numPr"), chain)
        if label and (found.text.strip() or found.boxes):
            found.text = label + found.text
        found.level = _heading(properties.get("outlineLvl"), chain)
        if child(properties.get("rPr"), "del") is not None:
            found.joins = True
            self.document.note(TRACKED)

    def _label(self, own: Element | None, chain: Sequence[Style]) -> str:
        number, depth = value(child(own, "numId")), value(child(own, "ilvl"))
        level = integer(depth) if depth is not None else None
        for style in chain:
            number = style.number if number is None else number
            level = style.level if level is None else level
        if number is None or number == "0":
            return ""
        return self.numbering().label(number, level or 0)

    def _inline(self, element: Element, found: Paragraph, pieces: list[str]) -> None:
        for item in element:
            name = local(item)
            if name == "r":
                self._run(item, found, pieces)
            elif name in KEPT:
                self.document.note(TRACKED)
                self._inline(item, found, pieces)
            elif name in DROPPED:
                self.document.note(TRACKED)
            elif name in THROUGH:
                self._inline(item, found, pieces)
            elif name == "AlternateContent":
                self._inline(_choice(item), found, pieces)
            elif name in PICTURES:
                self._picture(item, found)

    def _run(self, run: Element, found: Paragraph, pieces: list[str]) -> None:
        if is_on(child(run, "rPr", "vanish")):
            if any(local(item) == "t" and item.text for item in run):
                self.document.note(HIDDEN)
            return
        for item in run:
            name = local(item)
            if name == "t":
                pieces.append(item.text or "")
            elif name in SIGNS:
                pieces.append(SIGNS[name])
            elif name == "br":
                pieces.append("\n" if value(item, "type") in (None, "textWrapping") else "")
            elif name == "sym":
                pieces.append(_symbol(item))
            elif name == "ruby":
                base = child(item, "rubyBase")
                self._inline(base if base is not None else (), found, pieces)
            elif name in NOTES:
                found.notes.append(f"{name}:{value(item, 'id')}")
            elif name == "AlternateContent":
                self._run(_choice(item), found, pieces)
            elif name in PICTURES:
                self._picture(item, found)

    def _picture(self, picture: Element, found: Paragraph) -> None:
        """Count the images and remember the text boxes of a drawing, without counting nested boxes twice."""
        waiting = [picture]
        while waiting:
            item = waiting.pop()
            name = local(item)
            if name == "txbxContent":
                found.boxes.append(item)
                continue
            if name in ("blip", "imagedata"):
                self.document.images += 1
            waiting.extend([_choice(item)] if name == "AlternateContent" else reversed(item))


def _choice(alternate: Element) -> Element:
    """The branch of mc:AlternateContent that a modern Word shows; the other one holds the same again."""
    branches = {local(item): item for item in reversed(alternate)}
    return branches.get("Choice", branches.get("Fallback", alternate[:0] or alternate))


def _symbol(item: Element) -> str:
    code = value(item, "char") or ""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _heading(own: Element | None, chain: Sequence[Style]) -> int | None:
    text = value(own)
    outline = integer(text, 9) if text is not None else None
    for style in chain:
        outline = style.outline if outline is None else outline
    return outline + 1 if outline is not None and 0 <= outline < 9 else None
