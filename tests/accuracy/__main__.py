"""``python -m tests.accuracy``: make the corpus, audit it, print how much is right."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import gettempdir

from tests.accuracy import scan, summary
from tests.accuracy.faults import FAULTS, table
from tests.accuracy.faults.measure import Verdict, verdict
from tests.accuracy.report import SCANS, SIZE, document
from tests.accuracy.score import Score, score


def main() -> int:
    """Parse the arguments and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="another corpus")
    parser.add_argument("--size", type=int, default=SIZE, help="how many documents")
    parser.add_argument("--only", default="", help="only documents whose name or tags contain this")
    parser.add_argument("--faults", type=int, default=4, help="how many faults of each kind")
    parser.add_argument("--scans", action="store_true", help=f"{len(SCANS)} scans instead; needs the ocr extra")
    parser.add_argument("--show", type=int, help="write one document and print what differs")
    parser.add_argument("--into", type=Path, default=Path(gettempdir()), help="where --show writes")
    arguments = parser.parse_args()
    if arguments.show is not None:
        _show(arguments.show, arguments.seed, arguments.into)
        return 0
    if arguments.scans and scan.hindrance():
        _print(f"Scans were not measured: {scan.hindrance()}.")
        return 0
    numbers = SCANS if arguments.scans else range(min(arguments.size, SCANS.start))
    if arguments.only:
        numbers = [n for n in numbers if _wanted(n, arguments.seed, arguments.only)]  # type: ignore[assignment]
    for line in summary.lines(run(numbers, arguments.seed, 1 if arguments.scans else 2)):
        _print(line)
    if arguments.faults and not (arguments.scans or arguments.only):
        for line in table.lines(faults(arguments.faults, arguments.seed)):
            _print(line)
    if not arguments.scans:
        _print(f"\nScans were not measured: {scan.hindrance() or 'make accuracy-scans'}.")
    return 0


def run(numbers: range | list[int], seed: int, processes: int) -> list[Score]:
    """Scores of these documents. OCR has threads of its own, so that scans go one by one."""
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(partial(score, seed=seed), numbers, chunksize=8))


def faults(each: int, seed: int, processes: int = 2) -> list[Verdict]:
    """So many faults of each kind, beside the sound reports that they were put into."""
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(partial(verdict, seed=seed), range(each * len(FAULTS)), chunksize=8))


def _wanted(number: int, seed: int, word: str) -> bool:
    made = document(number, seed)
    return word in made.name or word in made.report.tags


def _show(number: int, seed: int, into: Path) -> None:
    made = document(number, seed)
    path = into / f"accuracy-{made.name}"
    path.write_bytes(made.data)
    found = score(number, seed)
    _print(f"{path}\n{made.report.title!r}\ntags: {' '.join(found.tags)}")
    _print(f"figures {found.right} of {found.due}, read {found.found}; {' '.join(found.notes)}")
    for figure in found.missed:
        _print(f"missed: {figure}")
    for what, entries in (("wrong", found.wrong), ("not heard", found.unheard), ("not said", found.invented)):
        for entry in entries:
            _print(f"{what}: {entry}")
    for alarm in found.alarms:
        _print(f"alarm {alarm.rule}: {alarm.message}")


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
