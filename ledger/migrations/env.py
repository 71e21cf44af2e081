"""Alembic's entry: runs the revisions on the connection that ledger.migrate hands over."""

from __future__ import annotations

from alembic import context

from ledger.schema import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
context.config.attributes["connection"].commit()
