"""The Flask application: ``create_app(settings)`` puts the parts together and knows nothing of their insides."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from flask import Flask, Response, request

import gouji
from ledger import tracing
from ledger.book import open_ledger
from ledger.logs import log
from ledger.settings import Settings, load
from service import current, headers, idempotency, metrics, problems
from service.access import auth, journal, limiting
from service.intake.pressure import Pressure
from service.intake.upload import FORM, UploadRequest
from service.resources import BLUEPRINTS, catalogue

# Asked again and again: counted in /metrics, and in the log only when something is wrong.
POLLED = frozenset({"jobs.one", "health.alive", "health.ready", "metrics.figures"})


class Application(Flask):
    """Flask with our way of taking uploads."""

    request_class = UploadRequest

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No function here is a coroutine; Flask would look fourteen times a request."""
        return func


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
    )
    app.url_map.merge_slashes = False
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(lambda _: tracing.leave())
    headers.register(app, settings)
    journal.register(app)
    metrics.register(app, settings)
    limiting.register(app, settings)
    auth.register(app, settings)
    app.before_request(_plain)
    idempotency.register(app)
    problems.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def warm(app: Flask) -> None:
    """Load what the first requests of each process would load."""
    app.config["LEDGER"].queue.warm()
    with app.app_context():
        catalogue.known()


def _begin() -> None:
    here, asked = current.kept(), current.asked()
    here.span = tracing.begin(asked.method, tracing.sent(asked.headers.get("traceparent")), "server")
    here.trace_id = tracing.trace_id(here.span.traceparent)
    here.began = time.perf_counter()


def _plain() -> None:
    """Nothing has a name with control characters, and PostgreSQL would refuse to look. (A converter of the router that
    refused them would make it answer 405 where there is another method.)"""
    if not all(str(value).isprintable() for value in (request.view_args or {}).values()):
        raise problems.Problem("not-found")


def _end(response: Response) -> Response:
    here, asked, status = current.kept(), current.asked(), response.status_code
    method, rule = asked.method, asked.url_rule.rule if asked.url_rule else None
    milliseconds = round((time.perf_counter() - here.began) * 1000, 1)
    tell = log().debug if asked.endpoint in POLLED and status < 400 else log().info
    tell("request", method=method, route=rule, status=status, ms=milliseconds, tenant=here.get("tenant"))
    known = {"http.request.method": method, "http.route": rule or "", "http.response.status_code": status}
    here.span.name(f"{method} {rule or ''}".strip(), **known)
    if status >= 500:
        here.span.fail(str(status))
    here.span.end()
    return response
