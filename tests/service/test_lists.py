"""Findings and facts across reports, and every filter of the list of reports: each entry once, in order, of the caller."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from exchange import sample, upload
from flask.testing import FlaskClient

Work = Callable[[], int]
NAMES = ("format-2019-faulty.txt", "format-2021-faulty.docx", "statistics-2014-clean.txt", "format-2021-clean.docx")


@pytest.fixture
def reports(client: FlaskClient, work: Work) -> list[dict[str, Any]]:
    """Four audited reports, the newest first."""
    made = [upload(client, sample(name), name, external_id=name).json["report"]["links"]["self"] for name in NAMES]
    work()
    return [client.get(url).json for url in reversed(made)]


def walked(client: FlaskClient, url: str) -> list[dict[str, Any]]:
    """All entries of a list, page by page."""
    found, answer = [], client.get(url)
    for _ in range(400):
        assert answer.status_code == 200, answer.json
        found += answer.json["items"]
        if answer.json["next_cursor"] is None:
            assert "Link" not in answer.headers
            return found
        answer = client.get(answer.headers["Link"].partition(">")[0][1:])
    raise AssertionError("the list does not end")


def of_each(client: FlaskClient, reports: list[dict[str, Any]], part: str) -> list[dict[str, Any]]:
    return [
        each | {"report": report} for report in reports for each in client.get(report["links"][part]).json["items"]
    ]


def same(across: list[dict[str, Any]], single: list[dict[str, Any]]) -> None:
    assert [(each["report"]["id"], each["id"]) for each in across] == [
        (each["report"]["id"], each["id"]) for each in single
    ]


@pytest.mark.parametrize("limit", [1, 7, 200])
def test_findings_across_reports_are_those_of_each(
    client: FlaskClient, reports: list[dict[str, Any]], limit: int
) -> None:
    single = of_each(client, reports, "findings")
    assert len(single) > 3
    across = walked(client, f"/v1/findings?limit={limit}")
    same(across, single)
    for each, known in zip(across, single, strict=True):
        shared = set(each) & set(known) - {"report"}
        assert {"message", "actual", "class", "name", "fingerprint"} <= shared
        assert {name: each[name] for name in shared} == {name: known[name] for name in shared}
        assert each["report"]["title"] == known["report"]["title"]


def test_findings_are_narrowed(client: FlaskClient, reports: list[dict[str, Any]]) -> None:
    single = of_each(client, reports, "findings")
    one = single[0]
    agency, year = one["report"]["agency"], one["report"]["year"]
    family = one["rule"].partition("-")[0]
    for query, test in {
        f"rule={one['rule']}": lambda each: each["rule"] == one["rule"],
        f"rule={family}": lambda each: each["rule"].startswith(f"{family}-"),
        "severity=error": lambda each: each["severity"] == "error",
        f"agency={agency}&year={year}": lambda each: (
            (each["report"]["agency"], each["report"]["year"]) == (agency, year)
        ),
        "template=format-2019&severity=error": lambda each: (
            each["report"]["template"] == "format-2019" and each["severity"] == "error"
        ),
        "since=2020-01-01": lambda each: True,
        "since=2999-01-01T00:00:00Z": lambda each: False,
        "rule=XXX": lambda each: False,
    }.items():
        same(walked(client, f"/v1/findings?{query}&limit=3"), [each for each in single if test(each)])


@pytest.mark.parametrize("limit", [40, 200])
def test_facts_across_reports_are_those_of_each(
    client: FlaskClient, reports: list[dict[str, Any]], limit: int
) -> None:
    single = of_each(client, reports, "facts")
    across = walked(client, f"/v1/facts?limit={limit}")
    same(across, single)
    for each, known in zip(across, single, strict=True):
        shared = set(each) - {"report"}
        assert {name: each[name] for name in shared} == {name: known[name] for name in shared}, (
            "the value to the digit"
        )


def test_facts_are_narrowed(client: FlaskClient, reports: list[dict[str, Any]]) -> None:
    single = of_each(client, reports, "facts")
    received = "requests.received"
    agency, year = reports[0]["agency"], reports[0]["year"]
    for query, test in {
        f"indicator={received}": lambda each: each["indicator"] == received,
        f"indicator={received}&applicant=total": lambda each: (
            (each["indicator"], each["applicant"]) == (received, "total")
        ),
        f"indicator={received}&year={year}": lambda each: (
            each["indicator"] == received and each["report"]["year"] == year
        ),
        f"indicator={received}&agency={agency}&year={year}": lambda each: (
            each["indicator"] == received and (each["report"]["agency"], each["report"]["year"]) == (agency, year)
        ),
        f"agency={agency}&applicant=total": lambda each: (
            each["report"]["agency"] == agency and each["applicant"] == "total"
        ),
        f"year={year}": lambda each: each["report"]["year"] == year,
        "indicator=none": lambda each: False,
    }.items():
        expected = [each for each in single if test(each)]
        assert expected or query == "indicator=none"
        same(walked(client, f"/v1/facts?{query}&limit=150"), expected)


def test_reports_are_found_by_words_problem_and_time(
    client: FlaskClient, reports: list[dict[str, Any]], work: Work
) -> None:
    upload(client, b"PK\x03\x04 this is no archive", "broken.docx")
    broken = upload(client, sample("format-2019-clean.pdf")[:2000], "cut.pdf").json["report"]["id"]
    work()
    code = client.get(f"/v1/reports/{broken}").json["problem"]["code"]
    assert [each["id"] for each in walked(client, f"/v1/reports?problem={code}")] == [broken]
    for words in (reports[1]["agency"], reports[1]["title"][2:9], "%", "_", "政府信息公开"):
        found = [each["id"] for each in walked(client, f"/v1/reports?q={words}&limit=1".replace("%", "%25"))]
        assert found == [each["id"] for each in reports if words in f"{each['title']}\n{each['agency']}"]
    year = reports[1]["year"]
    found = [each["id"] for each in walked(client, f"/v1/reports?q=政府信息公开&year={year}&limit=1")]
    assert found == [each["id"] for each in reports if each["year"] == year]
    first = min(each["received_at"] for each in reports)
    assert len(walked(client, f"/v1/reports?since={first}&outcome=findings")) >= 2
    assert walked(client, f"/v1/reports?until={first}") == []
    assert walked(client, "/v1/reports?since=2999-01-01") == []


def test_an_erased_report_is_in_no_list(client: FlaskClient, reports: list[dict[str, Any]]) -> None:
    for report in reports[1:]:
        client.delete(report["links"]["self"])
    for url in ("/v1/facts", "/v1/findings", f"/v1/facts?indicator=requests.received&year={reports[1]['year']}"):
        assert {each["report"]["id"] for each in walked(client, url)} <= {reports[0]["id"]}


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("/v1/facts?applicant=total", ["/applicant"]),
        ("/v1/facts?indicator=requests.received&applicant=everybody", ["/applicant"]),
        ("/v1/facts?cursor=1&limit=0&colour=red", ["/colour", "/cursor", "/limit"]),
        ("/v1/findings?rule=ari&severity=bad&since=soon", ["/rule", "/severity", "/since"]),
        ("/v1/findings?since=2026-01-01T00:00:00", ["/since"]),
        ("/v1/reports?since=2026-13-01&until=x", ["/since", "/until"]),
        ("/v1/reports?agency=a%00b", ["/agency"]),
        ("/v1/reports?q=%00", ["/q"]),
        ("/v1/facts?indicator=%00", ["/indicator"]),
    ],
)
def test_what_is_wrong_is_named(client: FlaskClient, url: str, wrong: list[str]) -> None:
    answer = client.get(url)
    assert (answer.status_code, [each["pointer"] for each in answer.json["errors"]]) == (422, wrong)


@pytest.mark.parametrize("url", ["/v1/jobs/a%00b", "/v1/reports/%00", "/v1/reports/%00/facts", "/v1/jobs/%F0%9F"])
def test_an_id_that_no_database_would_take_is_not_found(client: FlaskClient, url: str) -> None:
    assert (client.get(url).status_code, client.get(url).json["code"]) == (404, "not-found")


def test_a_name_that_postgresql_would_refuse_costs_nothing(client: FlaskClient, work: Work) -> None:
    answer = client.post("/v1/reports", data=sample("format-2019-clean.txt"), headers={"X-Filename": "a%00b%1f.txt"})
    assert (answer.status_code, answer.json["report"]["filename"]) == (202, "ab.txt")
    refused = upload(client, sample("format-2021-clean.txt"), external_id="x\x00y")
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/external_id")
    assert work() == 1
