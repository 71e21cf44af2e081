"""A whole service as processes that may be killed: broker, API, workers, sweeper; uploads by the dozen; and the one
question at the end: has every accepted upload exactly one right result?
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

import gouji
from ledger.book import Ledger, open_ledger
from ledger.broker import Broker, plan, wait_ready
from ledger.schema import Audit, Finding, Job, Outbox, Report
from ledger.settings import Settings
from ledger.store import jobs
from tests.service.exchange import hold

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "corpus" / "samples"
PATIENCE = 240.0  # seconds that everything together may take on a busy machine
COMMANDS = {
    "api": [sys.executable, "-m", "service.serve"],
    "worker": [sys.executable, "-m", "workers"],
    "sweeper": [sys.executable, "-m", "workers.sweeper"],
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A document, what the engine makes of it when nobody is killed, and the ids that its 202 named."""

    data: bytes
    job_id: str
    report_id: str


def document(number: int, seconds: float) -> bytes:
    """An invented report that no other number has, and that keeps its worker busy for so long."""
    text = (SAMPLES / "narrative-faulty.txt").read_bytes()
    return f"!slow{seconds}!{number}!\n".encode() + text


@cache
def expected(data: bytes) -> dict[str, Any]:
    """The audit of the document by the engine alone."""
    audit: dict[str, Any] = gouji.to_dict(gouji.audit(data, gouji.Submission()))
    return audit


@dataclass
class Yard:
    """The processes of one test, by name. ``runner`` is put before every module, to shift its clock for instance."""

    settings: Settings
    port: int
    runner: list[str] = field(default_factory=list)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    planned: Broker | None = None

    def start(self, *names: str) -> None:
        """Start some of: api, worker, worker-2, sweeper; the broker by ``start_broker``."""
        for name in names:
            python, *module = COMMANDS[name.split("-")[0]]
            command = [python, *self.runner, *module[1:]] if self.runner else [python, *module]
            self._spawn(name, command)
        if "api" in names:
            self._until_up()

    def start_broker(self) -> None:
        assert self.planned
        self._spawn("broker", self.planned.command, self.planned.config)
        wait_ready(self.planned.url)

    def kill(self, name: str, sign: int = signal.SIGKILL) -> None:
        """Send the process and all below it a signal; with SIGKILL wait until they are gone."""
        process = self.processes[name]
        family = (
            [process.pid, *below(process.pid)]
            if sign == signal.SIGKILL and not name.startswith("worker")
            else [process.pid]
        )
        for pid in family:
            if Path(f"/proc/{pid}").exists():
                os.kill(pid, sign)
        if sign == signal.SIGKILL:
            process.wait()

    def end(self) -> None:
        for name in list(self.processes):
            if self.processes[name].poll() is None:
                self.kill(name)

    def children(self, name: str = "worker") -> list[int]:
        """The children of a worker that read documents."""
        found = below(self.processes[name].pid)
        return [pid for pid in found if b"workers.child" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def call(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, Any]]:
        """One exchange with the API. Raises OSError or HTTPException when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            sent = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        hold(method, path, body, sent, answer, text)
        return answer.status, json.loads(text) if text else {}

    def upload(self, data: bytes, end: float) -> Upload:
        """Hand a document in as a careful client does: again with the same bytes until there is a proper answer."""
        while True:
            try:
                status, answer = self.call("POST", "/v1/reports", data)
            except (OSError, http.client.HTTPException):
                status, answer = 0, {}
            if status in (200, 202):
                return Upload(data, answer["job"]["id"], answer["report"]["id"])
            assert status in (0, 503), (status, answer["code"], self.log("unexpected"))
            assert time.monotonic() < end, f"not accepted in time: {status} {answer} {self.log()}"
            time.sleep(0.1)

    def upload_all(self, count: int = 30, seconds: float = 0.4, senders: int = 6, first: int = 0) -> list[Upload]:
        """So many different documents, numbered from ``first``, from several clients at once."""
        end, numbers = time.monotonic() + PATIENCE, range(first, first + count)
        with ThreadPoolExecutor(senders) as pool:
            return list(pool.map(lambda number: self.upload(document(number, seconds), end), numbers))

    def until(self, met: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not met():
            assert time.monotonic() < end, f"never: {what}\n{self.log()}"
            time.sleep(0.05)

    def log(self, word: str = "") -> str:
        """The ends of all logs, or the lines with a word in them."""
        logs = {file.name: file.read_text(errors="replace") for file in sorted(self.settings.state.glob("*.log"))}
        if word:
            return "\n".join(line for text in logs.values() for line in text.splitlines() if word in line)
        return "\n".join(f"--- {name}\n{text[-3000:]}" for name, text in logs.items())

    def _spawn(self, name: str, command: list[str], feed: str = "") -> None:
        environment = {**os.environ, **self.settings.environment()}
        with (self.settings.state / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=log, stderr=log)
        assert process.stdin
        process.stdin.write(feed.encode())
        process.stdin.close()
        self.processes[name] = process

    def _until_up(self) -> None:
        def up() -> bool:
            try:
                return self.call("GET", "/healthz")[0] == 200
            except (OSError, http.client.HTTPException):
                return False

        self.until(up, "the API answers")


def below(pid: int) -> list[int]:
    """All processes under this one."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *below(int(child))]
    return found


@contextmanager
def a_book(settings: Settings) -> Iterator[Ledger]:
    """The ledger seen from the test."""
    ledger = open_ledger(settings)
    yield ledger
    ledger.close()


def states(ledger: Ledger) -> dict[str, int]:
    """How many jobs are in which state."""
    with ledger.database.read() as connection:
        rows = connection.execute(select(Job.state, func.count()).group_by(Job.state))
        return {row[0]: row[1] for row in rows}


def settled(ledger: Ledger, count: int) -> bool:
    """All of so many jobs have ended."""
    found = states(ledger)
    return sum(found.values()) == count == sum(found.get(state, 0) for state in jobs.DONE)


def judge(yard: Yard, ledger: Ledger, uploads: list[Upload]) -> dict[str, int]:
    """Wait for the end, then hold everything that there is against what there must be. Returns sums of attempts and
    of lost attempts."""
    yard.until(lambda: settled(ledger, len(uploads)), f"{len(uploads)} jobs end: {states(ledger)}")
    assert len({upload.report_id for upload in uploads}) == len(uploads)
    with ledger.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(Report)) == len(uploads)
        assert connection.scalar(select(func.count()).select_from(Audit)) == len(uploads)
        assert connection.scalar(select(func.count()).where(Outbox.topic == "job")) == 0
        findings = connection.scalar(select(func.count()).select_from(Finding))
        sums = connection.execute(select(func.sum(Job.attempt), func.sum(Job.lost))).one()
    assert findings == sum(len(expected(upload.data)["findings"]) for upload in uploads)
    for upload in uploads:
        _, job = yard.call("GET", f"/v1/jobs/{upload.job_id}")
        assert (job["state"], job["report_id"]) == ("succeeded", upload.report_id), job
        assert yard.call("GET", f"/v1/reports/{upload.report_id}/audit")[1] == expected(upload.data)
    return {"attempts": int(sums[0]), "lost": int(sums[1])}


class Sender(threading.Thread):
    """Uploads in the background, while the test kills; ``uploads`` after ``join``."""

    def __init__(self, yard: Yard, count: int = 30, seconds: float = 0.4, first: int = 0) -> None:
        super().__init__(daemon=True)
        self._task = lambda: yard.upload_all(count, seconds, first=first)
        self._trouble: BaseException | None = None
        self._uploads: list[Upload] = []
        self.start()

    def run(self) -> None:
        try:
            self._uploads = self._task()
        except BaseException as trouble:
            self._trouble = trouble

    def uploads(self) -> list[Upload]:
        """What was accepted, when all is sent."""
        self.join()
        if self._trouble:
            raise self._trouble
        return self._uploads


def planned(state: Path) -> Broker:
    return plan(state / "broker")
