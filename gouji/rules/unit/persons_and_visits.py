"""UNT-07: persons (人) and person-times (人次) are mixed up, or a count of visitors is added to a count of cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.model import Basis, Block, Case, Fact, Place, Text
from gouji.numbers import Expression, expressions, plain
from gouji.operators.figures import Figures, count
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.views import folded

PERSONS, VISITS, CASES = ("人", "名", "位"), "人次", ("件", "条", "批", "起")
_SENTENCE = re.compile(r"[^。!?\n]+")
ADDED = Text(
    "“{total}”是把{cases}与{people}相加得出的。件数与人次口径不同，不能相加。请分别列出。",
    "“{total}” adds {cases} and {people}. Cases and person-times are counted differently and cannot be added; please "
    "state them separately.",
)
STAFF = Text(
    "{name}写作“{printed}”。工作人员按“人”统计，不用“{unit}”。",
    "{name} is written “{printed}”. Staff are counted in persons, not in “{unit}”.",
)


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    found = [*_trained(figures), *_staff(figures)]
    for block in case.report.document.blocks:
        if block.table is None and VISITS in block.text:
            found += _added(block)
    yield from found or [
        NotApplicable(Text("正文没有人数和人次", "the prose counts neither persons nor person-times"))
    ]


def _trained(figures: Figures) -> Iterator[Outcome]:
    cell = figures.total("training.people")
    for told in figures.told("training.people"):
        if told.unit not in PERSONS or told.unit not in told.raw:
            yield Passed("training")
        elif cell and count(cell) and told.value == cell.value:
            args: dict[str, Argument] = {"printed": told.raw, "cell": f"{plain(count(cell))}{cell.unit}"}
            fix = Text(f"把“{told.raw}”改为“{plain(count(told))}人次”", f"Write “{plain(count(told))}人次”")
            yield Hit("training", args, (told, cell), suggestion=fix)
            return


def _staff(figures: Figures) -> Iterator[Outcome]:
    for indicator in ("capacity.staff", "capacity.staff.full_time", "capacity.staff.part_time"):
        for told in figures.told(indicator):
            yield _in_visits(told) if told.unit == VISITS else Passed(indicator)


def _in_visits(told: Fact) -> Hit:
    name = Text("从事公开工作的人员", "Disclosure staff")
    return Hit(
        told.indicator, {"name": name, "printed": told.raw, "unit": told.unit, "cell": ""}, (told,), message=STAFF
    )


def _added(block: Block) -> Iterator[Outcome]:
    """A total of cases that is only reached when somebody's 18人次 is counted in."""
    for sentence in _SENTENCE.finditer(folded(block)):
        items = list(expressions(sentence[0])) if VISITS in sentence[0] else []
        for at, total in enumerate(items):
            parts = items[at + 1 :]
            same = [each.value for each in parts if each.unit == total.unit]
            visits = [each for each in parts if each.unit == VISITS]
            if total.unit not in CASES[:2] or len(same) < 1 or not visits or total.value < 2:
                continue
            added = sum(same, Decimal(0))
            if added < total.value and added + visits[0].value == total.value:
                yield _sum(block, sentence.start(), (total, visits[0]), added)
                break


def _sum(block: Block, offset: int, pair: tuple[Expression, Expression], added: Decimal) -> Hit:
    total, visits = pair
    start = (block.place.start or 0) + offset + total.start
    raw = block.text[offset + total.start : offset + total.end]
    args: dict[str, Argument] = {
        "total": raw,
        "cases": f"{plain(added)}{total.unit}",
        "people": visits.raw,
        "printed": raw,
        "cell": "",
    }
    place = Place(raw, start, start + len(raw), block.place.block, block.place.page, block.place.bbox)
    return Hit(f"added:{plain(total.value)}", args, places=(place,), message=ADDED)


TITLE = "云溪区档案局2017年政府信息公开工作年度报告\n（五）保障培训情况\n"

RULE = Rule(
    code="UNT-07",
    name="persons-and-visits",
    family="unit",
    severity="notice",
    title=Text("人数与人次混用", "Persons and person-times are mixed up"),
    why=Text(
        "一人参加两次培训是1人、2人次。表格“接受培训人员数”按人次统计，工作人员按人统计；件数与人次更不能相加。",
        "One person at two courses is one person and two person-times. The form counts people trained in person-times "
        "and staff in persons; cases and person-times cannot be added at all.",
    ),
    message=Text(
        "正文写培训“{printed}”，表格为{cell}。请核对是人数还是人次，并统一写法。",
        "The prose says “{printed}” were trained, the table {cell}. Please check whether persons or person-times are "
        "meant, and use one of them.",
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example("ok", f"{TITLE}接受培训人员60人次。", facts={"training.people": "60"}, template="statistics-2014"),
        Example(
            "bad",
            f"{TITLE}接受培训人员60人。",
            facts={"training.people": "60"},
            template="statistics-2014",
            year=2017,
            hits=1,
            says="60人次",
        ),
        Example(
            "bad", f"{TITLE}接待来访共38件，其中来信20件，接待群众5批18人次。", year=2017, hits=1, says="不能相加"
        ),
        Example("ok", f"{TITLE}从事政府信息公开工作人员3人，受理咨询30件，其中来信10件，来访8人次。", year=2017),
        Example("skip", f"{TITLE}公开信息20条。", year=2017),
    ),
)
