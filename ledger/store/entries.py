"""Facts and findings as rows, for lists across reports: written with the audit, or later from its stored body.

Only the current audit of a report has rows. ``VERSION`` counts up whenever the rows hold something new: the sweeper
then makes those of every report anew (``catch_up``), so that no migration has to read every audit at once.
"""

from __future__ import annotations

import json
import zlib
from functools import cache
from typing import Any

from sqlalchemy import Connection, TextClause, delete, insert, select, text, update

from ledger.database import Database
from ledger.schema import Audit, Fact, Finding, Report

VERSION = 1
_UNREADABLE = -1  # the stored audit is damaged: it is not tried again
WORDS_BYTES = 2000  # an index entry on PostgreSQL holds 2,700
Row = dict[str, Any]
_SHOWN = ("id", "name", "class", "message", "actual", "expected", "difference")
_TYPES = {"number": "integer", "year": "integer", "value": "numeric"}  # of the columns of facts; the others are text


def summary(audit: Row) -> Row:
    """The columns of a report that repeat its audit and that its rows repeat in turn."""
    report = audit.get("report") or {}
    title = clean(report.get("title"), 500)
    agency = clean((report.get("agency") or {}).get("name"), 255)
    return {
        "title": title,
        "agency": agency,
        "year": report.get("year"),
        "template": report.get("template"),
        "words": words(f"{title or ''}\n{agency or ''}"),
        "indexed": VERSION,
    }


def words(string: str) -> str:
    """A text as it is searched for: without differences of case, and not too long for an index."""
    return string.casefold().encode()[:WORDS_BYTES].decode(errors="ignore")


def clean(string: str | None, length: int) -> str | None:
    """A text that every database takes (PostgreSQL refuses NUL), at most so long; None for nothing."""
    return string.replace("\x00", "")[:length] or None if string else None


def replace(connection: Connection, owner: Row, audit_id: str, audit: Row) -> None:
    """Make the rows of a report those of this audit. ``owner`` holds tenant and report_id. The report's row must have
    been updated in the same transaction: that keeps others away."""
    drop(connection, owner["report_id"])
    common = {
        **owner,
        **{name: value for name, value in summary(audit).items() if name in ("agency", "year", "template")},
    }
    findings = [_finding(common, audit_id, number, each) for number, each in enumerate(audit["findings"])]
    if findings:
        connection.execute(insert(Finding), findings)
    facts = [_fact(common, number, each) for number, each in enumerate(audit["facts"], 1)]
    if facts and connection.dialect.name == "postgresql":
        connection.execute(_at_once(tuple(facts[0])), {name: [fact[name] for fact in facts] for name in facts[0]})
    elif facts:
        connection.execute(insert(Fact), facts)


def drop(connection: Connection, report_id: str) -> None:
    """The report has no rows any more."""
    connection.execute(delete(Fact).where(Fact.report_id == report_id))
    connection.execute(delete(Finding).where(Finding.report_id == report_id))


def catch_up(database: Database, limit: int = 100) -> int:
    """Make the rows of some reports whose rows are missing or of an older version; says of how many."""
    behind = select(Report.id).where(Report.indexed < VERSION, Report.indexed >= 0, Report.audit_id.is_not(None))
    with database.read() as connection:
        waiting = list(connection.execute(behind.limit(limit)).scalars())
    return sum(_catch_up(database, report_id) for report_id in waiting)


def _catch_up(database: Database, report_id: str) -> bool:
    mine = select(Report.tenant, Report.audit_id).where(Report.id == report_id, Report.indexed < VERSION)
    with database.write() as connection:
        row = connection.execute(mine.with_for_update()).first()
        if row is None:
            return False
        body = connection.execute(select(Audit.body).where(Audit.id == row.audit_id)).scalar_one()
        audit = _read(body)
        columns = summary(audit) if audit else {"indexed": _UNREADABLE}
        connection.execute(update(Report).where(Report.id == report_id).values(columns))
        if audit:
            replace(connection, {"tenant": row.tenant, "report_id": report_id}, row.audit_id, audit)
        return audit is not None


def _read(body: bytes) -> Row | None:
    """The stored audit; None when it is damaged."""
    try:
        audit = json.loads(zlib.decompress(body))
    except (ValueError, zlib.error):
        return None
    return audit if isinstance(audit, dict) and {"facts", "findings"} <= set(audit) else None


def _finding(common: Row, audit_id: str, number: int, finding: Row) -> Row:
    return {
        **common,
        "audit_id": audit_id,
        "number": number,
        "rule": finding["rule"],
        "family": finding["rule"].partition("-")[0],
        "severity": finding["severity"],
        "fingerprint": finding["fingerprint"],
        "body": {name: finding[name] for name in _SHOWN if name in finding},
    }


def _fact(common: Row, number: int, fact: Row) -> Row:
    return {
        "report_id": common["report_id"],
        "number": number,
        "tenant": common["tenant"],
        "indicator": fact["indicator"],
        "year": common["year"],
        "applicant": clean(fact["applicant"], 64),
        "item": clean(fact["item"], 255),
        "scope": fact["scope"],
        "value": fact["value"],
        "unit": clean(fact["unit"], 32) or "",
        "state": fact["state"],
        "origin": fact["origin"],
    }


@cache
def _at_once(columns: tuple[str, ...]) -> TextClause:
    """PostgreSQL takes hundreds of rows fastest as one statement that is given whole columns."""
    arrays = ", ".join(f"CAST(:{name} AS {_TYPES.get(name, 'text')}[])" for name in columns)
    return text(f"INSERT INTO facts ({', '.join(columns)}) SELECT * FROM unnest({arrays})")
