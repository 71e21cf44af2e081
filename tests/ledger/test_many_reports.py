"""Lists among thousands of reports: no list reads a large table from end to end, and pages are complete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from ledger.clock import first_id
from ledger.database import Database
from ledger.migrate import migrate
from ledger.store import lists, reports
from ledger.store.lists import Facts, Findings
from ledger.store.reports import Filter
from tests.bench.many import RARE_RULE, RARE_YEAR, START, STEP, fill

COUNT, FACTS = 2_000, 40
MIDDLE = first_id(START + COUNT // 2 * STEP)
AGENCY, RECEIVED = "示例市第1局", "requests.received"
WANTED: list[Filter | Findings | Facts] = [
    Filter(), Filter(before=MIDDLE), Filter(agency=AGENCY), Filter(year=2020), Filter(year=RARE_YEAR), Filter(template="none"),
    Filter(outcome="incomplete", year=2020), Filter(problem="damaged"), Filter(rule=RARE_RULE), Filter(external_id="A7"),
    Filter(words="更正"), Filter(since=START, until=START + STEP * 100),
    Findings(), Findings(after=(MIDDLE, 1)), Findings(rule="ARI-01"), Findings(rule=RARE_RULE), Findings(rule="HIE"),
    Findings(severity="error"), Findings(agency=AGENCY), Findings(year=RARE_YEAR), Findings(template="none"),
    Findings(rule="ARI-01", year=2020, template="format-2021"), Findings(since=START + STEP * COUNT // 2),
    Facts(), Facts(year=2020), Facts(indicator=RECEIVED), Facts(indicator=RECEIVED, year=2020, after=(MIDDLE, 1)),
    Facts(indicator=RECEIVED, applicant="total"), Facts(agency=AGENCY), Facts(agency=AGENCY, indicator=RECEIVED, year=2020),
    Facts(agency=AGENCY, after=(MIDDLE, 5)), Facts(indicator="none"),
]  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('many') / 'many.sqlite'}"
    else:
        url = request.getfixturevalue("postgres").database("many")
    migrate(url)
    database = Database(url)
    fill(database, COUNT, FACTS)
    yield database
    database.close()


def planned(database: Database, tenant: str, wanted: Filter | Findings | Facts) -> str:
    """The plan of the list's query, for these values."""
    if isinstance(wanted, Filter):
        statement = reports.statement(tenant, wanted)
    elif isinstance(wanted, Findings):
        statement = lists.findings_statement(tenant, wanted)
    else:
        statement = lists.facts_statement(tenant, wanted, database.sqlite)
    dialect = (sqlite if database.sqlite else postgresql).dialect()
    query = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})).replace(":", r"\:")
    explain = "EXPLAIN QUERY PLAN " if database.sqlite else "EXPLAIN "
    with database.read() as connection:
        return "\n".join(str(row[-1]) for row in connection.execute(text(explain + query)))


@pytest.mark.parametrize("wanted", WANTED, ids=repr)
@pytest.mark.parametrize("tenant", ["big", "small"])
def test_no_list_reads_a_large_table_from_end_to_end(many: Database, tenant: str, wanted: Any) -> None:
    plan = planned(many, tenant, wanted)
    for scan in ("Seq Scan on facts", "Seq Scan on findings", "SCAN facts", "SCAN findings"):
        assert scan not in plan
    if not isinstance(wanted, Filter):
        assert "Seq Scan on reports" not in plan
        assert all("USING" in line for line in plan.splitlines() if "SCAN reports" in line), "in the order of an index"


@pytest.mark.parametrize("wanted", [each for each in WANTED if isinstance(each, Facts) and not each.after], ids=repr)
def test_pages_of_facts_are_all_of_them(many: Database, wanted: Facts) -> None:
    conditions = {"indicator": "f.indicator", "applicant": "f.applicant", "agency": "r.agency", "year": "r.year"}
    given = {name: getattr(wanted, name) for name in conditions if getattr(wanted, name) is not None}
    where = "".join(f" AND {conditions[name]} = :{name}" for name in given)
    order = "SELECT f.report_id, f.number FROM facts f JOIN reports r ON r.id = f.report_id WHERE r.tenant = 'middle'"
    with many.read() as connection:
        expected = connection.execute(text(f"{order}{where} ORDER BY 1 DESC, 2 LIMIT 700"), given).all()
    found: list[tuple[str, int]] = []
    place = None
    while len(found) < 700:
        page = lists.facts(many, "middle", Facts(**given, after=place, limit=90))
        found += [(row["report_id"], row["number"]) for row in page[:90]]
        if len(page) <= 90:
            break
        place = found[-1]
    assert found[:700] == [tuple(row) for row in expected]
