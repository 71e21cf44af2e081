"""How the whole service bears load: ``make bench-service``. One run, side by side, everything on this machine.

Four questions: how fast a job is polled beside a bare Flask route under the same gunicorn; how long an upload takes
until its 202; how many reports a second go all the way through; and whether a long queue slows submission. The client
takes its share of the same cores, so that all figures are on the low side. The exit status is 1 when one falls short.
"""

from __future__ import annotations

import http.client
import io
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
BARE = """
import sys
from flask import Flask
from ledger.settings import load
from service.serve import Server
class Bare(Server):
    def load(self):
        app = Flask("bare")
        app.get("/hello")(lambda: {"status": "ok"})
        return app
Bare(load()).run()
"""
SECONDS = 3.0  # of polling, per round
ROUNDS = 7
Row = tuple[str, str, str, bool]


def main() -> int:
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="gouji-bench-") as folder, served(Path(folder)) as port:
        rows += polling(port, Path(folder))
        rows += uploading(port)
        rows += flowing(port)
    with tempfile.TemporaryDirectory(prefix="gouji-bench-") as folder:
        rows += backlog(Path(folder))
    print("| measure | figure | wanted | |\n|---|---|---|---|")
    for what, figure, wanted, met in rows:
        print(f"| {what} | {figure} | {wanted} | {'met' if met else 'MISSED'} |")
    return 0 if all(row[3] for row in rows) else 1


# --- what is measured


def polling(port: int, folder: Path) -> list[Row]:
    """GET /v1/jobs/{id} and a bare route in turn, under servers of the same settings."""
    path = upload(port, text(0))["job"]["links"]["self"]
    other = free_port()
    environment = {**os.environ, "GOUJI_PORT": str(other), "GOUJI_STATE": str(folder / "bare")}
    bare = subprocess.Popen([sys.executable, "-c", BARE], env=environment)
    try:
        until_up(other, "/hello")
        ours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(rate(other, "/hello"))
            ours.append(rate(port, path))
    finally:
        bare.terminate()
        bare.wait()
    mine, plain = statistics.median(ours), statistics.median(theirs)
    figure = f"{mine:.0f} a second, a bare route {plain:.0f}: {mine / plain:.2f}"
    return [("GET /v1/jobs/{id}", figure, "at least 0.50", mine / plain >= 0.5)]


def uploading(port: int) -> list[Row]:
    """200 KB by one client after another, from the first byte sent to the 202 read."""
    filler = "".join(f"<p>第{n}段，与本报告的数据无关。</p>" for n in range(4500)).encode()
    page = sample("format-2021-clean.html")
    times = []
    for number in range(60):
        data = page.replace(b"</body>", filler[: 200_000 - len(page)] + f"<!--{number}--></body>".encode())
        began = time.perf_counter()
        upload(port, data)
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(0.1)  # the audit of one is not to stand in the way of the next
    median, worst = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
    return [
        ("upload of 200 KB until the 202", f"{median:.1f} ms, 95 % within {worst:.1f}", "under 25 ms", median < 25)
    ]


def flowing(port: int) -> list[Row]:
    """Many different reports from several clients, each polled to its end."""
    kinds: list[tuple[str, list[Callable[[int], bytes]], int, float]] = [
        ("text-layer PDF reports", [pdf], 120, 10.0),
        ("text and DOCX reports", [text, docx], 250, 25.0),
    ]
    rows = []
    for what, makers, count, wanted in kinds:
        documents = [makers[number % len(makers)](1000 + number) for number in range(count)]
        began = time.perf_counter()
        with ThreadPoolExecutor(8) as pool:
            states = list(pool.map(lambda data: through(port, data), documents))
        speed = count / (time.perf_counter() - began)
        assert states == ["succeeded"] * count, set(states)
        rows.append(
            (f"{what}, uploaded, audited, stored, polled", f"{speed:.1f} a second", f"{wanted:.0f}", speed >= wanted)
        )
    return rows


def backlog(folder: Path) -> list[Row]:
    """Submission without a queue and behind 20,000 jobs, with nobody at work."""
    with served(folder, workers=False) as port:
        before = [timed(port, number) for number in range(100)]
        lengthen(folder, 20_000)
        after = [timed(port, 1000 + number) for number in range(100)]
    first, second = statistics.median(before), statistics.median(after)
    figure = f"{second:.1f} ms behind 20,000 jobs, {first:.1f} ms without"
    return [("submission behind a queue", figure, "not slower (within 1.2)", second <= first * 1.2)]


# --- documents


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def text(number: int) -> bytes:
    return sample("format-2021-faulty.txt") + f"\n附注第{number}号。\n".encode()


def pdf(number: int) -> bytes:
    return sample("format-2021-faulty.pdf") + f"\n% {number}\n".encode()


def docx(number: int) -> bytes:
    file = io.BytesIO(sample("format-2021-faulty.docx"))
    with zipfile.ZipFile(file, "a") as package:
        package.comment = str(number).encode()
    return file.getvalue()


# --- talking to the service


def call(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        told = answer.read()
    finally:
        connection.close()
    return answer.status, json.loads(told) if told else {}


def upload(port: int, data: bytes) -> dict[str, Any]:
    status, answer = call(port, "POST", "/v1/reports", data)
    assert status == 202, (status, answer)
    found: dict[str, Any] = answer
    return found


def timed(port: int, number: int) -> float:
    data = text(number)
    began = time.perf_counter()
    upload(port, data)
    return (time.perf_counter() - began) * 1000


def through(port: int, data: bytes) -> str:
    """Upload and poll as a client does that knows ``Prefer: wait``."""
    path = upload(port, data)["job"]["links"]["self"]
    while True:
        _, job = call(port, "GET", path, Prefer="wait=10")
        if job["state"] not in ("queued", "running"):
            return str(job["state"])


def rate(port: int, path: str, clients: int = 8) -> float:
    """Answers a second to clients that keep their connections and ask again at once."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    counts = [0] * clients
    end = time.perf_counter() + SECONDS

    def ask(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answers:
            while time.perf_counter() < end:
                connection.sendall(request)
                read(answers)
                counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sum(counts) / SECONDS


def read(answers: Any) -> None:
    """One answer off the connection; anything but 200 ends the measure."""
    line, length = answers.readline(), 0
    assert b" 200 " in line, line
    while (header := answers.readline()) not in (b"\r\n", b""):
        if header[:15].lower() == b"content-length:":
            length = int(header[15:])
    answers.read(length)


# --- a service of our own


@contextmanager
def served(folder: Path, workers: bool = True) -> Iterator[int]:
    """The service as ``make serve`` starts it, or its web server alone."""
    port = free_port()
    environment = {
        **os.environ,
        "GOUJI_PORT": str(port),
        "GOUJI_STATE": str(folder / "var"),
        "GOUJI_LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "ledger.launch"]
    if not workers:
        subprocess.run(
            [sys.executable, "-m", "ledger.migrate"], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        command = [sys.executable, "-m", "service.serve"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        until_up(port, "/readyz" if workers else "/healthz")
        yield port
    finally:
        process.terminate()
        process.wait()


def until_up(port: int, path: str) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            status, answer = call(port, "GET", path)
        except OSError:
            status, answer = 0, {}
        if status == 200 and answer.get("status") == "ok":
            return
        assert time.monotonic() < end, "the server does not come up"
        time.sleep(0.1)


def lengthen(folder: Path, count: int) -> None:
    """So many more jobs in the queue, as rows beside those that are there."""
    from sqlalchemy import insert

    from ledger.clock import new_id, now
    from ledger.database import Database
    from ledger.schema import Job, Outbox, Report

    database = Database(f"sqlite:///{folder / 'var' / 'gouji.sqlite'}")
    moment = now()
    reports = [
        {
            "id": new_id(), "tenant": "local", "identity": f"{number:064x}", "sha256": f"{number:064x}", "bytes": 1,
            "filename": "", "submission": {}, "received_at": moment,
        }
        for number in range(count)
    ]  # fmt: skip
    jobs = [
        {"id": new_id(), "tenant": "local", "report_id": each["id"], "state": "queued", "created_at": moment}
        for each in reports
    ]
    owed = [
        {"id": new_id(), "topic": "job", "key": each["id"], "created_at": moment, "due_at": moment + 3_600_000}
        for each in jobs
    ]
    with database.write() as connection:
        connection.execute(insert(Report), reports)
        connection.execute(insert(Job), jobs)
        connection.execute(insert(Outbox), owed)
    database.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
