"""``python -m tests.fuzz``: judge thousands of hostile files within a bounded time, keep those that break a promise."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import gettempdir

from tests.fuzz.case import case
from tests.fuzz.judge import Broken, judge
from tests.fuzz.run import Result, run


def main() -> int:
    """Parse the arguments, run, print; 1 when a case failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=0, help="other cases")
    parser.add_argument("--jobs", type=int, default=2, help="children at once")
    parser.add_argument("--seconds", type=float, default=600.0, help="stop after so long")
    parser.add_argument("--into", type=Path, default=Path(gettempdir()) / "gouji-fuzz", help="folder of failing files")
    parser.add_argument("--show", type=int, metavar="NUMBER", help="make one case, write it and judge it here")
    arguments = parser.parse_args()
    if arguments.show is not None:
        return _show(arguments.show, arguments.seed, arguments.into)
    began = time.monotonic()
    numbers = range(arguments.first, arguments.first + arguments.cases)
    results = []
    for result in run(numbers, arguments.seed, arguments.jobs, arguments.seconds):
        results.append(result)
        if result.failure:
            path = _keep(result.number, arguments.seed, arguments.into)
            _print(f"FAILED {path}: {result.failure}")
    for line in summary(results):
        _print(line)
    failed = sum(result.failure is not None for result in results)
    _print(
        f"{len(results)} of {len(numbers)} cases, {failed} failed, {time.monotonic() - began:.0f} s, seed {arguments.seed}"
    )
    return 1 if failed else 0


def summary(results: list[Result]) -> list[str]:
    """Counts by what the files were before and how their audits ended, and the slowest."""
    counts = Counter((result.turn, result.outcome) for result in results)
    outcomes = [outcome for outcome, _ in Counter(result.outcome for result in results).most_common()]
    lines = ["".join(f"{word:>18}" for word in ("format", *outcomes))]
    for turn in sorted({result.turn for result in results}):
        lines.append("".join(f"{word:>18}" for word in (turn, *(counts[turn, outcome] for outcome in outcomes))))
    slow = sorted(results, key=lambda result: -result.seconds)[:5]
    lines.append("slowest audits: " + ", ".join(f"{each.number} ({each.turn}) {each.seconds:.2f} s" for each in slow))
    return lines


def _keep(number: int, seed: int, into: Path) -> Path:
    """Write the file of a case; its name holds what makes it again."""
    folder = into / f"seed-{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    made = case(number, seed)
    path = folder / made.name
    path.write_bytes(made.data)
    return path


def _show(number: int, seed: int, into: Path) -> int:
    began = time.process_time()
    try:
        outcome = judge(case(number, seed).data)[0]
    except Broken as broken:
        outcome = f"broken: {broken}"
    _print(f"{_keep(number, seed, into)}: {outcome}, {time.process_time() - began:.2f} s for two audits")
    return int(outcome.startswith("broken"))


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
