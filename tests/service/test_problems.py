"""What goes wrong is said in both languages, with the right status, and never in the words of an exception."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from exchange import ROOT, checked, sample, upload
from flask import Flask
from flask.testing import FlaskClient

from gouji import errors
from gouji.readers import scan
from ledger.book import Ledger
from ledger.settings import Settings
from service.app import create_app
from service.problem_types import TYPES

CLEAN = sample("format-2019-clean.txt")
ROOMS = ("service", "workers", "kill", "ledger", "readers")


def test_every_way_of_being_unreadable_has_a_type() -> None:
    for each in errors.Unreadable.__subclasses__():
        assert TYPES[each.code].title == each.title
    assert TYPES["too-large"].status == 413
    assert TYPES["unsupported-type"].status == 415
    assert TYPES["encrypted"].status == 422


def test_the_contract_lists_every_type() -> None:
    contract = yaml.safe_load((ROOT / "openapi.yaml").read_text("utf-8"))
    assert contract["components"]["schemas"]["ProblemCode"]["enum"] == sorted(TYPES)


@pytest.mark.parametrize("code", TYPES)
def test_every_type_is_produced_by_some_test(code: str) -> None:
    """At least named where an answer or a job is looked at."""
    files = [file.read_text("utf-8") for room in ROOMS for file in (ROOT / "tests" / room).glob("*.py")]
    assert any(f'"{code}"' in text for text in files)


def test_no_type_is_raised_that_is_not_listed_and_none_is_listed_that_is_not_raised() -> None:
    text = "".join(file.read_text("utf-8") for file in (ROOT / "service").rglob("*.py"))
    raised = set(re.findall(r'\bProblem\(\s*"([^"]+)"', text))
    assert len(raised) > 20
    assert raised <= set(TYPES)
    of_files = {each.code for each in errors.Unreadable.__subclasses__()}
    of_jobs = {kind.code for kind in TYPES.values() if kind.status is None}
    elsewhere = re.sub(r'\b_kind\("[^"]+"', "", text)
    assert [code for code in set(TYPES) - of_files - of_jobs if f'"{code}"' not in elsewhere] == []


def test_every_type_is_explained_where_its_name_leads(client: FlaskClient) -> None:
    listed = client.get("/v1/problems").json["items"]
    assert [each["code"] for each in listed] == sorted(TYPES)
    for each in listed:
        assert client.get(each["type"]).json == each
        assert each["title"]["zh"]
        assert each["title"]["en"]
    assert client.get("/v1/problems/nothing").status_code == 404


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty"),
        (b" \r\n\t ", 422, "empty"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), 415, "unsupported-type"),
        (b"MZ\x90\x00" + bytes(2_000_000), 415, "unsupported-type"),
        pytest.param(
            b"\x89PNG\r\n\x1a\n" + bytes(100),
            415,
            "unsupported-type",
            marks=pytest.mark.skipif(scan.available(), reason="the ocr extra is installed, pictures are taken"),
        ),
        (bytes(range(256)) * 40, 415, "unsupported-type"),
        (
            b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><z>&b;</z>',
            415,
            "unsupported-type",
        ),
    ],
)
def test_what_no_reader_takes_is_refused_at_once(client: FlaskClient, data: bytes, status: int, code: str) -> None:
    small = [upload(client, data)] if len(data) < 400_000 else []
    for answer in (*small, client.post("/v1/reports", data=data)):
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
        assert (answer.json["code"], answer.json["status"]) == (code, status)
    assert client.get("/v1/reports").json["items"] == []


def test_too_much_is_refused_whatever_way_it_comes(settings: Settings) -> None:
    app = checked(create_app(replace(settings, max_upload_bytes=100_000)))
    client, much = app.test_client(), b"x" * 100_001
    stream = {"wsgi.input": io.BytesIO(much), "wsgi.input_terminated": True}
    for answer in (
        upload(client, much),
        upload(client, much * 3),
        client.post("/v1/reports", data=much),
        client.post("/v1/reports", environ_overrides=stream),
    ):
        assert (answer.status_code, answer.json["code"]) == (413, "too-large")
        assert "0.1 MB" in answer.json["detail"]
    assert list((settings.state / "blobs" / "incoming").iterdir()) == []
    assert upload(client, CLEAN).status_code == 202
    app.config["LEDGER"].close()


def test_a_large_text_is_not_mistaken_for_something_else(client: FlaskClient) -> None:
    text = ("示例市示例局2020年政府信息公开工作年度报告。" * 30_000).encode("gb18030")
    assert len(text) > 1_000_000
    assert client.post("/v1/reports", data=text).status_code == 202


def test_fields_that_are_wrong_are_named(client: FlaskClient) -> None:
    answer = upload(client, CLEAN, year="MMXX", published="21 May", agency_kind="club", colour="red")
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == ["/agency_kind", "/colour", "/published", "/year"]
    assert all(each["details"]["zh"] and each["details"]["en"] for each in answer.json["errors"])
    assert upload(client, CLEAN, year="", agency=" ").status_code == 202, "a field left blank is not given"


@pytest.mark.parametrize("part", ["none", "of another name", "a field, not a file"])
def test_a_form_without_its_file(client: FlaskClient, part: str) -> None:
    forms = {"of another name": {"document": (io.BytesIO(b"x"), "x.txt")}, "a field, not a file": {"file": "text"}}
    answer = client.post("/v1/reports", data=forms.get(part, {}), content_type="multipart/form-data")
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/file")


def test_problems_speak_the_language_that_is_asked_for(client: FlaskClient) -> None:
    english = client.get("/v1/jobs/none", headers={"Accept-Language": "en-GB,zh;q=0.5"})
    chinese = client.get("/v1/jobs/none", headers={"Accept-Language": "zh-CN"})
    neither = client.get("/v1/jobs/none", headers={"Accept-Language": "fr"})
    assert english.json["title"] == english.json["titles"]["en"] == "Not found"
    assert chinese.json["title"] == neither.json["title"] == "没有找到"
    assert (english.headers["Content-Language"], chinese.headers["Content-Language"]) == ("en", "zh")


@pytest.mark.parametrize(
    "url", ["/nothing", "/v1/reports/", "/v1//reports", "/v1/reports/x", "/v1/jobs/x", "/v1/rules/x"]
)
def test_what_is_not_there(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")
    assert answer.json["instance"] == url


@pytest.mark.parametrize(
    "url", ["/v1/jobs/a%00b", "/v1/reports/a%00b/audit", "/v1/reports/%ff%fe", "/v1/jobs/" + "x" * 5000]
)
def test_an_id_that_cannot_be_one(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 404


def test_the_address_of_a_problem_is_one_whatever_was_asked_for(client: FlaskClient) -> None:
    """Percent-encoded: a URI reference holds nothing but ASCII."""
    assert client.get("/v1/jobs/%E6%B2%A1%E6%9C%89<x>").json["instance"] == "/v1/jobs/%E6%B2%A1%E6%9C%89%3Cx%3E"


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE", "POST"])
def test_what_nothing_can_be_called_is_not_there(client: FlaskClient, method: str) -> None:
    url = "/v1/webhooks/%F1%AC%A7%88%00" + ("/test" if method == "POST" else "")
    answer = client.open(url, method=method, json={})
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


def test_a_method_that_is_not_allowed(client: FlaskClient) -> None:
    answer = client.put("/v1/reports")
    assert (answer.status_code, answer.json["code"]) == (405, "method-not-allowed")
    assert "POST" in answer.headers["Allow"]


def test_our_own_failure_is_a_500_without_its_text(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret text of a report")

    monkeypatch.setattr("ledger.store.reports.find", broken)
    trace = "0af7651916cd43dd8448eb211c80319c"
    answer = client.get("/v1/reports/x", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})
    assert (answer.status_code, answer.json["code"], answer.json["trace_id"]) == (500, "internal", trace)
    assert b"secret" not in answer.data


@pytest.mark.one_database  # it damages a file; a server that is away: tests/service/test_outages.py
def test_without_its_database_the_service_says_so(app: Flask, client: FlaskClient) -> None:
    ledger: Ledger = app.config["LEDGER"]
    ledger.database.close()
    Path(ledger.settings.state / "gouji.sqlite").write_bytes(b"not a database at all" * 100)
    for name in ("gouji.sqlite-wal", "gouji.sqlite-shm"):
        (ledger.settings.state / name).unlink(missing_ok=True)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["checks"]["database"]) == (503, "down")
    assert upload(client, CLEAN).status_code == 503


def test_a_full_disk_accepts_nothing_and_says_so(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    answer = upload(client, CLEAN)
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert client.get("/v1/reports").json["items"] == []


def test_a_small_archive_that_holds_no_report_is_refused_at_once(client: FlaskClient) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<slides/>")
    assert upload(client, file.getvalue(), "报告.docx").status_code == 415


def test_a_large_archive_is_for_the_worker_to_judge(client: FlaskClient) -> None:
    assert client.post("/v1/reports", data=b"PK\x03\x04" + bytes(1_100_000)).status_code == 202
