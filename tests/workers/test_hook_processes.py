"""A real worker that delivers, killed at it: the receiver gets every event, and knows what it gets twice by its id."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from receiver import Message, Receiver, receiving
from test_processes import Machines

from ledger import secrets
from ledger.book import Ledger
from ledger.broker import Broker, plan
from ledger.clock import new_id
from ledger.settings import Settings
from ledger.store import deliveries, events, webhooks
from ledger.store.webhooks import Wish

EVENTS = 30


@pytest.fixture
def broker(tmp_path: Path) -> Broker:
    return plan(tmp_path / "broker")


@pytest.fixture
def settings(settings: Settings, broker: Broker) -> Settings:
    local = {"webhook_schemes": "http", "webhook_networks": "127.0.0.0/8", "worker_queues": "hooks"}
    return replace(settings, **local, redis_url=broker.url, lease_seconds=0.5, webhook_retries="0.5,0.5,0.5,0.5")


@pytest.fixture
def machines(settings: Settings, broker: Broker) -> Iterator[Machines]:
    made = Machines(settings, broker)
    yield made
    made.end()


def eventually(good: Callable[[], Any], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not good():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def happen(ledger: Ledger, count: int) -> list[str]:
    for _ in range(count):
        with ledger.database.write() as connection:
            events.record(connection, "local", events.DELETED, "r", {"report_id": "r"})
    return [each.id for each in events.after(ledger.database, "local", None, limit=1000).events]


def test_a_worker_killed_between_sending_and_writing_delivers_again(ledger: Ledger, machines: Machines) -> None:
    secret, killed, victims = secrets.new(), threading.Event(), []

    def kill_in_the_middle(_: Message) -> int:
        if len(receiver.got) > 5 and not killed.is_set():
            killed.set()
            os.kill(victims[0].pid, 9)
        return 204

    with receiving() as receiver:
        receiver.answer = kill_in_the_middle
        made = webhooks.create(ledger.database, "local", new_id(), Wish(receiver.url, None, "", True), secret)
        told = happen(ledger, EVENTS)
        machines.broker()
        victims.append(machines.worker())
        machines.sweeper()
        assert killed.wait(60)
        victims[0].wait()
        machines.worker()
        eventually(lambda: _delivered(ledger, made["id"]) == EVENTS)
    assert set(receiver.ids) == set(told)
    assert len(receiver.ids) > EVENTS, "what was being sent when it was killed came again"
    for message in receiver.got:
        assert message.verified(secret)["id"] == message.headers["webhook-id"]


@pytest.mark.one_database  # it is about threads
def test_a_receiver_that_hangs_holds_up_nobody_else(ledger: Ledger, machines: Machines) -> None:
    let_go = threading.Event()

    def hang(_: Message) -> int:
        let_go.wait(60)
        return 204

    def others() -> bool:
        return all(_delivered(ledger, each) == 3 for each in live)

    with receiving() as dead, receiving() as receiver:
        dead.answer = hang
        silent = _hook(ledger, dead)
        live = [_hook(ledger, receiver) for _ in range(3)]
        happen(ledger, 3)
        machines.broker()
        machines.worker()
        machines.sweeper()
        eventually(lambda: len(dead.got) > 0 and others())
        assert _delivered(ledger, silent) == 0
        let_go.set()


def _hook(ledger: Ledger, receiver: Receiver) -> str:
    wish = Wish(receiver.url, None, "", True)
    return str(webhooks.create(ledger.database, "local", new_id(), wish, secrets.new())["id"])


def _delivered(ledger: Ledger, webhook_id: str) -> int:
    return len(deliveries.listed(ledger.database, webhook_id, state="delivered", limit=200))
