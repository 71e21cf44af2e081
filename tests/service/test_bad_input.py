"""Bad and hostile requests against the running service: each gets its status and its problem in both languages, the
others are served within a second all the while, and memory returns to its level."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from exchange import sample
from hostile_http import HARMLESS, REFUSED, SLOW, UNREADABLE, Bad, request
from test_whole_service import Running, below, command, free_port, launch

PATIENCE = 60.0
PROMPT = 1.0  # seconds within which the others are served, besides what the machine itself is late
LEVEL = 24_000_000  # bytes that the processes of the web server may hold more at the end, together


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    state, port = tmp_path_factory.mktemp("bad") / "var", free_port()
    process = launch(state, port)
    assert process.stdout
    assert any("Ctrl-C" in line for line in process.stdout)
    yield Running(port, process, state)
    process.terminate()
    process.communicate(timeout=30)


def exchange(port: int, bad: Bad) -> tuple[int, bytes, bytes]:
    """Send the bytes as they are; status, head and body of what comes back until the connection ends."""
    answer = b""
    gone = suppress(BrokenPipeError, ConnectionResetError)  # the service may answer and go before all is sent
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line, gone:
        line.sendall(bad.sent)
        if bad.cut:
            line.shutdown(socket.SHUT_WR)
        line.settimeout(0.2)
        while bad.drip and not answer:
            line.sendall(bad.drip)
            with suppress(TimeoutError):
                answer = line.recv(1 << 16)
        line.settimeout(PATIENCE)
        while more := line.recv(1 << 16):
            answer += more
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), head, body


def check(port: int, bad: Bad) -> str | None:
    """What is wrong with the answer; None when all is right."""
    try:
        status, head, body = exchange(port, bad)
        if status != bad.status:
            return f"{bad.name}: {status} instead of {bad.status}: {body[:200]!r}"
        if bad.code is None:
            return None
        problem = json.loads(body)
        assert b"application/problem+json" in head
        assert (problem["code"], problem["status"]) == (bad.code, bad.status), problem
        for texts in (problem["titles"], problem["details"]):
            assert texts["zh"]
            assert texts["en"]
            assert texts["zh"] != texts["en"]
        assert "Traceback" not in body.decode()
    except (AssertionError, ValueError, LookupError, OSError) as wrong:
        return f"{bad.name}: {wrong!r}"
    return None


class Watch:
    """Asks for health and for a job all the while. ``late`` is the longest wait, less what the machine was late."""

    def __init__(self, running: Running, job: str) -> None:
        self.running, self.job = running, job
        self.asked, self.late, self.lag = 0, 0.0, 0.0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=each) for each in (self._ask, self._doze)]

    def __enter__(self) -> Watch:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for each in self._threads:
            each.join()

    def _ask(self) -> None:
        while not self._stop.wait(0.05):
            for path in ("/healthz", self.job):
                began = time.monotonic()
                assert self.running.call("GET", path)[0] == 200
                self.late = max(self.late, time.monotonic() - began)
                self.asked += 1

    def _doze(self) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            time.sleep(0.02)
            self.lag = max(self.lag, time.monotonic() - began - 0.02)


def held(running: Running) -> int:
    """Bytes of memory that the processes of the web server have for themselves."""
    found = 0
    for pid in below(running.launcher.pid):
        if b"service.serve" in command(pid):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            found += sum(int(line.split()[1]) * 1024 for line in rollup if line.startswith("Private_Dirty"))
    return found


def test_bad_input_is_refused_while_the_others_are_served(running: Running) -> None:
    job = running.hand_in(sample("format-2019-clean.txt"), "a.txt")[1]["job"]["links"]["self"]
    with ThreadPoolExecutor(8) as pool:  # every thread has met every kind once: from here on nothing may pile up
        wrong = list(pool.map(lambda bad: check(running.port, bad), (*REFUSED, *REFUSED, *HARMLESS)))
    before = held(running)
    with Watch(running, job) as watch, ThreadPoolExecutor(8) as pool:
        slow = [pool.submit(check, running.port, each) for each in SLOW]
        wrong += [check(running.port, each) for each in (*REFUSED, *HARMLESS)]
        wrong += [each.result() for each in slow]
    assert not any(wrong), "\n".join(each for each in wrong if each)
    assert len({each.name for each in (*REFUSED, *SLOW)}) >= 60
    assert watch.asked > 20
    assert watch.late < PROMPT + 2 * watch.lag, f"{watch.late:.2f} s, the machine {watch.lag:.2f} s"
    deadline = time.monotonic() + PATIENCE
    while held(running) - before > LEVEL:  # buffers of the last requests go with the next
        assert time.monotonic() < deadline, f"{before} bytes before, {held(running)} after"
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda bad: check(running.port, bad), REFUSED[:5] * 4))


@pytest.mark.parametrize(("name", "data"), UNREADABLE, ids=lambda each: each if isinstance(each, str) else "")
def test_what_only_reading_shows_ends_the_job(running: Running, name: str, data: bytes) -> None:
    status, answer = running.hand_in(data, name)
    problem = answer["job"]["problem"] if status == 200 else answer
    assert problem["code"] in ("damaged", "unsupported-type", "too-large", "empty")
    assert running.call("GET", "/readyz")[1]["status"] == "ok"


def test_what_follows_a_refused_request_is_not_taken_for_another(running: Running) -> None:
    """Request smuggling: a second request hidden behind two ways of telling the length."""
    hidden = request("GET", "/healthz")
    both = request(
        "POST", "/v1/reports", "Content-Length: 6", "Transfer-Encoding: chunked", body=b"0\r\n\r\nX" + hidden
    )
    with socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as line:
        line.sendall(both.replace(b"Connection: close\r\n", b"", 1))
        answer = b""
        with suppress(ConnectionResetError):
            while more := line.recv(1 << 16):
                answer += more
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.startswith(b"HTTP/1.1 400")


def test_silent_connections_do_not_keep_the_others_out(running: Running) -> None:
    lines = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(60)]
    for line in lines[::2]:
        line.sendall(b"GET /healthz HTTP/1.1\r\n")
    deadline = time.monotonic() + PATIENCE
    while running.call("GET", "/healthz") != (200, {"status": "ok"}):
        assert time.monotonic() < deadline
    for line in lines:
        line.close()
