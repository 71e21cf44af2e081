"""One cause, one finding: the single cell whose correction makes every broken sum hold.

A wrong figure inside a form breaks the sum of its row, that of its column and perhaps a balance. Reported one by one
they look like three faults; here they become one finding that names the cell and the value that would reconcile it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gouji.model import Fact, Finding, Report, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures, count, form
from gouji.template import Relation, Term
from gouji.vocabulary import label


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that stands in every one of ``relations``, all of them broken, all of them mended by ``expected``."""

    fact: Fact
    expected: Decimal
    relations: tuple[Relation, ...]


def fingerprint(code: str, key: str) -> str:
    """The stable name of a finding: the rule and the instance, nothing of the document's format."""
    return hashlib.sha256(f"{code}|{key}".encode()).hexdigest()[:20]


def suspects(report: Report) -> list[Suspect]:
    """The cells that explain two or more broken sums each; a sum is explained once, and never by two cells alike."""
    figures, known = Figures.of(report), form(report)
    sums = [relation for relation in known.relations if relation.op == "="] if known else []
    gaps = {relation.id: gap for relation in sums if (gap := _gap(figures, relation)) is not None}
    if sum(gap != 0 for gap in gaps.values()) < 2:
        return []
    at: dict[Term, list[tuple[Relation, int]]] = {}
    for relation in (relation for relation in sums if relation.id in gaps):
        for sign, terms in ((1, relation.left), (-1, relation.right)):
            for term in terms:
                at.setdefault(term, []).append((relation, sign))
    found = [suspect for term, places in at.items() if (suspect := _suspect(figures, term, places, gaps))]
    alone = [s for s in found if sum(set(s.relations) == set(other.relations) for other in found) == 1]
    chosen: list[Suspect] = []
    for suspect in sorted(alone, key=lambda each: -len(each.relations)):
        if not any(set(suspect.relations) & set(other.relations) for other in chosen):
            chosen.append(suspect)
    return chosen


def _gap(figures: Figures, relation: Relation) -> Decimal | None:
    """Left minus right; None when a cell of the relation is not printed, blank throughout or unreadable."""
    sides = []
    for terms in (relation.left, relation.right):
        side = Decimal(0)
        for term in terms:
            fact = figures.table(term.indicator, term.applicant)
            if fact is None or fact.state == "unreadable":
                return None
            side += count(fact)
        sides.append(side)
    return sides[0] - sides[1]


def _suspect(
    figures: Figures, term: Term, places: list[tuple[Relation, int]], gaps: dict[str, Decimal]
) -> Suspect | None:
    corrections = {-sign * gaps[relation.id] for relation, sign in places}
    fact = figures.table(term.indicator, term.applicant)
    if len(places) < 2 or len(corrections) != 1 or 0 in corrections or fact is None:
        return None
    expected = count(fact) + corrections.pop()
    return Suspect(fact, expected, tuple(relation for relation, _ in places)) if expected >= 0 else None


def together(findings: Sequence[Finding], report: Report) -> list[Finding]:
    """The findings with those of one cause made one: the first stays and says which cell explains them all."""
    kept = {finding.fingerprint: finding for finding in findings}
    for suspect in suspects(report) if len(findings) > 1 else ():
        names = [fingerprint(relation.code, relation.id) for relation in suspect.relations]
        same = [kept[name] for name in names if name in kept]
        if len(same) < 2:
            continue
        first, *others = same
        for other in others:
            del kept[other.fingerprint]
        kept[first.fingerprint] = replace(
            first,
            facts=tuple(dict.fromkeys((suspect.fact.id, *first.facts))),
            places=(suspect.fact.place, *(place for place in first.places if place != suspect.fact.place)),
            suggestion=_advice(suspect, others),
            cause="extraction" if any(each.cause == "extraction" for each in same) else first.cause,
        )
    return list(kept.values())


def _advice(suspect: Suspect, others: Sequence[Finding]) -> Text:
    name = label(suspect.fact.indicator, suspect.fact.applicant)
    zh, en = (name.zh, name.en) if suspect.fact.applicant != "total" else (f"{name.zh}（总计）", f"{name.en} (total)")
    value, wanted = plain(count(suspect.fact)), plain(suspect.expected)
    codes = list(dict.fromkeys(other.rule for other in others))
    sums = len(suspect.relations)
    return Text(
        f"疑为“{zh}”一格有误：由 {value} 改为 {wanted}，则所在 {sums} 处勾稽（另见 {'、'.join(codes)}）全部成立。"
        "请以原始登记为准。",
        f"The cell “{en}” may be wrong: with {wanted} instead of {value} all {sums} sums that it stands in hold "
        f"(see also {', '.join(codes)}). The register decides.",
    )
