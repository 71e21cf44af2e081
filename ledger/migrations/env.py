"""Alembic's entry: runs the revisions on the connection that ledger.migrate hands over.

On PostgreSQL every revision is a transaction of its own, and one process at a time runs them. The others look again
and again rather than wait inside a statement: an index that is built concurrently would wait for that statement.
"""

from __future__ import annotations

import time

from alembic import context
from sqlalchemy import Connection, text

from ledger.schema import Base

_LOCK = 0x676F756A69  # any number that is ours


def _alone(connection: Connection) -> None:
    """Wait until no other process migrates; held until the connection is closed."""
    while not connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": _LOCK}).scalar_one():
        connection.rollback()
        time.sleep(0.2)
    connection.commit()


def _run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        _alone(connection)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transaction_per_migration=connection.dialect.name == "postgresql",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()


_run(context.config.attributes["connection"])
