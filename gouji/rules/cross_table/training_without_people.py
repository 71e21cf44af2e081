"""XTB-08: training courses held, and nobody trained (2014 form)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.numbers import plain
from gouji.operators.figures import EMPTY_STATES, Figures, count
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    courses, people = figures.total("training.sessions"), figures.total("training.people")
    if courses is None or people is None or people.state in (*EMPTY_STATES, "unreadable"):
        yield NotApplicable(Text("表中没有填培训班数和培训人员数", "the table does not give courses and people"))
    elif count(courses) and not count(people):
        told = next((fact for fact in figures.told("training.people") if fact.value), None)
        fix = Text(f"接受培训人员数：{told.raw}", f"people trained: {told.raw}") if told else None
        yield Hit("training", {"courses": plain(count(courses))}, (courses, people), suggestion=fix)
    else:
        yield Passed()


RULE = Rule(
    code="XTB-08",
    name="training-without-people",
    family="cross-table",
    severity="notice",
    title=Text("举办了培训班而培训人员为0", "Training courses without anybody trained"),
    why=Text(
        "举办培训班就有人接受培训。反过来可以成立：参加上级的培训，只有培训人员而没有举办培训班。",
        "A course that was held trained somebody. The reverse is fine: staff may attend courses held by others.",
    ),
    message=Text(
        "举办各类培训班{courses}次，接受培训人员数却是0。请补填接受培训的人次。",
        "The table counts {courses} training courses but nobody trained. Please enter the number of participants.",
    ),
    basis=(Basis("logic"),),
    check=check,
    eras=("statistics-2014",),
    examples=(
        Example("ok", facts={"training.sessions": "2", "training.people": "35"}, template="statistics-2014"),
        Example("ok", facts={"training.sessions": "0", "training.people": "7"}, template="statistics-2014"),
        Example(
            "bad", facts={"training.sessions": "2", "training.people": "0"}, template="statistics-2014", says="2次"
        ),
        Example("skip", facts={"training.sessions": "2"}, template="statistics-2014"),
    ),
)
