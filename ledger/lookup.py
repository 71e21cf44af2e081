"""One row by one prepared statement: what is asked again and again while a client polls.

SQLAlchemy's way through transaction, cache key and result costs several times what the database needs for one row by
its key. A ``Lookup`` is compiled once, runs on a connection of the pool without a transaction of its own (one
statement is a snapshot of itself), and gives a plain dict.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

from ledger.database import Database

Process = Callable[[Any], Any] | None


class Lookup:
    """A SELECT with bind parameters that gives at most one row, as a dict by column names."""

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement
        self._prepared: dict[str, _Prepared] = {}

    def one(self, database: Database, **values: Any) -> dict[str, Any] | None:
        """The row, None when there is none. Raises SQLAlchemy's errors, as everything on the database does."""
        dialect = database.engine.dialect
        prepared = self._prepared.get(dialect.name)
        if prepared is None:
            prepared = self._prepared[dialect.name] = _Prepared(self.statement, dialect)
        trouble = dialect.loaded_dbapi.Error
        connection = database.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(prepared.sql, prepared.values(values))
            row = cursor.fetchone()
            found = prepared.named(row, cursor.description) if row else None
            cursor.close()
        except trouble as why:
            raise DBAPIError.instance(prepared.sql, values, why, trouble, dialect=dialect) from why
        finally:
            connection.close()  # back into the pool, which ends whatever the driver has begun
        return found


class _Prepared:
    """The statement in the words of one database, and how its columns become Python's."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        self._dialect, self._selected = dialect, list(statement.selected_columns)
        self._fixed, self._order = dict(compiled.params), compiled.positiontup
        self._columns: list[tuple[str, Process]] = []

    def values(self, given: dict[str, Any]) -> Any:
        every = {**self._fixed, **given}
        return every if self._order is None else [every[name] for name in self._order]

    def named(self, row: Any, described: Any) -> dict[str, Any]:
        if not self._columns:  # the driver's own types are known with the first row
            self._columns = [
                (each.name, each.type.dialect_impl(self._dialect).result_processor(self._dialect, told[1]))
                for each, told in zip(self._selected, described, strict=True)
            ]
        return {
            name: process(value) if process else value
            for (name, process), value in zip(self._columns, row, strict=True)
        }
