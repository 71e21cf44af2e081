"""The command line: formats, languages, exit status, messages."""

import json
from pathlib import Path

import pytest

from gouji import cli

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
CLEAN, FAULTY = SAMPLES / "format-2021-clean.txt", SAMPLES / "format-2021-faulty.txt"


def test_json_for_one_path_is_an_object_and_for_several_an_array(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", str(CLEAN), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "gouji.audit/1"
    assert cli.main(["audit", str(CLEAN), str(FAULTY), "--format", "json"]) == 1
    assert [each["document"]["filename"] for each in json.loads(capsys.readouterr().out)] == [CLEAN.name, FAULTY.name]


def test_ndjson_prints_one_object_a_line_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["audit", str(FAULTY), str(CLEAN), "--format", "ndjson"])
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["document"]["filename"] for line in lines] == [FAULTY.name, CLEAN.name]


@pytest.mark.parametrize(("lang", "word"), [("zh", "错误（应退回修改）"), ("en", "Errors (return the report)")])
def test_text_is_grouped_and_quotes_both_figures(lang: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", str(FAULTY), "--lang", lang]) == 1
    out = capsys.readouterr().out
    assert word in out
    assert "ARI-01" in out
    assert "“9”" in out


def test_an_unreadable_document_is_status_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04broken")
    assert cli.main(["audit", str(broken)]) == 3
    assert "无法读取" in capsys.readouterr().out


def test_a_missing_file_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", "no-such-file.txt"]) == 2
    assert "no-such-file.txt" in capsys.readouterr().err


def test_a_wrong_date_says_what_was_expected(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["audit", str(CLEAN), "--published", "31.1.2024"])
    assert stop.value.code == 2
    assert "2024-01-31" in capsys.readouterr().err


def test_rules_templates_and_facts_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules"]) == 0
    assert "ARI-01" in capsys.readouterr().out
    assert cli.main(["rules", "ari-01", "--lang", "en"]) == 0
    assert "Why" in capsys.readouterr().out
    assert cli.main(["rules", "XXX-99"]) == 2
    assert cli.main(["templates"]) == 0
    assert cli.main(["templates", "format-2021"]) == 0
    assert cli.main(["templates", "format-1999"]) == 2
    assert cli.main(["facts"]) == 0
    assert "requests.received" in capsys.readouterr().out


def test_the_rules_document_is_what_the_rules_say(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["rules", "--markdown"])
    document = Path(__file__).parents[2] / "docs" / "rules.md"
    assert capsys.readouterr().out == document.read_text("utf-8"), "run `make docs`"
