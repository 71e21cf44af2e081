"""Handing in, duplicates, reading the parts of an audit, lists, deletion."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from exchange import sample, upload
from flask import Flask
from flask.testing import FlaskClient

FAULTY = sample("format-2019-faulty.txt")
CLEAN = sample("format-2019-clean.txt")
Work = Callable[[], int]


def test_a_report_is_taken_in_audited_and_read(client: FlaskClient, work: Work) -> None:
    answer = upload(client, FAULTY, "年报.txt", year="2020", published="2021-01-20", agency_kind="department")
    assert answer.status_code == 202
    assert answer.headers["Location"] == answer.json["job"]["links"]["self"]
    assert answer.headers["Retry-After"] == "1"
    assert answer.json["duplicate_of"] is None
    assert client.get(answer.headers["Location"]).json["state"] == "queued"
    assert work() == 1
    job = client.get(answer.headers["Location"]).json
    assert (job["state"], job["attempt"], job["problem"]) == ("succeeded", 1, None)
    report = client.get(job["links"]["report"]).json
    assert (report["filename"], report["year"], report["template"]) == ("年报.txt", 2020, "format-2019")
    assert report["submission"] == {"year": 2020, "published": "2021-01-20", "agency_kind": "department"}
    assert report["summary"]["error"] > 0
    audit = client.get(report["links"]["audit"]).json
    for part in ("facts", "findings", "checks"):
        listed = client.get(report["links"][part]).json
        assert listed["items"] == audit[part]
        assert listed["total"] == len(audit[part])


def test_parts_of_an_audit_are_narrowed(client: FlaskClient, work: Work) -> None:
    base = upload(client, FAULTY).json["report"]["links"]["self"]
    work()
    errors = client.get(f"{base}/findings?severity=error").json["items"]
    assert errors
    assert {each["severity"] for each in errors} == {"error"}
    facts = client.get(f"{base}/facts?indicator=requests.received&applicant=total&origin=table").json["items"]
    assert [each["indicator"] for each in facts] == ["requests.received"]
    assert client.get(f"{base}/checks?outcome=failed").json["items"]
    refused = client.get(f"{base}/checks?outcome=maybe&colour=red")
    assert [each["pointer"] for each in refused.json["errors"]] == ["/colour", "/outcome"]


def test_the_same_bytes_again_are_answered_with_what_is_there(client: FlaskClient, work: Work) -> None:
    first = upload(client, CLEAN)
    waiting = upload(client, CLEAN, "another name.txt")
    assert waiting.status_code == 200
    assert waiting.json["duplicate_of"] == first.json["report"]["id"]
    assert work() == 1
    done = upload(client, CLEAN)
    assert done.status_code == 200
    assert done.json["report"]["state"] == "succeeded"
    assert upload(client, CLEAN, year="2019").status_code == 202, "other particulars are another report"


def test_a_raw_body_with_its_name_in_a_header(client: FlaskClient) -> None:
    url = f"/v1/reports?year=2020&agency={quote('示例局')}"
    answer = client.post(url, data=CLEAN, headers={"X-Filename": quote("年度 报告.txt")})
    assert answer.status_code == 202
    assert answer.json["report"]["filename"] == "年度 报告.txt"
    assert answer.json["report"]["submission"] == {"year": 2020, "agency": "示例局"}
    disposition = f"attachment; filename*=UTF-8''{quote('报告二.txt')}"
    answer = client.post("/v1/reports", data=FAULTY, headers={"Content-Disposition": disposition})
    assert answer.json["report"]["filename"] == "报告二.txt"


@pytest.mark.parametrize(
    ("given", "kept"), [("../../etc/passwd", "passwd"), ("C:\\x\\报告.docx", "报告.docx"), ("a\x00b", "ab")]
)
def test_a_file_name_is_data_and_never_a_path(client: FlaskClient, given: str, kept: str) -> None:
    answer = client.post("/v1/reports", data=CLEAN, headers={"X-Filename": quote(given)})
    assert answer.json["report"]["filename"] == kept


def test_whoever_waits_gets_the_audit_at_once(client: FlaskClient, work: Work) -> None:
    upload(client, CLEAN)
    work()
    answer = upload(client, CLEAN, headers={"Prefer": "wait=5"})
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=5"
    assert answer.json["audit"]["schema"] == "gouji.audit/1"


def test_waiting_ends_with_the_time_and_the_job_goes_on(client: FlaskClient) -> None:
    answer = upload(client, CLEAN, headers={"Prefer": "respond-async, wait=1"})
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "wait=1"
    assert "audit" not in answer.json
    job = client.get(answer.headers["Location"], headers={"Prefer": "wait=1"})
    assert (job.json["state"], job.headers["Retry-After"]) == ("queued", "1")


def test_only_so_many_may_wait(app: Flask, client: FlaskClient) -> None:
    while app.config["WAITERS"].acquire(blocking=False):
        pass
    assert upload(client, CLEAN, headers={"Prefer": "wait=30"}).status_code == 202


def test_audits_have_etags_and_are_byte_stable(client: FlaskClient, work: Work) -> None:
    base = upload(client, CLEAN).json["report"]["links"]["self"]
    work()
    first = client.get(f"{base}/audit")
    assert client.get(f"{base}/audit").data == first.data
    etag = first.headers["ETag"]
    assert not etag.startswith("W/")
    for part in ("audit", "facts", "findings", "checks"):
        again = client.get(f"{base}/{part}", headers={"If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b"")


def test_before_the_audit_there_is_a_problem_that_names_the_job(client: FlaskClient) -> None:
    answer = upload(client, CLEAN)
    early = client.get(f"{answer.json['report']['links']['self']}/audit")
    assert (early.status_code, early.json["code"]) == (409, "no-audit")
    assert early.json["job"] == answer.headers["Location"]


def test_lists_are_paged_and_narrowed(client: FlaskClient, work: Work) -> None:
    for year in ("2018", "2019", "2020"):
        upload(client, CLEAN, year=year, external_id=f"case-{year}")
    upload(client, FAULTY)
    work()
    first = client.get("/v1/reports?limit=3")
    assert len(first.json["items"]) == 3
    assert first.headers["Link"] == f'</v1/reports?limit=3&cursor={first.json["next_cursor"]}>; rel="next"'
    second = client.get(f"/v1/reports?limit=3&cursor={first.json['next_cursor']}").json
    assert (len(second["items"]), second["next_cursor"]) == (1, None)
    assert [each["external_id"] for each in client.get("/v1/reports?external_id=case-2019").json["items"]] == [
        "case-2019"
    ]
    rule = json.loads(client.get(f"{client.get('/v1/reports?limit=1').json['items'][0]['links']['findings']}").data)
    code = rule["items"][0]["rule"]
    assert client.get(f"/v1/reports?rule={code}&outcome=findings").json["items"]
    assert client.get("/v1/reports?template=nothing").json["items"] == []
    assert client.get("/v1/reports?limit=0&cursor=x").status_code == 422


def test_an_erased_report_is_gone_with_all_its_parts(app: Flask, client: FlaskClient, work: Work) -> None:
    answer = upload(client, CLEAN)
    base, job = answer.json["report"]["links"]["self"], answer.headers["Location"]
    work()
    assert client.delete(base).status_code == 204
    assert [client.get(url).status_code for url in (base, f"{base}/audit", job)] == [404] * 3
    assert client.delete(base).status_code == 404
    kept = [path for path in app.config["LEDGER"].blobs.root.rglob("*") if path.is_file()]
    assert kept == []
    assert upload(client, CLEAN).status_code == 202, "it may be handed in again"
