"""``Idempotency-Key`` on every POST (draft-ietf-httpapi-idempotency-key-header), without a line in any endpoint.

A key belongs to tenant and route and is kept for a day. The same key with the same content is answered with the kept
answer and ``Idempotent-Replayed: true``; with other content 422; while the first is being answered 409. What was
refused (4xx) did nothing and keeps no key; after a failure of ours (5xx) the same request may come again at once.

The body of a POST is read before its endpoint runs. An endpoint that streams its body says so with ``@streams`` and
calls ``content`` when it knows what came, before it does anything.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request

from gouji.model import Text
from ledger.clock import new_id
from ledger.database import Database
from ledger.store import idempotency
from ledger.store.idempotency import Answer, InFlightError, OtherContentError, Scope
from service.problems import Problem

PLAIN = 1 << 20  # the longest body of a POST that does not stream
REPLAYED = "Idempotent-Replayed"
_KEY = re.compile(r'"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"|([!#-+\--:<-\[\]-~]{1,255})')  # a string, or bare
_KEPT = ("Content-Type", "Content-Language", "Location", "Link", "ETag", "Retry-After", "Preference-Applied", "Vary")
_MALFORMED = Text(
    "Idempotency-Key 应为 1 至 255 个可见 ASCII 字符，可加双引号，例如一个 UUID。",
    "Idempotency-Key must be 1 to 255 visible ASCII characters, quoted or not, such as a UUID.",
)
View = TypeVar("View", bound=Callable[..., Any])


class ReplayedError(Exception):
    """There is an answer already."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def streams(view: View) -> View:
    """Marks an endpoint that reads its body itself and calls ``content``."""
    view.__dict__["streams"] = True
    return view


def register(app: Flask) -> None:
    """Honour the key on every POST of the app. After auth.register: the key belongs to a tenant."""
    app.before_request(_begin)
    app.after_request(_end)
    app.register_error_handler(ReplayedError, lambda replayed: _response(replayed.answer))


def content(fingerprint: str) -> None:
    """The content of this request is known, and nothing has been done yet. Raises ReplayedError when the same request
    has been answered before."""
    scope: Scope | None = g.get("idempotency_scope")
    if scope is None:
        return
    lease = current_app.config["SETTINGS"].idempotency_lease_seconds
    try:
        found = idempotency.reserve(_database(), scope, fingerprint, lease)
    except OtherContentError:
        raise Problem("idempotency-key-reused") from None
    except InFlightError as busy:
        raise Problem("idempotency-key-in-use", headers={"Retry-After": str(busy.seconds)}) from None
    if isinstance(found, Answer):
        raise ReplayedError(found)
    g.idempotency_held = found


def resource() -> str:
    """The id for what this request makes. A request that is tried again after a crash gets the same."""
    held = g.get("idempotency_held")
    return held.resource if held else new_id()


def about(report_id: str) -> None:
    """The answer tells of this report, and is to be erased with it."""
    g.idempotency_subject = report_id


def keep_instead(body: bytes) -> None:
    """Keep this in the place of the answer, which holds what must not be stored."""
    g.idempotency_body = body


def _begin() -> None:
    if request.method != "POST" or request.url_rule is None:
        return
    key = request.headers.get("Idempotency-Key")
    if key is not None:
        found = _KEY.fullmatch(key.strip())
        if not found:
            raise Problem("bad-request", _MALFORMED)
        g.idempotency_scope = Scope(g.get("tenant", ""), request.url_rule.rule, found[1] or found[2])
    if not _streams():
        request.max_content_length = PLAIN
        if key is not None:
            content(_of_plain())


def _streams() -> bool:
    view = current_app.view_functions[request.endpoint or ""]
    return bool(getattr(view, "streams", False))


def _of_plain() -> str:
    """The digest of a request whose body is small."""
    query = sorted((name, sorted(values)) for name, values in request.args.lists())
    body = hashlib.sha256(request.get_data()).hexdigest()
    return hashlib.sha256(json.dumps([request.view_args, query, body]).encode()).hexdigest()


def _end(response: Response) -> Response:
    held = g.pop("idempotency_held", None)
    if held is None:
        return response
    if response.status_code < 400:
        headers = {name: response.headers[name] for name in _KEPT if name in response.headers}
        body = g.get("idempotency_body") or response.get_data()
        answer = Answer(response.status_code, headers, body)
        idempotency.answered(_database(), held, answer, g.get("idempotency_subject"))
    elif response.status_code < 500:
        idempotency.refused(_database(), held)
    else:
        idempotency.broken(_database(), held)
    return response


def _response(answer: Answer) -> Response:
    response = Response(answer.body, answer.status, answer.headers)
    response.headers[REPLAYED] = "true"
    return response


def _database() -> Database:
    found: Database = current_app.config["LEDGER"].database
    return found
