"""Children: whatever a document does, it costs one child and gives one word for the record."""

from __future__ import annotations

import json
import os
import signal
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
    ],
)
def test_a_hostile_document_costs_its_child_only(
    settings: Settings, pool: Pool, tmp_path: Path, order: str, reason: str, seconds: float
) -> None:
    pool.settings = replace(settings, document_seconds=seconds)
    began = time.monotonic()
    with pytest.raises(LostError) as lost:
        pool.audit(request(tmp_path, f"!{order}!".encode()), lambda: None)
    assert lost.value.reason == reason
    assert time.monotonic() - began < seconds + 2.0
    assert audited(pool, tmp_path, REPORT)["schema"] == "gouji.audit/1"


def test_a_defect_of_the_engine_is_named_without_its_text(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(EngineError) as crash:
        pool.audit(request(tmp_path, b"!raise!"), lambda: None)
    assert crash.value.kind == "RuntimeError"
    assert "report" not in str(crash.value)


def test_what_libraries_print_does_not_get_into_the_answer(pool: Pool, tmp_path: Path) -> None:
    assert audited(pool, tmp_path, b"!print!" + REPORT)["schema"] == "gouji.audit/1"


def test_a_child_writes_no_files(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(EngineError):
        pool.audit(request(tmp_path, b"!write!"), lambda: None)


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
