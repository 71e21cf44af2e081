"""A remark says that the parts exceed the total, but they do not."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, OverlapNote, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures, count
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable
from gouji.vocabulary import label


def check(case: Case) -> Iterator[Outcome]:
    notes = [note for note in case.report.overlap_notes if note.claims_excess]
    if not notes:
        yield NotApplicable(Text("没有“分类之和大于总数”的说明", "no remark says that parts exceed their total"))
    figures = Figures.of(case.report)
    for note in notes:
        yield _judge(figures, note)


def _judge(figures: Figures, note: OverlapNote) -> Outcome:
    total = _figure(figures, note.total, note)
    parts = [fact for fact in (_figure(figures, part, note) for part in note.parts) if fact]
    if total is None or len(parts) < 2:
        return Undecidable(Text("看不出该说明针对哪些数字", "it cannot be told which figures the remark speaks of"))
    added = sum((count(part) for part in parts), count(total) * 0)
    if added > count(total):
        return Passed(total.indicator)
    names = [(label(part.indicator), plain(count(part))) for part in parts]
    listed = Text(" + ".join(f"{n.zh} {v}" for n, v in names), " + ".join(f"{n.en} {v}" for n, v in names))
    return Hit(
        total.indicator,
        {"quote": note.place.quote, "list": listed},
        (total, *parts),
        places=(note.place,),
        actual=added,
        expected=count(total),
    )


def _figure(figures: Figures, indicator: str | None, note: OverlapNote) -> Fact | None:
    """The figure that the remark speaks of: of those that the prose states the one nearest to it."""
    if indicator is None:
        return None
    told = figures.told(indicator)
    at = note.place.start or 0
    return min(told, key=lambda fact: abs((fact.place.start or 0) - at)) if told else figures.total(indicator)


RULE = Rule(
    code="ARI-17",
    name="needless-overlap-remark",
    family="arithmetic",
    severity="warning",
    title=Text(
        "“分类之和大于总数”的说明与数字不符",
        "A remark that the parts exceed the total does not fit the figures",
    ),
    why=Text(
        "报告说明各分类之和大于总数，而所列各项相加并不大于总数，说明与数字至少有一处有误（常见于照抄往年说明）。",
        (
            "The report says that its parts exceed the total, yet they do not: the remark or a figure "
            "is wrong (often the remark was copied from an earlier year)."
        ),
    ),
    message=Text(
        "报告说明“{quote}”，但所列各项相加为 {actual}（{list}），并不大于总数 {expected}。"
        "请删去该说明或核对各项数字。",
        (
            "The report says “{quote}”, but the parts add up to {actual} ({list}), which does not "
            "exceed the total of {expected}. Delete the remark or check the figures."
        ),
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example(
            "ok",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n2017年共收到政府信息公开申请6件，其中当面申请3件，网络申请5件（因同一申请可以多种方式提出，故分类之和大于申请总数）。",
            year=2017,
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n2017年共收到政府信息公开申请8件，其中当面申请3件，网络申请5件（因同一申请可以多种方式提出，故分类之和大于申请总数）。",
            year=2017,
            hits=1,
            says="8",
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）依申请公开情况\n2017年共收到政府信息公开申请8件，其中当面申请3件，网络申请5件（因同一申请可以多种方式提出，故分类之和大于申请总数）。\n（二）其他情况\n以前年度收到政府信息公开申请2件。",
            year=2017,
            hits=1,
        ),
        Example(
            "skip",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n2017年共收到政府信息公开申请8件，其中当面申请3件，网络申请5件。",
            year=2017,
        ),
    ),
)
