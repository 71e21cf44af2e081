"""Reports typed into a word processor, saved as DOCX, DOC and PDF: every figure as it was typed, in every format."""

import json
from pathlib import Path
from typing import Any

import pytest

import gouji

OFFICE = Path(__file__).parents[1] / "corpus" / "office"
NAMES = ("typed-2014", "typed-2019", "typed-2021")
KEYS = ("indicator", "applicant", "item", "value", "unit", "state")


@pytest.mark.parametrize("suffix", [".docx", ".doc", ".pdf"])
@pytest.mark.parametrize("name", NAMES)
def test_what_was_typed_is_read(name: str, suffix: str) -> None:
    truth: dict[str, Any] = json.loads((OFFICE / f"{name}.facts.json").read_text("utf-8"))
    audit = gouji.to_dict(gouji.audit((OFFICE / f"{name}{suffix}").read_bytes()))
    report = audit["report"]
    assert (report["template"], report["year"], report["agency"]["name"]) == (
        truth["template"],
        truth["year"],
        truth["agency"],
    )
    read = {tuple(fact[key] for key in KEYS) for fact in audit["facts"] if fact["origin"] == "table"}
    assert read == {tuple(fact[key] for key in KEYS) for fact in truth["facts"]}
