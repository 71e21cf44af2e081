"""Claims of change against an earlier year (比上年增加3件，增长33.3%), each put together from what one passage says.

A claim counts only where its subject is plain: nothing but a comma or 数量 stands between the figure and the change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from gouji.model import Change, Number, Place, Report
from gouji.numbers import MONEY, Interval, rounded, truncated
from gouji.text import fold, squash

_LINK = re.compile(r"[,、(:;]*(?:总数|总量|数量|申请量|件数)?[,、(]*")
_ROUGH = re.compile(r"[万亿]")
_OTHER_BASE = re.compile(r"环比|上月|上季")
_YEAR = re.compile(r"(20\d\d)年")
_EARLIER = re.compile(r"上年|去年|上一年|往年")
_TAIL = re.compile(
    r"[,、(]?\s*(?:同比)?(?P<way>增幅|降幅|增长|上升|提高|增加|下降|减少|降低)(?:率)?(?:为|约为|达到|达|约|了)*\s*"
    r"(?P<number>\d+(?:\.\d+)?)\s*%(?!点)"
)
_ABOUT = re.compile(r"约|近|超|余|多")
_DOWN = frozenset({"降幅", "下降", "减少", "降低"})
_CLAUSE = re.compile(r"[^,，。；;：:、\n]*$")
_THINGS = frozenset("件条份宗例起项个篇")  # counter words that offices use for one another
_MEASURED = frozenset((*MONEY, "平方米", "公里", "学时", "小时", "天", "倍"))  # need not be whole numbers
LEAD = 24  # characters before a figure that a quote may show
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Claim:
    """``current`` changed by ``amount`` and by ``percent`` (both unsigned, either may be missing) against the year
    ``against``, where it was ``previous``; ``sign`` is 1, -1 or 0 for 持平. Now it is ``times`` that."""

    current: Number
    sign: int
    against: int
    places: tuple[Place, ...]
    quote: str  # what is printed, from the start of the figure's clause to the end of the claim
    indicator: str | None = None
    amount: Number | None = None
    percent: Number | None = None
    times: Number | None = None
    previous: Number | None = None

    @property
    def rough(self) -> bool:
        """Whether a figure is approximate or printed in 万, so that nothing can be recalculated."""
        numbers = [each for each in (self.current, self.amount, self.percent, self.times, self.previous) if each]
        return any(number.approximate or _ROUGH.search(number.raw) for number in numbers)

    @property
    def before(self) -> Decimal | None:
        """Last year's figure as it is stated, else as the amount implies it."""
        if self.previous:
            return self.previous.value
        return None if self.amount is None else self.current.value - self.sign * self.amount.value


def claims(report: Report) -> list[Claim]:
    """All claims of the prose, those on one figure put together."""
    found: dict[tuple[int | None, int], Claim] = {}
    amounts = {change.amount.place.start for change in report.changes if change.amount}
    for change in report.changes:
        claim = _claim(report, change)
        if claim is None or claim.current.place.start in amounts:  # 增加3件，同比增长25%: of the figure, not of the 3
            continue
        key = (claim.current.place.start, claim.against)
        known = found.get(key)
        found[key] = _joined(known, claim) if known else claim
    return list(found.values())


def _claim(report: Report, change: Change) -> Claim | None:
    current, place = change.current, change.place
    if current is None or report.year is None or place.start is None or place.end is None:
        return None
    text = report.document.text
    link = squash(text[current.place.end : place.start]) if current.place.end is not None else "?"
    if not _LINK.fullmatch(link) or _OTHER_BASE.search(place.quote) or "百分点" in text[place.start : place.end + 4]:
        return None
    named = _YEAR.search(squash(place.quote))
    lead = _lead(text, current.place.start or 0)
    if _EARLIER.search(lead) or any(int(year) != report.year for year in _YEAR.findall(squash(lead))):
        return None  # 2022年收到9件，同比增长…: the change is not of that figure
    sign = {"up": 1, "down": -1, "same": 0}[change.direction]
    amount = change.amount
    if amount and amount.unit != current.unit and not {amount.unit, current.unit} <= _THINGS:
        return None  # 增加3人 beside 5件 is about something else
    percent, tail = change.percent, None
    if percent is None:
        percent, tail = _tail(report, place, sign)
    against = int(named[1]) if named else report.year - 1
    places = (place, tail) if tail else (place,)
    quote = " ".join(f"{lead}{text[current.place.start or 0 : places[-1].end or place.end]}".split())
    previous = change.previous
    if previous and previous.unit != current.unit and not {previous.unit, current.unit} <= _THINGS:
        previous = None
    return Claim(current, sign, against, places, quote, change.indicator, amount, percent, change.times, previous)


def _lead(text: str, figure: int) -> str:
    """The words of the clause before its figure, which say what the claim is about."""
    found = _CLAUSE.search(text[max(0, figure - LEAD) : figure])
    return found[0] if found else ""


def _tail(report: Report, place: Place, sign: int) -> tuple[Number | None, Place | None]:
    """增加3件，增长33.3%: the percentage that follows an amount."""
    start = place.end or 0
    found = _TAIL.match(fold(report.document.text[start : start + 40]))
    if not found or (-1 if found["way"] in _DOWN else 1) != sign:
        return None, None
    printed = found["number"]
    span = Place(report.document.text[start + found.start("way") : start + found.end()], start, start + found.end())
    span = span._replace(start=start + found.start("way"), block=place.block, page=place.page)
    decimals = len(printed.partition(".")[2])
    about = bool(_ABOUT.search(found[0]))
    return Number(Decimal(printed), "%", f"{printed}%", span, decimals, about, "about" if about else "exact"), span


def _joined(first: Claim, second: Claim) -> Claim:
    if first.sign != second.sign:
        return first
    return replace(
        first,
        amount=first.amount or second.amount,
        percent=first.percent or second.percent,
        times=first.times or second.times,
        previous=first.previous or second.previous,
        places=tuple(dict.fromkeys((*first.places, *second.places))),
        quote=max(first.quote, second.quote, key=len),
    )


def printed(percent: Number) -> Interval:
    """All shares that can be printed so, rounded or truncated."""
    (low, high), (cut_low, cut_high) = (f(percent.value, percent.decimals) for f in (rounded, truncated))
    return min(low, cut_low), max(high, cut_high)


def fits(percent: Number, before: Decimal, current: Decimal) -> bool:
    """Whether the change from ``before`` to ``current`` can be printed as this percentage. ``before`` is not 0."""
    low, high = printed(percent)
    return low <= abs(current - before) * HUNDRED / before <= high


def possible(claim: Claim) -> bool:
    """Whether any whole number of last year gives this percentage."""
    assert claim.percent is not None
    low, high = printed(claim.percent)
    current = claim.current.value
    if claim.sign < 0:
        if low > HUNDRED:
            return False
        if high >= HUNDRED:
            return current == 0 or low < HUNDRED
        least, most = current * HUNDRED / (HUNDRED - max(low, Decimal(0))), current * HUNDRED / (HUNDRED - high)
    else:
        least, most = current * HUNDRED / (HUNDRED + high), current * HUNDRED / (HUNDRED + max(low, Decimal(0)))
    return least.to_integral_value(rounding=ROUND_CEILING) <= most


def multiple(times: Number, before: Decimal, current: Decimal) -> bool:
    """Whether ``current`` can be called so many times ``before``. ``before`` is not 0."""
    low, high = printed(times)
    return low <= current / before <= high


def judged(claim: Claim) -> bool | None:
    """Whether all figures of a claim agree; None where that cannot be told."""
    known = (claim.percent, claim.times, claim.previous)
    if claim.rough or not any(known) or (claim.sign == 0 and claim.previous is None):
        return None
    before, current = claim.before, claim.current.value
    if before is None:
        whole = not claim.current.decimals and claim.current.unit not in _MEASURED
        return _possible(claim) if whole and current > 0 else None
    if claim.previous and not _moved(claim, before):
        return False
    if before <= 0:
        return None if before == 0 else False
    if claim.percent and claim.sign and not fits(claim.percent, before, current):
        return False
    return multiple(claim.times, before, current) if claim.times else True


def _possible(claim: Claim) -> bool:
    """Whether any whole number of last year gives what the claim says."""
    if claim.times:
        low, high = printed(claim.times)
        if high <= 0:
            return False
        least = (claim.current.value / high).to_integral_value(rounding=ROUND_CEILING)
        return low <= 0 or max(least, Decimal(1)) <= claim.current.value / low
    return possible(claim)


def _moved(claim: Claim, before: Decimal) -> bool:
    """Whether the figure went the way and by the amount that the claim says."""
    off = claim.current.value - before
    if claim.amount and off != claim.sign * claim.amount.value:
        return False
    return (off > 0) - (off < 0) == claim.sign or bool(claim.times and claim.times.value == 1)


def consistent(report: Report) -> Iterator[tuple[Claim, bool | None]]:
    """Every claim with its verdict."""
    return ((claim, judged(claim)) for claim in claims(report))
