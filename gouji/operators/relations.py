"""Evaluate the relations that a form prints: sums, parts of a whole, lower and upper bounds.

Blank cells count as 0, but a total whose parts are all blank is incomplete, not wrong; a part that is not printed at
all leaves a sum open unless the printed parts already exceed the total. Where the table is missing, the same
relation is tried on the figures that the prose states.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.model import Case, Fact, OverlapNote, Report, Text
from gouji.numbers import plain
from gouji.operators.figures import EMPTY_STATES, Figures, count, relations
from gouji.rule import Argument, Hit, NotApplicable, Outcome, Passed, Undecidable
from gouji.template import Relation, Term
from gouji.vocabulary import APPLICANTS, label, vocabulary

_INNER = str.maketrans("“”", "‘’")  # quotes within quotes
ALL_BLANK = Text("只填了总计，各分项空白", "only the total is filled in, all its parts are blank")
NOT_STATED = Text("分项没有写全", "not every part is stated")
UNREADABLE = Text("有的数据格读不出数字", "a cell cannot be read as a number")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a relation with the facts found for its terms; ``missing`` terms are not printed."""

    facts: tuple[Fact, ...]
    missing: tuple[Term, ...]

    @property
    def sum(self) -> Decimal:
        return sum((count(fact) for fact in self.facts), Decimal(0))


def check(case: Case, code: str) -> Iterator[Outcome]:
    """Every relation of a code, on the tables and, where they lack it, on the prose."""
    figures = Figures.of(case.report)
    tried = False
    for relation in relations(case.report, code):
        terms = (*relation.left, *relation.right)
        items: list[str | None] = [*figures.items(terms)] or [None]
        for item in items:
            outcome = _printed(case.report, figures, relation, item) or _told(case.report, figures, relation)
            if outcome is not None:
                tried = True
                yield outcome
    if not tried:
        yield NotApplicable(Text("报告中没有这一勾稽关系的数字", "the figures of this relation are not in the report"))


def _printed(report: Report, figures: Figures, relation: Relation, item: str | None) -> Outcome | None:
    def side(terms: Sequence[Term]) -> Side:
        found = figures.row(terms, item)
        facts = [fact for fact in found if fact]
        if len(facts) == len(found):
            return Side(tuple(facts), ())
        absent = [term for term, fact in zip(terms, found, strict=True) if fact is None]
        whole, missing = _whole(figures, absent, terms)
        return Side((*facts, *whole), tuple(missing))

    if not figures.printed:
        return None
    left, right = side(relation.left), side(relation.right)
    if not left.facts or (relation.right and not right.facts):
        return None
    if any(fact.state == "unreadable" for fact in (*left.facts, *right.facts)):
        return Undecidable(UNREADABLE)
    parts = right if relation.op == "=" else left
    if _incomplete(relation, left, right):
        return Undecidable(ALL_BLANK)
    if relation.op == "=" and right.sum > left.sum and _explained(report, relation):
        return Passed(relation.id)
    if parts.missing or left.missing:
        return _with_missing(relation, left, right, item)
    return Passed(relation.id) if _holds(relation.op, left.sum, right.sum) else _hit(relation, left, right, item)


def _whole(figures: Figures, missing: list[Term], terms: Sequence[Term]) -> tuple[list[Fact], list[Term]]:
    """Rows that a report prints as one (其他处理 undivided) stand in for those of the form that are missing."""
    found: dict[Term, Fact] = {}
    for term in missing:
        parent = Term(vocabulary()[term.indicator].part_of or "", term.applicant)
        fact = figures.table(parent.indicator, parent.applicant)
        siblings = [each for each in terms if vocabulary()[each.indicator].part_of == parent.indicator]
        if fact and parent not in terms and all(each in missing for each in siblings):
            found[parent] = fact
    if not found:
        return [], missing
    left = [term for term in missing if Term(vocabulary()[term.indicator].part_of or "", term.applicant) not in found]
    return list(found.values()), left


def _incomplete(relation: Relation, left: Side, right: Side) -> bool:
    blank = all(fact.state in EMPTY_STATES for fact in right.facts)
    return relation.op == "=" and len(right.facts) > 1 and blank and left.sum != 0


def _with_missing(relation: Relation, left: Side, right: Side, item: str | None) -> Outcome:
    """Counts are not negative: printed parts that reach the total make it hold, more than the total break it."""
    if relation.op == "=" and not left.missing:
        if right.sum == left.sum:
            return Passed(relation.id)
        if right.sum > left.sum:
            return _hit(relation, left, right, item)
    return Undecidable(NOT_STATED)


def _told(report: Report, figures: Figures, relation: Relation) -> Outcome | None:
    """The relation on the prose. A total stated twice with different figures counts with each of them."""
    if not relation.right or any(term.applicant for term in (*relation.left, *relation.right)):
        return None  # the columns of the requests table have no counterpart in prose
    lefts = _statements(figures, relation.left)
    rights = _statements(figures, relation.right)
    if lefts is None or rights is None or (relation.op != "=" and (lefts[0].missing or rights[0].missing)):
        return None
    note = _note(report, relation)
    pairs = [(left, right) for left in lefts for right in rights]
    verdicts = [_verdict(relation, left, right, note) for left, right in pairs]
    if any(verdict == "passed" for verdict in verdicts):
        return Passed(relation.id)
    if any(verdict == "open" for verdict in verdicts):
        return Undecidable(NOT_STATED)
    return _hit(relation, *pairs[-1], None)


def _statements(figures: Figures, terms: Sequence[Term]) -> list[Side] | None:
    """A side as the prose states it; a single term that is stated several times gives several sides."""
    told = [(term, figures.told(term.indicator)) for term in terms]
    missing = tuple(term for term, facts in told if not facts)
    if len(missing) == len(terms):
        return None
    if len(terms) == 1:
        return [Side((fact,), ()) for fact in _distinct(told[0][1])]
    return [Side(tuple(facts[-1] for _, facts in told if facts), missing)]


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    return list({fact.value: fact for fact in facts}.values())


def _verdict(relation: Relation, left: Side, right: Side, note: OverlapNote | None) -> str:
    facts = (*left.facts, *right.facts)
    scopes = {fact.scope for fact in facts}
    if any(fact.approximate for fact in facts) or ("own_office" in scopes and len(scopes) > 1):
        return "open"
    if relation.op != "=":
        return "passed" if _holds(relation.op, left.sum, right.sum) else "failed"
    if left.sum == right.sum or (note and right.sum > left.sum):
        return "passed"
    if right.sum < left.sum and (right.missing or left.missing):
        return "open"
    return "failed"


def _note(report: Report, relation: Relation) -> OverlapNote | None:
    if not report.overlap_notes:
        return None
    keys = {term.indicator for term in relation.right}
    return next((note for note in report.overlap_notes if keys & set(note.parts)), None)


def _explained(report: Report, relation: Relation) -> bool:
    """Whether the report says that parts of this table overlap. The forms since 2019 count each request once."""
    return report.template.startswith("statistics-2014") and _note(report, relation) is not None


def _holds(op: str, left: Decimal, right: Decimal) -> bool:
    return {"=": left == right, "<=": left <= right, ">=": left >= right}[op]


def _hit(relation: Relation, left: Side, right: Side, item: str | None) -> Hit:
    crossed = len({term.indicator for term in (*relation.left, *relation.right)}) == 1
    args: dict[str, Argument] = {
        "left": _sum(left, len(relation.left), crossed),
        "right": _sum(right, len(relation.right), crossed) if relation.right else Text("0", "0"),
        "line": _line(relation, crossed),
        "where": _where(left),
    }
    if len(left.facts) == 1 and left.facts[0].state in EMPTY_STATES:
        args["actual"] = Text("空白（按 0 计）", "blank (counted as 0)")
    evidence = [fact for fact in (*left.facts, *right.facts) if count(fact) != 0] or [*left.facts, *right.facts]
    key = relation.id if item is None else f"{relation.id}#{item}"
    advice = _advice(relation, left, right, crossed)
    return Hit(key, args, tuple(evidence), actual=left.sum, expected=right.sum, suggestion=advice)


def _advice(relation: Relation, left: Side, right: Side, crossed: bool) -> Text | None:
    """What a printed total would have to be, where it is the total of parts that are all printed."""
    if relation.op != "=" or len(left.facts) != 1 or len(right.facts) < 2 or right.missing:
        return None
    name, wanted = _name(left.facts[0], crossed), plain(right.sum)
    return Text(
        f"如各分项无误，“{name.zh}”应为 {wanted}；如总数无误，请逐项核对分项。",
        f"If the parts are right, “{name.en}” should read {wanted}; if the total is, check the parts one by one.",
    )


def _sum(side: Side, terms: int, crossed: bool) -> Text:
    """A side written out: 自然人 3 + 商业企业 2 = 5; zeros are left out of long sums."""
    shown = [fact for fact in side.facts if count(fact) != 0 or terms <= 4]
    if not shown:
        return Text("各格均为 0", "every cell is 0")
    zh = " + ".join(f"{_name(fact, crossed).zh} {plain(count(fact))}" for fact in shown)
    en = " + ".join(f"{_name(fact, crossed).en} {plain(count(fact))}" for fact in shown)
    total = plain(side.sum)
    return Text(f"{zh} = {total}", f"{en} = {total}") if len(shown) > 1 else Text(zh, en)


def _name(fact: Fact, crossed: bool) -> Text:
    if crossed and fact.applicant:
        return APPLICANTS[fact.applicant]
    return label(fact.indicator, None, fact.item)


def _line(relation: Relation, crossed: bool) -> Text:
    """The row or the column of the form in which the relation runs, as the opening of a message."""
    terms = (*relation.left, *relation.right)
    if crossed and len(terms) > 2:
        name = label(terms[0].indicator)
        inner = name.zh.translate(_INNER)
        return Text(f"“{inner}”行：", f"row “{name.en}”: ")
    applicants = {term.applicant for term in terms} - {None}
    if len(applicants) != 1:
        return Text("", "")
    (applicant,) = applicants
    name = APPLICANTS[str(applicant)]
    return Text(f"“{name.zh}”列：", f"column “{name.en}”: ")


def _where(side: Side) -> Text:
    told = bool(side.facts) and side.facts[0].origin == "narrative"
    return Text("正文", "the prose") if told else Text("表格", "the table")
