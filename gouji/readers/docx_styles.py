"""What the paragraph styles of a Word document say about numbering and headings."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles of styles.xml, read when a paragraph asks for them."""

    elements: dict[str | None, Element]
    _chains: dict[str | None, tuple[Style, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """The styles of styles.xml; none when the part is missing."""
        items = [item for item in root if local(item) == "style"] if root is not None else []
        return cls({value(item, "styleId") or "": item for item in items})

    def chain(self, name: str | None) -> tuple[Style, ...]:
        """The style and those that it is based on, nearest first."""
        if name not in self._chains:
            self._chains[name] = self._chain(name)
        return self._chains[name]

    def _chain(self, name: str | None) -> tuple[Style, ...]:
        found: list[Style] = []
        while name in self.elements and len(found) < 20:
            found.append(_style(self.elements[name]))
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
