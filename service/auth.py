"""Who is asking. With keys: a Bearer token, compared in constant time, names the tenant. Without: this machine only.

A service without keys binds to the loopback; it also refuses requests that a website in the user's own browser could
make it send, by host name (``TRUSTED_HOSTS``) and by origin.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass

from flask import Flask, g, request
from werkzeug.exceptions import SecurityError

from gouji.model import Text
from ledger.settings import Settings
from service.problems import Problem, respond

OPEN = frozenset({"health", "docs", "problems", None})  # blueprints that need no key; None: static files, no route
LOCAL_TENANT = "local"
_HOST = Text(
    "未设密钥时，只能以 localhost 或 127.0.0.1 访问本服务。",
    "Without keys this service answers to the names localhost and 127.0.0.1 only.",
)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class RefusedError(Exception):
    """The service must not start like this. The message says what to change."""


@dataclass(frozen=True, slots=True)
class Key:
    """A credential: SHA-256 of the key, and whose it is."""

    digest: bytes
    tenant: str


def keys(settings: Settings) -> tuple[Key, ...]:
    """The configured keys. Raises RefusedError for one that is malformed."""
    return tuple(_key(entry.strip()) for entry in settings.api_keys.split(",") if entry.strip())


def _key(entry: str) -> Key:
    tenant, _, secret = entry.rpartition("=")
    tenant = tenant or LOCAL_TENANT
    if not tenant.replace("-", "").replace("_", "").isalnum() or len(tenant) > 64 or not tenant.isascii():
        raise RefusedError("GOUJI_API_KEYS: a tenant's name is letters, digits, - and _, at most 64 of them")
    if secret.startswith("sha256:"):
        try:
            digest = bytes.fromhex(secret.removeprefix("sha256:"))
        except ValueError:
            digest = b""
        if len(digest) != 32:
            raise RefusedError("GOUJI_API_KEYS: sha256: must be followed by 64 hexadecimal digits")
        return Key(digest, tenant)
    if len(secret) < 16:
        raise RefusedError("GOUJI_API_KEYS: a key has at least 16 characters")
    return Key(hashlib.sha256(secret.encode()).digest(), tenant)


def check_start(settings: Settings) -> None:
    """Refuse to serve other machines without keys."""
    if not keys(settings) and not _loopback(settings.host):
        raise RefusedError(
            f"Refusing to listen on {settings.host} without keys: everybody could read and delete reports.\n"
            "Set GOUJI_API_KEYS, or GOUJI_HOST=127.0.0.1.\n"
            "未设密钥（GOUJI_API_KEYS）时只能监听本机地址。"
        )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def register(app: Flask, settings: Settings) -> None:
    """Set ``g.tenant`` before every request, or answer 401 or 403."""
    known = keys(settings)
    if known:
        app.before_request(lambda: _identify(known))
    else:
        app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost", "[::1]", settings.host]
        app.register_error_handler(SecurityError, lambda _: respond(Problem("bad-request", _HOST)))
        app.before_request(_only_from_here)


def _only_from_here() -> None:
    g.tenant = LOCAL_TENANT
    if request.method not in _SAFE and request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise Problem("forbidden")


def _identify(known: tuple[Key, ...]) -> None:
    if request.blueprint in OPEN:
        return
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    presented = hashlib.sha256(secret.strip().encode()).digest()
    matching = [key for key in known if hmac.compare_digest(key.digest, presented)]
    if scheme.lower() != "bearer" or not matching:
        raise Problem("unauthorized", headers={"WWW-Authenticate": 'Bearer realm="gouji"'})
    g.tenant = matching[0].tenant
