"""What a worker adds to an audit: claim, hand over to a warm child, take the answer, store it. ``make bench-service``.

The same documents in turn, once by the engine in this process and once as jobs at a desk on SQLite. Processor time is
that of this process and of the child together; wall time has the waiting for the disk in it, and for whatever else
the machine does.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import gouji
from ledger.book import open_ledger
from ledger.logs import configure
from ledger.migrate import migrate
from ledger.settings import Settings
from ledger.store import intake
from ledger.store.intake import Delivery
from workers.desk import Desk

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
ROUNDS = 50
WANTED = 30.0  # milliseconds


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="gouji-bench-") as folder:
        settings = Settings(state=Path(folder), redis_url="memory://", documents_per_child=10_000)
        configure("ERROR", "bench")
        migrate(settings.database)
        gouji.warm()
        desk = Desk(open_ledger(settings))
        desk.pool.warm(1)
        rows = [measured(desk, kind) for kind in ("txt", "html", "docx", "pdf")]
        desk.pool.close()
        desk.ledger.close()
    print("| report | engine alone | as a job | on top, wall | on top, processor |")
    print("|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row[0]) + " |")
    return 0 if rows[0][1] < WANTED else 1


def measured(desk: Desk, kind: str) -> tuple[tuple[str, ...], float]:
    """A line of the table (medians, ms), and the processor time that came on top."""
    sample = (SAMPLES / f"format-2021-faulty.{kind}").read_bytes()
    alone: list[tuple[float, float]] = []
    worked: list[tuple[float, float]] = []
    child = child_clock(desk)
    for number in range(ROUNDS):
        data = sample + (f"\n% {number}\n" if kind == "pdf" else f"\n{' ' * number}").encode() * (kind != "docx")
        alone.append(timed(lambda data=data: engine(data), lambda: 0.0))  # type: ignore[misc]
        job_id = handed_in(desk, data, number)
        worked.append(timed(lambda job_id=job_id: desk.work(job_id), child))  # type: ignore[misc]
    wall, processor = (
        statistics.median(each[index] for each in worked) - statistics.median(each[index] for each in alone)
        for index in (0, 1)
    )
    both = [f"{statistics.median(each[0] for each in times):.1f} ms" for times in (alone, worked)]
    return (f"format-2021-faulty.{kind}", *both, f"{wall:.1f} ms", f"{processor:.1f} ms"), processor


def engine(data: bytes) -> bytes:
    audit = gouji.to_dict(gouji.audit(data, gouji.Submission(filename="a")))
    return json.dumps(audit, ensure_ascii=False, separators=(",", ":")).encode()


def handed_in(desk: Desk, data: bytes, number: int) -> str:
    ledger = desk.ledger
    incoming = ledger.blobs.receive(len(data))
    incoming.write(data)
    delivery = Delivery("local", "a", {}, f"{len(data)}-{number}", "c")
    receipt = intake.accept(ledger.database, ledger.blobs, incoming, delivery, grace_seconds=600.0)
    incoming.drop()
    return receipt.job_id


def timed(call: Callable[[], object], elsewhere: Callable[[], float]) -> tuple[float, float]:
    """Wall and processor time in milliseconds, with that of another process."""
    before, wall, own = elsewhere(), time.perf_counter(), time.process_time()
    call()
    wall, own = time.perf_counter() - wall, time.process_time() - own
    return wall * 1000, own * 1000 + elsewhere() - before


def child_clock(desk: Desk) -> Callable[[], float]:
    """The processor time of the child at rest, in milliseconds (Linux)."""
    child = desk.pool._idle.get_nowait()
    desk.pool._idle.put(child)
    file = Path(f"/proc/{child.process.pid}/schedstat")
    return lambda: int(file.read_text().split()[0]) / 1e6


if __name__ == "__main__":
    sys.exit(main())
