"""Faults put into sound reports, to see which rules find them and which cry wolf."""

from __future__ import annotations

from tests.accuracy.faults import figures, texts, told, units, wording, years
from tests.accuracy.faults.model import Fault

FAULTS: tuple[Fault, ...] = (
    *figures.FAULTS,
    *units.FAULTS,
    *told.FAULTS,
    *texts.FAULTS,
    *wording.FAULTS,
    *years.FAULTS,
)
