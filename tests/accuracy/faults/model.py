"""What a fault is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.accuracy.agencies import KINDS
from tests.accuracy.faults.draft import Draft
from tests.accuracy.model import Key

OLD = ("statistics-2014", "statistics-2014-beijing")
NEW = ("format-2019", "format-2021")
ANY = (*OLD, *NEW)


@dataclass(frozen=True, slots=True)
class Injected:
    """What was done to a report: in words, and, for one wrong cell, which, what it says and what it should say."""

    what: str
    key: Key | None = None
    wrong: str = ""
    right: str = ""


Apply = Callable[[Draft], Injected | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault. ``codes`` are the rules one of which must report it: several only where the machine joins
    their findings into one. ``apply`` gives None where the draft has no room for the fault."""

    kind: str
    codes: tuple[str, ...]
    forms: tuple[str, ...]
    apply: Apply
    years: tuple[int, int] | None = None
    agencies: tuple[str, ...] = KINDS
    earlier: bool = False  # with last year's report beside it
    rows: str = ""  # a deviation that the tables are drawn with
    year: int | None = None  # a report for this year on the form of another
