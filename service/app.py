"""The Flask application: ``create_app(settings)`` puts the parts together and knows nothing of their insides."""

from __future__ import annotations

import re
import secrets
import threading
import time
from types import ModuleType

from flask import Flask, Response, g, request
from werkzeug.routing import UnicodeConverter, ValidationError

import gouji
from ledger.book import open_ledger
from ledger.logs import log
from ledger.settings import Settings, load
from service import auth, headers, idempotency, journal, limiting, metrics, problems
from service.pressure import Pressure
from service.resources import BLUEPRINTS
from service.upload import FORM, UploadRequest

_TRACE = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}\Z")


class Plain(UnicodeConverter):
    """A part of a path. Nothing has a name with control characters, and PostgreSQL would refuse to look."""

    def to_python(self, value: str) -> str:
        if not value.isprintable():
            raise ValidationError
        return value


class Application(Flask):
    """Flask with our way of taking uploads."""

    request_class = UploadRequest


def create_app(settings: Settings | None = None, engine: ModuleType = gouji) -> Flask:
    """The service over the ledger that the settings name. ``engine`` gives the catalogue."""
    settings = settings or load()
    app = Application("service", static_url_path="/assets")
    app.config.update(
        SETTINGS=settings,
        LEDGER=open_ledger(settings),
        ENGINE=engine,
        WAITERS=threading.BoundedSemaphore(max(1, settings.web_threads // 2)),
        STREAMS=threading.BoundedSemaphore(settings.web_streams),
        SERVING=lambda: True,  # false once the web server wants to stop
        PRESSURE=Pressure(),
        MAX_CONTENT_LENGTH=settings.max_upload_bytes + FORM,
        MAX_FORM_PARTS=32,
    )
    app.url_map.merge_slashes = False
    app.url_map.converters["default"] = Plain
    app.before_request(_begin)
    app.after_request(_end)
    headers.register(app, settings)
    journal.register(app)
    metrics.register(app, settings)
    limiting.register(app, settings)
    auth.register(app, settings)
    idempotency.register(app)
    problems.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _begin() -> None:
    given = _TRACE.match(request.headers.get("traceparent", ""))
    g.trace_id = given[1] if given else secrets.token_hex(16)
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    rule = request.url_rule.rule if request.url_rule else None
    milliseconds = round((time.perf_counter() - g.began) * 1000, 1)
    log().info(
        "request", method=request.method, route=rule, status=response.status_code, ms=milliseconds, trace_id=g.trace_id
    )
    return response
