"""The connection to the database: SQLite in WAL mode or PostgreSQL, behind the same two doors.

``read()`` gives a consistent snapshot, ``write()`` one transaction. On SQLite a write takes the lock at its beginning
(BEGIN IMMEDIATE), so that it waits for its turn rather than fail halfway, and a commit is on the disk when it returns.
On PostgreSQL a write sees with each statement what others have committed (READ COMMITTED); whoever takes several rows
takes them in the order job, report, rest, so that nobody waits in a circle.
What must come last in a transaction, because it holds a lock that everybody wants, is left for its end (``at_end``).
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from ledger.settings import BadSettingError

Step = Callable[[Connection], None]
_LAST = "gouji_last"  # where a connection keeps the steps for the end of its transaction
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "cache_size=-16000",
    "secure_delete=ON",  # what is deleted is overwritten
)
_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "prepare_threshold": None,  # plan each list for its own filter; a pooler in between may give another session
}
_POOL_SECONDS = 10.0
_NO_URL = (
    "GOUJI_DATABASE_URL 应以 postgresql:// 或 sqlite:/// 开头。\n"
    "GOUJI_DATABASE_URL must begin with postgresql:// or sqlite:///."
)
_NO_DRIVER = (
    "GOUJI_DATABASE_URL 指向 PostgreSQL，但没有安装它的驱动程序。请安装 gouji[postgres]（psycopg）。\n"
    "GOUJI_DATABASE_URL names PostgreSQL, but its driver is not installed: install gouji[postgres] (psycopg)."
)


class Database:
    """A pool of connections that opens with the first use, so that it may be made before a fork."""

    def __init__(self, url: str) -> None:
        parsed = _parsed(url)
        self.sqlite = parsed.get_backend_name() == "sqlite"
        self.engine = _sqlite(parsed) if self.sqlite else _postgres(parsed)
        self._tended = -math.inf
        self._writer = self.engine.execution_options(gouji_write=True)
        snapshot = {} if self.sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self.engine.execution_options(**snapshot)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._reader.connect() as connection:
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
        if not self.sqlite:
            number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})

    def tend(self, every_seconds: float = 0.0) -> None:
        """Keep the figures fresh by which queries are planned, at most so often. PostgreSQL does it by itself."""
        if self.sqlite and time.monotonic() >= self._tended + every_seconds:
            self._tended = time.monotonic()
            with self.write() as connection:
                connection.execute(text("PRAGMA analysis_limit=1000"))
                connection.execute(text("ANALYZE"))

    def ping(self) -> None:
        """Raise when the database does not answer."""
        with self.read() as connection:
            connection.execute(text("SELECT 1"))

    def tidy(self) -> None:
        """Leave nothing that was deleted in SQLite's log file, if nobody is busy with it. PostgreSQL tidies itself."""
        if not self.sqlite:
            return
        pooled = self.engine.raw_connection()
        raw: Any = pooled.driver_connection
        try:
            raw.execute("PRAGMA busy_timeout=100")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.execute("PRAGMA busy_timeout=10000")
            pooled.close()

    def close(self) -> None:
        self.engine.dispose()


def at_end(connection: Connection, step: Step) -> None:
    """Do this as the last thing before the write on this connection is committed."""
    connection.info.setdefault(_LAST, []).append(step)


def _parsed(text: str) -> URL:
    """The URL with the driver that we bring. Raises BadSettingError; the URL may hold a password and is not shown."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise BadSettingError(_NO_URL) from None
    drivers = {"sqlite": "sqlite", "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
    family = url.drivername.partition("+")[0]
    if family not in drivers:
        raise BadSettingError(_NO_URL)
    return url.set(drivername=drivers[family])


def _postgres(url: URL) -> Engine:
    """An engine that notices a server which has gone, and waits for none of them long."""
    patience = {name: value for name, value in _PATIENCE.items() if name not in url.query}
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=20,
            pool_timeout=_POOL_SECONDS,
            pool_use_lifo=True,
            connect_args=patience,
        )
    except ImportError:
        raise BadSettingError(_NO_DRIVER) from None


def _sqlite(url: URL) -> Engine:
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
