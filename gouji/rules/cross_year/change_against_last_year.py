"""XYR-04: the prose claims a change that last year's report does not bear out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import MONEY, plain, shown
from gouji.operators.figures import Figures, amount
from gouji.operators.growth import HUNDRED, Claim, consistent, fits, multiple
from gouji.operators.history import MOVED, NOTHING, Other, of_year, reform
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable
from gouji.vocabulary import label

NO_CLAIM = Text("正文没有与上年比较的数字", "the prose compares no figure with last year's")
ROUGH = Text("所述数字为概数或口径不同，无法与上年核对", "a figure is approximate or of another scope")
ABSENT = Text("上年报告没有同一指标的数字", "last year's report does not state the figure")


def check(case: Case) -> Iterator[Outcome]:
    seen = False
    for claim, agrees in consistent(case.report):
        if claim.indicator is None:
            continue
        seen = True
        last = of_year(case, claim.against)
        if isinstance(last, NotApplicable):
            yield last
        elif agrees is False:
            yield Undecidable(Text("该句自相矛盾（见 XYR-05）", "the sentence contradicts itself (see XYR-05)"))
        else:
            yield _judge(case, claim, last)
    if not seen:
        yield NotApplicable(NO_CLAIM)


def _judge(case: Case, claim: Claim, last: Other) -> Outcome:
    assert claim.indicator is not None
    current = _base(claim.current.value, claim.current.unit)
    if claim.rough or not _whole(Figures.of(case.report), claim, current):
        return Undecidable(ROUGH)
    known = _known(last.figures, claim.indicator)
    if not known:
        return Undecidable(ABSENT)
    if any(_holds(claim, before, current) for before in known):
        return Passed(claim.indicator)
    return _hit(case, claim, known[0], current)


def _whole(figures: Figures, claim: Claim, current: Decimal) -> bool:
    """Whether the figure of the sentence is the report's own: not one office's, not at odds with the table."""
    assert claim.indicator is not None
    cell = figures.total(claim.indicator)
    own = any(fact.scope and fact.place.start == claim.current.place.start for fact in figures.told(claim.indicator))
    return not own and (cell is None or cell.value is None or amount(cell) == current)


def _known(figures: Figures, indicator: str) -> list[Decimal]:
    """Last year's figure: the table's, else what the prose said."""
    cell = figures.total(indicator)
    facts: list[Fact] = [cell] if cell else figures.told(indicator)
    return [amount(fact) for fact in facts if fact.value is not None and not fact.approximate]


def _base(value: Decimal, unit: str) -> Decimal:
    return value * MONEY.get(unit, Decimal(1))


def _holds(claim: Claim, before: Decimal, current: Decimal) -> bool:
    if claim.previous and _base(claim.previous.value, claim.previous.unit) != before:
        return False
    if claim.times and before:
        return multiple(claim.times, before, current)
    if claim.amount:
        return current - before == claim.sign * _base(claim.amount.value, claim.amount.unit)
    if (current > before) - (current < before) != claim.sign:
        return False
    return claim.percent is None or before == 0 or fits(claim.percent, before, current)


def _hit(case: Case, claim: Claim, before: Decimal, current: Decimal) -> Hit:
    assert claim.indicator is not None
    name = label(claim.indicator)
    real = _real(before, current, "元" if claim.current.unit in MONEY else claim.current.unit)
    return Hit(
        f"{claim.indicator}:{claim.against}",
        {
            "quote": claim.quote,
            "name": name,
            "year": claim.against,
            "before": plain(before),
            "current": plain(current),
            "real": real,
            "reform": MOVED if reform(case) else NOTHING,
        },
        places=(claim.current.place, *claim.places),
        suggestion=Text(f"按两年报告的数字应写：比上年{real.zh}。", f"By the two reports: {real.en} on last year."),
    )


def _real(before: Decimal, current: Decimal, unit: str) -> Text:
    """The change that the two reports give."""
    if current == before:
        return Text("持平", "unchanged")
    off = plain(abs(current - before))
    share = shown(abs(current - before) * HUNDRED / before, 2) if before else None
    up = current > before
    zh, en = f"{'增加' if up else '减少'}{off}{unit}", f"{'up' if up else 'down'} {off}"
    return Text(f"{zh}（{share}%）", f"{en} ({share}%)") if share else Text(zh, en)


TITLE = "青川市云溪区档案局2022年政府信息公开工作年度报告\n一、总体情况\n"
NINE = (audit(2021, {"requests.received@total": "9"}),)

RULE = Rule(
    code="XYR-04",
    name="change-against-last-year",
    family="cross-year",
    severity="warning",
    title=Text("与上年比较的说法和上年报告对不上", "A stated change does not fit last year's report"),
    why=Text(
        "“比上年增加”“同比下降”等说法，应与上年报告公布的数字一致，读者可以逐一查证。",
        "Anyone can hold a stated rise or fall against the figure that last year's report published.",
    ),
    message=Text(
        "正文“{quote}”，但“{name}”在{year}年度报告中为{before}，本年为{current}，实际{real}。请核对本年数、上年数和增减幅。"
        "{reform}",
        "The prose says “{quote}”, but “{name}” was {before} in the {year} report and is {current} now: {real}. Check "
        "both years' figures and the change.{reform}",
    ),
    basis=(Basis("practice"),),
    check=check,
    needs=("year",),
    tolerance=Text("百分比按末位四舍五入或截断都算对", "percentages may be rounded or truncated in the last digit"),
    examples=(
        Example("ok", f"{TITLE}全年收到政府信息公开申请12件，比上年增加3件，增长33.3%。", previous=NINE),
        Example("ok", f"{TITLE}全年收到政府信息公开申请12件，同比增长33.33%。", previous=NINE),
        Example(
            "bad",
            f"{TITLE}全年收到政府信息公开申请12件，比上年增加5件。",
            previous=NINE,
            hits=1,
            says="实际增加3件（33.33%）",
        ),
        Example("bad", f"{TITLE}全年收到政府信息公开申请12件，较上年显著下降。", previous=NINE, hits=1, says="增加3"),
        Example("undecidable", f"{TITLE}全年收到政府信息公开申请约120件，比上年增加5件。", previous=NINE),
        Example("skip", f"{TITLE}全年收到政府信息公开申请12件，比上年增加5件。"),
        Example("skip", f"{TITLE}全年收到政府信息公开申请12件。", previous=NINE),
    ),
)
