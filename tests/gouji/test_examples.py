"""The examples in the rules' declarations are their tests; and every declaration is complete."""

from __future__ import annotations

import re
import string

import cases
import pytest

from gouji.law import instruments
from gouji.model import Text
from gouji.rule import Example, Rule, all_rules

OUTCOMES = {"ok": "passed", "bad": "failed", "skip": "skipped", "undecidable": "undecidable"}
RULES = all_rules()
EXAMPLES = [(rule, number, example) for rule in RULES for number, example in enumerate(rule.examples, 1)]
FAMILIES = [
    *["structure", "arithmetic", "percentage", "unit", "narrative-vs-table", "cross-table", "cross-year"],
    *["hierarchy", "timeliness", "privacy", "format", "plausibility", "wording"],
]
ADVICE = re.compile(r"请|应|建议|宜")
HAN = re.compile(r"[一-鿿]")


def name(case: tuple[Rule, int, Example]) -> str:
    rule, number, example = case
    return f"{rule.code}-{number}-{example.outcome}"


@pytest.mark.parametrize("each", EXAMPLES, ids=[name(each) for each in EXAMPLES])
def test_example(each: tuple[Rule, int, Example]) -> None:
    rule, _, example = each
    results = cases.run(rule, example)
    check = results.checks[0]
    messages = [finding.message.zh for finding in results.findings]
    assert check.outcome == OUTCOMES[example.outcome], (check, messages)
    assert not check.reason or not check.reason.en.startswith("internal"), check.reason
    if example.outcome == "bad":
        assert example.hits is None or len(messages) == example.hits, messages
        assert any(example.says in message for message in messages), messages
    for finding in results.findings:
        for printed in results.masks:
            assert printed not in finding.message.zh + finding.message.en, "personal data in a message"
        assert finding.severity in ("error", "warning", "notice")
        assert finding.fingerprint
        advised = finding.suggestion is not None or ADVICE.search(finding.message.zh)
        assert finding.severity == "notice" or advised, "an error or warning says what a sound report would show"


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_declaration(rule: Rule) -> None:
    outcomes = {example.outcome for example in rule.examples}
    assert {"ok", "bad"} <= outcomes, "at least one ok and one bad example"
    for text in (rule.title, rule.why, rule.message, rule.tolerance):
        assert_both(text)
    assert re.fullmatch(r"[A-Z]{3}-\d{2}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert rule.family in FAMILIES
    assert rule.basis, "a rule names what it rests on, be it practice or logic"
    for basis in rule.basis:
        instrument = instruments()[basis.instrument]
        assert not basis.article or not instrument.articles or basis.article in instrument.articles
    assert placeholders(rule.message.zh) == placeholders(rule.message.en)


def assert_both(text: Text) -> None:
    assert HAN.search(text.zh), text
    assert text.en.strip(), text
    assert not text.zh.endswith(" ")


def placeholders(message: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(message) if field}


def test_hits_speak_both_languages() -> None:
    for rule, _, example in EXAMPLES:
        for finding in cases.run(rule, example).findings:
            assert HAN.search(finding.message.zh), rule.code
            assert "{" not in finding.message.zh + finding.message.en, rule.code


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
