"""The connection to the database: SQLite in WAL mode or PostgreSQL, behind the same two doors.

``read()`` gives a consistent snapshot, ``write()`` one transaction. On SQLite a write takes the lock at its beginning
(BEGIN IMMEDIATE), so that it waits for its turn rather than fail halfway, and a commit is on the disk when it returns.
What must come last in a transaction, because it holds a lock that everybody wants, is left for its end (``at_end``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

Step = Callable[[Connection], None]
_LAST = "gouji_last"  # where a connection keeps the steps for the end of its transaction
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", "cache_size=-16000")


class Database:
    """A pool of connections that opens with the first use, so that it may be made before a fork."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _sqlite(url) if url.startswith("sqlite") else create_engine(url, pool_pre_ping=True)
        self._writer = self.engine.execution_options(gouji_write=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self._writer.begin() as connection:
            connection.info.pop(_LAST, None)  # of a transaction that was rolled back
            yield connection
            for step in connection.info.pop(_LAST, ()):
                step(connection)

    def lock(self, connection: Connection, key: str) -> None:
        """Wait until no other write holds ``key`` (until this one ends). SQLite has one writer at a time anyway."""
        if not self.url.startswith("sqlite"):
            number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})

    def ping(self) -> None:
        """Raise when the database does not answer."""
        with self.read() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def at_end(connection: Connection, step: Step) -> None:
    """Do this as the last thing before the write on this connection is committed."""
    connection.info.setdefault(_LAST, []).append(step)


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, pool_size=20, connect_args={"timeout": 10})
    if engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("gouji_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
