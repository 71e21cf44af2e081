"""PostgreSQL is killed, with all its processes and in the middle of their work, while documents are on their way, and
started again on the same data: nobody is told to start anew, nothing is lost and nothing comes twice."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from yard import Sender, Yard, expected, judge, settled, states

from ledger.book import Ledger
from ledger.migrate import migrate
from ledger.schema import Fact
from ledger.settings import Settings
from tests.postgres import DURABLE, Server

pytestmark = pytest.mark.one_database  # a PostgreSQL of its own, because it is killed


@pytest.fixture
def server() -> Iterator[Server]:
    own = Server(DURABLE)
    try:
        own.start()
        yield own
    finally:
        own.remove()


@pytest.fixture
def settings(settings: Settings, server: Server) -> Settings:
    url = server.database("yard")
    migrate(url)
    return replace(settings, database_url=url)


def test_postgresql_killed(yard: Yard, book: Ledger, server: Server) -> None:
    yard.start_broker()
    yard.start("worker", "worker-2", "sweeper", "api")
    sender = Sender(yard, 36)
    for so_far in (4, 12, 20):
        yard.until(lambda least=so_far: states(book).get("succeeded", 0) >= least, f"{so_far} are done")  # type: ignore[misc]
        assert not settled(book, 36)
        server.stop(signal.SIGKILL)
        time.sleep(1.0)
        assert yard.call("GET", "/v1/reports")[0] == 503
        server.start()
    uploads = sender.uploads()
    judge(yard, book, uploads)
    with book.database.read() as connection:
        facts = connection.scalar(select(func.count()).select_from(Fact))
    assert facts == sum(len(expected(upload.data)["facts"]) for upload in uploads)
    assert all(process.poll() is None for process in yard.processes.values()), "nobody gave up"
