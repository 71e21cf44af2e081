"""Children: whatever a document does, it costs one child and gives one word for the record."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.settings import Settings
from workers.sandbox import Child, EngineError, LostError, Pool

pytestmark = pytest.mark.one_database  # children and their parent alone: nothing is stored
REPORT = "示例市示例局2020年政府信息公开工作年度报告".encode()


@pytest.fixture
def pool(settings: Settings) -> Iterator[Pool]:
    opened = Pool(settings)
    yield opened
    opened.close()


def request(folder: Path, data: bytes) -> dict[str, Any]:
    path = folder / "document"
    path.write_bytes(data)
    return {"path": str(path), "submission": {"filename": "报告.txt", "year": 2020}}


def audited(pool: Pool, folder: Path, data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pool.audit(request(folder, data), lambda: None))
    return found


def test_a_document_is_audited_and_its_child_reused(pool: Pool, tmp_path: Path) -> None:
    first = audited(pool, tmp_path, REPORT)
    child = pool._idle.get_nowait()
    pool._give(child)
    assert first["schema"] == "gouji.audit/1"
    assert first["document"]["filename"] == "报告.txt"
    assert audited(pool, tmp_path, REPORT) == first
    assert child.served == 2


@pytest.mark.parametrize(
    ("order", "reason", "seconds"),
    [
        ("hang", "timeout", 3.0),
        ("spin", "cpu", 30.0),  # a busy machine takes its time to give a second of processor time
        ("memory", "memory", 30.0),
        ("crash", "crash", 3.0),
        ("exit", "crash", 3.0),
        ("endless", "output", 30.0),
        ("flood", "output", 30.0),
    ],
)
def test_a_hostile_document_costs_its_child_only(
    settings: Settings, pool: Pool, tmp_path: Path, order: str, reason: str, seconds: float
) -> None:
    pool.settings = replace(settings, document_seconds=seconds)
    pool.warm(1)
    began = time.monotonic()
    with pytest.raises(LostError) as lost:
        pool.audit(request(tmp_path, f"!{order}!".encode()), lambda: None)
    assert lost.value.reason == reason
    assert time.monotonic() - began < seconds + 5.0
    assert audited(pool, tmp_path, REPORT)["schema"] == "gouji.audit/1"


def test_a_defect_of_the_engine_is_named_without_its_text(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(EngineError) as crash:
        pool.audit(request(tmp_path, b"!raise!"), lambda: None)
    assert crash.value.kind == "RuntimeError"
    assert "report" not in str(crash.value)


def test_what_libraries_print_does_not_get_into_the_answer(pool: Pool, tmp_path: Path) -> None:
    assert audited(pool, tmp_path, b"!print!" + REPORT)["schema"] == "gouji.audit/1"


@pytest.mark.parametrize("trick", ["bomb", "start", "connect", "write", "delete", "move", "murder", "native"])
def test_the_kernel_forbids_network_processes_and_changes(pool: Pool, tmp_path: Path, trick: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    with pytest.raises(EngineError) as refused:
        pool.audit(request(tmp_path, f"!{trick} {victim}!".encode()), lambda: None)
    assert refused.value.kind == "PermissionError"
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"victim", "document"}
    assert victim.read_text() == "untouched"
    assert pool.confined == "kernel"
    assert audited(pool, tmp_path, REPORT)["schema"] == "gouji.audit/1"


def test_endless_threads_end_at_the_limit_of_memory(settings: Settings, tmp_path: Path) -> None:
    pool = Pool(replace(settings, document_seconds=30.0, document_cpu_seconds=20))
    with pytest.raises((EngineError, LostError)):
        pool.audit(request(tmp_path, b"!threads!"), lambda: None)
    assert audited(pool, tmp_path, REPORT)["schema"] == "gouji.audit/1"
    pool.close()


def test_where_the_kernel_has_no_filter_the_interpreter_forbids_and_says_so(tmp_path: Path) -> None:
    """In a process of its own, for an audit hook stays for good."""
    code = """
import os, platform, socket, subprocess
platform.machine = lambda: "other"
from workers.confine import confine
print(confine())
for trick in (
    socket.socket, os.fork, lambda: subprocess.run(["true"]), lambda: open("new", "w"), lambda: os.remove("new"),
    lambda: os.open("new", os.O_CREAT), lambda: os.kill(os.getppid(), 9),
):
    try:
        trick()
    except PermissionError:
        print("forbidden")
open(os.devnull).close()
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert done.stdout.split() == [b"interpreter", *[b"forbidden"] * 7]


def test_an_answer_that_nobody_asked_for_is_not_given_to_the_next(pool: Pool, tmp_path: Path) -> None:
    first = audited(pool, tmp_path, b"!late!" + REPORT)
    child = pool._idle.get_nowait()
    pool._give(child)
    end = time.monotonic() + 20
    while child.at_rest():
        assert time.monotonic() < end
        time.sleep(0.02)
    assert audited(pool, tmp_path, REPORT)["document"]["sha256"] != first["document"]["sha256"]
    assert child.process.poll() is not None, "it was replaced"


def test_a_child_killed_from_outside_is_noticed_at_once(pool: Pool, tmp_path: Path) -> None:
    pool.warm(1)
    child = pool._idle.get_nowait()
    pool._give(child)
    threading.Timer(0.3, lambda: os.kill(child.process.pid, signal.SIGKILL)).start()
    began = time.monotonic()
    with pytest.raises(LostError) as lost:
        pool.audit(request(tmp_path, b"!hang!"), lambda: None)
    assert lost.value.reason == "killed"
    assert time.monotonic() - began < 2.0


def test_a_child_that_died_at_rest_is_replaced(pool: Pool, tmp_path: Path) -> None:
    pool.warm(1)
    child = pool._idle.get_nowait()
    child.process.kill()
    child.process.wait()
    pool._give(child)
    assert audited(pool, tmp_path, REPORT)["schema"] == "gouji.audit/1"


def test_a_child_is_replaced_after_so_many_documents(settings: Settings, tmp_path: Path) -> None:
    pool = Pool(replace(settings, documents_per_child=1))
    audited(pool, tmp_path, REPORT)
    assert pool._idle.empty()


def test_a_child_ends_with_its_parent(settings: Settings, tmp_path: Path) -> None:
    child = Child(settings)
    child.wait_ready()
    child._send(request(tmp_path, b"!hang!"))
    assert child.process.stdin
    child.process.stdin.close()
    assert child.process.wait(timeout=3) == 0
    child.kill()
