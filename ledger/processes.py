"""A few processes that live and die together, for ledger.launch."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

STOP_SECONDS = 15.0
LOG_BYTES = 10_000_000  # an older log is set aside at the next start
_PR_SET_PDEATHSIG = 1
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class BrokenError(Exception):
    """One of the processes has ended by itself. The message names it and shows the end of its log."""


class Processes:
    """Named processes in sessions of their own, so that Ctrl-C reaches only their keeper, who stops them in order."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._all: dict[str, subprocess.Popen[bytes]] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: list[str], environment: Mapping[str, str], feed: str = "") -> None:
        """Start one; ``feed`` is what it reads on standard input. Its output goes to ``<name>.log``."""
        with self._log(name).open("ab") as log:
            process = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=follow_parent,
            )
        self._all[name] = process
        assert process.stdin
        with suppress(BrokenPipeError), process.stdin as pipe:
            pipe.write(feed.encode())

    def running(self, name: str) -> bool:
        return name in self._all

    def check(self) -> None:
        """Raise BrokenError when one has ended."""
        for name, process in self._all.items():
            code = process.poll()
            if code is not None:
                tail = "\n".join(self._log(name).read_text(errors="replace").splitlines()[-12:])
                raise BrokenError(f"{name} 已意外退出 has ended (status {code}); {self._log(name)}:\n{tail}")

    def watch(self) -> NoReturn:
        """Look after them until one ends, which raises BrokenError."""
        while True:
            self.check()
            time.sleep(0.3)

    def stop(self) -> None:
        """End all, the last started first but the broker last; kill what does not end in time."""
        broker = [name for name in self._all if name == "broker"]
        others = [name for name in reversed(self._all) if name != "broker"]
        for group in (others, broker):
            for name in group:
                self._all[name].terminate()
            end = time.monotonic() + STOP_SECONDS
            for name in group:
                self._end(self._all[name], end)

    def _end(self, process: subprocess.Popen[bytes], end: float) -> None:
        try:
            process.wait(max(0.0, end - time.monotonic()))
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _log(self, name: str) -> Path:
        path = self.logs / f"{name}.log"
        if name not in self._all and path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path


def follow_parent() -> None:
    """Have this process told to end when its parent is killed (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def fetch(url: str) -> bytes:
    """What the URL answers, whatever its status; nothing when nobody answers. Never through a proxy."""
    try:
        with _DIRECT.open(url, timeout=3) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as refused:
        return refused.read()
    except OSError:
        return b""
