"""Addresses that messages are sent to, as text: taken apart and judged before anything is resolved.

The service asks when a webhook is made, the worker again before every message, for settings may have changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from ledger.addresses import allowed, literal, networks
from ledger.settings import Settings

LONGEST = 2000  # characters
_PORTS = {"https": 443, "http": 80}


class BadTargetError(Exception):
    """Nothing is sent there. ``reason`` is one of syntax, scheme, address."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """A URL in parts; ``authority`` is what goes into the Host field, ``path`` has the query with it."""

    scheme: str
    host: str
    port: int
    authority: str
    path: str

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port


def parse(url: str, settings: Settings) -> Target:
    """The URL in parts. Raises BadTargetError for one that is malformed, of another scheme than the settings allow, or
    that names an address to which nothing may be sent."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise BadTargetError("syntax") from None
    plain = url.isascii() and url.isprintable() and not set(url) & set(' "<>\\^`{|}')
    if not plain or len(url) > LONGEST or not host or "@" in parts.netloc or parts.fragment or port == 0:
        raise BadTargetError("syntax")
    if parts.scheme not in [each.strip() for each in settings.webhook_schemes.split(",")]:
        raise BadTargetError("scheme")
    address = literal(host)
    if host == "localhost" or host.endswith(".localhost"):
        address = literal("127.0.0.1")
    if address is not None and not allowed(address, networks(settings.webhook_networks)):
        raise BadTargetError("address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], parts.netloc, path)
