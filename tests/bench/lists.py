"""How long lists take among many reports: ``make bench-lists``, a table for docs/benchmarks.md, status 1 above 50 ms.

100,000 reports and 20 million facts in a PostgreSQL of its own, 10,000 reports in SQLite; both are made in a temporary
folder (about 20 GB) and deleted at the end. *Cold* is the first run after the server has been restarted, its own
buffers empty; *warm* the runs after it. Times are processor time of both sides, ours and the server's, so that others
on the machine do not count; the last column is the shortest time by the clock. What is late is measured once more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from ledger.clock import first_id
from ledger.database import Database
from ledger.migrate import migrate
from ledger.store import lists, reports
from ledger.store.lists import Facts, Findings
from ledger.store.reports import Filter
from tests.bench.many import RARE_RULE, RARE_YEAR, START, STEP, fill
from tests.postgres import Server

LIMIT = 50.0  # milliseconds
RUNS = 7
Query = Callable[[Database, str], object]
SERVER = (
    "shared_buffers=512MB",
    "work_mem=16MB",
    "maintenance_work_mem=1GB",
    "max_wal_size=8GB",
    "fsync=off",
    "full_page_writes=off",
    "random_page_cost=1.1",
    "max_parallel_maintenance_workers=2",
)


def queries(count: int) -> dict[str, Query]:
    """Every list with every filter: by name. ``count`` is how many reports there are."""
    middle = first_id(START + count // 2 * STEP)
    agency = "示例市第1局"
    since, until = START + count // 3 * STEP, START + count // 2 * STEP
    found: dict[str, Query] = {}
    wanted_reports = {
        "": Filter(), "deep page": Filter(before=middle), "agency": Filter(agency=agency), "year": Filter(year=2020),
        "rare year": Filter(year=RARE_YEAR), "year, deep page": Filter(year=2020, before=middle),
        "template": Filter(template="format-2019"), "unknown template": Filter(template="none"),
        "outcome": Filter(outcome="findings"), "rare outcome": Filter(outcome="incomplete"),
        "rare outcome, rare year": Filter(outcome="incomplete", year=RARE_YEAR), "problem": Filter(problem="damaged"),
        "rule": Filter(rule="ARI-01"), "rare rule": Filter(rule=RARE_RULE), "unknown rule": Filter(rule="XXX-01"),
        "rule, rare year": Filter(rule="ARI-01", year=RARE_YEAR), "rare rule, year": Filter(rule=RARE_RULE, year=2020),
        "rule, deep page": Filter(rule="ARI-01", before=middle),
        "external id": Filter(external_id="A77"), "digest": Filter(sha256=f"{77:064x}"),
        "received": Filter(since=since, until=until), "received, year": Filter(since=since, until=until, year=2020),
        "words": Filter(words="年度报告"), "rare words": Filter(words="更正"), "unknown words": Filter(words="没有这个"),
        "words, year": Filter(words="更正", year=2020), "words, deep page": Filter(words="更正", before=middle),
        "agency, year": Filter(agency=agency, year=2020),
    }  # fmt: skip
    wanted_findings = {
        "": Findings(), "deep page": Findings(after=(middle, 3)), "rule": Findings(rule="ARI-01"),
        "rule, deep page": Findings(rule="ARI-01", after=(middle, 3)), "rare rule": Findings(rule=RARE_RULE),
        "family": Findings(rule="ARI"), "rare family": Findings(rule="HIE"), "severity": Findings(severity="error"),
        "agency": Findings(agency=agency), "year": Findings(year=2020), "rare year": Findings(year=RARE_YEAR),
        "template": Findings(template="format-2019"), "unknown template": Findings(template="none"),
        "since": Findings(since=until), "rule, year": Findings(rule="ARI-01", year=2020),
        "rule, rare year": Findings(rule="ARI-01", year=RARE_YEAR), "rare rule, severity": Findings(rule=RARE_RULE, severity="error"),
        "rare rule, year": Findings(rule=RARE_RULE, year=2020), "rule, other template": Findings(rule="ARI-01", year=2020, template="format-2021"),
        "agency, rule, severity": Findings(agency=agency, rule="ARI-01", severity="error"),
    }  # fmt: skip
    one = "requests.received"
    wanted_facts = {
        "": Facts(), "year": Facts(year=2020), "indicator": Facts(indicator=one), "indicator, deep page": Facts(indicator=one, after=(middle, 3)),
        "indicator, year": Facts(indicator=one, year=2020), "indicator, rare year": Facts(indicator=one, year=RARE_YEAR),
        "indicator, year, deep page": Facts(indicator=one, year=2020, after=(middle, 3)),
        "indicator, applicant": Facts(indicator=one, applicant="total"),
        "indicator without applicants, applicant": Facts(indicator="normative_documents.issued", applicant="total"),
        "indicator, applicant, year": Facts(indicator=one, applicant="total", year=2020),
        "unknown indicator": Facts(indicator="none"), "agency": Facts(agency=agency), "agency, indicator": Facts(agency=agency, indicator=one),
        "agency, indicator, year": Facts(agency=agency, indicator=one, year=2020), "agency, applicant": Facts(agency=agency, applicant="total"),
        "unknown agency, indicator": Facts(agency="none", indicator=one),
    }  # fmt: skip
    for name, wanted in wanted_reports.items():
        found[f"reports · {name or 'all'}"] = lambda database, tenant, wanted=wanted: reports.listed(
            database, tenant, wanted
        )
    for name, wanted in wanted_findings.items():
        found[f"findings · {name or 'all'}"] = lambda database, tenant, wanted=wanted: lists.findings(
            database, tenant, wanted
        )
    for name, wanted in wanted_facts.items():
        found[f"facts · {name or 'all'}"] = lambda database, tenant, wanted=wanted: lists.facts(
            database, tenant, wanted
        )
    return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000, help="in PostgreSQL; SQLite has a tenth")
    parser.add_argument("--facts", type=int, default=200, help="of each report")
    parser.add_argument(
        "--keep", type=Path, help="keep PostgreSQL's data in this folder, and use what is in it already"
    )
    chosen = parser.parse_args(arguments)
    late = _postgres(chosen.reports, chosen.facts, chosen.keep) + _sqlite(max(1, chosen.reports // 10), chosen.facts)
    print(f"\n{len(late)} above {LIMIT:.0f} ms" + "".join(f"\n  {each}" for each in late))
    return 1 if late else 0


def _postgres(count: int, facts: int, keep: Path | None) -> list[str]:
    there = keep is not None and (keep / "data").exists()
    server = Server(SERVER, keep)
    try:
        server.start()
        database = Database(server.url("lists")) if there else _filled(server.database("lists"), count, facts)

        def restarted() -> None:
            database.close()
            server.stop()
            server.start()
            database.ping()

        return _measure("PostgreSQL", database, count, restarted)
    finally:
        server.stop() if keep else server.remove()


def _sqlite(count: int, facts: int) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="gouji-lists-") as folder:
        database = _filled(f"sqlite:///{Path(folder) / 'lists.sqlite'}", count, facts)
        return _measure("SQLite", database, count, database.close)


def _filled(url: str, count: int, facts: int) -> Database:
    began = time.monotonic()
    migrate(url)
    database = Database(url)
    fill(database, count, facts)
    print(
        f"\n{database.engine.name}: {count:,} reports and {count * facts:,} facts made in {time.monotonic() - began:.0f} s\n",
        flush=True,
    )
    return database


def _measure(title: str, database: Database, count: int, chill: Callable[[], None]) -> list[str]:
    print(f"| {title} | tenant | cold ms | warm median ms | warm max ms | clock ms |\n|---|---|---:|---:|---:|---:|")
    late = []
    for name, query in queries(count).items():
        for tenant in ("big", "small"):
            times = _times(query, database, tenant, chill)
            if max(times) > LIMIT:  # once is chance on a busy machine
                times = _times(query, database, tenant, chill)
            print(f"| {name} | {tenant} | " + " | ".join(f"{each:.1f}" for each in times) + " |", flush=True)
            if max(times[:3]) > LIMIT or (times[3] > LIMIT and alone()):
                late.append(f"{title} · {name} · {tenant}: {times}")
    database.close()
    return late


def _times(
    query: Query, database: Database, tenant: str, chill: Callable[[], None]
) -> tuple[float, float, float, float]:
    """Cold; warm, the median and the longest; and the shortest by the clock."""
    chill()
    runs = [_timed(query, database, tenant) for _ in range(RUNS + 1)]
    (cold, _), *warm = runs
    spent = [each for each, _ in warm]
    return cold, statistics.median(spent), max(spent), min(clock for _, clock in runs)


def _timed(query: Query, database: Database, tenant: str) -> tuple[float, float]:
    """Processor time of both sides and time by the clock, in milliseconds."""
    server = _server_of(database)
    began, clock, theirs = time.process_time(), time.perf_counter(), _spent(server)
    query(database, tenant)
    ours, clock = time.process_time() - began, time.perf_counter() - clock
    return (ours + _spent(server) - theirs) * 1000, clock * 1000


def alone() -> bool:
    """Whether the machine has no other work: only then does the clock count."""
    return os.getloadavg()[0] < (os.cpu_count() or 1)


def _server_of(database: Database) -> int | None:
    """The process at the other end of the one connection that is used."""
    if database.sqlite:
        return None
    with database.read() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def _spent(process: int | None) -> float:
    """Seconds that a process has had of a processor (Linux)."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9 if process else 0.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
