"""Facts and findings as rows: of the current audit only, written with it, made later where they are missing."""

from __future__ import annotations

import json
import threading
import zlib
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from test_store import audit, hand_in, held

import gouji
from ledger.book import Ledger
from ledger.schema import Audit, Fact, Finding, Report
from ledger.store import audits, entries, jobs, reports
from tests.conftest import SAMPLES


def fact(number: int, **more: Any) -> dict[str, Any]:
    plain = {"id": f"f{number}", "indicator": "requests.received", "applicant": "total", "item": None, "value": "7"}
    return plain | {"unit": "件", "scope": None, "state": "number", "origin": "table"} | more


def rows(ledger: Ledger, table: type[Fact] | type[Finding]) -> list[dict[str, Any]]:
    with ledger.database.read() as connection:
        found = connection.execute(select(table.__table__).order_by(table.report_id, table.number)).mappings()
        return [dict(row) for row in found]


def test_a_finished_audit_has_its_rows_and_a_newer_one_replaces_them(ledger: Ledger) -> None:
    job_id = hand_in(ledger).job_id
    facts = [fact(1), fact(2, value="0.50", item="行政检查"), fact(3, value=None, state="blank", applicant=None)]
    assert audits.finish(ledger.database, held(ledger, job_id), audit(facts=facts))
    written = rows(ledger, Fact)
    assert [(row["number"], row["indicator"], row["year"]) for row in written] == [
        (number, "requests.received", 2020) for number in (1, 2, 3)
    ]
    assert [row["value"] and Decimal(row["value"]) for row in written] == [Decimal(7), Decimal("0.50"), None]
    assert [(row["rule"], row["family"], row["agency"]) for row in rows(ledger, Finding)] == [
        ("ARI-01", "ARI", "示例局")
    ]
    again = jobs.find(ledger.database, "local", job_id)
    assert again is not None
    with ledger.database.write() as connection:
        entries.replace(
            connection, {"tenant": "local", "report_id": again["report_id"]}, "x", json.loads(audit(findings=[]))
        )
    assert (rows(ledger, Fact), rows(ledger, Finding)) == ([], [])


def test_what_postgresql_refuses_in_a_text_costs_no_report(ledger: Ledger) -> None:
    receipt = hand_in(ledger)
    long = {"title": "示\x00例" * 300, "agency": {"name": "局\x00" * 300}, "year": 2020, "template": "format-2019"}
    facts = [fact(1, item="子\x00项" * 200, unit="\x00")]
    findings = [{"rule": "ARI-01", "severity": "error", "fingerprint": "f", "message": {"zh": "\x00", "en": ""}}]
    assert audits.finish(
        ledger.database, held(ledger, receipt.job_id), audit(report=long, facts=facts, findings=findings)
    )
    found = reports.find(ledger.database, "local", receipt.report_id)
    assert found is not None
    assert (found["title"], found["agency"]) == (("示例" * 300)[:500], ("局" * 300)[:255])
    assert rows(ledger, Fact)[0]["item"] == ("子项" * 200)[:255]


def test_an_erased_report_has_no_rows_even_if_it_is_audited_at_that_moment(ledger: Ledger) -> None:
    """The worker has written its result and not committed it when the report is erased."""
    receipt = hand_in(ledger)
    busy = held(ledger, receipt.job_id)
    erased = threading.Event()

    def erase() -> None:
        reports.erase(ledger.database, ledger.blobs, "local", receipt.report_id)
        erased.set()

    thread = threading.Thread(target=erase)
    with ledger.database.write() as connection:
        assert jobs.conclude(connection, busy, None)
        thread.start()
        assert not erased.wait(0.3), "it waits for the worker"
        entries.replace(
            connection,
            {"tenant": "local", "report_id": receipt.report_id},
            "x",
            json.loads(audit(facts=[fact(1)], findings=[])),
        )
    thread.join()
    assert rows(ledger, Fact) == []
    assert reports.find(ledger.database, "local", receipt.report_id) is None


def test_rows_that_are_missing_are_made_from_the_stored_audit(ledger: Ledger) -> None:
    for number in range(3):
        facts = [fact(1, value=str(number))]
        audits.finish(ledger.database, held(ledger, hand_in(ledger, b"%d" % number).job_id), audit(facts=facts))
    before = (rows(ledger, Fact), rows(ledger, Finding))
    with ledger.database.write() as connection:
        connection.execute(delete(Fact))
        connection.execute(delete(Finding))
        connection.execute(update(Report).values(indexed=0, words=None))
    assert entries.catch_up(ledger.database, limit=2) == 2
    assert entries.catch_up(ledger.database, limit=2) == 1
    assert entries.catch_up(ledger.database, limit=2) == 0
    assert (rows(ledger, Fact), rows(ledger, Finding)) == before


def test_one_audit_that_cannot_be_read_holds_up_no_other(ledger: Ledger) -> None:
    for number in range(3):
        audits.finish(ledger.database, held(ledger, hand_in(ledger, b"%d" % number).job_id), audit(facts=[fact(1)]))
    with ledger.database.write() as connection:
        first = connection.execute(select(Report.audit_id).order_by(Report.id).limit(1)).scalar_one()
        connection.execute(update(Audit).where(Audit.id == first).values(body=zlib.compress(b"{}")))
        connection.execute(delete(Fact))
        connection.execute(update(Report).values(indexed=0))
    assert sum(entries.catch_up(ledger.database, limit=1) for _ in range(4)) == 2
    assert len(rows(ledger, Fact)) == 2


@pytest.mark.parametrize("name", ["format-2019-faulty.txt", "format-2021-clean.docx", "statistics-2014-clean.txt"])
def test_facts_are_numbered_as_the_engine_names_them(name: str) -> None:
    facts = gouji.to_dict(gouji.audit((SAMPLES / name).read_bytes()))["facts"]
    assert [each["id"] for each in facts] == [f"f{number}" for number in range(1, len(facts) + 1)]
