"""Which keys there are: those of GOUJI_API_KEYS and those in the ledger, remembered by their digest for a few seconds.

A process asks the ledger about a key once in ``LIFE`` seconds, so that a request costs next to nothing and a key that
was revoked is refused everywhere after that time at the latest.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass

from ledger.clock import now
from ledger.database import Database
from ledger.settings import Settings
from ledger.store import credentials, tenants
from ledger.store.credentials import DAY, Known

LIFE = 5.0  # seconds for which an answer of the ledger is believed
MOST = 10_000  # keys remembered at a time, unknown ones included
LOCAL_TENANT = "local"


class RefusedError(Exception):
    """The service must not start like this. The message says what to change."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of GOUJI_API_KEYS: its SHA-256, and whose it is."""

    digest: str
    tenant: str


def keys(settings: Settings) -> tuple[Key, ...]:
    """The configured keys. Raises RefusedError for one that is malformed."""
    return tuple(_key(entry.strip()) for entry in settings.api_keys.split(",") if entry.strip())


def _key(entry: str) -> Key:
    tenant, _, secret = entry.rpartition("=")
    tenant = tenant or LOCAL_TENANT
    if not tenants.valid(tenant):
        raise RefusedError("GOUJI_API_KEYS: a tenant's name is letters, digits, - and _, at most 64 of them")
    if secret.startswith("sha256:"):
        try:
            digest = bytes.fromhex(secret.removeprefix("sha256:"))
        except ValueError:
            digest = b""
        if len(digest) != 32:
            raise RefusedError("GOUJI_API_KEYS: sha256: must be followed by 64 hexadecimal digits")
        return Key(digest.hex(), tenant)
    if len(secret) < 16:
        raise RefusedError("GOUJI_API_KEYS: a key has at least 16 characters")
    return Key(hashlib.sha256(secret.encode()).hexdigest(), tenant)


def loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Keyring:
    """The keys in force, as seen by one process."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.database = database
        self._fixed = {key.digest: key for key in keys(settings)}
        self._loopback = loopback(settings.host)
        self._kept: dict[str, tuple[float, Known | None]] = {}
        self._empty_until = 0.0
        self._used = False  # somebody has made a key: there is no way back

    def find(self, key: str) -> Known | None:
        """What is on record about a key as presented; None for one that nobody made."""
        digest = credentials.digest(key)
        known = self._remembered(digest, self._asked)
        return known if known and hmac.compare_digest(known.digest, digest) else None

    def local(self) -> Known:
        """Who asks while no key is asked for."""
        known = self._remembered("", lambda _: self._configured(LOCAL_TENANT, LOCAL_TENANT, ""))
        assert known is not None
        return known

    def open(self) -> bool:
        """Whether no key is asked for: on the loopback, as long as nobody has made one."""
        if self._fixed or self._used or not self._loopback:
            return False
        if time.monotonic() > self._empty_until:
            self._used = credentials.there_are_any(self.database)
            self._empty_until = time.monotonic() + LIFE
        return not self._used

    def _remembered(self, digest: str, ask: Callable[[str], Known | None]) -> Known | None:
        until, known = self._kept.get(digest, (0.0, None))
        if time.monotonic() < until:
            return known
        known = ask(digest)
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[digest] = (time.monotonic() + LIFE, known)
        return known

    def _asked(self, digest: str) -> Known | None:
        if key := self._fixed.get(digest):
            return self._configured(f"env-{digest[:8]}", key.tenant, digest)
        known = credentials.find(self.database, digest)
        if known and (known.last_used_at or 0) < now() - DAY:
            credentials.used(self.database, known.credential_id)
        return known

    def _configured(self, name: str, tenant: str, digest: str) -> Known:
        """A key of the environment may do everything; what was settled for its tenant holds for it too."""
        settled = tenants.find(self.database, tenant) or {}
        quota = (settled.get("documents_per_day"), settled.get("bytes_per_day"))
        rate = settled.get("rate_limit")
        days = settled.get("retention_days")
        return Known(name, tenant, "admin", digest, None, None, None, rate, (None, None), quota, days)
