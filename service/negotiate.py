"""What caller and service agree on by headers: language, waiting, versions, and JSON as the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal

from flask import Response, request

LONGEST_WAIT = 30  # seconds
_WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,6})(?:$|[,;\s])")


def language() -> Literal["zh", "en"]:
    """The language the caller prefers, Chinese if nothing is said."""
    for tag, quality in request.accept_languages:  # best first
        primary = tag.lower().partition("-")[0]
        if quality > 0 and primary in ("zh", "en"):
            return "en" if primary == "en" else "zh"
    return "zh"


def preferred_wait() -> int:
    """Seconds that the caller is ready to wait (RFC 7240), at most LONGEST_WAIT; 0 when nothing is said."""
    found = _WAIT.search(request.headers.get("Prefer", ""))
    return min(int(found[1]), LONGEST_WAIT) if found else 0


def dumps(data: Any) -> bytes:
    """The one way of writing JSON: UTF-8, no padding."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def as_json(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return written(dumps(data), status, headers)


def written(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON that is written already, as the answer."""
    return Response(body, status, headers, mimetype="application/json")


def versioned(body: bytes, etag: str, mimetype: str = "application/json") -> Response:
    """A body with a strong ETag: 304 when the caller has it already."""
    response = Response(body, mimetype=mimetype)
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)  # in place
    return response
