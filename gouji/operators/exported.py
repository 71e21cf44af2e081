"""An exported audit turned back into a Report, without its text, so that all operators work on it.

Audits come from files and from other versions of the engine: whatever is not there or not of its type is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from gouji.model import (
    Agency,
    AgencyKind,
    Document,
    Fact,
    Nature,
    Origin,
    Place,
    Quality,
    Report,
    Scope,
    Section,
    Sketch,
    State,
)
from gouji.vocabulary import APPLICANTS, vocabulary

Plain = Mapping[str, Any]


def report_of(audit: Plain) -> Report | None:
    """The report of an exported audit, with figures and headings and without text."""
    plain = audit.get("report")
    if not isinstance(plain, Mapping):
        return None
    quality = mapping(mapping(audit.get("document")).get("quality"))
    text = quality.get("text")
    document = Document(
        "", (), "application/json", "audit", quality=Quality(text if isinstance(text, (int, float)) else 1.0)
    )
    sketch = mapping(plain.get("sketch"))
    return Report(
        document=document,
        template=_word(plain.get("template")) or "narrative",
        nature=_of(plain.get("nature"), get_args(Nature), "annual_report"),
        title=_word(plain.get("title")),
        agency=_agency(plain.get("agency")),
        year=_whole(plain.get("year")),
        sections=tuple(_sections(plain.get("sections"))),
        facts=tuple(_facts(audit.get("facts"))),
        sketch=Sketch(_word(sketch.get("prose")), _word(sketch.get("problems"))),
    )


def _agency(plain: object) -> Agency | None:
    known = mapping(plain)
    name = _word(known.get("name"))
    if not name:
        return None
    kind = _of(known.get("kind"), get_args(AgencyKind), None)
    return Agency(name, _word(known.get("as_printed")) or name, kind, _place(known.get("place")))


def _sections(plain: object) -> Iterator[Section]:
    for each in map(mapping, entries(plain)):
        place = _place(each.get("place"))
        number, heading, kind = (_word(each.get(name)) or "" for name in ("number", "heading", "kind"))
        yield Section(number, heading, kind, place, place.start or 0, place.end or 0)


def _facts(plain: object) -> Iterator[Fact]:
    for number, each in enumerate(map(mapping, entries(plain)), 1):
        indicator = _word(each.get("indicator"))
        if indicator not in vocabulary():
            continue  # a newer engine may know more
        confidence = each.get("confidence")
        yield Fact(
            id=_word(each.get("id")) or f"f{number}",
            indicator=indicator,
            value=_decimal(each.get("value")),
            unit=_word(each.get("unit")) or "",
            raw=_word(each.get("raw")) or "",
            place=_place(each.get("place")),
            origin=_of(each.get("origin"), get_args(Origin), "narrative"),
            state=_of(each.get("state"), get_args(State), "unreadable"),
            applicant=_of(each.get("applicant"), APPLICANTS, None),
            item=_word(each.get("item")),
            approximate=bool(each.get("approximate")),
            scope=_of(each.get("scope"), get_args(Scope), None),
            confidence=confidence if isinstance(confidence, (int, float)) else 1.0,
        )


def _place(plain: object) -> Place:
    known = mapping(plain)
    names = ("start", "end", "block", "page", "table", "row", "column")
    box = [edge for edge in entries(known.get("bbox")) if isinstance(edge, (int, float))]
    return Place(
        _word(known.get("quote")) or "",
        bbox=(box[0], box[1], box[2], box[3]) if len(box) == 4 else None,
        **{name: _whole(known.get(name)) for name in names},
    )


def _decimal(printed: object) -> Decimal | None:
    try:
        value = Decimal(printed) if isinstance(printed, str) else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _of(value: object, allowed: Collection[str], other: str | None) -> Any:
    """A word of a fixed list, or what stands for it."""
    return value if isinstance(value, str) and value in allowed else other


def mapping(value: object) -> Plain:
    return value if isinstance(value, Mapping) else {}


def entries(value: object) -> Iterable[Any]:
    return value if isinstance(value, (list, tuple)) else ()
