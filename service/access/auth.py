"""Who is asking, and whether they may. With keys: a Bearer token names tenant and scope. Without: this machine only.

A service without keys binds to the loopback; it also refuses requests that a website in the user's own browser could
make it send, by host name and by origin.
"""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, current_app, request
from werkzeug.sansio.utils import host_is_trusted

from gouji.model import Text
from ledger.clock import now
from ledger.database import Database
from ledger.settings import Settings
from ledger.store import auditlog, credentials
from ledger.store.credentials import SCOPES, Known
from service import current
from service.access import scopes
from service.access.keyring import Keyring, RefusedError, keys, loopback
from service.access.limiting import Limiter
from service.problems import Problem

_HOST = Text(
    "未设密钥时，只能以 localhost 或 127.0.0.1 访问本服务。",
    "Without keys this service answers to the names localhost and 127.0.0.1 only.",
)
_UNKNOWN = Text(
    "没有这个密钥。请检查是否完整复制，或向管理员申请新的密钥。",
    "There is no such key. Check that it was copied whole, or ask your administrator for a new one.",
)
_EXPIRED = Text(
    "该密钥已过期。请向管理员申请新的密钥。",
    "This key has expired. Ask your administrator for a new one.",
)
_REVOKED = Text(
    "该密钥已被撤销。请向管理员申请新的密钥。",
    "This key has been revoked. Ask your administrator for a new one.",
)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_NAMES = ("127.0.0.1", "localhost", "[::1]")


def check_start(settings: Settings) -> None:
    """Refuse to serve other machines without keys, in the environment or in the ledger."""
    if keys(settings) or loopback(settings.host) or _keys_in_ledger(settings):
        return
    raise RefusedError(
        f"Refusing to listen on {settings.host} without keys: everybody could read and delete reports.\n"
        "Make one with gouji-admin keys create, or set GOUJI_API_KEYS, or GOUJI_HOST=127.0.0.1.\n"
        "未设密钥时只能监听本机地址。请用 gouji-admin keys create 新建密钥，或设定 GOUJI_API_KEYS。"
    )


def _keys_in_ledger(settings: Settings) -> bool:
    database = Database(settings.database)
    try:
        return credentials.there_are_any(database)
    except Exception:  # no tables yet, or no answer: nobody can tell, so there are none
        return False
    finally:
        database.close()


def register(app: Flask, settings: Settings) -> None:
    """Set ``g.caller`` and ``g.tenant`` before every request that needs them, or answer 401 or 403."""
    app.config["KEYRING"] = Keyring(settings, app.config["LEDGER"].database)
    app.before_request(_admit)


def _admit() -> None:
    here, access = current.kept(), scopes.of(request.endpoint)
    if access.scope == scopes.OPEN:
        return
    config = current_app.config
    keyring: Keyring = config["KEYRING"]
    limiter: Limiter = config["LIMITER"]
    if keyring.open():
        _only_from_here()
        here.caller = _acts(keyring.local())
        limiter.admit(here.caller, keyless=True)
    else:
        here.caller = _identified(keyring, limiter)
        limiter.admit(here.caller, keyless=False)
        _allow(here.caller, access.scope)
    here.tenant = here.caller.tenant


def _only_from_here() -> None:
    asked = current.asked()
    if not _is_ours(asked.host, current_app.config["SETTINGS"].host):
        raise Problem("bad-request", _HOST)
    if asked.method not in _SAFE and asked.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise Problem("forbidden")


@lru_cache(maxsize=64)
def _is_ours(host: str, own: str) -> bool:
    return host_is_trusted(host, [*_NAMES, own])


def _identified(keyring: Keyring, limiter: Limiter) -> Known:
    """The key of the request, good at this moment. What is wrong with one that is not is told to whoever holds it,
    and to nobody else: a key is its own proof."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise Problem("unauthorized", headers={"WWW-Authenticate": 'Bearer realm="gouji"'})
    known = keyring.find(key.strip())
    if known is None:
        limiter.refuse()
        raise _refused(_UNKNOWN, "no such key")
    _acts(known)
    if known.revoked_at is not None:
        raise _refused(_REVOKED, "the key has been revoked")
    if known.expires_at is not None and known.expires_at <= now():
        raise _refused(_EXPIRED, "the key has expired")
    return known


def _acts(known: Known) -> Known:
    """Whatever the request does is entered in the audit log as done, or as tried, by this credential."""
    actor = auditlog.actor()
    actor.credential, actor.tenant = known.credential_id, known.tenant
    return known


def _refused(detail: Text, why: str) -> Problem:
    """401 in the words of RFC 6750."""
    challenge = f'Bearer realm="gouji", error="invalid_token", error_description="{why}"'
    return Problem("unauthorized", detail, headers={"WWW-Authenticate": challenge})


def _allow(caller: Known, needed: str) -> None:
    if SCOPES.index(caller.scope) >= SCOPES.index(needed):
        return
    detail = Text(
        f"该密钥的权限是 {caller.scope}，此操作需要 {needed}。请向管理员申请权限足够的密钥。",
        f"This key may {caller.scope}; this needs a key with the scope {needed}. Ask your administrator for one.",
    )
    challenge = f'Bearer realm="gouji", error="insufficient_scope", scope="{needed}"'
    raise Problem("insufficient-scope", detail, headers={"WWW-Authenticate": challenge}, extra={"scope": needed})
