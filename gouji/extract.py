"""Document -> Report: who reports, on which form, with which figures and claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gouji import tables
from gouji.identity import attached
from gouji.identity import describe as identity
from gouji.law import forms
from gouji.model import Candidate, Document, Fact, Report, Submission
from gouji.prose import claims, narrative, reading
from gouji.tables import Extraction
from gouji.template import Template, template, templates
from gouji.text import squash
from gouji.views import squashed

RECOGNISED = 0.25  # below this share of a form's cells the tables do not make that form


def report(document: Document, submission: Submission) -> Report:
    """Everything the engine understands of a document; nothing is repaired, what is missing stays missing.

    ``attached`` are further reports in the same file; the caller's word on agency and kind is for the first alone.
    """
    first, *others = attached.split(document)
    main = _report(first, submission)
    theirs = replace(submission, agency=None, agency_kind=None)
    more: list[Report] = []
    for other in others:
        read = _report(other, theirs)
        before = len(main.facts) + sum(len(each.facts) for each in more)
        more.append(replace(read, facts=tuple(_numbered(read.facts, before))))
    return replace(main, attached=tuple(more)) if more else main


def _numbered(facts: tuple[Fact, ...], before: int) -> Iterator[Fact]:
    """The facts numbered on from those of the reports before them, so that an id names one fact of the file."""
    return (replace(fact, id=f"f{before + number}") for number, fact in enumerate(facts, 1))


def _report(document: Document, submission: Submission) -> Report:
    who = identity.describe(document, submission)
    candidates, best, found = recognise(document, who.year)
    form = best or _due(who.year, document)
    prose = narrative.paragraphs(document, who.sections)
    readings = narrative.read(prose, who.year, form)
    government = (who.agency.kind if who.agency else submission.agency_kind) == "government"
    told = reading.facts(readings, len(found.facts) + 1, government)
    claimed = claims.find(prose, readings, found.facts)
    for paragraph in prose:
        paragraph.release()
    return Report(
        document=document,
        template=best.id if best else "narrative",
        candidates=candidates,
        nature=who.nature,
        title=who.title,
        title_place=who.title_place,
        agency=who.agency,
        year=who.year,
        years=who.years,
        period=who.period,
        published=who.published,
        sections=who.sections,
        tables=found.tables,
        facts=(*found.facts, *told),
        shares=claimed.shares,
        parts=claimed.parts,
        changes=claimed.changes,
        overlap_notes=claimed.overlap_notes,
    )


def recognise(document: Document, year: int | None) -> tuple[tuple[Candidate, ...], Template | None, Extraction]:
    """The templates with their scores and evidence, the best one (None when no form's tables are there), its figures.
    None is tried after the form of the year has proved to be the one that is printed."""
    if not document.tables:
        return (), None, Extraction((), (), 0)
    text = squashed(document)
    scored = []
    likely = sorted(_likely(document), key=lambda form: not (year and form.covers(year)))
    for form in likely:
        found = tables.extract(document, form)
        scored.append((_candidate(form, found, text, year), form, found))
        if year and form.covers(year) and _plainly(form, found, document, likely):
            break
    # Where two forms fit alike, the one that explains more figures: a regional form holds the national one.
    scored.sort(key=lambda entry: (-entry[0].score, -len(entry[2].facts), entry[1].id))
    candidates = tuple(candidate for candidate, _, _ in scored)
    best, form, found = scored[0]
    if best.score < RECOGNISED:
        return candidates, None, Extraction((), (), 0)
    return candidates, form, found


def _likely(document: Document) -> list[Template]:
    """The forms worth a full look: not those of which another one's labels are plainly there."""
    labels = {form.id: tables.familiar(document, form) for form in templates()}
    most = max(labels.values())
    left_out = {name for name, count in labels.items() if count * 2 < most}
    for regional in (form for form in templates() if form.extends):
        own = labels[regional.id] - labels[regional.extends]  # rows that it alone has
        rows = sum(len(table.rows) for table in regional.tables)
        if not own:
            left_out.add(regional.id)
        elif own * 2 > rows - sum(len(table.rows) for table in template(regional.extends).tables):
            left_out.add(regional.extends)
    return [form for form in templates() if form.id not in left_out]


def _plainly(form: Template, found: Extraction, document: Document, likely: Sequence[Template]) -> bool:
    """Whether every cell of the form is printed, no row besides, and more of its labels than of any other form's."""
    if any(table.added for table in found.tables):
        return False
    if not form.cells() <= {(fact.indicator, fact.applicant) for fact in found.facts}:
        return False
    labels = tables.familiar(document, form)
    return all(tables.familiar(document, other) < labels for other in likely if other is not form)


def _candidate(form: Template, found: Extraction, text: str, year: int | None) -> Candidate:
    """How much of the form is printed and how much of what is printed is the form, with its own words and years."""
    cells = form.cells()
    matched = len(cells & {(fact.indicator, fact.applicant) for fact in found.facts})
    strange = sum(len(table.added) for table in found.tables)
    words = [word for word in form.recognise if squash(word) in text]
    score = matched / (len(cells) + strange)
    if matched:
        score += 0.1 * len(words) / len(form.recognise) + (0.02 if year and form.covers(year) else 0)
    evidence = (f"{matched} of {len(cells)} cells", f"{strange} rows that the form does not have", *words)
    return Candidate(form.id, round(min(score, 1.0), 3), evidence)


def _due(year: int | None, document: Document) -> Template | None:
    """The form that the law wanted for the year: prose is read in its terms even where the table is lost."""
    if year is None:
        return None
    names = [name for name in forms(year) if name != "narrative"]
    regional = [name for name in names if "重点领域" in document.text and name.endswith("beijing")]
    chosen = regional or names
    return template(chosen[0]) if chosen else None
