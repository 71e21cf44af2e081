"""Earlier audits and the audits of an area: which one counts, what a sketch tells, what the rules make of both."""

from __future__ import annotations

import json
import random
import timeit
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import gouji
from gouji import check, cli
from gouji.area import compare
from gouji.model import Case, Report, Submission
from gouji.operators import exported as exported_audits
from gouji.operators import growth, history, sketch
from gouji.operators.samples import audit
from gouji.rule import NotApplicable, all_rules
from tests.corpus.real import needs_reports, report_text

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
HISTORY = ("XYR", "HIE", "PLA")
TITLE = "青川市云溪区档案局2023年政府信息公开工作年度报告\n一、总体情况\n"


def case(*previous: Mapping[str, Any], name: str = "青川市云溪区档案局", year: int = 2023) -> Case:
    report = exported_audits.report_of(audit(year, agency=name))
    assert report is not None
    return Case(report, previous=previous)


def read(text: str) -> Report:
    report = gouji.audit(text.encode(), Submission("report.txt")).report
    assert report is not None
    return report


def exported(name: str, **told: Any) -> dict[str, Any]:
    path = SAMPLES / name
    return gouji.to_dict(gouji.audit(path.read_bytes(), Submission(path.name, **told)))


# --- which audit counts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("previous", "reason"),
    [
        ((), "没有提供往年"),
        ((audit(2021),), "没有2022年度的"),
        ((audit(2022, agency="青川市云溪区水务局"),), "属于其他单位"),
        (({"schema": "gouji.audit/1", "problem": {}},), "没有2022年度的"),
        ((["no audit"],), "没有2022年度的"),
    ],
)
def test_a_missing_year_is_a_reason_in_both_languages(previous: Any, reason: str) -> None:
    found = history.last_year(case(*previous))
    assert isinstance(found, NotApplicable)
    assert reason in found.reason.zh
    assert found.reason.en


def test_the_last_audit_of_last_year_counts_whatever_the_order() -> None:
    first, second = audit(2022, {"licensing.decisions": "1"}), audit(2022, {"licensing.decisions": "2"})
    found = history.last_year(case(first, audit(2021), second, audit(2020)))
    assert isinstance(found, history.Other)
    fact = found.figures.total("licensing.decisions")
    assert fact is not None
    assert fact.value == 2


@pytest.mark.parametrize(
    ("name", "same"),
    [("云溪区档案局", True), ("青川市 云溪区档案局", True), ("青川市云溪区水务局", False), ("东云溪区档案局", False)],
)
def test_a_name_may_lack_the_place_before_it(name: str, same: bool) -> None:
    assert history.same_agency("青川市云溪区档案局", name) is same


def test_an_audit_of_any_shape_makes_no_rule_crash() -> None:
    whole = exported("format-2021-clean.txt")
    report = gouji.audit((SAMPLES / "format-2021-clean.txt").read_bytes()).report
    assert report is not None
    noise: list[Any] = [None, [], "2022", 7, {}, {"start": "x"}, [{"value": "x"}], [None]]
    chance = random.Random(7)
    for _ in range(150):
        broken: Any = json.loads(json.dumps(whole))
        broken["report"]["year"] = chance.choice([2022, 2023])
        parts = [broken, broken["report"], *chance.sample(broken["facts"], 40)]
        for part in chance.sample(parts, 20):
            part[chance.choice(list(part))] = chance.choice(noise)
        rules = [rule for rule in all_rules() if rule.code.startswith(HISTORY)]
        results = check.run(Case(report, previous=(broken,), area=(broken,)), rules=rules)
        crashed = [each.rule for each in results.checks if each.reason and each.reason.en.startswith("internal")]
        assert not crashed, (crashed, broken)


def test_an_exported_audit_comes_back_with_its_figures() -> None:
    path = SAMPLES / "format-2019-clean.docx"
    before = gouji.audit(path.read_bytes(), Submission(path.name)).report
    after = exported_audits.report_of(exported(path.name))
    assert before is not None
    assert after is not None
    assert after.facts == before.facts
    assert after.sketch == sketch.of(before)
    assert (after.year, after.template, after.agency) == (before.year, before.template, before.agency)


# --- sketches --------------------------------------------------------------------------------------


def invented(seed: int, length: int) -> str:
    """Characters in no order: two such texts have nothing in common."""
    return "".join(chr(0x4E00 + random.Random(seed + i).randrange(3000)) for i in range(length))


def shingles(text: str) -> set[str]:
    return {text[i : i + sketch.RUN] for i in range(len(text) - sketch.RUN + 1)}


@pytest.mark.parametrize("kept", [0, 300, 600, 900, 1000])
def test_likeness_is_the_share_of_runs_in_common(kept: int) -> None:
    for seed in range(5):
        a = invented(seed * 10_000, 1000)
        b = a[:kept] + invented(seed * 10_000 + 5_000_000, 1000 - kept)
        true = len(shingles(a) & shingles(b)) / len(shingles(a) | shingles(b))
        found = sketch.likeness(sketch.text(a), sketch.text(b))
        assert found is not None
        assert abs(found - true) < 0.12


def test_years_spaces_and_punctuation_do_not_count() -> None:
    a = invented(1, 200)
    assert sketch.likeness(sketch.text(f"2022年，{a}"), sketch.text(f"2023年 {a}。")) == 1


def test_a_sketch_is_small_and_says_nothing_of_a_short_text() -> None:
    assert len(sketch.text(invented(3, 9000)) or "") == 256
    assert sketch.text("无。", sketch.LEAST_PROBLEMS) is None
    assert sketch.likeness(None, "00" * 128) is None
    assert sketch.likeness("zz" * 128, "01" * 128) is None


def test_every_format_gives_the_same_sketch() -> None:
    found = {json.dumps(exported(f"format-2021-clean.{each}")["report"]["sketch"]) for each in ("txt", "docx", "html")}
    assert len(found) == 1


# --- claims of change ------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [1, 2, 3, 7, 18, 99, 350, 2017])
@pytest.mark.parametrize("current", [1, 2, 5, 23, 101, 4096])
@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_a_correctly_rounded_or_truncated_change_is_never_questioned(before: int, current: int, decimals: int) -> None:
    if before == current:
        return
    way = "增长" if current > before else "下降"
    exact = abs(current - before) * 100 / before
    cut = int(exact * 10**decimals) / 10**decimals
    for printed in (f"{exact:.{decimals}f}", f"{cut:.{decimals}f}"):
        if float(printed) == 0:
            continue
        amount = f"比上年{way}{abs(current - before)}件"
        for told in (f"同比{way}{printed}%", f"{amount}，{way}{printed}%", f"{amount}，同比{way}{printed}%"):
            report = read(f"{TITLE}全年收到政府信息公开申请{current}件，{told}。")
            verdicts = [verdict for _, verdict in growth.consistent(report)]
            assert verdicts
            assert False not in verdicts, (before, current, told)


@pytest.mark.parametrize(
    "text",
    [
        "全年收到政府信息公开申请12件，群众满意度较上年提高37%。",  # another subject
        "全年收到政府信息公开申请12件，平均办理天数较上年减少3天，同比下降37%。",
        "2023年收到政府信息公开申请12件，2022年收到政府信息公开申请9件，同比增长33.33%。",
        "全年收到政府信息公开申请12件，环比增长37%。",
        "全年收到政府信息公开申请12件，答复率较上年提高3个百分点。",
        "全年收到政府信息公开申请约120件，同比增长37%。",
        "主动公开政府信息1.2万条，同比增长37%。",
        "政府信息公开专项经费12万元，同比增长37%。",  # money need not have been a whole number
    ],
)
def test_what_is_about_something_else_or_rough_is_not_recalculated(text: str) -> None:
    results = check.run(
        Case(read(TITLE + text), previous=(audit(2022, {"requests.received@total": "400"}),)),
        select=["XYR-04", "XYR-05"],
    )
    assert not results.findings


# --- whole audits ----------------------------------------------------------------------------------


def test_a_year_that_follows_from_the_last_raises_nothing() -> None:
    figures = {"requests.carried_out@natural_person": "1", "requests.carried_out@total": "1"}
    figures |= {"normative_documents.in_force": "8", "requests.received@total": "10", "review.pending": "1"}
    last = audit(2022, figures, agency="云岫市临溪区市场监督管理局")
    data = (SAMPLES / "format-2021-clean.docx").read_bytes()
    found = gouji.audit(data, Submission("report.docx"), previous=(last,))
    outcomes = {each.rule: each.outcome for each in found.checks}
    assert not [each for each in found.findings if each.rule.startswith(HISTORY)]
    assert {outcomes[code] for code in ("XYR-01", "XYR-02", "XYR-06", "PLA-05")} == {"passed"}


def test_a_report_handed_in_again_for_the_next_year_is_recognised() -> None:
    last = exported("format-2021-clean.txt")
    text = (SAMPLES / "format-2021-clean.txt").read_text("utf-8").replace("2024年", "2025年").replace("2023", "2024")
    found = gouji.audit(text.encode(), Submission("report.txt"), previous=(last,))
    rules = {finding.rule for finding in found.findings}
    assert "XYR-07" in rules
    assert "XYR-08" not in rules  # the same cause


@needs_reports
def test_the_real_reports_get_no_error_or_warning_without_history() -> None:
    for number in ("000", "001", "002", "003", "004"):
        path = report_text(number)
        found = gouji.audit(path.read_bytes(), Submission(path.name), select=HISTORY).findings
        assert [each.rule for each in found if each.severity != "notice"] == []


def test_a_rule_without_history_costs_less_than_a_millisecond() -> None:
    report = gouji.audit((SAMPLES / "statistics-2014-beijing-clean.txt").read_bytes()).report
    assert report is not None
    alone = Case(report)
    for rule in all_rules():
        if rule.code.startswith(HISTORY):
            best = min(timeit.repeat(lambda rule=rule: list(rule.check(alone)), number=5, repeat=3))  # type: ignore[misc]
            assert best / 5 < 0.001, rule.code


# --- the area --------------------------------------------------------------------------------------


def area(government: str = "10") -> list[dict[str, Any]]:
    units = [
        audit(2022, {"requests.received@total": n}, agency=f"青川市云溪区{u}")
        for u, n in (("水务局", "4"), ("民政局", "6"))
    ]
    whole = audit(2022, {"requests.received@total": government}, agency="青川市云溪区人民政府", kind="government")
    return [*units, whole]


def test_audits_of_an_area_are_compared_with_each_other() -> None:
    codes = {str(a["report"]["agency"]["name"]): [f.rule for f in found.findings] for a, found in compare(area("5"))}
    assert codes == {"青川市云溪区水务局": [], "青川市云溪区民政局": [], "青川市云溪区人民政府": ["HIE-06"]}


def test_a_unit_list_makes_absence_and_difference_decidable() -> None:
    units = ["云溪区水务局", "云溪区民政局"]
    found = {f.rule for _, each in compare(area("12"), units) for f in each.findings}
    assert found == {"HIE-01"}
    missing = [f for _, each in compare(area("12"), [*units, "云溪区档案局"]) for f in each.findings]
    assert [f.rule for f in missing] == ["HIE-02"]


def test_copied_prose_is_found_from_sketches_alone() -> None:
    prose = invented(5, 400)
    pair = [audit(2022, agency=f"青川市云溪区{name}", prose=prose) for name in ("水务局", "民政局")]
    assert [[f.rule for f in found.findings] for _, found in compare(pair)] == [["HIE-03"], ["HIE-03"]]


def test_other_years_and_the_same_body_are_no_neighbours() -> None:
    report = exported_audits.report_of(audit(2022, agency="青川市云溪区水务局"))
    assert report is not None
    others = (audit(2021, agency="青川市云溪区民政局"), audit(2022, agency="青川市云溪区水务局"))
    assert history.neighbours(Case(report, area=others)) == []


def test_the_command_compares_stored_audits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored = tmp_path / "area.json"
    first = exported("format-2021-clean.txt")
    second = exported("format-2021-clean.txt", agency="云岫市临溪区水务局")
    stored.write_text(json.dumps([first, second], ensure_ascii=False), "utf-8")
    units = tmp_path / "units.txt"
    units.write_text("临溪区市场监督管理局\n临溪区水务局\n临溪区民政局\n", "utf-8")
    assert cli.main(["area", str(stored), "--units", str(units), "--format", "ndjson"]) == 1
    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {f["rule"] for each in results for f in each["findings"]} == {"HIE-02", "HIE-03", "HIE-04"}
    assert results[0]["facts"] == first["facts"]
    assert cli.main(["area", str(stored), "--lang", "en"]) == 0
    assert "HIE-04" in capsys.readouterr().out


def test_what_is_no_audit_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('["text"]', "utf-8")
    assert cli.main(["area", str(wrong)]) == 2
    assert "no audit" in capsys.readouterr().err
    report = SAMPLES / "format-2021-clean.txt"
    assert cli.main(["audit", str(report), "--previous", str(wrong)]) == 2
