"""The service over a ledger of its own; every answer is held against openapi.yaml as it goes out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from exchange import checked
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

import gouji
from ledger.book import Ledger
from ledger.schema import Outbox
from ledger.settings import Settings
from ledger.store import audits, jobs, outbox
from service.app import create_app


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, republish_seconds=0.2)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = checked(create_app(settings))
    yield made
    made.config["LEDGER"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def work(app: Flask) -> Callable[[], int]:
    """Do every waiting job here and now, with the real engine and without a worker; says how many."""
    ledger: Ledger = app.config["LEDGER"]

    def run() -> int:
        waiting = _waiting(ledger)
        for job_id in waiting:
            held = jobs.claim(ledger.database, job_id, "test", 60.0, 3)
            assert held is not None
            with ledger.blobs.local(held.tenant, held.sha256) as path:
                data = path.read_bytes()
            submission = gouji.Submission(filename=held.filename, **held.submission)
            profile = gouji.read_profile(held.profile) if held.profile else None
            audit = gouji.to_dict(gouji.audit(data, submission, profile=profile))
            assert audits.finish(ledger.database, held, json.dumps(audit, ensure_ascii=False).encode())
        return len(waiting)

    return run


def _waiting(ledger: Ledger) -> list[str]:
    """Every job that no worker has claimed, whether or not its message is due again."""
    with ledger.database.read() as connection:
        rows = connection.execute(select(Outbox.key).where(Outbox.topic == outbox.JOB).order_by(Outbox.id))
        return [row.key for row in rows]
