"""Figures that the prose states, before and as facts, and whose they are: the office's own or the whole area's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.model import Fact, Number, Scope
from gouji.prose.paragraph import Item, Paragraph
from gouji.vocabulary import vocabulary

_WHOLE_AREA = re.compile(r"全(?:区|市|县|省|镇|乡|州|旗|系统|盟)(?!性)|各(?:部门|街道|镇|乡镇|单位)")
_OWN_OFFICE = re.compile(
    r"代表(?:区|市|县|省)政府|(?:区|市|县|省)(?:政府办|府办)(?:公室)?|(?:区|市|县|省)?本级|本机关"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of the prose before it becomes a fact; ``item`` is None for a denied event."""

    indicator: str
    item: Item | None
    paragraph: Paragraph
    start: int
    end: int
    value: Decimal
    unit: str
    state: str = "number"
    applicant: str | None = None

    @property
    def whole(self) -> str | None:
        """The indicator that this figure is counted in: for an applicant's figure that of all applicants."""
        return self.indicator if self.applicant else vocabulary()[self.indicator].part_of


def facts(readings: Sequence[Reading], first: int, government: bool) -> list[Fact]:
    """Readings as facts, numbered from ``first``. Only a government's figures may speak of another scope."""
    made = []
    for offset, reading in enumerate(readings):
        place = reading.paragraph.place(reading.start, reading.end)
        number: Number | None = reading.item.number() if reading.item else None
        made.append(
            Fact(
                id=f"f{first + offset}",
                indicator=reading.indicator,
                value=reading.value,
                unit=reading.unit,
                raw=number.raw if number else place.quote,
                place=place,
                origin="narrative",
                state="none" if reading.item is None else "number",
                applicant=reading.applicant,
                approximate=bool(number and number.approximate),
                scope=_scope(reading) if government else None,
                confidence=min(0.9, reading.paragraph.block.confidence),
            )
        )
    return made


def _scope(reading: Reading) -> Scope | None:
    text = reading.paragraph.text
    clause = text[reading.paragraph.clause(reading.start, 0) : reading.end]
    if _OWN_OFFICE.search(clause):
        return "own_office"
    return "whole_area" if _WHOLE_AREA.search(clause) else None
