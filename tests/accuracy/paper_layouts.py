"""The layouts in which PDFs are drawn."""

from __future__ import annotations

import unicodedata

LAYOUTS = (
    "ruled",
    "no-repeat",
    "cut-rows",
    "thin-rects",
    "lines",
    "landscape",
    "rotated",
    "dashed",
    "no-outer",
    "borderless",
    "per-character",
    "shaded",
    "form-object",
    "large-type",
    "double-rules",
    "centred",
    "rotated-270",
    "table-object",
    "dash-by-dash",
    "rows-only",
    "columns-only",
    "three-rules",
    "gaps",
    "missing-sides",
    "side-by-side",
    "cut-repeat",
    "number-inside",
    "radicals",
)
WIDE = ("landscape", "rotated", "rotated-270")
CUT = ("cut-rows", "cut-repeat", "number-inside")
NO_REPEAT = ("no-repeat", "cut-rows", "number-inside")
# What font maps of browsers make of common characters.
RADICALS = {
    ord(unicodedata.normalize("NFKC", chr(code))): chr(code)
    for code in range(0x2F00, 0x2FD6)
    if unicodedata.normalize("NFKC", chr(code))
    in "一二人八力口土大女子小工己干心手文方日月木水火生用白目立老自行见言走金長門非面高"
}
NUMBERS = ("- {} -", "— {} —", "{}", "第 {} 页", "{}/6", "")
SIDES = ("lines", "no-outer", "dashed", "rows-only", "columns-only", "gaps", "missing-sides")  # drawn side by side
