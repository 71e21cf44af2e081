"""Two reports in one file: each is read and judged as its own, and the findings say which one they speak of."""

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

import gouji
from gouji import readers
from gouji.identity import attached

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
CLEAN = (SAMPLES / "format-2021-clean.txt").read_text("utf-8")
FAULTY = (SAMPLES / "format-2021-faulty.txt").read_text("utf-8")
OLDER = (SAMPLES / "format-2019-clean.txt").read_text("utf-8")
LINKS = (
    "\n相关链接\n云岫市临溪区水务局2022年政府信息公开工作年度报告\n云岫市临溪区教育局2022年政府信息公开工作年度报告\n"
)
SCHEMA = json.loads(files("gouji").joinpath("audit.schema.json").read_text("utf-8"))


def test_each_report_is_judged_as_if_it_had_come_alone() -> None:
    alone = gouji.audit(FAULTY.encode())
    both = gouji.audit(f"{CLEAN}\n附件\n{FAULTY}".encode())
    assert both.report is not None
    assert alone.report is not None
    (second,) = both.report.attached
    assert [(f.key, f.value) for f in second.facts] == [(f.key, f.value) for f in alone.report.facts]
    assert sorted(f.rule for f in both.findings if f.severity != "notice") == sorted(
        f.rule for f in alone.findings if f.severity != "notice"
    )
    errors = [finding for finding in both.findings if finding.severity == "error"]
    assert errors
    assert all(finding.message.zh.startswith("所附《") for finding in errors)
    assert len({finding.fingerprint for finding in both.findings}) == len(both.findings)


def test_the_first_report_may_have_no_title() -> None:
    untitled = CLEAN[CLEAN.index("\n") :]
    both = gouji.audit(f"{untitled}\n{FAULTY}".encode())
    assert both.report is not None
    assert (both.report.title, len(both.report.attached)) == (None, 1)


def test_places_are_those_of_the_whole_file_and_ids_do_not_collide() -> None:
    both = gouji.audit(f"{CLEAN}\n{FAULTY}".encode())
    assert both.report is not None
    assert both.document is not None
    (second,) = both.report.attached
    for fact in second.facts:
        assert both.document.text[fact.place.start : fact.place.end] == fact.place.quote
    assert not {fact.id for fact in both.report.facts} & {fact.id for fact in second.facts}
    jsonschema.Draft202012Validator(SCHEMA).validate(gouji.to_dict(both))


def test_another_form_is_recognised_for_the_second_report_alone() -> None:
    both = gouji.audit(f"{CLEAN}\n{OLDER}".encode())
    assert both.report is not None
    assert (both.report.template, [report.template for report in both.report.attached]) == (
        "format-2021",
        ["format-2019"],
    )


def test_personal_data_of_an_attached_report_is_masked() -> None:
    printed = json.dumps(gouji.to_dict(gouji.audit(f"{CLEAN}\n{FAULTY}".encode())), ensure_ascii=False)
    (named,) = (f for f in gouji.audit(FAULTY.encode()).findings if f.rule == "PRV-01")
    assert "田**" in printed
    assert named.message.zh.split("（")[1].startswith("田**")
    assert "田禾风" not in printed


@pytest.mark.parametrize("text", [CLEAN + LINKS, LINKS + CLEAN, CLEAN + "\n一、附表说明\n数据来源于业务系统。\n"])
def test_titles_of_other_reports_and_a_list_that_starts_anew_are_no_second_report(text: str) -> None:
    assert len(attached.split(readers.read(text.encode()))) == 1
