"""XYR-05: value, change and percentage of one sentence do not agree; no earlier report is needed.

Where only value and percentage are given, the percentage must follow from some whole number of last year.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from gouji.model import Basis, Case, Text
from gouji.numbers import plain, shown
from gouji.operators.growth import HUNDRED, Claim, consistent, printed
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable

NO_CLAIM = Text("正文没有写明增减幅度的比较", "the prose states no change in per cent")
OPEN = Text("数字为概数，或上年为零，无法验算", "an approximate figure, or nothing last year, leaves the change open")
IMPOSSIBLE = Text(
    "正文“{quote}”：数量最多减少100%，不可能下降{percent}。请核对百分比。",
    "The prose says “{quote}”: nothing can fall by more than 100%, so not by {percent}. Please check the percentage.",
)
NO_WHOLE = Text(
    "正文“{quote}”：上年无论是多少件，都得不出{percent}（上年{low}时为{a}%，上年{high}时为{b}%）。请核对数量和百分比。",
    "The prose says “{quote}”: no whole number of last year gives {percent} ({low} gives {a}%, {high} gives {b}%). "
    "Please check figure and percentage.",
)
NEGATIVE = Text(
    "正文“{quote}”：按此推算上年为{before}，不可能是负数。请核对本年数和增加数。",
    "The prose says “{quote}”: last year's figure would be {before}, which cannot be. Check the figure and its rise.",
)
STATED = Text(
    "正文“{quote}”：上年{before}，本年{current}，应为{real}。请核对各数。",
    "The prose says “{quote}”: from {before} to {current} it is {real}. Please check the figures.",
)
NO_TIMES = Text(
    "正文“{quote}”：上年无论是多少，本年{current}都不会是它的{times}。请核对数量和倍数。",
    "The prose says “{quote}”: there is no whole number of which {current} is {times}. Please check both.",
)


def check(case: Case) -> Iterator[Outcome]:
    seen = False
    for claim, agrees in consistent(case.report):
        if not (claim.percent or claim.times or claim.previous):
            continue
        seen = True
        if agrees is None:
            yield Undecidable(OPEN)
        else:
            yield Passed(claim.indicator or "") if agrees else _hit(claim)
    if not seen:
        yield NotApplicable(NO_CLAIM)


def _hit(claim: Claim) -> Hit:
    if claim.previous or claim.percent is None:
        return _hit_stated(claim)
    current, before = claim.current.value, claim.before
    args = {"quote": claim.quote, "percent": claim.percent.raw, "current": plain(current)}
    key = f"{claim.indicator or 'change'}:{plain(current)}:{plain(claim.percent.value)}"
    places = (claim.current.place, *claim.places)
    if before is None:
        if claim.sign < 0 and printed(claim.percent)[0] > HUNDRED:
            return Hit(key, args, places=places, message=IMPOSSIBLE)
        return Hit(key, {**args, **_nearest(claim)}, places=places, message=NO_WHOLE)
    if before < 0:
        return Hit(key, {**args, "before": plain(before)}, places=places, message=NEGATIVE)
    real = shown(abs(current - before) * HUNDRED / before, max(2, claim.percent.decimals))
    return Hit(
        key,
        {**args, "before": plain(before), "real": real},
        places=places,
        actual=claim.percent.value,
        suggestion=Text(f"按本年数和增减数，应写{real}%。", f"With the figure and the change as stated: {real}%."),
    )


def _hit_stated(claim: Claim) -> Hit:
    """Of a claim that names last year's figure, or how many times that figure it is."""
    current, before = claim.current.value, claim.before
    said = [number.raw for number in (claim.amount, claim.percent, claim.times) if number]
    key = f"{claim.indicator or 'change'}:{plain(current)}:{'/'.join(said)}"
    args: dict[str, str | Text] = {"quote": claim.quote, "current": plain(current)}
    places = (claim.current.place, *claim.places)
    if before is None:
        return Hit(key, {**args, "times": claim.times.raw if claim.times else ""}, places=places, message=NO_TIMES)
    return Hit(key, {**args, "before": plain(before), "real": _real(before, current)}, places=places, message=STATED)


def _real(before: Decimal, current: Decimal) -> Text:
    """The change from one figure to another in words."""
    if before == current:
        return Text("持平", "unchanged")
    up, off = current > before, plain(abs(current - before))
    zh, en = f"{'增加' if up else '减少'}{off}", f"{'up' if up else 'down'} by {off}"
    if before <= 0:
        return Text(zh, en)
    percent, times = shown(abs(current - before) * HUNDRED / before, 2), shown(current / before, 2)
    return Text(f"{zh}（{percent}%），是上年的{times}倍", f"{en} ({percent}%), {times} times as much")


def _nearest(claim: Claim) -> dict[str, str]:
    """The whole numbers of last year next to what the percentage implies, with the percentages that they give."""
    assert claim.percent is not None
    implied = claim.current.value * HUNDRED / (HUNDRED + claim.sign * claim.percent.value)
    low = max(implied.to_integral_value(rounding=ROUND_FLOOR), Decimal(1))
    high = low + 1
    a, b = (shown(abs(claim.current.value - each) * HUNDRED / each, 2) for each in (low, high))
    return {"low": plain(low), "high": plain(high), "a": a, "b": b}


TITLE = "青川市云溪区档案局2022年政府信息公开工作年度报告\n一、总体情况\n"

RULE = Rule(
    code="XYR-05",
    name="change-contradicts-itself",
    family="cross-year",
    severity="warning",
    title=Text("数量、增减数与增减幅自相矛盾", "Figure, change and percentage contradict each other"),
    why=Text(
        "有了本年数和增减数就能算出上年数和增减幅；同一句话里的三个数必须对得上。只写增减幅的，也应能由某个整数的上年数得出。",
        "A figure and its change give last year's figure and the percentage, so the three must agree. A percentage "
        "alone must follow from some whole number of last year.",
    ),
    message=Text(
        "正文“{quote}”：按本年{current}推算，上年为{before}，增减幅应为{real}%，所写为{percent}。请核对三个数。",
        "The prose says “{quote}”: with {current} now, last year had {before} and the change is {real}%, not "
        "{percent}. Please check the three figures.",
    ),
    basis=(Basis("practice"),),
    check=check,
    needs=("year",),
    tolerance=Text("百分比按末位四舍五入或截断都算对", "percentages may be rounded or truncated in the last digit"),
    examples=(
        Example("ok", f"{TITLE}全年收到政府信息公开申请12件，比上年增加3件，增长33.3%。"),
        Example("ok", f"{TITLE}全年收到政府信息公开申请23件，同比上升27.7%。"),
        Example(
            "bad", f"{TITLE}全年收到政府信息公开申请12件，比上年增加3件，增长25%。", hits=1, says="增减幅应为33.33%"
        ),
        Example("bad", f"{TITLE}全年收到政府信息公开申请12件，同比增长37%。", hits=1, says="上年8时为50.00%"),
        Example("bad", f"{TITLE}全年收到政府信息公开申请12件，同比下降120%。", hits=1, says="最多减少100%"),
        Example("bad", f"{TITLE}全年收到政府信息公开申请12件，比上年增加15件，增长25%。", hits=1, says="负数"),
        Example("ok", f"{TITLE}全年收到政府信息公开申请12件，是上年的1.33倍。"),
        Example("ok", f"{TITLE}全年收到政府信息公开申请12件，较上年的9件增加3件，增长33%。"),
        Example("ok", f"{TITLE}全年收到政府信息公开申请12件，去年同期为9件，同比增长33.3%。"),
        Example("ok", f"{TITLE}全年收到政府信息公开申请12件，与上年的12件持平。"),
        Example("bad", f"{TITLE}全年收到政府信息公开申请12件，是上年（9件）的1.5倍。", hits=1, says="是上年的1.33倍"),
        Example("bad", f"{TITLE}全年收到政府信息公开申请12件，是上年的1.45倍。", hits=1, says="1.45倍"),
        Example("bad", f"{TITLE}全年收到政府信息公开申请12件，较上年的9件增加4件。", hits=1, says="增加3"),
        Example("bad", f"{TITLE}全年收到政府信息公开申请12件，去年为9件，同比下降33.3%。", hits=1, says="增加3"),
        Example("bad", f"{TITLE}全年收到政府信息公开申请12件，与上年的11件持平。", hits=1, says="增加1"),
        Example("undecidable", f"{TITLE}全年收到政府信息公开申请约120件，同比增长37%。"),
        Example("skip", f"{TITLE}全年收到政府信息公开申请12件，比上年增加3件。"),
    ),
)
