"""The printed text of one Word paragraph: runs, breaks, numbering, accepted changes; text boxes set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.readers.builder import Builder
from gouji.readers.docx_numbering import Numbering, child, integer, is_on, local, named, value
from gouji.readers.docx_styles import Style, Styles
from gouji.readers.package import Element

# Inline elements whose content is printed as part of the paragraph.
_THROUGH = {"hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "bdo", "dir", "customXml", "oMath", "oMathPara"}
_THROUGH |= {"rubyBase", "num", "den", "e", "sub", "sup", "f", "sSup", "sSub", "d", "rad", "deg"}
_KEPT = {"ins", "moveTo"}
_DROPPED = {"del", "moveFrom"}
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
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


def rare(*roots: Element | None) -> frozenset[str]:
    """Which elements are there that most documents do without: no paragraph need then be searched for them."""
    names = ("vanish", "del")
    return frozenset(
        name for name in names for root in roots if root is not None and any(True for _ in root.iter(f"{{*}}{name}"))
    )


@dataclass(slots=True)
class Reader:
    """Reads paragraphs in order: numbering counts on from one to the next. ``rare`` are the rare elements to look
    for."""

    numbering: Numbering
    styles: Styles
    document: Builder
    rare: frozenset[str]

    def paragraph(self, element: Element) -> Paragraph:
        """The paragraph's text with its automatic number in front."""
        found = Paragraph()
        pieces: list[str] = []
        self._inline(element, found, pieces)
        text = "".join(pieces)
        properties = named(child(element, "pPr"))
        chain = self.styles.chain(value(properties.get("pStyle")))
        label = self._label(properties.get("numPr"), chain)
        found.text = label + text if text.strip() or found.boxes else text
        found.level = _heading(properties.get("outlineLvl"), chain)
        if "del" in self.rare and child(properties.get("rPr"), "del") is not None:
            found.joins = True
            self.document.note(TRACKED)
        return found

    def _label(self, own: Element | None, chain: Sequence[Style]) -> str:
        number, depth = value(child(own, "numId")), value(child(own, "ilvl"))
        level = integer(depth) if depth is not None else None
        for style in chain:
            number = style.number if number is None else number
            level = style.level if level is None else level
        if number is None or number == "0":
            return ""
        return self.numbering.label(number, level or 0)

    def _inline(self, element: Element, found: Paragraph, pieces: list[str]) -> None:
        for item in element:
            name = local(item)
            if name == "r":
                self._run(item, found, pieces)
            elif name in _KEPT:
                self.document.note(TRACKED)
                self._inline(item, found, pieces)
            elif name in _DROPPED:
                self.document.note(TRACKED)
            elif name in _THROUGH:
                self._inline(item, found, pieces)
            elif name == "AlternateContent":
                self._inline(_choice(item), found, pieces)
            elif name in _PICTURES:
                self._picture(item, found)

    def _run(self, run: Element, found: Paragraph, pieces: list[str]) -> None:
        if "vanish" in self.rare and is_on(child(run, "rPr", "vanish")):
            if any(local(item) == "t" and item.text for item in run):
                self.document.note(HIDDEN)
            return
        for item in run:
            name = local(item)
            if name == "t":
                pieces.append(item.text or "")
            elif name in _SIGNS:
                pieces.append(_SIGNS[name])
            elif name == "br":
                pieces.append("\n" if value(item, "type") in (None, "textWrapping") else "")
            elif name == "sym":
                pieces.append(_symbol(item))
            elif name == "ruby":
                base = child(item, "rubyBase")
                self._inline(base if base is not None else (), found, pieces)
            elif name == "footnoteReference" or name == "endnoteReference":
                found.notes.append(f"{name}:{value(item, 'id')}")
            elif name == "AlternateContent":
                self._run(_choice(item), found, pieces)
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


def _heading(own: Element | None, chain: Sequence[Style]) -> int | None:
    text = value(own)
    outline = integer(text, 9) if text is not None else None
    for style in chain:
        outline = style.outline if outline is None else outline
    return outline + 1 if outline is not None and 0 <= outline < 9 else None
