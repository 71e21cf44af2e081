"""The client against the service itself, and against one that does not answer as it should."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import httpx
import pytest
from flask import Flask

from client import Client, NotAuditedError, ProblemError, UnreachableError
from tests.service.exchange import SAMPLES, sample
from tests.service.working import do_all

FAULTY = "format-2021-faulty.txt"
pytestmark = pytest.mark.one_database  # the client sees no database


@pytest.fixture
def busy(app: Flask) -> Iterator[None]:
    """Somebody who does waiting jobs as they come, as a worker would."""
    over = threading.Event()

    def serve() -> None:
        while not over.wait(0.05):
            do_all(app)

    thread = threading.Thread(target=serve)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.mark.usefixtures("busy")
def test_a_report_is_handed_in_waited_for_and_read(gouji: Client) -> None:
    audit = gouji.check(SAMPLES / FAULTY, published="2024-02-06", seconds=60)
    assert audit["document"]["filename"] == FAULTY
    assert audit["summary"]["error"] > 0
    (report,) = gouji.reports()
    assert report["submission"] == {"published": "2024-02-06"}
    assert gouji.findings(report["id"]) == audit["findings"]
    assert gouji.facts(report["id"]) == audit["facts"]
    assert gouji.checks(report["id"]) == audit["checks"]
    rule = audit["findings"][0]["rule"]
    assert {each["rule"] for each in gouji.findings(report["id"], rule=rule)} == {rule}
    assert {each["rule"] for each in gouji.all_findings(rule=rule)} == {rule}
    assert [each["report"]["id"] for each in gouji.all_facts(indicator="requests.received", applicant="total")]
    events, cursor = gouji.events()
    assert [each["type"] for each in events] == ["cn.gouji.report.received", "cn.gouji.report.audited"]
    assert gouji.events(cursor) == ([], cursor)


def test_all_pages_are_walked(gouji: Client) -> None:
    for number in range(5):
        gouji.hand_in(sample(FAULTY) + str(number).encode(), f"年报{number}.txt")
    assert [each["filename"] for each in gouji.reports(limit=2)] == [f"年报{n}.txt" for n in (4, 3, 2, 1, 0)]


def test_what_waits_can_be_cancelled_and_erased(gouji: Client) -> None:
    receipt = gouji.hand_in(sample(FAULTY))
    assert gouji.cancel(receipt["job"]["id"])["state"] == "cancelled"
    with pytest.raises(NotAuditedError) as none:
        gouji.check(sample(FAULTY).replace(b"\n", b"\n\n"), seconds=0.5)
    assert none.value.job["state"] == "queued"
    gouji.erase(receipt["report"]["id"])
    with pytest.raises(ProblemError, match="not-found"):
        gouji.report(receipt["report"]["id"])


@pytest.mark.usefixtures("busy")
def test_a_file_that_cannot_be_read_has_an_audit_that_says_so(gouji: Client) -> None:
    audit = gouji.check(sample("format-2021-clean.pdf")[:2000], "cut.pdf", seconds=60)
    assert audit["problem"]["code"] in ("damaged", "no-text-layer")


def test_a_refusal_carries_the_problem(gouji: Client) -> None:
    with pytest.raises(ProblemError) as refused:
        gouji.hand_in(b"")
    assert refused.value.problem["code"] == "empty"
    assert refused.value.problem["details"]["zh"]


class Unsteady(httpx.BaseTransport):
    """Passes requests on and loses so many answers on the way back, or gives its own first."""

    def __init__(self, inner: httpx.BaseTransport, lost: int = 0, first: list[httpx.Response] | None = None) -> None:
        self.inner, self.lost, self.first, self.requests = inner, lost, first or [], 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        if self.first:
            return self.first.pop(0)
        answer = self.inner.handle_request(request)
        if self.lost:
            self.lost -= 1
            raise httpx.ReadError("the connection is gone", request=request)
        return answer


def test_a_lost_answer_hands_nothing_in_twice(app: Flask) -> None:
    line = Unsteady(httpx.WSGITransport(app), lost=2)
    with Client("http://localhost", transport=line) as gouji:
        receipt = gouji.hand_in(sample(FAULTY), "a.txt")
        assert receipt["duplicate_of"] is None
        assert [each["id"] for each in gouji.reports()] == [receipt["report"]["id"]]


def test_a_service_that_is_busy_is_asked_again_when_it_says(app: Flask) -> None:
    first = [httpx.Response(503, headers={"Retry-After": "0"}), httpx.Response(429, headers={"Retry-After": "0"})]
    line = Unsteady(httpx.WSGITransport(app), first=first)
    with Client("http://localhost", transport=line) as gouji:
        assert gouji.hand_in(sample(FAULTY))["job"]["state"] == "queued"
    assert line.requests == 3


def test_nobody_there() -> None:
    with Client("http://127.0.0.1:1", patience=0.5) as gouji, pytest.raises(UnreachableError, match=r"127\.0\.0\.1:1"):
        gouji.job("x")


def test_somebody_else_there() -> None:
    def other(_: httpx.Request) -> httpx.Response:
        return httpx.Response(404, text="nginx")

    line = httpx.MockTransport(other)
    with (
        Client("http://localhost", transport=line) as gouji,
        pytest.raises(UnreachableError, match="not as Gouji does"),
    ):
        gouji.job("x")
