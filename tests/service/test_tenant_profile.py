"""A tenant's rule profile: set, refused, applied by the next job, and part of what makes a document audited already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from exchange import checked, sample, upload
from flask import Flask
from flask.testing import FlaskClient

import gouji
from ledger.settings import Settings
from service.app import create_app

FAULTY = sample("format-2021-faulty.txt")
SMALL = "name: 云溪区审核口径\nignore: [NVT]\nseverity: {ARI: notice}\ndeadlines: {submission: 01-21}\n"
CITY, TOWN = "city-key-0123456789", "town-key-0123456789"
Work = Callable[[], int]


def put(client: FlaskClient, text: str | bytes = SMALL, **more: Any) -> Any:
    return client.put("/v1/profile", data=text, content_type="application/yaml", **more)


def test_a_profile_is_set_shown_and_dropped(client: FlaskClient) -> None:
    assert client.get("/v1/profile").status_code == 404
    assert client.delete("/v1/profile").status_code == 404
    answer = put(client)
    assert answer.status_code == 200
    assert answer.json["digest"] == gouji.read_profile(SMALL.encode()).digest
    shown = client.get("/v1/profile").json
    assert shown == answer.json
    assert shown["profile"]["ignore"] == ["NVT"]
    assert client.put("/v1/profile", json=shown["profile"]).json["digest"] == shown["digest"], (
        "it takes its own answer"
    )
    assert put(client, SMALL.replace("NVT", "FMT")).json["profile"]["ignore"] == ["FMT"]
    assert client.delete("/v1/profile").status_code == 204
    assert client.get("/v1/profile").status_code == 404


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("name: 试\nignore: [NVT-99]", "/ignore/0"),
        ("name: 试\nselct: [NVT]", "/selct"),
        ("", ""),
        (b"\xff\xfe\x00", ""),
        ("[" * 60_000, ""),
        ("#" * 200_000, ""),
    ],
    ids=["code", "key", "empty", "bytes", "deep", "long"],
)
def test_one_that_cannot_be_used_is_refused_and_the_old_one_stays(
    client: FlaskClient, text: str | bytes, pointer: str
) -> None:
    put(client)
    answer = put(client, text)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-input")
    assert answer.json["errors"][0]["pointer"] == pointer
    assert {"zh", "en"} == set(answer.json["errors"][0]["details"])
    assert client.get("/v1/profile").json["profile"]["name"] == "云溪区审核口径"


def test_the_same_bytes_are_audited_anew_under_another_profile(client: FlaskClient, work: Work) -> None:
    plain = upload(client, FAULTY).json["report"]
    assert work() == 1
    before = client.get(plain["links"]["self"]).json
    assert before["summary"]["error"] > 0
    put(client)
    again = upload(client, FAULTY)
    assert (again.status_code, again.json["duplicate_of"]) == (202, plain["id"])
    assert work() == 1
    audit = client.get(f"{plain['links']['self']}/audit").json
    assert audit["profile"] == {"name": "云溪区审核口径", "digest": client.get("/v1/profile").json["digest"]}
    assert not any(each["rule"].startswith("NVT") for each in audit["findings"] + audit["checks"])
    assert {each["severity"] for each in audit["findings"] if each["rule"].startswith("ARI")} == {"notice"}
    assert upload(client, FAULTY).status_code == 200, "audited already, under this profile"
    assert put(client).status_code == 200
    assert upload(client, FAULTY).status_code == 200, "the same profile again changes nothing"
    client.delete("/v1/profile")
    assert upload(client, FAULTY).status_code == 202
    assert work() == 1
    assert client.get(f"{plain['links']['self']}/audit").json["profile"] is None
    assert client.get(plain["links"]["self"]).json["summary"] == before["summary"]


def test_a_job_that_waits_is_done_under_the_profile_of_its_claim(client: FlaskClient, work: Work) -> None:
    base = upload(client, FAULTY).json["report"]["links"]["self"]
    put(client)
    assert work() == 1
    assert client.get(f"{base}/audit").json["profile"]["name"] == "云溪区审核口径"
    assert upload(client, FAULTY).status_code == 200


def test_the_day_of_submission_is_told_and_judged(client: FlaskClient, work: Work) -> None:
    put(client)
    late = upload(client, FAULTY, submitted="2024-02-01").json["report"]
    early = upload(client, FAULTY, submitted="2024-01-05").json["report"]
    assert late["id"] != early["id"]
    assert late["submission"] == {"submitted": "2024-02-01"}
    assert work() == 2
    found = [client.get(f"{each['links']['self']}/checks?rule=TIM-05").json["items"] for each in (late, early)]
    assert [each[0]["outcome"] for each in found] == ["failed", "passed"]
    assert upload(client, FAULTY, submitted="1.2.2024").json["errors"][0]["pointer"] == "/submitted"


@pytest.fixture
def guarded(settings: Settings) -> Iterator[Flask]:
    app = checked(create_app(replace(settings, api_keys=f"city={CITY},town={TOWN}")))
    yield app
    app.config["LEDGER"].close()


def test_a_profile_belongs_to_the_tenant_of_the_key(guarded: Flask) -> None:
    client = guarded.test_client()
    city, town = ({"Authorization": f"Bearer {key}"} for key in (CITY, TOWN))
    assert put(client).status_code == 401
    assert put(client, headers=city).status_code == 200
    assert client.get("/v1/profile", headers=town).status_code == 404
    assert client.delete("/v1/profile", headers=town).status_code == 404
    assert client.get("/v1/profile", headers=city).status_code == 200


def test_without_keys_a_website_cannot_set_it(client: FlaskClient) -> None:
    assert put(client, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get("/v1/profile").status_code == 404
