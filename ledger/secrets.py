"""Signing secrets of webhooks: made, kept, and read again to sign with.

A signature needs the secret itself, so that it cannot be kept as a hash. With ``GOUJI_WEBHOOK_KEYS`` it is encrypted
(Fernet) before it goes into the database: the first key encrypts, every key decrypts. Without, it stands there
plainly, and whoever reads the database can sign.
"""

from __future__ import annotations

import base64
import secrets
from typing import Any

PREFIX = "whsec_"
_SEALED = "fernet:"


class SecretError(Exception):
    """A key is none, or none of the keys opens the secret. The message says what to do."""


def new() -> str:
    """A fresh secret, as its owner sees it once."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def seal(secret: str, keys: str) -> str:
    """The secret as it is kept."""
    return _SEALED + _fernet(keys).encrypt(secret.encode()).decode() if keys else secret


def unseal(kept: str, keys: str) -> str:
    """The secret as it was. Raises SecretError when the key that it was kept under is not there any more."""
    if not kept.startswith(_SEALED):
        return kept
    from cryptography.fernet import InvalidToken

    try:
        return str(_fernet(keys).decrypt(kept.removeprefix(_SEALED).encode()).decode())
    except InvalidToken:
        raise SecretError(
            "no key in GOUJI_WEBHOOK_KEYS opens this secret: add the old key behind the new one"
        ) from None


def _fernet(keys: str) -> Any:
    """Loaded where it is needed: most installations have no keys."""
    from cryptography.fernet import Fernet, MultiFernet

    try:
        return MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])
    except ValueError:
        raise SecretError("GOUJI_WEBHOOK_KEYS: a key is 32 bytes in URL-safe base64, and there must be one") from None
