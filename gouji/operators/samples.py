"""Small audits in the shape of the contract, as other years and other units, for the examples of rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gouji.operators import sketch
from gouji.vocabulary import vocabulary

OFFICE = "青川市云溪区档案局"


def audit(
    year: int,
    figures: Mapping[str, str] | None = None,
    *,
    told: Mapping[str, str] | None = None,
    agency: str = OFFICE,
    kind: str = "department",
    template: str = "format-2021",
    prose: str = "",
    problems: str = "",
) -> dict[str, Any]:
    """``figures`` are those of the tables, ``told`` those of the prose, keyed as in ``Example.facts``; an empty value
    is a blank cell. Only the sketches of ``prose`` and ``problems`` are kept, as in an exported audit."""
    facts = [*_facts(figures or {}, "table"), *_facts(told or {}, "narrative")]
    return {
        "schema": "gouji.audit/1",
        "document": {"filename": f"{agency}{year}.docx", "sha256": ""},
        "report": {
            "title": f"{agency}{year}年政府信息公开工作年度报告",
            "agency": {"name": agency, "as_printed": agency, "kind": kind},
            "year": year,
            "template": template,
            "nature": "annual_report",
            "sections": [],
            "sketch": {
                "prose": sketch.text(prose, sketch.LEAST_PROSE),
                "problems": sketch.text(problems, sketch.LEAST_PROBLEMS),
            },
        },
        "facts": facts,
    }


def _facts(figures: Mapping[str, str], origin: str) -> list[dict[str, Any]]:
    found = []
    for number, (key, value) in enumerate(figures.items(), 1):
        name, _, item = key.partition("#")
        indicator, _, applicant = name.partition("@")
        unit = vocabulary()[indicator].unit
        state = "number" if value else "blank"
        fact = {"id": f"f{number}", "indicator": indicator, "value": value or None, "unit": unit, "raw": value}
        found.append({**fact, "applicant": applicant or None, "item": item or None, "state": state, "origin": origin})
    return found
