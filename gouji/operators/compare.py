"""Compare what the prose states with what the table prints: one operator for every family of indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.model import Case, Fact, Severity, Text
from gouji.numbers import MONEY, plain
from gouji.operators.figures import Figures, amount
from gouji.rule import Hit, NotApplicable, Outcome, Passed, Undecidable
from gouji.vocabulary import label, vocabulary

NOTHING = Text("没有正文与表格都写到的此类数字", "the prose and the table state no figure of this kind in common")
HOW = Text(
    "正文几处写到同一数字的，有一处与表格一致即可；“余”“多”“以上”等概数容许一成的出入；写明只是本机关或全区等范围的，只作提示；"
    "表格相应格空白的，无法判定。",
    "Where the prose states a figure several times, one that agrees is enough; an approximate one may be off by a "
    "tenth; one of a stated scope gives a mere notice; against a blank cell it is undecidable.",
)
SLACK = Decimal("1.1")  # an approximate figure (100余件) may fall short of the true one by a tenth


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement of the prose and the figure of the table that should agree with it. ``cells`` are the table's
    figures; several are added up (an answer kind that the new form splits)."""

    told: Fact
    cells: tuple[Fact, ...]

    @property
    def printed(self) -> Decimal:
        return sum((amount(cell) for cell in self.cells), Decimal(0))

    @property
    def name(self) -> Text:
        return label(self.told.indicator, self.told.applicant)


def pairs(case: Case, wanted: Callable[[str], bool]) -> Iterator[list[Pair]]:
    """For every wanted indicator that both the prose and the table have, as a whole and for each kind of applicant:
    all statements with the table's figure."""
    figures = Figures.of(case.report)
    for indicator in figures.told_indicators():
        cell = figures.total(indicator) if wanted(indicator) else None
        if cell is not None:
            yield [Pair(told, (cell,)) for told in figures.told(indicator)]
    for indicator, applicant, statements in figures.told_by_applicant():
        cell = figures.table(indicator, applicant) if wanted(indicator) else None
        if cell is not None:
            yield [Pair(told, (cell,)) for told in statements]


def agree(pair: Pair) -> bool:
    """Whether a statement and the table can both be right; 余, 多, 以上 leave a tenth open on their side."""
    told, printed = amount(pair.told), pair.printed
    if not pair.told.approximate:
        return told == printed
    return told <= printed * SLACK and printed <= told * SLACK


def excused(pair: Pair) -> bool:
    """A finding of another rule already: a denial against a figure (NVT-11) or money in another unit (UNT-01)."""
    zero = pair.told.value == 0 and pair.printed != 0
    return zero or pair.told.unit in MONEY


def check(case: Case, wanted: Callable[[str], bool]) -> Iterator[Outcome]:
    """One outcome per indicator: it passes when any statement about it agrees with the table."""
    seen = False
    for group in pairs(case, wanted):
        seen = True
        yield judge(group)
    if not seen:
        yield NotApplicable(NOTHING)


def judge(group: Sequence[Pair]) -> Outcome:
    """Statements about one indicator against one figure of the table."""
    pair = group[0]
    key = f"{pair.told.indicator}@{pair.told.applicant}" if pair.told.applicant else pair.told.indicator
    if any(agree(each) for each in group) or any(excused(each) for each in group):
        return Passed(key)
    if any(cell.state in ("blank", "unreadable") for cell in pair.cells):
        return Undecidable(
            Text(
                f"表格中“{pair.name.zh}”空白或无法读取",
                f"the table's cell “{pair.name.en}” is blank or cannot be read",
            )
        )
    severity: Severity | None = "notice" if pair.told.scope else None
    return Hit(
        key,
        {"name": pair.name, "told": told_text(pair.told), "printed": printed_text(pair), "scope": _scope(pair)},
        (pair.told, *pair.cells),
        actual=pair.told.value,
        expected=_as_count(pair.printed),
        severity=severity,
    )


def _as_count(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def told_text(fact: Fact) -> Text:
    """A statement with its unit: 5件."""
    value = "0" if fact.value is None else plain(fact.value)
    return Text(f"{value}{fact.unit}", f"{value} ({fact.unit})" if fact.unit else value)


def printed_text(pair: Pair, *, raw: bool = False) -> Text:
    """The table's figure with its unit; ``raw`` keeps an amount in the printed unit instead of yuan."""
    cell = pair.cells[0]
    value = plain(cell.value or Decimal(0)) if raw else plain(_as_count(pair.printed))
    unit = vocabulary()[cell.indicator].unit if len(pair.cells) > 1 else cell.unit
    return Text(f"{value}{unit}", f"{value} ({unit})")


def _scope(pair: Pair) -> Text:
    if not pair.told.scope:
        return Text("", "")
    return Text(
        "正文该句说明了统计口径（如仅指本机关或代表政府），两者可能口径不同，请确认。",
        " That sentence names its own scope (one office only, or the whole area); the two may differ for that reason.",
    )


def merged(outcomes: Iterator[Outcome], key: str) -> Iterator[Outcome]:
    """Several contradictions of one passage as one finding that lists them all."""
    hits: list[Hit] = []
    for outcome in outcomes:
        if isinstance(outcome, Hit):
            hits.append(outcome)
        else:
            yield outcome
    if hits:
        yield _merge(hits, key)


def _merge(hits: list[Hit], key: str) -> Hit:
    zh = "；".join(f"{_of(hit, 'name').zh}：正文 {_of(hit, 'told').zh}，表格 {_of(hit, 'printed').zh}" for hit in hits)
    en = "; ".join(
        f"{_of(hit, 'name').en}: prose {_of(hit, 'told').en}, table {_of(hit, 'printed').en}" for hit in hits
    )
    facts = tuple(dict.fromkeys(fact for hit in hits for fact in hit.facts))
    soft = all(hit.severity == "notice" for hit in hits)
    first = hits[0]
    names = ",".join(sorted(hit.key for hit in hits))
    return Hit(
        f"{key}:{names}",
        {
            "list": Text(zh, en),
            "scope": next((_of(hit, "scope") for hit in hits if _of(hit, "scope").zh), Text("", "")),
        },
        facts,
        actual=first.actual if len(hits) == 1 else None,
        expected=first.expected if len(hits) == 1 else None,
        severity="notice" if soft else None,
    )


def _of(hit: Hit, name: str) -> Text:
    value = hit.args[name]
    assert isinstance(value, Text)
    return value
