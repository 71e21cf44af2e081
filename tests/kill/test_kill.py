"""Parts of the running service are killed while at least thirty documents are on their way. In the end every upload
that was answered 202 has exactly one audit, and it is the one that the engine gives when nobody is killed.

The README's table of what was killed and what was lost is held against the tests of this folder.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from contextlib import suppress

import pytest
from yard import Sender, Yard, judge, settled, states

from ledger.book import Ledger
from ledger.schema import Outbox

alone = pytest.mark.one_database  # what is killed here stands before or behind the database


def some_are_done(yard: Yard, book: Ledger, count: int) -> None:
    yard.until(lambda: states(book).get("succeeded", 0) >= count, f"{count} are done: {states(book)}")


def whole(yard: Yard) -> None:
    yard.start_broker()
    yard.start("worker", "worker-2", "sweeper", "api")


@alone
def test_children_killed(yard: Yard, book: Ledger) -> None:
    whole(yard)
    uploads = yard.upload_all(30)
    dice = random.Random(1)
    for done in range(2, 18, 2):
        some_are_done(yard, book, done)
        for pid in dice.sample(children := yard.children("worker") + yard.children("worker-2"), min(2, len(children))):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert judge(yard, book, uploads)["lost"] >= 3


def test_worker_killed(yard: Yard, book: Ledger) -> None:
    whole(yard)
    uploads = yard.upload_all(30)
    for done, name in ((3, "worker"), (9, "worker-2"), (15, "worker")):
        some_are_done(yard, book, done)
        orphans = yard.children(name)
        yard.kill(name)
        yard.until(lambda left=orphans: not any(map(_runs, left)), "the children of a killed worker end")  # type: ignore[misc]
        yard.start(name)
    assert judge(yard, book, uploads)["lost"] >= 2


@alone
def test_api_killed(yard: Yard, book: Ledger) -> None:
    whole(yard)
    sender = Sender(yard, 60, 0.1)
    for so_far in (8, 20, 32):
        yard.until(lambda least=so_far: sum(states(book).values()) >= least, "uploads arrive")  # type: ignore[misc]
        yard.kill("api")
        yard.start("api")
    assert judge(yard, book, sender.uploads())["lost"] == 0


@alone
def test_broker_killed_and_restarted_from_its_file(yard: Yard, book: Ledger) -> None:
    whole(yard)
    sender = Sender(yard, 40)
    for so_far in (4, 12):
        some_are_done(yard, book, so_far)
        yard.kill("broker")
        time.sleep(0.5)
        yard.start_broker()
    judge(yard, book, sender.uploads())


@alone
def test_broker_killed_and_restarted_empty(yard: Yard, book: Ledger) -> None:
    whole(yard)
    sender = Sender(yard, 40)
    for so_far in (4, 12):
        some_are_done(yard, book, so_far)
        yard.kill("broker")
        assert any((yard.settings.state / "broker" / "appendonlydir").iterdir())
        shutil.rmtree(yard.settings.state / "broker" / "appendonlydir")
        yard.start_broker()
    judge(yard, book, sender.uploads())


@alone
def test_everything_killed_at_once(yard: Yard, book: Ledger) -> None:
    whole(yard)
    uploads = yard.upload_all(30)
    some_are_done(yard, book, 5)
    for name in ("api", "worker", "worker-2", "sweeper", "broker"):
        yard.kill(name)
    yard.start_broker()
    yard.start("sweeper", "worker", "api")
    assert judge(yard, book, uploads)["lost"] >= 1


def test_every_message_delivered_twice(yard: Yard, book: Ledger) -> None:
    whole(yard)
    uploads = yard.upload_all(30, senders=3)
    for _ in range(2):
        for upload in uploads:
            assert book.queue.publish(upload.job_id)
        some_are_done(yard, book, 10)
    sums = judge(yard, book, uploads)
    assert sums == {"attempts": 30, "lost": 0}, "a twin never gets as far as an attempt"


@alone
def test_workers_told_to_stop(yard: Yard, book: Ledger) -> None:
    whole(yard)
    uploads = yard.upload_all(30)
    for done, name in ((3, "worker"), (9, "worker-2"), (15, "worker")):
        some_are_done(yard, book, done)
        yard.kill(name, signal.SIGTERM)
        ended = yard.processes[name].wait(timeout=60)
        assert ended in (0, -signal.SIGTERM), "a worker that is just being started has nothing to hand back"
        yard.start(name)
    sums = judge(yard, book, uploads)
    assert sums["lost"] == 0, "a clean stop costs no attempt"


@alone
def test_api_told_to_stop(yard: Yard, book: Ledger) -> None:
    whole(yard)
    sender = Sender(yard, 60, 0.1)
    yard.until(lambda: sum(states(book).values()) >= 20, "uploads arrive")
    yard.kill("api", signal.SIGTERM)
    assert yard.processes["api"].wait(timeout=30) == 0
    yard.start("api")
    assert judge(yard, book, sender.uploads())["lost"] == 0


@alone
def test_the_judge_sees_what_is_lost_and_what_is_doubled(yard: Yard, book: Ledger) -> None:
    """That the tests above can fail."""
    yard.start_broker()
    yard.start("api")
    yard.upload_all(2)
    assert not settled(book, 2), "nobody has audited them"
    with book.database.read() as connection:
        assert connection.execute(Outbox.__table__.select()).fetchall(), "their messages are still owed"
    assert not settled(book, 1), "one more than was accepted"


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
