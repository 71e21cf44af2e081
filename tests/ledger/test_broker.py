"""Where the embedded broker listens, and that a broker which is away delays nobody."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.broker import plan
from ledger.queue import BUDGET, Queue
from ledger.settings import Settings


def test_a_socket_in_a_short_plain_path(tmp_path: Path) -> None:
    broker = plan(Path("/tmp") / f"gouji-{tmp_path.name}"[:40])
    assert broker.url.startswith("redis+socket:///")
    assert "port 0" in broker.config
    Path(broker.url.removeprefix("redis+socket://")).parent.rmdir()


def test_a_port_behind_a_password_where_the_path_is_long_or_odd(tmp_path: Path) -> None:
    for folder in (tmp_path / ("x" * 100), tmp_path / "勾稽 state"):
        broker = plan(folder)
        assert "@127.0.0.1:" in broker.url
        assert "requirepass" in broker.config
        assert not any("requirepass" in part for part in broker.command), (
            "a password is not seen in a list of processes"
        )


def test_a_broker_that_is_away_costs_one_short_try(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    queue, tries = Queue(replace(settings, redis_url="redis://127.0.0.1:1/0")), []
    send = queue.app.send_task
    monkeypatch.setattr(queue.app, "send_task", lambda *given, **named: tries.append(given) or send(*given, **named))
    queue.warm()
    began = time.monotonic()
    assert [queue.publish("job") for _ in range(5)] == [False] * 5
    assert time.monotonic() - began < 4 * BUDGET
    assert len(tries) == 1
    queue.close()
