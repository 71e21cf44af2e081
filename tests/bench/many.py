"""Many invented reports with their findings and facts, written straight into a ledger's tables."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Table, bindparam, insert, text

import gouji
from ledger.clock import first_id
from ledger.database import Database
from ledger.schema import Audit, Base, Fact, Finding, Job, Report
from ledger.store import entries
from tests.conftest import SAMPLES

SHARES = {"big": 0.8, "middle": 0.19, "small": 0.01}  # tenants, and which part of the reports is theirs
START, STEP = 1_700_000_000_000, 60_000  # a report a minute
RARE_YEAR, YEARS = 2008, range(2009, 2026)
RULES = [f"ARI-{number:02}" for number in range(1, 11)] + ["TIM-01", "WRD-07", "FMT-06", "PRV-01"]
RARE_RULE = "HIE-01"
BATCH = 5_000
Row = dict[str, Any]


def fill(database: Database, count: int, facts_per_report: int) -> None:
    """``count`` reports of three tenants, each with a job, an audit, about ten findings and so many facts."""
    chance = random.Random(5)
    everything = _reports(count, chance)
    while reports := list(islice(everything, BATCH)):
        with database.write() as connection:
            for table, rows in (
                (Report, reports),
                (Job, [_job(report) for report in reports]),
                (Audit, [_audit(report) for report in reports]),
                (Finding, [finding for report in reports for finding in _findings(report, chance)]),
            ):
                connection.execute(insert(table), rows)
    _facts(database, facts_per_report)


def _reports(count: int, chance: random.Random) -> Iterator[Row]:
    tenants = chance.choices(list(SHARES), list(SHARES.values()), k=count)
    for number, tenant in enumerate(tenants):
        id_ = first_id(START + number * STEP)
        agency = f"示例市第{chance.randrange(max(2, count // 20))}局"
        year = RARE_YEAR if number % 2_000 == 7 else chance.choice(YEARS)
        title = f"{agency}{year}年政府信息公开工作年度报告" + ("（更正）" if number % 1_000 == 3 else "")
        read = chance.random() > 0.01
        yield {
            "id": id_, "tenant": tenant, "identity": f"{number:064}", "sha256": f"{number:064x}", "bytes": 200_000,
            "filename": "报告.pdf", "external_id": f"A{number}", "submission": {"year": year}, "received_at": START + number * STEP,
            "audit_id": first_id(START + number * STEP + 1_000), "catalogue": "c", "profile": None,
            "outcome": chance.choices(["findings", "no_findings"], [7, 3])[0] if read else "incomplete",
            "problem": None if read else "damaged", "title": title, "agency": agency, "year": year,
            "template": _template(year), "words": entries.words(f"{title}\n{agency}"), "indexed": entries.VERSION,
            "error": 3, "warning": 4, "notice": 3,
        }  # fmt: skip


def _template(year: int) -> str:
    return "statistics-2014" if year < 2019 else "format-2019" if year < 2021 else "format-2021"


def _job(report: Row) -> Row:
    id_ = first_id(report["received_at"] + 500)
    return {
        "id": id_,
        "tenant": report["tenant"],
        "report_id": report["id"],
        "state": "succeeded",
        "attempt": 1,
        "lost": 0,
        "created_at": report["received_at"],
    }


def _audit(report: Row) -> Row:
    owner = {"tenant": report["tenant"], "report_id": report["id"], "job_id": first_id(report["received_at"] + 500)}
    return owner | {
        "id": report["audit_id"],
        "engine": "0",
        "catalogue": "c",
        "created_at": 0,
        "digest": "0",
        "body": zlib.compress(b"{}"),
    }


def _findings(report: Row, chance: random.Random) -> Iterator[Row]:
    common = {name: report[name] for name in ("tenant", "audit_id", "agency", "year", "template")} | {
        "report_id": report["id"]
    }
    message = {"zh": "合计与各项之和不符：" + "甲" * 60, "en": "The total is not the sum of its parts. " * 4}
    body = {
        "id": "F1",
        "name": "total",
        "class": "report",
        "message": message,
        "actual": "7",
        "expected": "8",
        "difference": "-1",
    }
    for number in range(chance.randrange(21)):
        rule = RARE_RULE if chance.random() < 0.000_05 else chance.choice(RULES)
        severity = chance.choice(("error", "warning", "notice"))
        yield common | {
            "number": number,
            "rule": rule,
            "family": rule[:3],
            "severity": severity,
            "fingerprint": f"{number:064}",
            "body": body,
        }


def _facts(database: Database, per_report: int) -> None:
    """The facts of a sample for every report. Indexes are made afterwards, which takes a fraction of the time."""
    sample = gouji.to_dict(gouji.audit((SAMPLES / "format-2021-clean.docx").read_bytes()))["facts"]
    columns = ("number", "indicator", "applicant", "unit", "origin")
    rows = [
        dict(zip(columns, (number, *(fact[name] for name in columns[1:])), strict=True))
        for number, fact in enumerate(sample, 1)
    ]
    rows = (rows * (per_report // len(rows) + 1))[:per_report]
    facts = Base.metadata.tables[Fact.__tablename__]
    with database.write() as connection:
        _without_indexes(connection, facts)
        connection.execute(
            text(
                "CREATE TEMPORARY TABLE sample (number integer, indicator varchar, applicant varchar, unit varchar, origin varchar)"
            )
        )
        into = text(f"INSERT INTO sample ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})")
        connection.execute(
            into.bindparams(*map(bindparam, columns)), [row | {"number": number} for number, row in enumerate(rows, 1)]
        )
        connection.execute(text(
            "INSERT INTO facts (report_id, number, tenant, indicator, year, applicant, value, unit, state, origin) "
            "SELECT r.id, s.number, r.tenant, s.indicator, r.year, s.applicant, CAST((s.number * 37 + r.year) % 1000 AS varchar)"
            + ("" if database.sqlite else "::numeric")
            + ", s.unit, 'number', s.origin FROM reports r CROSS JOIN sample s"
        ))  # fmt: skip
        connection.execute(text("DROP TABLE sample"))
        _with_indexes(connection, facts)
    if database.sqlite:
        database.tend()
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _without_indexes(connection: Any, table: Table) -> None:
    for index in table.indexes:
        index.drop(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey"))


def _with_indexes(connection: Any, table: Table) -> None:
    for index in table.indexes:
        index.create(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} ADD PRIMARY KEY (report_id, number)"))
