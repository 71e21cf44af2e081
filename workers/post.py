"""One message to one receiver: the name is resolved, every address judged, and exactly a judged address connected to.

The name is resolved once. Whatever it resolves to later does not matter to this message, so that a name which first
shows a public address and then a private one (DNS rebinding) gains nothing. TLS is checked against the name all the
same. No redirect is followed, no proxy used, nothing of the answer read but its status and header.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from ledger.addresses import Address, allowed, literal, networks
from ledger.settings import Settings
from ledger.store.deliveries import Attempt
from ledger.store.turns import LONGEST_REST
from ledger.targets import BadTargetError, Target, parse

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 10.0
ADDRESSES = 2  # that are tried

Resolve = Callable[[str, int], list[Address]]


class RefusedError(Exception):
    """The message did not get through. ``kind`` is one word for the log."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said; ``retry_after`` in seconds where it asked for patience."""

    attempt: Attempt
    retry_after: float = 0.0


def resolved(host: str, port: int) -> list[Address]:
    """The addresses of a name, by the system's resolver. Raises OSError."""
    found = [literal(str(each[4][0])) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    return [each for each in dict.fromkeys(found) if each is not None]


def post(url: str, body: bytes, headers: Mapping[str, str], settings: Settings, resolve: Resolve = resolved) -> Answer:
    """Send it and say how that went. Never raises for what the receiver does."""
    began = time.monotonic()
    status, error, patience = None, None, 0.0
    try:
        target = parse(url, settings)
        status, patience = _exchange(target, _judged(target, settings, resolve), body, headers)
        error = _meaning(status)
    except BadTargetError as bad:
        error = bad.reason
    except RefusedError as refused:
        error = refused.kind
    return Answer(Attempt(status, round((time.monotonic() - began) * 1000), error), patience)


def _judged(target: Target, settings: Settings, resolve: Resolve) -> list[Address]:
    """Where to connect to. One address that is not allowed spoils the name."""
    try:
        found = resolve(target.host, target.port)
    except (OSError, UnicodeError):
        raise RefusedError("dns") from None
    if not found:
        raise RefusedError("dns")
    if not all(allowed(each, networks(settings.webhook_networks)) for each in found):
        raise RefusedError("address")
    return found[:ADDRESSES]


def _exchange(target: Target, addresses: list[Address], body: bytes, headers: Mapping[str, str]) -> tuple[int, float]:
    connection = _connected(target, addresses)
    expired = threading.Event()
    clock = threading.Timer(ANSWER_SECONDS, _cut, (connection.sock, expired))  # for one that answers drop by drop
    clock.daemon = True
    clock.start()
    try:
        whole = {**headers, "Host": target.authority, "Connection": "close"}
        connection.request("POST", target.path, body=body, headers=whole, preload_content=False)
        answer = connection.getresponse()
        if expired.is_set():  # what was cut off may look like an end
            raise TimeoutError
        return answer.status, _patience(answer.headers.get("Retry-After"))
    except TimeoutError:
        raise RefusedError("timeout") from None
    except (OSError, HTTPError, http.client.HTTPException, ValueError):
        raise RefusedError("timeout" if expired.is_set() else "protocol") from None
    finally:
        clock.cancel()
        connection.close()


def _connected(target: Target, addresses: list[Address]) -> HTTPConnection:
    """A connection to the first of the addresses that takes one."""
    trouble = RefusedError("connect")
    for address in addresses:
        connection = _connection(target, str(address))
        try:
            connection.connect()
        except (SSLError, ssl.SSLError):
            trouble = RefusedError("tls")
        except NewConnectionError:  # before its parent, which stands for a timeout
            trouble = RefusedError("connect")
        except (ConnectTimeoutError, TimeoutError):
            trouble = RefusedError("timeout")
        except (OSError, HTTPError):
            trouble = RefusedError("connect")
        else:
            connection.timeout = ANSWER_SECONDS
            return connection
        connection.close()
    raise trouble


def _connection(target: Target, address: str) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=CONNECT_SECONDS)
    return HTTPSConnection(
        address,
        target.port,
        timeout=CONNECT_SECONDS,
        cert_reqs="CERT_REQUIRED",
        server_hostname=target.host,
    )


def _cut(connected: socket.socket, expired: threading.Event) -> None:
    expired.set()
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _meaning(status: int) -> str | None:
    """The kind of error that a status is; None for success."""
    if 200 <= status < 300:
        return None
    if status == http.client.GONE:
        return "gone"
    return "redirect" if 300 <= status < 400 else "status"


def _patience(value: str | None) -> float:
    """Seconds that the receiver asked for, at most a day; a date is not read."""
    return min(float(value), float(LONGEST_REST)) if value and value.isdecimal() and value.isascii() else 0.0
