"""Real workers and a real broker, stopped and killed at work: every accepted document ends with exactly one result."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.book import Ledger
from ledger.broker import Broker, plan, wait_ready
from ledger.settings import Settings
from ledger.store import audits, intake, jobs, workers
from ledger.store.intake import Delivery
from service.app import create_app
from tests.service.exchange import checked

SLOW = "!slow1.5!示例市示例局2020年政府信息公开工作年度报告".encode()


class Machines:
    """Processes of one test, started by name and killed at its end."""

    def __init__(self, settings: Settings, broker: Broker) -> None:
        self.settings, self.planned = settings, broker
        self.log = (settings.state / "processes.log").open("ab")
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, command: list[str], feed: str = "") -> subprocess.Popen[bytes]:
        environment = {**os.environ, **self.settings.environment()}
        process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=self.log, stderr=self.log)
        assert process.stdin
        process.stdin.write(feed.encode())
        process.stdin.close()
        self.started.append(process)
        return process

    def broker(self) -> None:
        self.start(self.planned.command, self.planned.config)
        wait_ready(self.planned.url)

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start([sys.executable, "-m", "workers"])

    def sweeper(self) -> subprocess.Popen[bytes]:
        return self.start([sys.executable, "-m", "workers.sweeper"])

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()
        self.log.close()


@pytest.fixture
def broker(tmp_path: Path) -> Broker:
    return plan(tmp_path / "broker")


@pytest.fixture
def settings(settings: Settings, broker: Broker) -> Settings:
    return replace(settings, redis_url=broker.url, lease_seconds=4.0, document_seconds=20.0, document_cpu_seconds=20)


@pytest.fixture
def machines(settings: Settings, broker: Broker) -> Iterator[Machines]:
    made = Machines(settings, broker)
    yield made
    made.end()


def hand_in(ledger: Ledger, data: bytes) -> str:
    incoming = ledger.blobs.receive(10_000)
    incoming.write(data)
    receipt = intake.accept(
        ledger.database, ledger.blobs, incoming, Delivery("local", "a.txt", {}, None, "c"), grace_seconds=0.0
    )
    incoming.drop()
    return receipt.job_id


def until(ledger: Ledger, job_id: str, met: Callable[[dict[str, Any]], bool], seconds: float = 60.0) -> dict[str, Any]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        job = jobs.find(ledger.database, "local", job_id)
        assert job is not None
        if met(job):
            return job
        time.sleep(0.05)
    raise AssertionError(f"{job}\n{(ledger.settings.state / 'processes.log').read_text()[-3000:]}")


def done(job: dict[str, Any]) -> bool:
    return job["state"] in jobs.DONE


def at_work(job: dict[str, Any]) -> bool:
    return bool(job["state"] == "running")


def test_what_is_handed_in_while_the_broker_is_away_is_audited_later_and_once(
    machines: Machines, ledger: Ledger, settings: Settings
) -> None:
    app = checked(create_app(settings))
    began = time.monotonic()
    answers = [app.test_client().post("/v1/reports", data=f"2020年年度报告 {n}".encode()) for n in range(5)]
    assert [answer.status_code for answer in answers] == [202] * 5
    assert time.monotonic() - began < 10.0
    app.config["LEDGER"].close()
    machines.broker()
    ids = [answer.get_json()["job"]["id"] for answer in answers]
    for job_id in ids * 3:
        assert ledger.queue.publish(job_id), "duplicates on top"
    machines.worker()
    machines.sweeper()
    ended = [until(ledger, job_id, done) for job_id in ids]
    assert [(job["state"], job["attempt"], job["lost"]) for job in ended] == [("succeeded", 1, 0)] * 5


def test_a_worker_killed_at_work_loses_an_attempt_and_another_takes_over(machines: Machines, ledger: Ledger) -> None:
    machines.broker()
    first = machines.worker()
    machines.sweeper()
    job_id = hand_in(ledger, SLOW)
    until(ledger, job_id, at_work)
    first.kill()
    machines.worker()
    job = until(ledger, job_id, done)
    assert (job["state"], job["attempt"], job["lost"]) == ("succeeded", 2, 1)
    assert audits.find(ledger.database, "local", job["report_id"])


def test_a_worker_told_to_stop_hands_its_job_back_and_leaves(machines: Machines, ledger: Ledger) -> None:
    machines.broker()
    first = machines.worker()
    machines.sweeper()
    job_id = hand_in(ledger, SLOW)
    until(ledger, job_id, at_work)
    children = Path(f"/proc/{first.pid}/task")
    pids = [int(pid) for task in children.glob("*/children") for pid in task.read_text().split()]
    first.send_signal(signal.SIGTERM)
    job = until(ledger, job_id, lambda job: job["state"] == "queued", seconds=10.0)
    assert (job["lost"], job["worker"]) == (0, None)
    assert first.wait(timeout=15) == 0
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    assert workers.alive(ledger.database, 60.0) == 0
    machines.worker()
    job = until(ledger, job_id, done)
    assert (job["state"], job["lost"]) == ("succeeded", 0)
