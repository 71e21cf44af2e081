"""The program that meets the documents: ``python -m workers.child ENGINE …``, started by workers.sandbox.

It reads one request a line from standard input and answers on standard output: a line for each step, at last a line
and the audit's bytes. In the fast queue it stops short of pictures, which have to be recognised, and says so. It sets
its own limits before the first document and gives up network, processes and writing for good (workers.confine). It
keeps its answers apart from whatever a library prints, and ends as soon as its parent does. It knows the engine and
nothing else: no database, no broker, no network address.
"""

from __future__ import annotations

import json
import os
import queue
import resource
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO

from workers.confine import confine

OUT_OF_MEMORY = 75  # exit code
NICE = 5  # how far slow work steps back for fast work on the same machine


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use: bytes of address space, CPU seconds a document. Files it may not write at all."""

    memory: int
    cpu_seconds: int


class SlowError(BaseException):
    """This document is none for the fast queue. No reader may take it for a fault of the file."""


def main(arguments: list[str]) -> None:
    engine = import_module(arguments[0])
    limits, fast = Limits(int(arguments[1]), int(arguments[2])), arguments[3] == "fast"
    if not fast:
        os.nice(NICE)
    answers = _take_standard_output()
    engine.warm()
    _limit(limits)
    _say(answers, {"ready": True, "confined": confine()})
    for request in _requests():
        _allow_cpu(limits.cpu_seconds)
        _answer(engine, request, answers, fast)


def _answer(engine: Any, request: dict[str, Any], answers: BinaryIO, fast: bool) -> None:
    def progress(step: str, share: float) -> None:
        if fast and step == "recognising":
            raise SlowError
        _say(answers, {"step": step, "share": share})

    try:
        with open(request["path"], "rb") as file:
            data = file.read()
        submission = engine.Submission(**request["submission"])
        profile = engine.read_profile(request["profile"]) if request.get("profile") else None
        audit = engine.to_dict(engine.audit(data, submission, profile=profile, progress=progress))
        body = json.dumps(audit, ensure_ascii=False, separators=(",", ":")).encode()
    except SlowError:
        _say(answers, {"slow": True})
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as crash:  # the engine promises not to raise: whatever it was, say its kind and carry on
        _say(answers, {"crash": type(crash).__name__})
    else:
        _say(answers, {"bytes": len(body)}, body)


def _say(answers: BinaryIO, header: dict[str, Any], body: bytes = b"") -> None:
    answers.write(json.dumps(header).encode() + b"\n" + body)
    answers.flush()


def _take_standard_output() -> BinaryIO:
    """Keep the pipe for answers; what libraries print goes where standard error goes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _requests() -> Any:
    """Requests as they come. Standard input is the lifeline: when it ends the parent is gone, and so are we, even in
    the middle of a document."""
    waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin.buffer:
            waiting.put(json.loads(line))
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield waiting.get()


def _limit(limits: Limits) -> None:
    for kind, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with suppress(ValueError, OSError):  # not every system has every limit; the parent watches the clock anyway
            resource.setrlimit(kind, (value, value))


def _allow_cpu(seconds: int) -> None:
    """From now on so much more; beyond it the kernel ends this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))


if __name__ == "__main__":
    main(sys.argv[1:])
