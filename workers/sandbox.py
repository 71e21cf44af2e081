"""Children that read documents, seen from their parent.

A child is started with ``subprocess`` in a session of its own and reused for many documents, because loading the
engine costs more than most audits. It is killed and replaced whenever it is late, silent, too talkative or stopped.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, LifoQueue
from typing import Any

from ledger.settings import Settings
from ledger.store.jobs import FAST
from workers.child import OUT_OF_MEMORY

TICK = 0.2  # seconds between two looks at the clock and the stop sign
START_SECONDS = 60.0
_KEPT = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "TMPDIR", "SYSTEMROOT")

Watch = Callable[[], None]
Told = Callable[[str, float], None]


def _unheard(step: str, share: float) -> None:
    """For callers that do not care how far the child is."""


class TooMuchError(Exception):
    """The child found that this document is none for its queue."""


class LostError(Exception):
    """The child ended or was ended without an answer; ``reason`` is one word for the record."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class EngineError(Exception):
    """The engine raised, which it promises not to do. ``kind`` is the exception's class."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Child:
    """One child process. Not shared between threads."""

    def __init__(self, settings: Settings, queue: str = FAST) -> None:
        self.settings, self.queue = settings, queue
        self.served = 0
        self.confined = ""  # who sees to it, once it is ready: workers.confine
        self._buffer = bytearray()
        self.budget = settings.budget(queue)
        limits = [str(self.budget.memory_mb * 1024 * 1024), str(self.budget.cpu_seconds), queue]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workers.child", settings.engine, *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            start_new_session=True,
        )
        assert self.process.stdout
        self._output = self.process.stdout.fileno()

    def wait_ready(self, watch: Watch = lambda: None) -> None:
        """Wait until the engine is loaded. Raises LostError when it does not load."""
        self.confined = str(self._header(time.monotonic() + START_SECONDS, watch).get("confined", ""))

    def audit(self, request: dict[str, Any], watch: Watch, told: Told = _unheard) -> bytes:
        """Hand over one request and wait for the audit. ``watch`` is called every tick and may raise to stop; ``told``
        hears how far the child is."""
        deadline = time.monotonic() + self.budget.seconds
        self.served += 1
        self._send(request)
        while "step" in (header := self._header(deadline, watch)):
            told(str(header["step"]), float(header["share"]))
        if "crash" in header:
            raise EngineError(str(header["crash"]))
        if "slow" in header:
            raise TooMuchError
        size = int(header["bytes"])
        if size > self.settings.document_output_bytes:
            raise LostError("output")
        while len(self._buffer) < size:
            self._fill(deadline, watch)
        body = bytes(self._buffer[:size])
        del self._buffer[:size]
        return body

    def at_rest(self) -> bool:
        """Whether it waits for a document: alive, and silent since its last answer."""
        ready, _, _ = select.select([self._output], [], [], 0)
        return self.process.poll() is None and not ready and not self._buffer

    def kill(self) -> None:
        """End the child and whatever it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        self.process.wait()

    def _send(self, request: dict[str, Any]) -> None:
        assert self.process.stdin
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            raise LostError(self._how_it_ended()) from None

    def _header(self, deadline: float, watch: Watch) -> dict[str, Any]:
        while (end := self._buffer.find(b"\n")) < 0:
            self._fill(deadline, watch)
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        try:
            header: dict[str, Any] = json.loads(line)
        except ValueError:
            raise LostError("output") from None
        return header

    def _fill(self, deadline: float, watch: Watch) -> None:
        ready, _, _ = select.select([self._output], [], [], TICK)
        watch()
        if ready:
            data = os.read(self._output, 1 << 20)
            if not data:
                raise LostError(self._how_it_ended())
            self._buffer += data
            if len(self._buffer) > self.settings.document_output_bytes + 1024:
                raise LostError("output")
        if time.monotonic() > deadline:
            raise LostError("timeout")

    def _how_it_ended(self) -> str:
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "silent"
        named = {OUT_OF_MEMORY: "memory", -signal.SIGXCPU: "cpu", -signal.SIGKILL: "killed"}
        return named.get(code, "crash")


class Pool:
    """Children of one queue at rest, ready for the next document; as many at work as callers."""

    def __init__(self, settings: Settings, queue: str = FAST) -> None:
        self.settings, self.queue = settings, queue
        self.confined = ""  # of the children started last
        self._idle: LifoQueue[Child] = LifoQueue()

    def warm(self, count: int, watch: Watch = lambda: None) -> None:
        """Start ``count`` children ahead of the first document."""
        started = [Child(self.settings, self.queue) for _ in range(count)]
        try:
            while started:
                started[-1].wait_ready(watch)
                self.confined = started[-1].confined
                self._idle.put(started.pop())
        finally:
            for child in started:
                child.kill()

    def audit(self, request: dict[str, Any], watch: Watch, told: Told = _unheard) -> bytes:
        """The audit of one document, by a child that is replaced unless it has answered properly."""
        child = self._take(watch)
        try:
            body = child.audit(request, watch, told)
        except (EngineError, TooMuchError):
            self._give(child)
            raise
        except BaseException:
            child.kill()
            raise
        self._give(child)
        return body

    def close(self) -> None:
        """End the children at rest."""
        while True:
            try:
                self._idle.get_nowait().kill()
            except Empty:
                return

    def _take(self, watch: Watch) -> Child:
        while True:
            try:
                child = self._idle.get_nowait()
            except Empty:
                return self._started(watch)
            if child.at_rest():
                return child
            child.kill()

    def _started(self, watch: Watch) -> Child:
        child = Child(self.settings, self.queue)
        try:
            child.wait_ready(watch)
        except BaseException:
            child.kill()
            raise
        self.confined = child.confined
        return child

    def _give(self, child: Child) -> None:
        if child.served >= self.settings.documents_per_child:
            child.kill()
        else:
            self._idle.put(child)
