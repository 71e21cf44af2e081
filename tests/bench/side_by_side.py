"""Our audit beside what it stands on and what others offer: ``make bench``. Prints Markdown for docs/benchmarks.md.

For each document all ways run in turn, so that a busy machine slows all of them; times are medians of processor time (of
all threads), and the ratios those of medians. Peak memory is that of a process of its own for each way. Bare pdfium is
the limit for a PDF: open, text of each page, close. It runs as it comes in a process of its own, beside ours, as our
reader tells it that the machine has no fonts; and once more like that. markitdown and kreuzberg are measured when they can be imported, here or in the
interpreter that GOUJI_BENCH_TOOLS names; they are no part of this project.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

import audits

TOOLS = os.environ.get("GOUJI_BENCH_TOOLS", sys.executable)
OURS, OTHERS = ("audit", "read", "json", "pdfium", "fontless", "pdfplumber"), ("markitdown", "kreuzberg")
APART = "pdfium"
ROUNDS = 11
PAGES = (1, 10, 50, 100, 200)
MANY = 500
Way = Callable[[Path], object]


def way(name: str) -> Way:
    """One way to read a document, with its imports done."""
    return {
        "audit": audit, "read": read, "json": as_json, "pdfium": pdfium,
        "fontless": fontless, "pdfplumber": pdfplumber,
        "markitdown": markitdown, "kreuzberg": kreuzberg,
    }[name]()  # fmt: skip


def audit() -> Way:
    """Reading, extraction and all checks, in a process made ready for them as the service's is."""
    import gouji
    from gouji.model import Submission

    gouji.warm()
    return lambda path: gouji.audit(path.read_bytes(), Submission(path.name))


def read() -> Way:
    """Reading alone."""
    import gouji
    from gouji import readers

    gouji.warm()
    return lambda path: readers.read(path.read_bytes(), path.name)


def as_json() -> Way:
    """The audit and its answer as the service sends it."""
    import gouji
    from gouji.model import Submission

    gouji.warm()
    return lambda path: json.dumps(
        gouji.to_dict(gouji.audit(path.read_bytes(), Submission(path.name))), ensure_ascii=False
    )


def pdfium() -> Way:
    """The text of each page without any places: the physical limit."""
    import pypdfium2

    def run(path: Path) -> None:
        pdf = pypdfium2.PdfDocument(path.read_bytes())
        for index in range(len(pdf)):
            page = pdf[index]
            text = page.get_textpage()
            text.get_text_bounded()
            text.close()
            page.close()
        pdf.close()

    return run


def fontless() -> Way:
    """The same without the fonts of the machine."""
    import pypdfium2.raw

    run = pdfium()
    pypdfium2.raw.FPDF_SetSystemFontInfo(None)
    return run


def pdfplumber() -> Way:
    """What most people use for tables in PDFs."""
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)

    def run(path: Path) -> None:
        with pdfplumber.open(BytesIO(path.read_bytes())) as pdf:
            for page in pdf.pages:
                page.extract_text()
                page.extract_tables()
                page.close()

    return run


def markitdown() -> Way:
    """Any document to Markdown."""
    from markitdown import MarkItDown

    converter = MarkItDown()
    return lambda path: converter.convert(str(path))


def kreuzberg() -> Way:
    """Any document to text."""
    import kreuzberg

    return lambda path: kreuzberg.extract_file_sync(str(path))


class Apart:
    """A way in a process of its own that waits to be asked."""

    def __init__(self, name: str) -> None:
        command = [sys.executable, __file__, "--serve", name]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, path: Path) -> float:
        """Seconds of processor time for the document."""
        assert self.process.stdin
        assert self.process.stdout
        print(path, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())


def seconds(run: Way, path: Path) -> float:
    """Processor time of one run here."""
    begun = time.process_time()
    run(path)
    return time.process_time() - begun


def serve(name: str) -> None:
    """Answer each path on standard input with the seconds that it takes."""
    run = way(name)
    for line in sys.stdin:
        print(seconds(run, Path(line.strip())), flush=True)


def timed(names: list[str], path: Path, rounds: int) -> dict[str, float | str]:
    """Median milliseconds of each way, taken in turns; a word instead of a number for a way that fails."""
    times: dict[str, list[float]] = {}
    failed: dict[str, str] = {}
    ways = {name: Apart(name) if name == APART else partial(seconds, way(name)) for name in names}
    for turn in range(rounds + 1):
        for name, run in ways.items():
            if name in failed:
                continue
            try:
                took = run(path)
            except Exception as problem:
                failed[name] = type(problem).__name__
            else:
                times.setdefault(name, []).extend([took] if turn else [])
    return {name: failed.get(name) or round(statistics.median(times[name]) * 1000, 1) for name in names}


def peak(name: str, path: Path) -> int:
    """Peak MB of this process after three runs."""
    run = way(name)
    for _ in range(3):
        run(path)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def resident() -> float:
    """MB of this process now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2


def many() -> list[tuple[int, int]]:
    """Resident MB after so many audits in one process, over the samples of all formats."""
    run = way("audit")
    found = []
    samples = [path for path in sorted(audits.SAMPLES.iterdir()) if path.suffix in (".txt", ".html", ".docx", ".pdf")]
    for number, path in enumerate(islice(cycle(samples), MANY), 1):
        run(path)
        if number in (10, 50) or number % 100 == 0:
            found.append((number, round(resident())))
    return found


def repeated(pages: int, folder: Path) -> Path:
    """An invented PDF with so many pages."""
    import pypdfium2

    source = pypdfium2.PdfDocument(audits.SAMPLES / "statistics-2014-clean.pdf")
    target = pypdfium2.PdfDocument.new()
    numbers = list(islice(cycle(range(len(source))), pages))
    for start in range(0, pages, len(source)):
        target.import_pages(source, numbers[start : start + len(source)])
    path = folder / f"{pages}.pdf"
    target.save(str(path))
    return path


def child(interpreter: str, *arguments: object) -> object:
    """The answer of this module in another process; nothing when it failed."""
    run = subprocess.run([interpreter, __file__, *map(str, arguments)], capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[-1]) if run.returncode == 0 else None


def others() -> list[str]:
    """The tools that can be measured."""
    found = child(TOOLS, "--tools")
    return found if isinstance(found, list) else []


def ratio(upper: object, lower: object) -> str:
    """One time in terms of another."""
    if isinstance(upper, float) and isinstance(lower, float) and lower:
        return f"{upper / lower:.2f}"
    return ""


def compare(paths: list[Path], tools: list[str]) -> None:
    """The table of times."""
    print("| document | audit ms | of it reading | and as JSON | bare pdfium | audit : pdfium | without fonts "
          "| pdfplumber | audit : pdfplumber | " + "".join(f"{tool} | " for tool in tools))  # fmt: skip
    print("|---" * (9 + len(tools)) + "|")
    for path in paths:
        names = OURS if path.suffix == ".pdf" else OURS[:3]
        took = dict(child(sys.executable, "--time", ",".join(names), path, ROUNDS) or {})  # type: ignore[call-overload]
        if tools:
            took |= child(TOOLS, "--time", ",".join(tools), path, 5) or {}  # type: ignore[operator]
        row = [audits.label(path), took.get("audit"), took.get("read"), took.get("json"), took.get("pdfium"),
               ratio(took.get("audit"), took.get("pdfium")), took.get("fontless"), took.get("pdfplumber"),
               ratio(took.get("audit"), took.get("pdfplumber")), *(took.get(tool) for tool in tools)]  # fmt: skip
        print("| " + " | ".join("" if each is None else str(each) for each in row) + " |", flush=True)


def memory(paths: list[Path], tools: list[str]) -> None:
    """The table of peak memory."""
    names = ["audit", "pdfium", "pdfplumber", *tools]
    print("| peak MB | " + " | ".join(names) + " |")
    print("|---" * (1 + len(names)) + "|")
    for path in paths:
        peaks = [child(TOOLS if name in OTHERS else sys.executable, "--memory", name, path) for name in names]
        print(
            f"| {audits.label(path)} | " + " | ".join("" if each is None else str(each) for each in peaks) + " |",
            flush=True,
        )


def growth() -> None:
    """How time and memory grow with the number of pages."""
    print("| pages | audit ms | ms a page | bare pdfium | audit : pdfium | peak MB |")
    print("|---" * 6 + "|")
    with tempfile.TemporaryDirectory() as folder:
        for pages in PAGES:
            path = repeated(pages, Path(folder))
            took = dict(child(sys.executable, "--time", "audit,pdfium", path, 5) or {})  # type: ignore[call-overload]
            top = child(sys.executable, "--memory", "audit", path)
            each = f"{took['audit'] / pages:.1f}"
            print(
                f"| {pages} | {took['audit']} | {each} | {took['pdfium']} | {ratio(took['audit'], took['pdfium'])} | {top} |",
                flush=True,
            )


def main() -> None:
    """Measure and print."""
    tools = others()
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; medians of {ROUNDS} rounds\n"
    )
    for missing in [tool for tool in OTHERS if tool not in tools]:
        print(f"{missing} is not installed: left out.\n")
    paths = audits.documents()
    compare(paths, tools)
    print()
    memory([path for path in paths if path.suffix == ".pdf"], tools)
    print()
    growth()
    print(f"\n{MANY} audits in one process, the samples of all formats in turn:\n")
    print("| audits | resident MB |\n|---|---|")
    for number, size in child(sys.executable, "--many") or ():  # type: ignore[attr-defined]
        print(f"| {number} | {size} |")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--tools"]:
            print(json.dumps([tool for tool in OTHERS if importlib.util.find_spec(tool)]))
        case ["--time", names, path, rounds]:
            print(json.dumps(timed(names.split(","), Path(path), int(rounds))))
        case ["--memory", name, path]:
            print(json.dumps(peak(name, Path(path))))
        case ["--serve", name]:
            serve(name)
        case ["--many"]:
            print(json.dumps(many()))
        case _:
            main()
