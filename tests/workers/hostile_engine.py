"""An engine that does what documents tell it to: the worst things a parser has been seen to do. All else goes to the
real engine. Used in the place of ``gouji`` by the tests of the worker."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any

import gouji
from gouji import Submission, engine, read_profile, warm

__all__ = ["Submission", "audit", "engine", "read_profile", "to_dict", "warm"]


def audit(data: bytes, submission: Submission, **more: Any) -> Any:
    order = data.split(b"!")[1].decode() if data.startswith(b"!") else ""
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
    if order == "write":
        with open(f"/tmp/gouji-{os.getpid()}", "wb") as file:
            file.write(b"x")
    return gouji.audit(data, submission, **more)


def to_dict(result: Any) -> dict[str, Any]:
    return result if isinstance(result, dict) else gouji.to_dict(result)
