"""One case by its number: always the same bytes for one seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.fuzz import bytewise, compound, packages, pdf, plain, structures, web
from tests.fuzz.originals import COUNT, original

TURNS = ("docx", "html", "txt", "pdf", "doc", "xlsx", "structure", "docx", "mhtml", "html", "pdf", "xls", "doc", "zip",
         "structure", "txt", "xlsx", "pdf", "docx", "structure")  # fmt: skip
AWARE = {
    "txt": plain.mutate,
    "html": web.mutate,
    "mhtml": web.mutate_archive,
    "docx": packages.mutate,
    "xlsx": packages.mutate,
    "pdf": pdf.mutate,
    "doc": compound.mutate,
    "xls": compound.mutate,
    "zip": packages.mutate_zip,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A hostile file: ``format`` is what it was before it was broken, ``how`` says by what."""

    number: int
    format: str
    how: str
    data: bytes

    @property
    def name(self) -> str:
        return f"{self.number:05d}-{self.how}.{self.format}"


def case(number: int, seed: int = 0) -> Made:
    """The file of that number: formats by turns, a quarter broken byte by byte, the others by who knows the format."""
    rng = Random(f"fuzz-{seed}-{number}")
    format_ = TURNS[number % len(TURNS)]
    if format_ == "structure":
        format_ = rng.choice(structures.FORMATS)
        return Made(number, format_, "structure", structures.written(structures.blocks(rng), format_))
    data = original(format_, rng.randrange(COUNT))
    if rng.random() < 0.25:
        return Made(number, format_, "bytes", bytewise.mutate(data, rng))
    return Made(number, format_, "inside", AWARE[format_](data, rng))
