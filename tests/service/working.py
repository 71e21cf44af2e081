"""Doing what a worker would do, here and now."""

from __future__ import annotations

import json

from flask import Flask
from sqlalchemy import select

import gouji
from ledger.book import Ledger
from ledger.schema import Outbox
from ledger.store import audits, jobs, outbox


def do_all(app: Flask) -> int:
    """Do every waiting job with the real engine; says how many there were."""
    ledger: Ledger = app.config["LEDGER"]
    found = waiting(ledger)
    for job_id in found:
        assert do(ledger, job_id)
    return len(found)


def do(ledger: Ledger, job_id: str) -> bool:
    """Do this job; false if somebody has cancelled or erased it."""
    held = jobs.claim(ledger.database, job_id, "test", 60.0, 3)
    if held is None:
        return False
    with ledger.blobs.local(held.tenant, held.sha256) as path:
        data = path.read_bytes()
    submission = gouji.Submission(filename=held.filename, **held.submission)
    profile = gouji.read_profile(held.profile) if held.profile else None
    audit = gouji.to_dict(gouji.audit(data, submission, profile=profile))
    return audits.finish(ledger.database, held, json.dumps(audit, ensure_ascii=False).encode())


def waiting(ledger: Ledger) -> list[str]:
    """Every job that no worker has claimed, whether or not its message is due again."""
    with ledger.database.read() as connection:
        rows = connection.execute(select(Outbox.key).where(Outbox.topic == outbox.JOB).order_by(Outbox.id))
        return [row.key for row in rows]
