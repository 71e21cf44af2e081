"""Storing and reading whole audits."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from ledger.clock import new_id, now
from ledger.database import Database
from ledger.schema import Audit, Report
from ledger.store import entries, events, jobs
from ledger.store.jobs import Claim


@dataclass(frozen=True, slots=True)
class Stored:
    """An audit as it was handed over: its bytes, and their SHA-256."""

    body: bytes
    digest: str

    def parsed(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(frozen=True, slots=True)
class Done:
    """What was stored, in two words: which reader, which outcome."""

    reader: str
    outcome: str


def finish(database: Database, held: Claim, body: bytes) -> Done | None:
    """Store the engine's answer and end the job, in one transaction guarded by the attempt. None when the job was no
    longer ours: then nothing has changed."""
    audit: dict[str, Any] = json.loads(body)
    packed = zlib.compress(body, 3)
    digest = hashlib.sha256(body).hexdigest()
    with database.write() as connection:
        if not jobs.conclude(connection, held, audit.get("problem")):
            return None
        audit_id = _insert(connection, held, audit, packed, digest)
        summary = _summary(audit_id, audit)
        connection.execute(update(Report).where(Report.id == held.report_id).values(summary))
        entries.replace(connection, {"tenant": held.tenant, "report_id": held.report_id}, audit_id, audit)
        _tell(connection, held, summary)
        return Done(str(audit.get("document", {}).get("reader")), str(summary["outcome"]))


def find(database: Database, tenant: str, report_id: str) -> Stored | None:
    """The current audit of a report; None before the first has ended."""
    statement = (
        select(Audit.body, Audit.digest)
        .join(Report, Report.audit_id == Audit.id)
        .where(Report.id == report_id, Report.tenant == tenant)
    )
    with database.read() as connection:
        row = connection.execute(statement).first()
    return Stored(zlib.decompress(row.body), row.digest) if row else None


def _insert(connection: Connection, held: Claim, audit: dict[str, Any], packed: bytes, digest: str) -> str:
    audit_id = new_id()
    owner = {"tenant": held.tenant, "report_id": held.report_id}
    connection.execute(
        insert(Audit).values(
            **owner,
            id=audit_id,
            job_id=held.job_id,
            engine=audit["engine"]["version"],
            catalogue=audit["engine"]["catalogue"],
            created_at=now(),
            digest=digest,
            body=packed,
        )
    )
    return audit_id


def _summary(audit_id: str, audit: dict[str, Any]) -> dict[str, Any]:
    """The columns of a report that repeat its audit."""
    summary, problem = audit["summary"], audit.get("problem") or {}
    return {
        **entries.summary(audit),
        "audit_id": audit_id,
        "catalogue": audit["engine"]["catalogue"],
        "profile": (audit.get("profile") or {}).get("digest"),
        "outcome": summary["outcome"],
        "problem": problem.get("code"),
        **{severity: summary[severity] for severity in ("error", "warning", "notice")},
    }


def _tell(connection: Connection, held: Claim, summary: dict[str, Any]) -> None:
    kind = events.FAILED if summary["problem"] else events.AUDITED
    counts = {severity: summary[severity] for severity in ("error", "warning", "notice")}
    known = {key: summary[key] for key in ("audit_id", "outcome", "problem")}
    events.of_report(connection, kind, held.report_id, held.job_id, **known, counts=counts)
