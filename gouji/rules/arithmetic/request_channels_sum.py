"""Requests received differ from the sum of the ways in which they came (2014 form or prose)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-06")


RULE = Rule(
    code="ARI-06",
    name="request-channels-sum",
    family="arithmetic",
    severity="error",
    title=Text(
        "收到申请数与各申请方式之和不符",
        "Requests received are not the sum of the ways in which they came",
    ),
    why=Text(
        (
            "每件申请以当面、传真、网络、信函中的一种方式提出，四项之和等于收到申请数。"
            "报告另有说明（同一申请采用多种方式）时，"
            "各项之和可以大于总数。"
        ),
        (
            "Each request comes in one way (in person, fax, online, letter), so the four add up to "
            "the total. Where the report says that one request may come in several ways, the sum "
            "may be larger."
        ),
    ),
    message=Text(
        (
            "{where}中收到申请数为 {actual}，而各申请方式相加为 {expected}（{right}），相差 {difference}。"
            "请核对，或说明重复统计的原因。"
        ),
        (
            "In {where}, requests received are {actual}, but the ways add up to {expected} ({right}); "
            "the difference is {difference}. Check the figures, or say why some are counted twice."
        ),
    ),
    basis=(Basis("form-2014"),),
    check=check,
    eras=("statistics-2014", "narrative"),
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={
                "requests.received": "6",
                "requests.received.in_person": "1",
                "requests.received.fax": "0",
                "requests.received.online": "3",
                "requests.received.letter": "2",
            },
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={
                "requests.received": "7",
                "requests.received.in_person": "1",
                "requests.received.fax": "0",
                "requests.received.online": "3",
                "requests.received.letter": "2",
            },
            hits=1,
            says="6",
        ),
        Example(
            "ok",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（三）依申请公开情况\n2017年共收到政府信息公开申请6件，其中当面申请1件，网络申请5件。",
            year=2017,
        ),
        Example(
            "bad",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（三）依申请公开情况\n2017年共收到政府信息公开申请6件，其中当面申请2件，网络申请5件。",
            year=2017,
            hits=1,
            says="正文",
        ),
        Example(
            "ok",
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（三）依申请公开情况\n2017年共收到政府信息公开申请6件，其中当面申请2件，网络申请5件（因同一申请可以多种申请方式提出，故分类之和大于申请总数）。",
            year=2017,
        ),
    ),
)
