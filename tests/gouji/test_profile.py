"""A rule profile: what it changes, what it cannot change, and what is said of one that cannot be used."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import gouji
from gouji import cli
from gouji.model import Profile, Submission
from gouji.profile import ProfileError, plain, read, settled

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
FAULTY = SAMPLES / "format-2021-faulty.txt"
WHOLE = """
name: 云溪区2025年度审核口径   # notes are free
select: [ARI, TIM-01, FMT]
ignore: [FMT-06]
severity: {ARI: warning, ARI-04: error}
deadlines:
  submission: {department: 01-15, government: 3-10}
limits:
  overview_characters: 800
"""


def profile(text: str) -> Profile:
    return read(f"name: 试\n{text}".encode())


def severities(chosen: Profile | None) -> dict[str, str]:
    audit = gouji.audit(FAULTY.read_bytes(), Submission(FAULTY.name), profile=chosen)
    return {finding.rule: finding.severity for finding in audit.findings}


def test_everything_that_can_be_said_is_read() -> None:
    found = read(WHOLE.encode())
    assert (found.select, found.ignore) == (("ARI", "FMT", "TIM-01"), ("FMT-06",))
    assert found.submission == {"department": (1, 15), "government": (3, 10)}
    assert found.overview_characters == 800
    assert read(plain(found)) == found
    assert read(json.dumps(plain(found)).encode()) == found


def test_json_may_escape_every_character() -> None:
    assert read(json.dumps({"name": "𠮷水区", "ignore": ["FMT-06"]}).encode()).name == "𠮷水区"


def test_one_day_stands_for_every_kind_of_agency() -> None:
    found = profile("deadlines: {submission: 01-21}")
    assert found.submission == dict.fromkeys(("government", "department", "township"), (1, 21))


def test_the_digest_is_of_what_is_settled_not_of_how_it_is_written() -> None:
    digest = read(WHOLE.encode()).digest
    assert re.fullmatch("[0-9a-f]{16}", digest)
    assert read(WHOLE.replace("ARI, TIM-01, FMT", "FMT, ARI, TIM-01").encode()).digest == digest
    assert read(WHOLE.replace("800", "801").encode()).digest != digest
    assert read(WHOLE.replace("2025", "2024").encode()).digest != digest, "the audit prints the name"
    assert settled(profile("limits: {overview_characters: 9}")) == {"name": "试", "limits": {"overview_characters": 9}}


def test_rules_that_it_leaves_out_say_nothing_and_are_not_among_the_checks() -> None:
    found = severities(None)
    assert {"ARI-01", "NVT-01"} <= set(found)
    assert set(severities(profile("select: [ARI]"))) == {code for code in found if code.startswith("ARI")}
    assert set(severities(profile("ignore: [ARI]"))) == {code for code in found if not code.startswith("ARI")}
    audit = gouji.audit(FAULTY.read_bytes(), profile=profile("ignore: [ARI-01]"), select=["ARI"])
    assert {"ARI-02", "ARI-04"} <= {check.rule for check in audit.checks}
    assert all(check.rule.startswith("ARI") and check.rule != "ARI-01" for check in audit.checks)


def test_a_severity_is_that_of_the_code_else_of_the_family() -> None:
    found = severities(profile("severity: {ARI: notice, ARI-04: warning}"))
    assert (found["ARI-01"], found["ARI-04"], found["NVT-01"]) == ("notice", "warning", "error")


def test_what_a_rule_holds_to_be_less_grave_stays_so() -> None:
    known = Submission(FAULTY.name, "云溪镇人民政府", "township", 2022, "2023-02-01")
    for severity, kept in (("error", "warning"), ("warning", "warning"), ("notice", "notice")):
        audit = gouji.audit(
            FAULTY.read_bytes(), known, select=["TIM-01"], profile=profile(f"severity: {{TIM-01: {severity}}}")
        )
        assert [finding.severity for finding in audit.findings] == [kept]


def test_personal_data_stays_masked_whatever_the_profile_leaves_out() -> None:
    text = "青川市云溪区档案局2017年政府信息公开工作年度报告\n申请人王小田申请公开拆迁补偿标准。".encode()
    for chosen in ("ignore: [PRV]", "select: [ARI]", "severity: {PRV: notice}"):
        audit = gouji.audit(text, profile=profile(chosen))
        assert "王小田" not in json.dumps(gouji.to_dict(audit), ensure_ascii=False)


def test_the_audit_says_which_profile_was_applied() -> None:
    chosen = read(WHOLE.encode())
    for data in (FAULTY.read_bytes(), b""):
        audit = gouji.to_dict(gouji.audit(data, profile=chosen))
        assert audit["profile"] == {"name": "云溪区2025年度审核口径", "digest": chosen.digest}
        assert gouji.to_dict(gouji.audit(data))["profile"] is None


@pytest.mark.parametrize(
    ("text", "pointer", "advice"),
    [
        ("name: 试\nselct: [ARI]", "/selct", "select"),
        ("select: [ARI]", "/name", "Give a name"),
        ("name: 试\nselect: ARI", "/select", "[ARI, FMT-06]"),
        ("name: 试\nselect: [ARI, ARI-99]", "/select/1", "ARI-99"),
        ("name: 试\nignore: [[ARI]]", "/ignore/0", "gouji rules"),
        ("name: 试\nseverity: {XYZ-01: error}", "/severity/XYZ-01", "XYZ-01"),
        ("name: 试\nseverity: {a/b~c: error}", "/severity/a~1b~0c", "a/b~c"),
        ("name: 试\nseverity: {ARI-01: fatal}", "/severity/ARI-01", "warning"),
        ("name: 试\nseverity: [ARI-01]", "/severity", "keys with values"),
        ("name: 试\ndeadlines: {publication: 01-31}", "/deadlines/publication", "submission"),
        ("name: 试\ndeadlines: {submission: 02-29}", "/deadlines/submission", "01-21"),
        ("name: 试\ndeadlines: {submission: 2025-01-21}", "/deadlines/submission", "01-21"),
        ("name: 试\ndeadlines: {submission: {school: 01-21}}", "/deadlines/submission/school", "township"),
        ("name: 试\nlimits: {overview_characters: 0}", "/limits/overview_characters", "above 0"),
        ("name: 试\nlimits: {overview_characters: true}", "/limits/overview_characters", "above 0"),
        ("name: 试\nname: 试", "", "twice"),
        ('{"name": "试", "name": "试"}', "", "twice"),
        ('{"name": "\\ud842"}', "", "valid YAML"),
        ("name: [试", "", "line 2"),
        ("", "", "select"),
        ("- ARI", "", "select"),
        ("name: &a [*a]", "", "select"),
        ("[" * 60_000, "", "select"),
        ("? [1]\n: 2", "", "valid YAML"),
        ("name: " + "试" * 30_000, "", "bytes"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_place_and_what_to_do(text: str, pointer: str, advice: str) -> None:
    with pytest.raises(ProfileError) as refused:
        read(text.encode())
    at, said = refused.value.wrong[0]
    assert at == pointer
    assert advice in said.en
    assert re.search("[一-鿿]", said.zh)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ProfileError, match="UTF-8"):
        read("name: 试".encode("gb18030"))


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(ProfileError) as refused:
        read(b"select: [X]\nignore: [Y]\nlimits: {z: 1}")
    assert {at for at, _ in refused.value.wrong} == {"/name", "/select/0", "/ignore/0", "/limits/z"}


# --- on the command line -----------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "profile.yaml"
    path.write_text("name: 试行口径\nignore: [NVT-01]\nseverity: {ARI: notice, PRV: notice}\n", "utf-8")
    return path


def test_the_exit_status_follows_the_severities_of_the_profile(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ["audit", str(FAULTY), "--select", "ARI", "PRV"]
    assert cli.main(chosen) == 1
    assert cli.main([*chosen, "--profile", str(file)]) == 0
    assert "口径 试行口径" in capsys.readouterr().out


def test_the_rules_are_listed_as_the_profile_has_them(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "--profile", str(file)]) == 0
    listed = {line.split()[0]: line.split()[1] for line in capsys.readouterr().out.splitlines()}
    assert (listed["NVT-01"], listed["ARI-01"], listed["NVT-02"]) == ("off", "notice", "warning")


@pytest.mark.parametrize(("lang", "word"), [("zh", "没有规则"), ("en", "There is no rule")])
@pytest.mark.parametrize("command", [["audit", str(FAULTY)], ["area", "a.json"], ["rules"]])
def test_a_profile_that_cannot_be_used_is_a_usage_error(
    command: list[str], lang: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: 试\nignore: [ARI-1]\n", "utf-8")
    assert cli.main([*command, "--lang", lang, "--profile", str(wrong)]) == 2
    said = capsys.readouterr().err
    assert f"wrong.yaml/ignore/0: {word}" in said


def test_a_profile_that_is_not_there_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["audit", str(FAULTY)], ["rules"]):
        assert cli.main([*command, "--profile", "no-such-profile.yaml"]) == 2
        assert "no-such-profile.yaml" in capsys.readouterr().err


def test_an_area_is_compared_under_the_profile(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["audit", str(FAULTY), "--format", "json"])
    (tmp_path / "a.json").write_text(capsys.readouterr().out, "utf-8")
    file.write_text("name: 试\nselect: [HIE-05]\n", "utf-8")
    cli.main(["area", str(tmp_path / "a.json"), "--format", "json", "--profile", str(file)])
    audit = json.loads(capsys.readouterr().out)
    assert audit["profile"]["name"] == "试"
    assert [check["rule"] for check in audit["checks"]] == ["HIE-05"]
