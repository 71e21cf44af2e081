"""An engine that does what documents tell it to: the worst things a parser has been seen to do. All else goes to the
real engine. Used in the place of ``gouji`` by the tests of the worker."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Any

import gouji
from gouji import Submission, engine, read_profile, warm

__all__ = ["Submission", "audit", "engine", "read_profile", "to_dict", "warm"]


def _bomb(_: str) -> None:
    while True:
        os.fork()


def _flood(_: str) -> None:
    while True:
        for number in range(3, 12):
            try:
                os.write(number, b"x" * 65536)
            except OSError:
                continue


def _threads(_: str) -> None:
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()


def _write(path: str) -> None:
    with open(path, "wb") as file:
        file.write(b"x")


def _native(path: str) -> None:
    """The same past the interpreter, as code inside a broken parser would."""
    libc, name = ctypes.CDLL(None), path.encode()
    done = {
        "socket": libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0) >= 0,
        "fork": libc.fork() > 0,
        "exec": libc.execl(b"/bin/true", b"true", None) >= 0,
        "open": libc.open(name, os.O_WRONLY) >= 0,
        "unlink": libc.unlink(name) == 0,
        "rename": libc.rename(name, name + b"2") == 0,
        "kill": libc.kill(os.getppid(), 0) == 0,
    }
    if any(done.values()):
        os._exit(9)
    raise PermissionError


def _late(_: str) -> None:
    """An answer that nobody asked for, to be taken for that to the next document."""
    threading.Timer(0.3, lambda: [os.write(number, b'{"bytes": 2}\n{}') for number in range(3, 6)]).start()


TRICKS: dict[str, Any] = {
    "bomb": _bomb,
    "flood": _flood,
    "threads": _threads,
    "write": _write,
    "native": _native,
    "late": _late,
    "start": lambda _: subprocess.run(["true"], check=True),
    "connect": lambda _: socket.create_connection(("127.0.0.1", 1), timeout=1),
    "delete": os.remove,
    "move": lambda path: os.rename(path, f"{path}2"),
    "murder": lambda _: os.kill(os.getppid(), signal.SIGKILL),
}


def audit(data: bytes, submission: Submission, **more: Any) -> Any:
    order = data.split(b"!")[1].decode() if data.startswith(b"!") else ""
    word, _, path = order.partition(" ")
    if word in TRICKS:
        TRICKS[word](path)
    if order == "hang":
        while True:
            time.sleep(60)
    if order.startswith("slow"):
        time.sleep(float(order.removeprefix("slow")))
    if order == "picture":
        more["progress"]("recognising", 0.5)
    if order == "steps":
        for share in (0.25, 0.5, 0.5):
            more["progress"]("extracting", share)
            time.sleep(0.8)
    if order == "spin":
        while True:
            pass
    if order == "memory":
        hoard = []
        while True:
            hoard.append(bytearray(10_000_000))
    if order == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if order == "exit":
        os._exit(3)
    if order == "raise":
        raise RuntimeError("the text of the report must not get out")
    if order == "print":
        sys.stdout.write("noise\n" * 1000)
        sys.stdout.flush()
        os.write(1, b"more noise\n")
    if order == "endless":
        return {"endless": "x" * 3_000_000}
    if order == "nonsense":
        return {"not": "an audit"}
    return gouji.audit(data, submission, **more)


def to_dict(result: Any) -> dict[str, Any]:
    return result if isinstance(result, dict) else gouji.to_dict(result)
