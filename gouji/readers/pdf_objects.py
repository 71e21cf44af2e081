"""The objects of a PDF page that are not text: paths and pictures, also those inside form XObjects; and text objects
that pdfium would pass over."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gouji.readers.pdf_calls import HANDLE, INT, Handle, Slots, address, quick

_OBJECTS = 60_000
_FORMS = 5  # nested form XObjects

# (a, b, c, d, e, f) as in PDF: x' = ax + cy + e, y' = bx + dy + f
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Point = tuple[float, float]

_count = quick(pdfium.FPDFPage_CountObjects, INT, HANDLE)
_object = quick(pdfium.FPDFPage_GetObject, Handle)
_form_count = quick(pdfium.FPDFFormObj_CountObjects, INT, HANDLE)
_form_object = quick(pdfium.FPDFFormObj_GetObject, Handle, HANDLE, ctypes.c_ulong)
_kind = quick(pdfium.FPDFPageObj_GetType, INT)
_matrix_of = quick(pdfium.FPDFPageObj_GetMatrix, INT)
_bounds = quick(pdfium.FPDFPageObj_GetBounds, INT, HANDLE, HANDLE, HANDLE, HANDLE, HANDLE)
_font = quick(pdfium.FPDFTextObj_GetFont, HANDLE)
_embedded = quick(pdfium.FPDFFont_GetIsEmbedded, INT, HANDLE)
_render_mode = quick(pdfium.FPDFTextObj_SetTextRenderMode, INT, HANDLE, INT)
_stroke_width = quick(pdfium.FPDFPageObj_SetStrokeWidth, INT, HANDLE, ctypes.c_float)
_transform = quick(pdfium.FPDFPageObj_TransformF, INT, HANDLE, HANDLE)

_MATRICES = Slots("f", 24, 0)


@dataclass(slots=True)
class Drawn:
    """The paths of a page with the matrices from their own coordinates to the page's, and the boxes of its pictures
    in the page's coordinates. ``lost`` counts text objects that pdfium cannot show."""

    paths: list[tuple[Handle, Matrix]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    lost: int = 0
    _fonts: dict[int, bool] = field(default_factory=dict)


class _Numbers:
    """Places for pdfium to write to."""

    def __init__(self, kind: Any, count: int) -> None:
        self.values = (kind * count)()
        start, width = ctypes.addressof(self.values), ctypes.sizeof(kind)
        self.at = [start + width * index for index in range(count)]


def objects(page: Any) -> Drawn:
    """What is drawn on a pypdfium2 page. To be called before its text page is loaded, as it mends text objects."""
    found = Drawn()
    handle = address(page)
    count = _count(handle)
    if count <= _OBJECTS:
        _collect(list(map(_object, repeat(HANDLE(handle)), range(count))), IDENTITY, found, 0)
    return found


def _collect(items: list[Handle], matrix: Matrix, found: Drawn, depth: int) -> None:
    kinds = list(map(_kind, items))
    found.paths += _placed(_of_kind(pdfium.FPDF_PAGEOBJ_PATH, items, kinds), matrix)
    floats = _Numbers(ctypes.c_float, 4)
    for item in _of_kind(pdfium.FPDF_PAGEOBJ_IMAGE, items, kinds):
        if _bounds(item, *floats.at):
            left, bottom, right, top = floats.values
            found.pictures.append((*apply(matrix, left, bottom), *apply(matrix, right, top)))
        else:
            found.pictures.append((0.0, 0.0, 0.0, 0.0))
    forms = _of_kind(pdfium.FPDF_PAGEOBJ_FORM, items, kinds) if depth < _FORMS else []
    for item, inner in _placed(forms, matrix):
        numbers = range(min(_OBJECTS, _form_count(item)))
        _collect(list(map(_form_object, repeat(item), numbers)), inner, found, depth + 1)
    if texts := _of_kind(pdfium.FPDF_PAGEOBJ_TEXT, items, kinds):
        _mend(texts, found)


def _of_kind(wanted: int, items: list[Handle], kinds: list[int]) -> list[Handle]:
    if wanted not in kinds:
        return []
    return list(compress(items, map(wanted.__eq__, kinds)))


def _placed(items: list[Handle], matrix: Matrix) -> list[tuple[Handle, Matrix]]:
    """Objects with their matrices, which most of them share."""
    values = _MATRICES.ask(_matrix_of, len(items), items).tolist()
    chains: dict[Matrix, Matrix] = {}
    found = []
    for item, *own in zip(items, *(values[index::6] for index in range(6)), strict=True):
        key = tuple(own)
        if key not in chains:
            chains[key] = chain_of(key, matrix)
        found.append((item, chains[key]))
    return found


def _mend(texts: list[Handle], found: Drawn) -> None:
    """Give text objects without width one. pdfium leaves those out of its text, and takes a single Chinese character
    for one when its font is neither embedded nor installed; as an outline with a pen of some width it counts."""
    fonts = list(map(_font, texts))
    for font in set(fonts) - found._fonts.keys():
        found._fonts[font] = bool(_embedded(font))
    if all(found._fonts.values()):
        return
    floats = _Numbers(ctypes.c_float, 4)
    identity = pdfium.FS_MATRIX(*IDENTITY)
    for item, font in zip(texts, fonts, strict=True):
        if found._fonts[font] or not _bounds(item, *floats.at) or floats.values[2] - floats.values[0] >= 0.01:
            continue
        _render_mode(item, pdfium.FPDF_TEXTRENDERMODE_STROKE)
        _stroke_width(item, 1.0)
        _transform(item, ctypes.addressof(identity))
        _bounds(item, *floats.at)
        found.lost += floats.values[2] - floats.values[0] < 0.01


def apply(matrix: Matrix, x: float, y: float) -> Point:
    """A point after a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def chain_of(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` and then ``outer``."""
    if inner == IDENTITY:
        return outer
    if outer == IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    oa, ob, oc, od, _, _ = outer
    return (a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, *apply(outer, e, f))
