"""A prepared look-up gives what SQLAlchemy itself gives, on both databases, and fails the way it does."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError

from ledger.book import Ledger
from ledger.lookup import Lookup
from ledger.schema import Profile

BODY = {"name": "口径", "ignore": ["FMT-06"], "limits": {"overview_characters": 800}}
BY_TENANT = Lookup(select(Profile.__table__).where(Profile.tenant == bindparam("tenant")).limit(1))


def test_a_row_as_the_database_gives_it(ledger: Ledger) -> None:
    with ledger.database.write() as connection:
        connection.execute(insert(Profile).values(tenant="云溪", digest="d", body=BODY, updated_at=5))
    with ledger.database.read() as connection:
        usual = connection.execute(select(Profile.__table__)).mappings().one()
    for _ in range(2):
        assert BY_TENANT.one(ledger.database, tenant="云溪") == dict(usual)
    assert BY_TENANT.one(ledger.database, tenant="other") is None


def test_what_is_written_is_seen_at_once(ledger: Ledger) -> None:
    assert BY_TENANT.one(ledger.database, tenant="a") is None
    with ledger.database.write() as connection:
        connection.execute(insert(Profile).values(tenant="a", digest="d", body={}, updated_at=5))
    assert BY_TENANT.one(ledger.database, tenant="a")


def test_trouble_is_of_the_usual_kind_and_the_next_one_works(ledger: Ledger) -> None:
    with pytest.raises(DBAPIError):
        Lookup(select(text("nothing FROM nowhere"))).one(ledger.database)
    assert BY_TENANT.one(ledger.database, tenant="a") is None
