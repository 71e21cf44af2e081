"""``python -m ledger.launch``: the whole service on one machine, behind ``make serve``.

Broker, tables, worker, sweeper and web server as processes of their own, ready or not at all, and stopped together.
It stands in the ledger because the shells must not know each other: it starts both by name and imports neither.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from ledger.broker import NoBrokerError, plan, wait_ready
from ledger.database import Database
from ledger.migrate import migrate
from ledger.processes import BrokenError, Processes, fetch, follow_parent
from ledger.settings import BadSettingError, Settings, load, variable
from ledger.store.credentials import there_are_any

READY_SECONDS = 60.0


class RefusedError(Exception):
    """The service cannot start here. The message says what to do, in both languages."""


def main(arguments: list[str]) -> int:
    if "--follow" in arguments:
        follow_parent()
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)
    try:
        settings = load()
        with _only_one(settings):
            return _serve(settings)
    except (RefusedError, BadSettingError, NoBrokerError) as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    except KeyboardInterrupt:
        return 0


def _serve(settings: Settings) -> int:
    _check_port(settings)
    processes = Processes(settings.state / "log")
    try:
        _start(processes, settings)
        _wait_ready(processes, settings)
        sys.stdout.write(_greeting(settings))
        sys.stdout.flush()
        processes.watch()
    except KeyboardInterrupt:
        sys.stdout.write("\n正在停止… stopping…\n")
        return 0
    except BrokenError as broken:
        sys.stderr.write(f"{broken}\n")
        return 1
    finally:
        processes.stop()
        _note(settings, "")


def _start(processes: Processes, settings: Settings) -> None:
    """Start everything, each with what it stands on already there."""
    if variable("redis_url") not in os.environ:
        broker = plan(settings.state / "broker")
        settings = replace(settings, redis_url=broker.url)
        processes.start("broker", broker.command, {}, broker.config)
    migrate(settings.database)
    state = settings.state.absolute()
    settings = replace(settings, state=state, metrics_folder=settings.metrics_folder or _empty(state / "metrics"))
    environment = settings.environment()
    if processes.running("broker"):
        wait_ready(settings.redis_url)
    processes.start("service", [sys.executable, "-m", "service.serve"], environment)
    environment |= {variable("metrics_port"): "0"}  # the service tells of all
    processes.start("worker", [sys.executable, "-m", "workers"], environment)
    processes.start("sweeper", [sys.executable, "-m", "workers.sweeper"], environment)


def _empty(folder: Path) -> str:
    """A folder without what an earlier run has counted."""
    shutil.rmtree(folder, ignore_errors=True)
    return str(folder)


def _wait_ready(processes: Processes, settings: Settings) -> None:
    end = time.monotonic() + READY_SECONDS
    while b'"status":"ok"' not in fetch(f"{_address(settings)}/readyz"):
        processes.check()
        if time.monotonic() > end:
            last = fetch(f"{_address(settings)}/readyz").decode(errors="replace")
            raise BrokenError(f"服务未能就绪 not ready after {READY_SECONDS:.0f} s: {last}")
        time.sleep(0.05)
    _note(settings, f"{_address(settings)} (pid {os.getpid()})")


def _check_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as trouble:
            place, other = f"{settings.host}:{settings.port}", f"make serve PORT={settings.port + 1}"
            raise RefusedError(
                f"无法使用 {place}：{trouble.strerror}。请换一个端口，例如 {other}\n"
                f"Cannot use {place}: {trouble.strerror}. Choose another port, for example: {other}"
            ) from None


def _only_one(settings: Settings) -> TextIO:
    """A lock on the state folder for as long as the file is open."""
    settings.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = _lock_path(settings).open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        raise RefusedError(
            f"服务已在运行 already running: {file.read().strip()}\n"
            "请先停止它，或用 GOUJI_STATE 指定另一个目录。Stop it first, or name another folder in GOUJI_STATE."
        ) from None
    return file


def _note(settings: Settings, text: str) -> None:
    _lock_path(settings).write_text(text)


def _lock_path(settings: Settings) -> Path:
    return settings.state / "serve.lock"


def _address(settings: Settings) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _greeting(settings: Settings) -> str:
    address = _address(settings)
    key = " -H 'Authorization: Bearer …'" if settings.api_keys or _keys_made(settings) else ""
    return f"""
勾稽 Gouji
  地址 address      {address}
  文档 docs         {address}/docs
  试用 try it       curl -F file=@report.pdf -H 'Prefer: wait=30'{key} {address}/v1/reports
  日志 logs         {settings.state / "log"}
  停止 stop         Ctrl-C
"""


def _keys_made(settings: Settings) -> bool:
    database = Database(settings.database)
    try:
        return there_are_any(database)
    finally:
        database.close()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
