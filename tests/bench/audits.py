"""How long an audit takes and how much memory: ``make bench``. Prints a Markdown table for docs/benchmarks.md.

Every document is audited in a process of its own: once cold, then as in the service, after ``gouji.warm()``; time is the
median of the warm runs, memory the operating system's peak for the whole process (``ru_maxrss``), with the interpreter
and the catalogue. Times are those of the processor, so that a busy machine counts less.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "reports"
SAMPLES = ROOT / "tests" / "corpus" / "samples"
WARM = 15


def measure(path: Path) -> dict[str, float | int | str]:
    """One document in this process: cold and warm milliseconds, pages, peak MB."""
    started = time.process_time()
    import gouji
    from gouji.model import Submission

    data = path.read_bytes()
    first = gouji.to_dict(gouji.audit(data, Submission(path.name)))
    cold = time.process_time() - started
    gouji.warm()
    times = []
    for _ in range(WARM):
        begun = time.process_time()
        gouji.to_dict(gouji.audit(data, Submission(path.name)))
        times.append(time.process_time() - begun)
    return {
        "document": label(path) + " (not read)" * ("problem" in first),
        "kb": round(len(data) / 1024),
        "pages": first["document"]["pages"] or "",
        "characters": max((place["end"] or 0 for place in places(first)), default=0),
        "cold": round(cold * 1000),
        "warm": round(statistics.median(times) * 1000, 1),
        "worst": round(max(times) * 1000, 1),
        "mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def label(path: Path) -> str:
    """The name of a sample; a real report by its number alone."""
    return path.name if path.parent == SAMPLES else path.stem[:3] + "_chrome" * ("_chrome" in path.stem) + path.suffix


def places(audit: dict) -> list[dict]:  # type: ignore[type-arg]
    """Every place that an audit names."""
    return [fact["place"] for fact in audit["facts"]] + [
        section["place"] for section in audit.get("report", {}).get("sections", [])
    ]


def documents() -> list[Path]:
    """The invented samples in every format and, where they lie beside the checkout, the real reports."""
    found = [SAMPLES / f"{stem}{kind}" for stem in ("format-2021-faulty", "statistics-2014-beijing-faulty")
             for kind in (".txt", ".html", ".docx", ".pdf")]  # fmt: skip
    real = [*sorted(REAL.glob("seeds/*.txt")), *sorted(REAL.glob("converted/00*"))]
    return found + [
        path for path in real if path.suffix in (".txt", ".html", ".docx", ".pdf") and "scan" not in path.name
    ]


def main() -> None:
    """Measure every document in a process of its own and print the table."""
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; {WARM} warm runs each\n")
    print("| document | KB | pages | cold ms | warm median ms | warm worst ms | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for path in documents():
        run = subprocess.run([sys.executable, __file__, str(path)], capture_output=True, text=True, check=True)
        row = json.loads(run.stdout)
        columns = ("document", "kb", "pages", "cold", "warm", "worst", "mb")
        print("| " + " | ".join(str(row[column]) for column in columns) + " |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]))))
    else:
        main()
