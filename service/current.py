"""The request that is being answered, and what is kept beside it.

Flask's proxies look both up at every use. What runs on every request uses them some fifty times, which is an eighth of
what a poll costs; there they are looked up once.
"""

from __future__ import annotations

from typing import Any

from flask import Request, g, request


def asked() -> Request:
    """The request itself."""
    found: Request = request._get_current_object()  # type: ignore[attr-defined]
    return found


def kept() -> Any:
    """Flask's ``g`` itself."""
    return g._get_current_object()
