"""Whole documents: the output keeps its schema, the samples give their facts and findings, the same bytes the same audit."""

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import gouji
from gouji import check, errors
from gouji.model import Case, Submission, Text
from gouji.rule import Rule
from tests.corpus import write_golden

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
GOLDEN = Path(__file__).parents[1] / "corpus" / "golden"
DOCUMENTS = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".html", ".docx", ".pdf"))
SCHEMA = json.loads(files("gouji").joinpath("audit.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

# Findings of error or warning that a fault brings along besides the one it was injected for: the same cause seen
# from another side, which a reviewer would want to see as well.
BESIDES = {
    "statistics-2014-beijing-faulty": {"NVT-02"},  # the broken figure of ARI-09 also contradicts the prose
}
# Faults that one format does not show.
ABSENT = {("statistics-2014-beijing-faulty", ".html"): {"STR-07"}}  # the page's own title is a title


def run(path: Path) -> dict[str, Any]:
    return gouji.to_dict(gouji.audit(path.read_bytes(), Submission(path.name)))


def ids(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


@pytest.mark.parametrize("path", DOCUMENTS, ids=ids(DOCUMENTS))
def test_the_output_keeps_its_schema_and_its_offsets(path: Path) -> None:
    audit = gouji.audit(path.read_bytes(), Submission(path.name))
    VALIDATOR.validate(gouji.to_dict(audit))
    assert audit.document is not None
    assert audit.report is not None
    for fact in audit.report.facts:
        assert audit.document.text[fact.place.start : fact.place.end] == fact.place.quote


@pytest.mark.parametrize("path", DOCUMENTS, ids=ids(DOCUMENTS))
def test_the_facts_of_a_sample_are_read_in_every_format(path: Path) -> None:
    truth = json.loads((SAMPLES / f"{path.stem}.facts.json").read_text("utf-8"))
    audit = run(path)

    def key(fact: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(fact[name] for name in ("indicator", "applicant", "item", "value", "unit"))

    read = {key(fact) for fact in audit["facts"] if fact["origin"] == "table" and fact["value"] is not None}
    assert read == {key(fact) for fact in truth["facts"] if fact["value"] is not None}
    report = audit["report"]
    assert (report["template"], report["year"]) == (truth["template"], truth["year"])
    assert report["agency"]["name"] == truth["agency"]
    assert report["agency"]["kind"] == truth["kind"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=ids(DOCUMENTS))
def test_the_findings_of_a_sample_are_its_faults_and_no_others(path: Path) -> None:
    audit = run(path)
    # A sum that is broken by the same cell as another is reported with it; its own check still says failed.
    found = {each["rule"] for each in audit["checks"] if each["outcome"] == "failed"}
    grave = {finding["rule"] for finding in audit["findings"] if finding["severity"] != "notice"}
    faults = SAMPLES / f"{path.stem}.faults.json"
    wanted = {fault["rule"] for fault in json.loads(faults.read_text("utf-8"))} if faults.exists() else set()
    assert wanted - found == ABSENT.get((path.stem, path.suffix), set())
    assert grave - wanted - BESIDES.get(path.stem, set()) == set()


@pytest.mark.parametrize("name", write_golden.NAMES)
def test_the_whole_audit_is_as_it_was(name: str) -> None:
    """Golden files compare the complete output; `make golden` writes them anew after a change that is meant."""
    assert write_golden.golden(name) == json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


def test_the_same_bytes_give_the_same_audit() -> None:
    path = SAMPLES / "format-2021-faulty.pdf"
    assert run(path) == run(path)


@pytest.mark.parametrize("stem", sorted({path.stem for path in DOCUMENTS}))
def test_fingerprints_are_the_same_in_every_format(stem: str) -> None:
    def prints(path: Path) -> set[tuple[str, str]]:
        return {(f["rule"], f["fingerprint"]) for f in run(path)["findings"] if f["rule"] not in ("STR-07", "FMT-05")}

    first, *others = [path for path in DOCUMENTS if path.stem == stem]
    for other in others:
        assert prints(other) == prints(first)


def test_personal_data_is_masked_in_every_string_of_the_output() -> None:
    text = (
        "青川市云溪区档案局2017年政府信息公开工作年度报告\n（三）依申请公开情况\n"
        "2017年共收到政府信息公开申请2件。申请人王小田申请公开拆迁补偿标准，电话13900000000。"
    )
    audit = gouji.audit(text.encode(), Submission("report.txt"))
    printed = json.dumps(gouji.to_dict(audit), ensure_ascii=False)
    assert "王小田" not in printed
    assert "13900000000" not in printed
    assert {"PRV-01", "PRV-03"} <= {finding.rule for finding in audit.findings}


def test_personal_data_stays_masked_when_privacy_rules_are_ignored() -> None:
    text = (
        "青川市云溪区档案局2017年政府信息公开工作年度报告\n申请人王小田申请公开拆迁补偿标准。收到政府信息公开申请1件。"
    )
    audit = gouji.audit(text.encode(), Submission("report.txt"), ignore=["PRV"])
    assert not any(finding.rule.startswith("PRV") for finding in audit.findings)
    assert "王小田" not in json.dumps(gouji.to_dict(audit), ensure_ascii=False)


def test_an_unreadable_file_is_an_audit_with_a_problem() -> None:
    audit = gouji.audit(b"", Submission("empty.pdf"))
    plain = gouji.to_dict(audit)
    VALIDATOR.validate(plain)
    assert isinstance(audit.problem, errors.Empty)
    assert "report" not in plain
    assert plain["problem"]["code"] == "empty"
    assert plain["summary"]["outcome"] == "incomplete"


def test_what_is_no_annual_report_is_incomplete_and_says_why() -> None:
    notice = "关于做好2023年政府信息公开工作年度报告编制工作的通知\n各科室：请于1月10日前报送年度报告。\n特此通知。"
    plain = gouji.to_dict(gouji.audit(notice.encode(), Submission("notice.txt")))
    assert plain["summary"]["outcome"] == "incomplete"
    assert [finding["rule"] for finding in plain["findings"]] == ["STR-14"]
    assert all(c["outcome"] == "skipped" for c in plain["checks"] if not c["rule"].startswith(("STR-14", "PRV")))


def test_a_rule_that_crashes_is_a_notice_and_the_others_still_run() -> None:
    path = SAMPLES / "format-2021-faulty.txt"
    audit = gouji.audit(path.read_bytes())
    assert audit.report is not None
    good = next(rule for rule in check.all_rules() if rule.code == "ARI-01")

    def crash(_: Case) -> Any:
        raise RuntimeError("report text that must not leak")

    broken = Rule("ZZZ-01", "broken", "test", "error", *[Text("甲", "a")] * 3, good.basis, crash, ())
    results = check.run(Case(audit.report), rules=[broken, good])
    codes = {finding.rule: finding for finding in results.findings}
    assert {"ZZZ-01", "ARI-01"} == set(codes)
    assert codes["ZZZ-01"].severity == "notice"
    assert "must not leak" not in codes["ZZZ-01"].message.zh + codes["ZZZ-01"].message.en


def test_select_and_ignore_take_codes_and_families() -> None:
    data = (SAMPLES / "format-2021-faulty.txt").read_bytes()
    only = gouji.audit(data, select=["ARI"])
    assert {c.rule[:3] for c in only.checks} == {"ARI"}
    without = gouji.audit(data, ignore=["ARI-01"])
    assert "ARI-01" not in {c.rule for c in without.checks}


def test_the_callers_word_wins() -> None:
    data = (SAMPLES / "format-2021-clean.txt").read_bytes()
    plain = gouji.to_dict(gouji.audit(data, Submission(agency="青川市审计局", year=2022, published="2023-01-20")))
    assert plain["report"]["agency"]["name"] == "青川市审计局"
    assert plain["report"]["year"] == 2022
    assert plain["report"]["published"] == "2023-01-20"


def test_numeric_rules_stay_silent_on_garbled_text_and_say_so() -> None:
    garbled = gouji.audit((SAMPLES / "format-2021-faulty.txt").read_bytes())
    assert garbled.report is not None
    document = replace(garbled.report.document, quality=replace(garbled.report.document.quality, text=0.4))
    results = check.run(Case(replace(garbled.report, document=document)))
    assert not {finding.rule[:3] for finding in results.findings} & {"ARI", "PCT", "UNT", "NVT", "XTB"}
    reasons = {each.reason.zh for each in results.checks if each.rule.startswith("ARI") and each.reason}
    assert any("文字层质量过低" in reason for reason in reasons)


def test_what_a_scan_seems_to_lack_may_have_been_missed_by_us() -> None:
    text = (
        "云溪区水务局2023年政府信息公开工作年度报告\n一、总体情况\n公开信息12条。\n二、主动公开政府信息情况\n见表。\n"
    )
    read = gouji.audit(text.encode())
    assert read.document is not None
    assert read.report is not None
    scanned = replace(read.document, quality=replace(read.document.quality, ocr=True))
    for document, cause in ((read.document, "report"), (scanned, "extraction")):
        findings = check.run(Case(replace(read.report, document=document))).findings
        missing = [finding for finding in findings if finding.rule in ("STR-01", "STR-03")]
        assert missing
        assert {finding.cause for finding in missing} == {cause}
