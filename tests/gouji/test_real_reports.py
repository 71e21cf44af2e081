"""The real reports beside the checkout: gold facts, gold findings, and nothing that must not fire.

They name people, so they are read from where they lie and never copied; without them these tests skip, visibly.
"""

import json
from collections import Counter
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

import gouji
from gouji.model import Submission
from gouji.readers import scan
from tests.corpus.real import REPORTS, needs_reports

pytestmark = needs_reports
GOLD = ("000", "001", "002")
FACTOR = {"万元": Decimal(10000), "元": Decimal(1)}
# The conversions of 001 print one row of other items without its name, and not the second row.
UNNAMED, LOST = "行政检查", "行政确认"


@cache
def audit(folder: str, name: str) -> dict[str, Any]:
    path = next((REPORTS / folder).glob(name))
    return gouji.to_dict(gouji.audit(path.read_bytes(), Submission(path.name)))


def key(fact: dict[str, Any]) -> tuple[Any, ...]:
    value = Decimal(fact["value"]) * FACTOR.get(fact.get("unit") or "", Decimal(1))
    return fact["indicator"], fact.get("applicant"), fact.get("item"), value


@pytest.mark.parametrize("name", GOLD)
def test_table_facts_are_the_gold_facts_and_no_others(name: str) -> None:
    gold = json.loads((REPORTS / "gold" / f"{name}.json").read_text("utf-8"))
    found = audit("seeds", f"{name}_*.txt")
    table = {key(f) for f in found["facts"] if f["origin"] == "table" and f["value"] is not None}
    assert table == {key(f) for f in gold["facts"] if f["origin"] == "table"}
    assert found["report"]["agency"]["name"] in gold["agency_ok"]
    assert found["report"]["year"] == gold["year"]
    assert found["report"]["template"] == gold["template"]


@pytest.mark.parametrize("name", GOLD)
def test_narrative_facts_are_complete_and_contradict_nothing(name: str) -> None:
    gold = json.loads((REPORTS / "gold" / f"{name}.json").read_text("utf-8"))["facts"]
    told = {(key(f)[0], key(f)[3]) for f in audit("seeds", f"{name}_*.txt")["facts"] if f["origin"] == "narrative"}
    wanted = {(key(f)[0], key(f)[3]) for f in gold if f["origin"] == "narrative" and not f.get("optional")}
    allowed = {(key(f)[0], key(f)[3]) for f in gold}
    assert wanted - told == set()
    assert {fact for fact in told - allowed if fact[0] in {indicator for indicator, _ in allowed}} == set()


@pytest.mark.parametrize("name", GOLD)
def test_gold_findings_are_reported_and_nothing_fires_that_must_not(name: str) -> None:
    findings = json.loads((REPORTS / "gold/findings.json").read_text("utf-8"))["findings"]
    rows = [row for row in findings if row["seed"] == name]
    found = [finding["rule"] for finding in audit("seeds", f"{name}_*.txt")["findings"]]
    for code in {row["rule"] for row in rows if row["severity"] in ("error", "warning")}:
        assert code in found
    assert not {row["rule"] for row in rows if row["severity"] == "ok"} & set(found)


@pytest.mark.parametrize(
    "name", ["001_2020.docx", "001_2020.html", "001_2020.pdf", "001_2020_chrome.pdf", "002_2018.docx", "002_2018.pdf"]
)
def test_every_conversion_gives_the_facts_of_the_text(name: str) -> None:
    def facts(found: dict[str, Any]) -> set[tuple[Any, ...]]:
        return {
            (f["indicator"], f["applicant"], None if f["item"] == UNNAMED else f["item"], f["value"], f["unit"])
            for f in found["facts"]
            if f["origin"] == "table" and f["item"] != LOST
        }

    def prose(found: dict[str, Any]) -> set[tuple[Any, ...]]:
        return {(f["indicator"], f["value"]) for f in found["facts"] if f["origin"] == "narrative"}

    text, converted = audit("seeds", f"{name[:3]}_*.txt"), audit("converted", name)
    assert facts(converted) == facts(text)
    assert prose(converted) == prose(text)


@pytest.mark.parametrize("name", ["001_2020_scan.pdf", "002_2018_scan.pdf"])
def test_a_scan_says_that_it_has_no_text_layer(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    assert audit("converted", name)["problem"]["code"] == "no-text-layer"


# Every error and warning, all of them checked by hand.
ERRORS: dict[str, dict[str, int]] = {
    "000": {"PRV-01": 2},
    "001": {},
    "002": {"PRV-04": 1, "UNT-01": 1},
    "003": {"STR-03": 1},
    "004": {"ARI-07": 1, "STR-03": 1},
}
WARNINGS: dict[str, dict[str, int]] = {
    "000": {"ARI-15": 1, "ARI-16": 1, "NVT-02": 1, "NVT-04": 1, "NVT-05": 1, "PCT-01": 1, "STR-07": 1},
    "001": {},
    "002": {"ARI-12": 1, "ARI-17": 1, "STR-07": 1, "UNT-02": 1, "XTB-06": 1},
    "003": {"ARI-14": 1},
    "004": {"ARI-14": 1, "ARI-15": 1, "ARI-17": 2, "NVT-10": 1, "PCT-02": 1, "XTB-06": 1},
}


@pytest.mark.parametrize(("severity", "known"), [("error", ERRORS), ("warning", WARNINGS)])
@pytest.mark.parametrize("name", ERRORS)
def test_what_is_reported_aloud_is_what_was_checked_by_hand(
    name: str, severity: str, known: dict[str, dict[str, int]]
) -> None:
    findings = audit("seeds", f"{name}_*.txt")["findings"]
    assert Counter(finding["rule"] for finding in findings if finding["severity"] == severity) == known[name]
