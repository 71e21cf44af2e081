"""What the outside is told of work that was really done: figures, spans and log lines, across service and worker."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from flask import Flask
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families as parsed

from ledger import tracing
from ledger.logs import configure
from ledger.metrics import exposition
from ledger.settings import Settings
from ledger.store import jobs
from service.app import create_app
from tests.service.exchange import checked
from workers.desk import Desk
from workers.meters import Meters

pytestmark = pytest.mark.one_database
REPORT = "示例市示例局2020年政府信息公开工作年度报告\n机密正文".encode()
CALLER = f"00-{'ab' * 16}-{'cd' * 8}-01"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = checked(create_app(settings))
    yield made
    made.config["LEDGER"].close()


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    one = Desk(app.config["LEDGER"])
    yield one
    one.pool.close()
    one.slow_pool.close()


def hand_in(app: Flask, data: bytes = REPORT, **headers: str) -> str:
    given = {
        "X-Filename": "%E6%9C%BA%E5%AF%86.txt",
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    answer = app.test_client().post("/v1/reports?agency=%E6%9C%BA%E5%AF%86", data=data, headers=given)
    assert answer.status_code == 202
    return str(answer.json["job"]["id"])


def figures(desk: Desk) -> dict[tuple[str, ...], float]:
    return {
        (each.name, *(value for _, value in sorted(each.labels.items()))): each.value
        for family in parsed(exposition(desk.meters.registry).decode())
        for each in family.samples
    }


def test_work_is_counted_by_its_end(app: Flask, desk: Desk) -> None:
    desk.work(hand_in(app))
    crashing = hand_in(app, b"!crash!")
    for _ in range(2):
        desk.work(crashing)
    desk.work(hand_in(app, b"!raise!"))
    found = figures(desk)
    assert found["gouji_attempts_total", "finished", "fast"] == 1
    assert found["gouji_attempts_total", "lost", "fast"] == 2
    assert found["gouji_attempts_total", "engine-failed", "fast"] == 1
    assert found["gouji_audits_total", "incomplete", "fast", "text"] == 1
    assert found["gouji_job_seconds_count", "fast", "text"] == 1
    assert 0 < found["gouji_job_seconds_sum", "fast", "text"] < 60
    assert found["gouji_child_kills_total", "crash"] == 2


def test_words_that_are_none_of_ours_become_no_label() -> None:
    meters = Meters()
    for ended in ("finished:机密/机密", "lost:机密", "机密", "handed-over:机密"):
        meters.count("机密", ended, 1.0)
    text = exposition(meters.registry).decode()
    assert "机密" not in text
    assert 'gouji_audits_total{outcome="other",queue="other",reader="other"} 1.0' in text


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    tracing.start("test", exporter)
    yield exporter
    tracing.stop()


def test_one_trace_goes_from_the_request_to_the_stored_audit(
    app: Flask, desk: Desk, spans: InMemorySpanExporter
) -> None:
    desk.work(hand_in(app, traceparent=CALLER))
    found: dict[str, ReadableSpan] = {each.name: each for each in spans.get_finished_spans()}
    assert set(found) == {"POST /v1/reports", "enqueue", "audit", "claim", "child", "finish"}
    below = {"enqueue": "POST /v1/reports", "audit": "POST /v1/reports", "claim": "audit", "child": "audit"}
    for name, above in {**below, "finish": "audit"}.items():
        parent, context = found[name].parent, found[above].context
        assert parent is not None
        assert context is not None
        assert parent.span_id == context.span_id, name
    request = found["POST /v1/reports"]
    assert request.parent is not None
    assert f"{request.parent.span_id:016x}" == "cd" * 8
    assert {f"{each.context.trace_id:032x}" for each in found.values() if each.context} == {"ab" * 16}
    assert dict(request.attributes or {})["http.response.status_code"] == 202
    assert dict(found["audit"].attributes or {})["gouji.ended"] == "finished:text/incomplete"
    assert all((each.start_time or 0) <= (each.end_time or 0) for each in found.values())
    assert "机密" not in str([each.to_json() for each in found.values()])


def test_a_failure_is_a_failed_span_without_its_words(app: Flask, spans: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="机密"), tracing.span("child"):
        raise ValueError("机密")
    (span,) = spans.get_finished_spans()
    assert span.status.description == "ValueError"
    assert "机密" not in span.to_json()


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged as a process of the service would."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    before = logging.root.handlers[:]
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr("ledger.logs._logger", None)
    configure("INFO", "test")
    yield stream
    structlog.reset_defaults()
    logging.root.handlers = before


def lines(captured: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in captured.splitlines() if line.startswith("{")]


@pytest.mark.parametrize("again", [False, True], ids=["at once", "after the message was lost"])
def test_the_callers_trace_is_in_every_line_about_the_job(
    app: Flask, desk: Desk, logs: io.StringIO, again: bool
) -> None:
    job_id = hand_in(app, traceparent=CALLER)
    if again:
        held = jobs.claim(desk.ledger.database, job_id, "another", 10.0, 3)
        assert held is not None
        jobs.release(desk.ledger.database, held)
    desk.work(job_id)
    told = [each for each in lines(logs.getvalue()) if each["event"] in ("request", "job")]
    assert [each["event"] for each in told] == ["request", "job"]
    assert {each["trace_id"] for each in told} == {"ab" * 16}
    job = told[-1]
    assert (job["job"], job["tenant"], job["ended"]) == (job_id, "local", "finished:text/incomplete")
    assert set(job) == {"event", "room", "level", "timestamp", "trace_id", "job", "tenant", "queue", "attempt", "ended", "seconds"}  # fmt: skip
    assert set(told[0]) == {"event", "room", "level", "timestamp", "trace_id", "tenant", "method", "route", "status", "ms"}  # fmt: skip


def test_a_request_without_a_context_gets_one_of_its_own(app: Flask, desk: Desk) -> None:
    first, second = hand_in(app), hand_in(app, REPORT + b"2")
    held = [jobs.claim(desk.ledger.database, job_id, "test", 10.0, 3) for job_id in (first, second)]
    contexts = [each.traceparent for each in held if each]
    assert all(tracing.sent(each) for each in contexts)
    assert len(set(contexts)) == 2
