"""Lists of findings and facts across a tenant's reports, by pages that begin where the one before ended.

Every list walks along one index from its newest entry: no offset, no count, and an index for whatever narrows it most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select, true

from ledger.clock import first_id
from ledger.database import Database
from ledger.schema import Fact, Finding, Report

Row = dict[str, Any]
Place = tuple[str, int]  # where a page ended: id and number of its last entry


@dataclass(frozen=True, slots=True)
class Findings:
    """Which findings: ``rule`` is a code or a family (``ARI``), ``since`` a moment of audit in milliseconds."""

    rule: str | None = None
    severity: str | None = None
    agency: str | None = None
    year: int | None = None
    template: str | None = None
    since: int | None = None
    after: Place | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Facts:
    """Which facts. ``applicant`` without indicator or agency would look at every fact there is: do not ask for it."""

    indicator: str | None = None
    applicant: str | None = None
    agency: str | None = None
    year: int | None = None
    after: Place | None = None
    limit: int = 50


def findings(database: Database, tenant: str, wanted: Findings) -> list[Row]:
    """The newest audit first; one more than ``limit`` when there is a next page. Each with its report's ``title``."""
    statement = findings_statement(tenant, wanted)
    with database.read() as connection:
        rows = [dict(row) for row in connection.execute(statement).mappings()]
        return _with_reports(connection, rows)


def facts(database: Database, tenant: str, wanted: Facts) -> list[Row]:
    """The newest report first; one more than ``limit`` when there is a next page. Each with its report's ``title`` and
    ``agency``."""
    statement = facts_statement(tenant, wanted, database.sqlite)
    with database.read() as connection:
        rows = [dict(row) for row in connection.execute(statement).mappings()]
        return _with_reports(connection, rows)


def findings_statement(tenant: str, wanted: Findings) -> Select[Any]:
    """The query of ``findings``."""
    statement = select(Finding.__table__).where(Finding.tenant == tenant)
    for column in (Finding.severity, Finding.agency, Finding.year, Finding.template):
        value = getattr(wanted, column.key)
        if value is not None:
            statement = statement.where(column == value)
    if wanted.rule is not None:
        statement = statement.where((Finding.rule if "-" in wanted.rule else Finding.family) == wanted.rule)
    if wanted.since is not None:
        statement = statement.where(Finding.audit_id >= first_id(wanted.since))
    if wanted.after is not None:
        statement = statement.where(_behind(Finding.audit_id, Finding.number, wanted.after))
    return statement.order_by(Finding.audit_id.desc(), Finding.number).limit(wanted.limit + 1)


def facts_statement(tenant: str, wanted: Facts, sqlite: bool) -> Select[Any]:
    """The query of ``facts``: along an index of the indicator, or report by report."""
    if wanted.indicator is None or wanted.agency is not None:
        return _report_by_report(tenant, wanted, sqlite)
    statement = select(Fact.__table__).where(Fact.tenant == tenant, Fact.indicator == wanted.indicator)
    if wanted.year is not None:
        statement = statement.where(Fact.year == wanted.year)
    if wanted.applicant is not None:
        statement = statement.where(Fact.applicant == wanted.applicant)
    if wanted.after is not None:
        statement = statement.where(_behind(Fact.report_id, Fact.number, wanted.after))
    return statement.order_by(Fact.report_id.desc(), Fact.number).limit(wanted.limit + 1)


def _report_by_report(tenant: str, wanted: Facts, sqlite: bool) -> Select[Any]:
    """PostgreSQL is made to (LATERAL) and SQLite does so by itself: it would also walk over all tenants' facts."""
    of_one = select(Fact.__table__).where(Fact.report_id == Report.id)
    if wanted.indicator is not None:
        of_one = of_one.where(Fact.tenant == tenant, Fact.indicator == wanted.indicator)
    if wanted.applicant is not None:
        of_one = of_one.where(Fact.applicant == wanted.applicant)
    chosen = [Report.tenant == tenant]
    if wanted.agency is not None:
        chosen.append(Report.agency == wanted.agency)
    if wanted.year is not None:
        chosen.append(Report.year == wanted.year)
    if wanted.after is not None:
        chosen.append(Report.id <= wanted.after[0])
        of_one = of_one.where(_behind(Report.id, Fact.number, wanted.after))
    if sqlite:
        found = of_one.where(*chosen).order_by(Report.id.desc(), Fact.number)
    else:
        each = of_one.order_by(Fact.number).limit(wanted.limit + 1).correlate(Report).lateral()
        found = select(*each.c).select_from(Report).join(each, true()).where(*chosen)
        found = found.order_by(Report.id.desc(), each.c.number)
    return found.limit(wanted.limit + 1)


def _behind(first: Any, number: Any, place: Place) -> Any:
    """Entries after the place. The first comparison says what the second one implies, for the index."""
    return and_(first <= place[0], or_(first < place[0], number > place[1]))


def _with_reports(connection: Connection, rows: list[Row]) -> list[Row]:
    titles = _reports(connection, {row["report_id"] for row in rows})
    return [{**row, **titles.get(row["report_id"], {})} for row in rows]


def _reports(connection: Connection, ids: Iterable[str]) -> dict[str, Row]:
    columns = (Report.title, Report.agency, Report.year, Report.template, Report.external_id)
    found = connection.execute(select(Report.id, *columns).where(Report.id.in_(list(ids)))).mappings()
    return {row["id"]: {column.key: row[column.key] for column in columns} for row in found}
