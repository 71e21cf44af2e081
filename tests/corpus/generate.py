"""Write the sample reports: ``python -m tests.corpus.generate`` from the root of the repository.

Beside each report stand ``<name>.facts.json``, the truth of its tables, and for faulty ones ``<name>.faults.json``,
the codes of the rules that must notice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.corpus import render
from tests.corpus.forms import Figure
from tests.corpus.reports import REPORTS, Report

SAMPLES = Path(__file__).with_name("samples")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_UNITS = ("万元", "元")


def files(report: Report) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file of one report."""
    blocks = report.blocks()
    yield f"{report.name}.txt", render.txt(blocks)
    yield f"{report.name}.html", render.html(blocks, report.title, report.agency, report.published)
    yield f"{report.name}.docx", render.docx(blocks)
    yield f"{report.name}.pdf", render.pdf(blocks, report.title)
    yield f"{report.name}.facts.json", _json(truth(report))
    if report.faults:
        yield f"{report.name}.faults.json", _json([asdict(fault) for fault in report.faults])


def truth(report: Report) -> dict[str, Any]:
    """What is printed: the report's own data and every figure of its tables. ``value`` is null where no number is
    printed; a unit in the cell wins over that of the form."""
    return {
        "template": report.form,
        "agency": report.agency,
        "kind": report.kind,
        "year": report.year,
        "published": report.published,
        "title": report.title,
        "facts": [_fact(figure) for figure in report.figures()],
    }


def _fact(figure: Figure) -> dict[str, Any]:
    number = _NUMBER.match(figure.raw)
    unit = next((unit for unit in _UNITS if figure.raw.endswith(unit)), figure.unit)
    return {
        "indicator": figure.indicator,
        "applicant": figure.applicant,
        "item": None,
        "value": number.group().lstrip("+") if number else None,
        "unit": unit,
    }


def _json(value: object) -> bytes:
    """One entry a line, so that a change can be read."""
    if isinstance(value, dict):
        lines = [f" {json.dumps(key)}: {json.dumps(item, ensure_ascii=False)}" for key, item in value.items()]
        text = "{\n" + ",\n".join(lines) + "\n}\n"
        return text.replace("}, {", "},\n  {").encode("utf-8")
    entries = [json.dumps(item, ensure_ascii=False) for item in value] if isinstance(value, list) else []
    return ("[\n " + ",\n ".join(entries) + "\n]\n").encode("utf-8")


def main() -> None:
    """Write all samples."""
    SAMPLES.mkdir(exist_ok=True)
    for report in REPORTS:
        for name, content in files(report):
            (SAMPLES / name).write_bytes(content)


if __name__ == "__main__":
    main()
