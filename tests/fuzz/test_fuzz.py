"""A fast part of `make fuzz`, and that a broken promise is noticed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

import gouji
from gouji import errors
from gouji.model import Case, Check, Text
from tests.fuzz import judge as judging
from tests.fuzz.case import TURNS, case
from tests.fuzz.judge import Broken, judge
from tests.fuzz.originals import CORPUS, original
from tests.fuzz.run import run
from workers.sandbox import LostError, Pool

SAMPLE = (CORPUS / "samples" / "narrative-clean.txt").read_bytes()
CASES = 150


def test_hostile_files_end_as_audits_or_as_clear_problems() -> None:
    results = list(run(range(CASES), seed=0, jobs=2, seconds=120))
    assert [(result.number, result.failure) for result in results if result.failure] == []
    assert len(results) == CASES
    assert len({result.outcome for result in results}) >= 4  # read, damaged, unsupported, empty ...


def test_a_number_and_a_seed_give_the_same_file() -> None:
    for number in range(len(TURNS)):
        assert case(number, 3).data == case(number, 3).data
    assert case(0, 3).data != case(0, 4).data


@pytest.mark.parametrize("format_", sorted({turn for turn in TURNS if turn != "structure"}))
def test_what_is_broken_was_sound(format_: str) -> None:
    assert judge(original(format_, 2))[0] == "audited"


def test_a_crash_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_: Any) -> Any:
        raise KeyError("lost")

    monkeypatch.setattr(gouji, "to_dict", crash)
    with pytest.raises(Broken, match="KeyError"):
        judge(SAMPLE)


def test_a_crashed_rule_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_crash(case_: Case, **_: Any) -> Any:
        results = gouji.check.Results()
        results.checks = (Check("ARI-01", "undecidable", 0, Text("出错", "internal error: KeyError")),)
        return results

    monkeypatch.setattr(gouji.check, "run", with_crash)
    with pytest.raises(Broken, match="ARI-01"):
        judge(SAMPLE)


def test_a_quote_that_does_not_stand_there_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    read = gouji.extract.report

    def shifted(*arguments: Any) -> Any:
        report = read(*arguments)
        facts = [replace(fact, place=fact.place._replace(start=0)) for fact in report.facts]
        return replace(report, facts=tuple(facts))

    monkeypatch.setattr(gouji.extract, "report", shifted)
    with pytest.raises(Broken, match="quote"):
        judge(SAMPLE)


def test_a_fault_of_our_own_is_noticed_behind_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "_raised_here", lambda trace: trace is not None)

    def stumble(*_: Any) -> Any:
        raise errors.Damaged from _raised()

    monkeypatch.setattr(gouji.readers, "read", stumble)
    with pytest.raises(Broken, match="IndexError"):
        judge(SAMPLE)


def _raised() -> IndexError:
    try:
        raise IndexError("beyond")
    except IndexError as fault:
        return fault


def test_a_child_that_is_lost_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: Any) -> bytes:
        raise LostError("memory")

    monkeypatch.setattr(Pool, "audit", lost)
    (result,) = run([1], seed=0, jobs=1, seconds=10)
    assert result.failure == "the child was lost: memory"


def test_the_audit_of_a_sample_is_the_same_every_time() -> None:
    digests = {hashlib.sha256(judge(SAMPLE)[1].encode()).hexdigest() for _ in range(3)}
    assert len(digests) == 1
