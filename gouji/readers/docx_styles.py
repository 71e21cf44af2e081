"""What the paragraph styles of a Word document say about numbering and headings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from gouji.readers.docx_numbering import child, integer, local, named, value
from gouji.readers.package import Element

# Word's styles of tables: most of the part in many files, and no style of a paragraph.
TABLE_STYLES = (b'<w:style w:type="table"', b"</w:style>")


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says about numbering and headings."""

    number: str | None = None
    level: int | None = None
    outline: int | None = None
    based_on: str | None = None


class Styles:
    """The paragraph styles of styles.xml. ``part`` gives its root, or None when it is missing; it is not asked before
    a paragraph names a style, because the part is often larger than the document's own."""

    def __init__(self, part: Callable[[], Element | None]) -> None:
        self._part = part
        self._chains: dict[str | None, tuple[Style, ...]] = {None: ()}

    @cached_property
    def _elements(self) -> dict[str | None, Element]:
        root = self._part()
        items = [item for item in root if local(item) == "style"] if root is not None else []
        return {value(item, "styleId") or "": item for item in items}

    def chain(self, name: str | None) -> tuple[Style, ...]:
        """The style and those that it is based on, nearest first."""
        if name not in self._chains:
            self._chains[name] = self._chain(name)
        return self._chains[name]

    def _chain(self, name: str | None) -> tuple[Style, ...]:
        found: list[Style] = []
        while name in self._elements and len(found) < 20:
            found.append(_style(self._elements[name]))
            name = found[-1].based_on
        return tuple(found)


def _style(item: Element) -> Style:
    properties = named(child(item, "pPr"))
    numbering = named(properties.get("numPr"))
    level = value(numbering.get("ilvl"))
    outline = value(properties.get("outlineLvl"))
    return Style(
        number=value(numbering.get("numId")),
        level=integer(level) if level is not None else None,
        outline=integer(outline, 9) if outline is not None else None,
        based_on=value(child(item, "basedOn")),
    )
