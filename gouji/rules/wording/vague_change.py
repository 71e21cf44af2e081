"""WRD-07: a change against last year is claimed in words, without a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Change, Text
from gouji.numbers import plain
from gouji.operators import history
from gouji.operators.figures import Figures, count
from gouji.operators.history import Other
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.views import folded
from gouji.vocabulary import label

_FIGURE = re.compile(r"\d|[一二三四五六七八九十两]成|[一二两]倍|一半|翻番|翻了")
_LAST = re.compile(r"(?:上年|去年|上一年|\d{4}年)[^,。;]{0,8}?\d+\s{0,2}(?:件|条|次|篇|人|个|份|项)")
AFTER, BEFORE = 10, 60  # characters around a claim in which its figure may stand


def check(case: Case) -> Iterator[Outcome]:
    claims = [change for change in case.report.changes if change.direction != "same"]
    if not claims:
        yield NotApplicable(Text("正文没有与上年比较的说法", "the text does not compare with last year"))
        return
    text = folded(case.report.document)
    for change in claims:
        yield _hit(case, change) if _vague(change, text) else Passed(change.place.quote)


def _vague(change: Change, text: str) -> bool:
    if change.amount or change.percent or change.points or change.times or change.previous:
        return False
    start, end = change.place.start or 0, change.place.end or 0
    before = re.split(r"[。;!?\n]", text[max(0, start - BEFORE) : start])[-1]
    after = re.split(r"[。;!?\n]", text[end : end + AFTER])[0]
    return not _FIGURE.search(after) and not _LAST.search(before + text[start:end])


def _hit(case: Case, change: Change) -> Hit:
    quote = change.place.quote.strip()
    return Hit(
        f"{change.indicator or 'change'}:{change.direction}",
        {"quote": quote},
        places=(change.place,),
        suggestion=_figure(case, change),
    )


def _figure(case: Case, change: Change) -> Text | None:
    """The change in figures, where last year's audit was given."""
    earlier = history.last_year(case)
    if not isinstance(earlier, Other) or change.indicator is None:
        return None
    now, before = Figures.of(case.report).total(change.indicator), earlier.figures.total(change.indicator)
    if now is None or before is None or now.value is None or before.value is None:
        return None
    difference = count(now) - count(before)
    name = label(change.indicator)
    way = "增加" if difference > 0 else "减少"
    amount = f"{plain(abs(difference))}{now.unit}"
    return Text(
        f"{name.zh}比上年（{plain(count(before))}{before.unit}）{way}{amount}",
        f"{name.en}: {plain(count(before))} last year, {plain(count(now))} this year",
    )


TITLE = "云溪区水务局2020年政府信息公开工作年度报告\n2.依申请公开情况\n"

RULE = Rule(
    code="WRD-07",
    name="vague-change",
    family="wording",
    severity="notice",
    title=Text("只说增减，没有数字", "A change without a figure"),
    why=Text(
        "“显著下降”“大幅增加”没有数字就无法核对，读者也不知道变化多大。",
        "“Fell markedly” or “rose sharply” cannot be checked and tells the reader nothing without a figure.",
    ),
    message=Text(
        "“{quote}”没有写明数量或比例。请补上上年数或增减的数字。",
        "“{quote}” gives no number. Please add last year's figure or the change.",
    ),
    basis=(Basis("wuwei-2025"),),
    check=check,
    examples=(
        Example("ok", f"{TITLE}全年收到政府信息公开申请14件，比上年减少5件。"),
        Example("ok", f"{TITLE}上年19件，今年收到政府信息公开申请14件，较上年大幅减少。"),
        Example("bad", f"{TITLE}全年收到政府信息公开申请14件，较上年大幅减少。", hits=1, says="大幅减少"),
        Example("skip", f"{TITLE}全年收到政府信息公开申请14件。"),
    ),
)
