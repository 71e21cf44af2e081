"""``make serve`` as a user meets it: real processes, real HTTP, an embedded broker; good, bad and hostile files."""

from __future__ import annotations

import http.client
import io
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from exchange import ROOT, hold, sample
from reportlab.pdfgen.canvas import Canvas

from ledger.processes import fetch

HOSTILE = ROOT / "tests" / "workers"
NOTICE = """关于做好2020年政府信息公开工作年度报告编制和发布工作的通知

各区县人民政府，市政府各部门：
现就做好2020年政府信息公开工作年度报告编制和发布工作通知如下，请认真贯彻执行。
一、高度重视。二、按时发布。请各单位于2021年1月31日前报送并公开发布本单位的年度报告。
示例市人民政府办公室
2020年12月20日
"""


@dataclass
class Running:
    """A service under its launcher, and how to talk to it."""

    port: int
    launcher: subprocess.Popen[str]
    state: Path

    def call(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        hold(method, path, body, sent, answer, text)
        return answer.status, json.loads(text) if text else {}

    def figures(self) -> list[str]:
        """The lines of /metrics."""
        return fetch(f"http://127.0.0.1:{self.port}/metrics").decode().splitlines()

    def hand_in(self, data: bytes, name: str, wait: int = 20) -> tuple[int, dict[str, Any]]:
        return self.call("POST", "/v1/reports", data, X_Filename=quote(name), Prefer=f"wait={wait}")

    def children(self) -> list[int]:
        """Process ids of the children that read documents."""
        return [pid for pid in below(self.launcher.pid) if b"workers.child" in command(pid)]


def below(pid: int) -> list[int]:
    """All processes under this one."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *below(int(child))]
    return found


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def launch(state: Path, port: int, **more: str) -> subprocess.Popen[str]:
    chosen = {"GOUJI_STATE": str(state), "GOUJI_PORT": str(port), **more}
    environment = {name: value for name, value in os.environ.items() if name != "REDIS_URL"} | chosen
    return subprocess.Popen(
        [sys.executable, "-m", "ledger.launch"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    state, port = tmp_path_factory.mktemp("serve") / "var", free_port()
    more = {"GOUJI_ENGINE": "hostile_engine", "PYTHONPATH": str(HOSTILE), "GOUJI_DOCUMENT_SECONDS": "4"}
    process = launch(state, port, **more)
    assert process.stdout
    printed = ""
    for line in process.stdout:
        printed += line
        if "Ctrl-C" in line:
            break
    assert f"curl -F file=@report.pdf -H 'Prefer: wait=30' http://127.0.0.1:{port}/v1/reports" in printed, printed
    yield Running(port, process, state)
    started = below(process.pid)
    assert len(started) >= 6, "broker, service and its two processes, worker, sweeper"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 0
    assert [pid for pid in started if command(pid)] == [], "processes left behind"


def locked_pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt="open sesame")
    canvas.drawString(72, 720, "an annual report that nobody may open")
    canvas.save()
    return file.getvalue()


def other_pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(72, 720, "Operating instructions for a coffee machine, 2020 edition")
    canvas.save()
    return file.getvalue()


def bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "lol">{entities}]><w>&e9;</w>'.encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml)
    return file.getvalue()


REFUSED = {
    "empty.txt": (b"", 422, "empty"),
    "blank.txt": (b"\n\t \n", 422, "empty"),
    "large.pdf": (b"%PDF-1.7\n" + bytes(60_000_000), 413, "too-large"),
    "program.docx": (b"\x7fELF\x02\x01\x01\x00" + random.Random(1).randbytes(5000), 415, "unsupported-type"),
    "noise.txt": (random.Random(2).randbytes(20_000), 415, "unsupported-type"),
    "bomb.xml": (b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaa">]><z>&a;</z>', 415, "unsupported-type"),
}
UNREADABLE = {
    "locked.pdf": (locked_pdf, {"encrypted"}),
    "cut.pdf": (lambda: sample("format-2019-clean.pdf")[:2000], {"damaged", "no-text-layer"}),
    "broken.docx": (lambda: sample("format-2019-clean.docx")[:3000], {"damaged", "unsupported-type"}),
    "bomb.docx": (bomb, {"damaged", "too-large", "empty"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_at_once(running: Running, name: str) -> None:
    data, status, code = REFUSED[name]
    began = time.monotonic()
    answer = running.hand_in(data, name)
    assert (answer[0], answer[1]["code"]) == (status, code)
    assert time.monotonic() - began < 2.0


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable(running: Running, name: str) -> None:
    make, codes = UNREADABLE[name]
    status, answer = running.hand_in(make(), name)
    if status == 200:
        assert answer["job"]["state"] == "failed"
        assert answer["audit"]["problem"]["code"] in codes
        answer = answer["job"]["problem"]
        assert answer["title"]["zh"]
        assert answer["detail"]["en"]
    else:
        assert status in (415, 422)
    assert answer["code"] in codes


@pytest.mark.parametrize(("name", "data"), [("manual.pdf", other_pdf()), ("通知.txt", NOTICE.encode())])
def test_what_is_no_annual_report_is_incomplete(running: Running, name: str, data: bytes) -> None:
    status, answer = running.hand_in(data, name)
    assert (status, answer["job"]["state"], answer["report"]["outcome"]) == (200, "succeeded", "incomplete")
    assert answer["audit"]["report"]["nature"] != "annual_report"


@pytest.mark.parametrize("form", ["txt", "html", "docx", "pdf"])
def test_good_reports_are_audited(running: Running, form: str) -> None:
    status, answer = running.hand_in(sample(f"format-2019-faulty.{form}"), f"年报.{form}")
    assert (status, answer["report"]["template"], answer["report"]["outcome"]) == (200, "format-2019", "findings")
    assert answer["audit"]["document"]["filename"] == f"年报.{form}"


def test_a_document_under_another_name_is_judged_by_its_content(running: Running) -> None:
    status, answer = running.hand_in(sample("format-2021-clean.docx"), "renamed.pdf")
    assert (status, answer["job"]["state"], answer["report"]["outcome"]) == (200, "succeeded", "no_findings")


def test_a_child_killed_at_work_costs_an_attempt_and_not_the_job(running: Running) -> None:
    status, answer = running.hand_in(b"!slow1.5!" + sample("format-2019-clean.txt"), "slow.txt", wait=0)
    assert status == 202
    job = answer["job"]["links"]["self"]
    while running.call("GET", job)[1]["state"] == "queued":
        time.sleep(0.02)
    time.sleep(0.2)
    for pid in running.children():
        os.kill(pid, signal.SIGKILL)
    _, done = running.call("GET", job, Prefer="wait=20")
    assert (done["state"], done["lost"]) == ("succeeded", 1)


def test_a_document_that_always_kills_is_set_aside_and_the_next_is_served(running: Running) -> None:
    status, answer = running.hand_in(b"!crash!", "crash.txt")
    assert (status, answer["job"]["state"], answer["job"]["lost"]) == (200, "failed", 3)
    assert answer["job"]["problem"]["code"] == "worker_lost"
    assert answer["job"]["problem"]["detail"]["zh"]
    assert running.call("GET", "/readyz")[1]["status"] == "ok"
    assert running.hand_in(sample("narrative-clean.txt"), "next.txt")[1]["job"]["state"] == "succeeded"


def test_the_demo_prints_what_was_found(running: Running, tmp_path: Path) -> None:
    for lang, word in (("zh", "错误"), ("en", "Errors")):
        shown = subprocess.run(
            [sys.executable, "-m", "service.demo", str(ROOT / "tests/corpus/samples/format-2021-faulty.docx"), lang],
            env={**os.environ, "GOUJI_PORT": str(running.port)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert word in shown.stdout
        assert "ARI-01" in shown.stdout
    refused = subprocess.run(
        [sys.executable, "-m", "service.demo", sys.executable],
        env={**os.environ, "GOUJI_PORT": str(running.port)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (refused.returncode, refused.stderr) == (1, "")
    assert "不支持" in refused.stdout


def test_a_second_start_on_the_same_state_says_where_the_first_is(running: Running) -> None:
    second = launch(running.state, free_port())
    printed, _ = second.communicate(timeout=20)
    assert second.returncode == 2
    assert f"http://127.0.0.1:{running.port}" in printed


def test_a_taken_port_is_a_clear_message(running: Running, tmp_path: Path) -> None:
    second = launch(tmp_path / "var", running.port)
    printed, _ = second.communicate(timeout=20)
    assert second.returncode == 2
    assert f"make serve PORT={running.port + 1}" in printed
    assert "Traceback" not in printed


def test_a_broken_part_is_named_and_all_stop(tmp_path: Path) -> None:
    process = launch(tmp_path / "var", free_port(), GOUJI_ENGINE="no_such_engine", GOUJI_API_KEYS="short")
    printed, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "service" in printed
    assert "GOUJI_API_KEYS" in printed


def lines(running: Running, part: str) -> list[dict[str, Any]]:
    """What one part has logged."""
    text = (running.state / "log" / f"{part}.log").read_text(errors="replace")
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


MARKED = (
    "标记甲",
    "标记乙",
    "标记丙",
    "标记丁",
    "标记戊",
    "年报",
    "示例市",
    "通知",
    "政府信息公开",
    "renamed.pdf",
    "13900000000",
)


def test_logs_follow_a_report_by_its_trace_and_hold_nothing_of_it(running: Running) -> None:
    trace = os.urandom(16).hex()
    particulars = f"agency={quote('标记甲局')}&external_id={quote('标记乙')}"
    marked = [
        (sample("statistics-2014-clean.txt"), 200),
        ("标记丙 联系人电话13900000000".encode() + sample("format-2019-faulty.txt"), 200),
        (b"!raise!" + "标记丁".encode(), 200),
        (b"!crash!" + "标记丁".encode(), 200),
        (b"", 422),
    ]
    for data, status in marked:
        headers = {
            "X_Filename": quote("标记戊 renamed.pdf"),
            "Prefer": "wait=20",
            "traceparent": f"00-{trace}-{'cd' * 8}-01",
        }
        assert running.call("POST", f"/v1/reports?{particulars}", data, **headers)[0] == status
    running.call("GET", f"/v1/reports?agency={quote('标记甲局')}", traceparent=f"00-{trace}-{'cd' * 8}-01")
    logs = "".join(path.read_text(errors="replace") for path in (running.state / "log").glob("*.log"))
    assert [secret for secret in MARKED if secret in logs or json.dumps(secret)[1:-1] in logs] == []
    requests = [each for each in lines(running, "service") if each.get("trace_id") == trace]
    work = [each for each in lines(running, "worker") if each.get("trace_id") == trace]
    assert [each["status"] for each in requests] == [*(status for _, status in marked), 200]
    assert len({each["job"] for each in work if each["event"] == "job"}) == 4
    assert [each["ended"] for each in work if each["event"] == "job"].count("lost:crash") == 3


def test_figures_are_those_of_all_processes_together(running: Running) -> None:
    def total(name: str) -> float:
        return sum(float(line.rpartition(" ")[2]) for line in running.figures() if line.startswith(name))

    before, audits = total("gouji_http_requests_total"), total("gouji_audits_total")
    for _ in range(20):
        running.call("GET", "/healthz")
    running.hand_in(b"!slow0!" + os.urandom(8).hex().encode() + sample("format-2019-clean.txt"), "a.txt")
    assert total("gouji_http_requests_total") >= before + 21, "whichever process has answered"
    assert total("gouji_audits_total") == audits + 1, "the worker's figures are there too"
    assert total('gouji_up{part="broker"}') == 1
    assert total("gouji_workers") >= 1
    assert any(line.startswith("gouji_swept_total") for line in running.figures()), "and the sweeper's"


def test_streams_tell_how_a_job_goes_on_while_others_are_served(running: Running) -> None:
    """More streams than a process has places for: some are refused, everybody else is answered meanwhile."""
    _, answer = running.hand_in(b"!slow3!" + sample("format-2019-clean.txt"), "slow.txt", wait=0)
    job = answer["job"]["links"]["self"]
    connections = [http.client.HTTPConnection("127.0.0.1", running.port, timeout=30) for _ in range(8)]
    try:
        for connection in connections:
            connection.request("GET", f"{job}/events")
        streams = [connection.getresponse() for connection in connections]
        assert {stream.status for stream in streams} == {200, 429}
        began = time.monotonic()
        for _ in range(10):
            assert running.call("GET", "/healthz")[0] == 200
        assert time.monotonic() - began < 2.0
        text = next(stream for stream in streams if stream.status == 200).read().decode()
    finally:
        for connection in connections:
            connection.close()
    assert [json.loads(line[6:])["state"] for line in text.splitlines() if line.startswith("data: ")][
        -1
    ] == "succeeded"
    assert text.count("event: job") >= 2
