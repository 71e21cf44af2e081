"""Audit a report with a fault beside the same report without it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.accuracy.faults import FAULTS
from tests.accuracy.faults.draft import COMPARED, Draft, Wish, draft
from tests.accuracy.faults.model import Fault, Injected

FORMATS = ("txt", "html", "docx", "pdf", "doc")
TRIES = 2000
GRAVE = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one fault. ``alarms`` are those of the sound twin, ``more`` those that the faulty report has
    beyond the finding that was due."""

    name: str
    kind: str
    codes: tuple[str, ...]
    what: str
    found: str  # the code that reported it, or nothing
    others: tuple[str, ...]  # codes that spoke only of the faulty report
    alarms: tuple[tuple[str, str], ...]
    cell: bool | None = None  # whether the suspected cell and its value are right, where one cell is wrong
    form: str = ""
    format: str = ""
    said: tuple[str, ...] = field(default=())


def verdict(number: int, seed: int = 0) -> Verdict:
    """The fault of that number: kinds by turns, so that any range has all of them."""
    kind, turn = FAULTS[number % len(FAULTS)], number // len(FAULTS)
    name, faulty, twin, injected = made(kind, turn, seed)
    with_fault, without = faulty.audit(f"{name}-file"), twin.audit(f"{name}-file")
    known = {(each["rule"], each["message"]["zh"]) for each in without["findings"]}
    new = [each for each in with_fault["findings"] if (each["rule"], each["message"]["zh"]) not in known]
    hits = [each for each in new if each["rule"] in kind.codes]
    alarms = [(e["rule"], e["message"]["zh"]) for e in without["findings"] if e["severity"] in GRAVE]
    return Verdict(
        name,
        kind.kind,
        kind.codes,
        injected.what,
        hits[0]["rule"] if hits else "",
        tuple(e["rule"] for e in new if e not in hits[:1] and e["severity"] in GRAVE),
        tuple(alarms),
        _named(injected, hits, with_fault) if injected.key and len(kind.codes) > 1 else None,
        faulty.report.form,
        faulty.report.format,
        tuple(f"{e['rule']} {e['message']['zh']} {(e['suggestion'] or {}).get('zh', '')}" for e in new),
    )


def made(kind: Fault, turn: int, seed: int) -> tuple[str, Draft, Draft, Injected]:
    """The first draft of this turn that has room for the fault, with it and without."""
    form = kind.forms[turn % len(kind.forms)]
    at = FAULTS.index(kind) + turn
    for attempt in range(TRIES):
        name = f"{seed}-{kind.kind}-{turn}-{attempt}"
        sound = Wish(form, FORMATS[at % len(FORMATS)], kind.years, kind.agencies, kind.earlier)
        wish = Wish(
            *(getattr(sound, f) for f in ("form", "format", "years", "kinds", "earlier")), kind.rows, kind.year
        )
        faulty = draft(wish, name)
        if kind.earlier and any(COMPARED.search(text) for _, _, text in faulty.texts()):
            continue
        injected = kind.apply(faulty)
        if injected:
            return name, faulty, draft(sound, name), injected
    raise LookupError(f"no report has room for {kind.kind}")


def _named(injected: Injected, hits: list[dict[str, Any]], audit: dict[str, Any]) -> bool:
    """Whether a finding names the cell that is wrong and the figure that it should print."""
    facts = {fact["id"]: fact for fact in audit["facts"]}
    for hit in hits:
        first = facts.get(hit["facts"][0]) if hit["facts"] else None
        advice = (hit["suggestion"] or {}).get("zh", "")
        if first and injected.key and (first["indicator"], first["applicant"]) == injected.key[:2]:
            return f"改为 {injected.right}，" in advice
    return False
