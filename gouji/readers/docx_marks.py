"""Where a Word document holds more than plain runs of text, found in a few passes of the parser's own.

Most paragraphs are runs of ``w:t`` without any property that matters here, and most cells and rows have no merge.
To look at each of their elements from Python takes several times as long as to parse them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from gouji.readers.docx_numbering import local
from gouji.readers.package import Element

# Inline elements whose content is printed as part of the paragraph.
THROUGH = {"hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "bdo", "dir", "customXml", "oMath", "oMathPara"}
THROUGH |= {"rubyBase", "num", "den", "e", "sub", "sup", "f", "sSup", "sSub", "d", "rad", "deg"}
KEPT = frozenset({"ins", "moveTo"})
DROPPED = frozenset({"del", "moveFrom"})
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
PICTURES = frozenset({"drawing", "pict", "object"})
NOTES = frozenset({"footnoteReference", "endnoteReference"})
_INLINE = (*THROUGH, *KEPT, *DROPPED, *SIGNS, *PICTURES, *NOTES, "AlternateContent", "br", "sym", "ruby", "vanish")
_SHAPES = ("pStyle", "numPr", "outlineLvl", "gridSpan", "vMerge", "hMerge", "gridBefore")


class Marks(NamedTuple):
    """``texts`` are those of each paragraph's own runs. ``inline`` are the paragraphs in which anything else may be
    printed or hidden, ``shaped`` the paragraphs, cells and rows whose properties say something."""

    texts: Mapping[Element, list[str]]
    inline: Collection[Element]
    shaped: Collection[Element]


def of(*roots: Element | None) -> Marks:
    """The marks of some parts."""
    texts: defaultdict[Element, list[str]] = defaultdict(list)
    inline: set[Element] = set()
    shaped: set[Element] = set()
    for root in (root for root in roots if root is not None):
        for text in root.iterdescendants("{*}t"):
            run = text.getparent()
            if local(run) == "r":
                texts[run.getparent()].append(text.text or "")
        for item in root.iterdescendants(*_any(_INLINE)):
            inline.update(item.iterancestors("{*}p"))
        shaped.update(item.getparent().getparent() for item in root.iterdescendants(*_any(_SHAPES)))
        for item in root.iterdescendants("{*}del"):
            shaped.update(item.iterancestors("{*}p", "{*}tr"))
    return Marks(texts, inline, shaped)


def _any(names: Collection[str]) -> list[str]:
    """The names in any namespace: transitional and strict files differ only there."""
    return [f"{{*}}{name}" for name in names]
