"""The priority-field total differs from its twelve parts (Beijing variant of the 2014 form, or prose)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return relations.check(case, "ARI-12")


RULE = Rule(
    code="ARI-12",
    name="key-areas-sum",
    family="arithmetic",
    severity="warning",
    title=Text(
        "重点领域信息总数与各领域之和不符",
        "Priority-field items are not the sum of their fields",
    ),
    why=Text(
        "最后一行为“其他信息”，十二个领域应当穷尽重点领域信息总数。同一信息涉及两个领域时请说明。",
        (
            "The last row is a remainder, so the twelve fields exhaust the total. Where one item "
            "belongs to two fields, say so."
        ),
    ),
    message=Text(
        (
            "{where}中重点领域公开政府信息 {actual} 条，而各领域相加为 {expected} 条（{right}），"
            "相差 {difference}。请补填漏填的领域或更正总数。"
        ),
        (
            "In {where}, priority-field items are {actual}, but the fields add up to {expected} ({right}); "
            "the difference is {difference}. Fill in the field left out, or correct the total."
        ),
    ),
    basis=(Basis("form-2014"),),
    check=check,
    eras=("statistics-2014", "narrative"),
    examples=(
        Example(
            "ok",
            template="statistics-2014-beijing",
            facts={
                "disclosure.key_areas": "7",
                "disclosure.key_areas.budget": "5",
                "disclosure.key_areas.housing": "0",
                "disclosure.key_areas.food_safety": "0",
                "disclosure.key_areas.environment": "0",
                "disclosure.key_areas.bidding": "0",
                "disclosure.key_areas.work_safety": "0",
                "disclosure.key_areas.land": "0",
                "disclosure.key_areas.pricing": "0",
                "disclosure.key_areas.credit": "0",
                "disclosure.key_areas.audit": "0",
                "disclosure.key_areas.public_enterprises": "0",
                "disclosure.key_areas.other": "2",
            },
        ),
        Example(
            "bad",
            template="statistics-2014-beijing",
            facts={
                "disclosure.key_areas": "90",
                "disclosure.key_areas.budget": "5",
                "disclosure.key_areas.housing": "0",
                "disclosure.key_areas.food_safety": "0",
                "disclosure.key_areas.environment": "0",
                "disclosure.key_areas.bidding": "0",
                "disclosure.key_areas.work_safety": "0",
                "disclosure.key_areas.land": "0",
                "disclosure.key_areas.pricing": "0",
                "disclosure.key_areas.credit": "0",
                "disclosure.key_areas.audit": "0",
                "disclosure.key_areas.public_enterprises": "0",
                "disclosure.key_areas.other": "0",
            },
            hits=1,
            says="90",
        ),
    ),
)
