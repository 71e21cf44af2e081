"""The printed text of one Word paragraph: runs, breaks, numbering, accepted changes; text boxes set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gouji.readers.builder import Builder
from gouji.readers.docx_numbering import Numbering, Styles, child, integer, is_on, local, value
from gouji.readers.package import Element

# Inline elements whose content is printed as part of the paragraph.
_THROUGH = {"hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "bdo", "dir", "customXml", "oMath", "oMathPara"}
_THROUGH |= {"rubyBase", "num", "den", "e", "sub", "sup", "f", "sSup", "sSub", "d", "rad", "deg"}
_KEPT = {"ins", "moveTo"}
_DROPPED = {"del", "moveFrom"}
_PICTURES = {"drawing", "pict", "object"}
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

    numbering: Numbering
    styles: Styles
    document: Builder

    def paragraph(self, element: Element) -> Paragraph:
        """The paragraph's text with its automatic number in front."""
        found = Paragraph()
        text = "".join(self._inline(element, found))
        properties = child(element, "pPr")
        chain = self.styles.chain(value(child(properties, "pStyle")))
        label = self._label(properties, chain_numbers=[(style.number, style.level) for style in chain])
        found.text = label + text if text.strip() or found.boxes else text
        found.level = _heading(properties, [style.outline for style in chain])
        if child(properties, "rPr", "del") is not None:
            found.joins = True
            self.document.note(TRACKED)
        return found

    def _label(self, properties: Element | None, chain_numbers: list[tuple[str | None, int | None]]) -> str:
        own = child(properties, "numPr")
        numbers = [(value(child(own, "numId")), value(child(own, "ilvl")))] if own is not None else []
        number = next((item for item, _ in numbers if item is not None), None)
        level: int | None = integer(numbers[0][1]) if numbers and numbers[0][1] is not None else None
        for style_number, style_level in chain_numbers:
            number = style_number if number is None else number
            level = style_level if level is None else level
        if number is None or number == "0":
            return ""
        return self.numbering.label(number, level or 0)

    def _inline(self, element: Element, found: Paragraph) -> Iterator[str]:
        for item in element:
            name = local(item)
            if name == "r":
                yield from self._run(item, found)
            elif name in _KEPT:
                self.document.note(TRACKED)
                yield from self._inline(item, found)
            elif name in _DROPPED:
                self.document.note(TRACKED)
            elif name in _THROUGH:
                yield from self._inline(item, found)
            elif name == "AlternateContent":
                yield from self._inline(_choice(item), found)
            elif name in _PICTURES:
                self._picture(item, found)

    def _run(self, run: Element, found: Paragraph) -> Iterator[str]:
        if is_on(child(run, "rPr", "vanish")):
            if any(local(item) == "t" and item.text for item in run):
                self.document.note(HIDDEN)
            return
        for item in run:
            name = local(item)
            if name == "t":
                yield item.text or ""
            elif name in ("tab", "ptab"):
                yield "\t"
            elif name == "cr" or (name == "br" and value(item, "type") in (None, "textWrapping")):
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "sym":
                yield _symbol(item)
            elif name == "ruby":
                yield from self._inline(child(item, "rubyBase"), found) if child(item, "rubyBase") is not None else ()
            elif name == "footnoteReference" or name == "endnoteReference":
                found.notes.append(f"{name}:{value(item, 'id')}")
            elif name == "AlternateContent":
                yield from self._run(_choice(item), found)
            elif name in _PICTURES:
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


def _heading(properties: Element | None, inherited: list[int | None]) -> int | None:
    own = value(child(properties, "outlineLvl"))
    outlines = [integer(own, 9) if own is not None else None, *inherited]
    outline = next((item for item in outlines if item is not None), 9)
    return outline + 1 if 0 <= outline < 9 else None
