"""What is counted of requests, and who may read the figures: a caller with a key, or anybody on the internal port."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response

from ledger import metrics
from ledger.settings import Settings
from service import current

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
INTERNAL = {"/healthz", "/readyz"}  # beside /metrics

Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Meters:
    """The meters of requests."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Histogram

        self.registry = metrics.registry()
        labels = ["method", "route"]
        self.requests = Counter(
            "gouji_http_requests", "Requests answered", [*labels, "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "gouji_http_request_seconds", "Time to answer", labels, buckets=BUCKETS, registry=self.registry
        )

    def count(self, response: Response) -> Response:
        """One request, by the pattern of its route and never by its path."""
        asked = current.asked()
        method = asked.method if asked.method in METHODS else "other"
        route = asked.url_rule.rule if asked.url_rule else "none"
        self.requests.labels(method, route, str(response.status_code)).inc()
        self.seconds.labels(method, route).observe(time.perf_counter() - current.kept().began)
        return response


def register(app: Flask, settings: Settings) -> None:
    """Count every request, and keep the internal port, if there is one, apart."""
    meters = Meters()
    app.config["METERS"] = meters
    app.after_request(meters.count)
    if settings.metrics_port:
        app.wsgi_app = _Apart(app, app.wsgi_app, str(settings.metrics_port))  # type: ignore[method-assign, assignment]


def text(app: Flask) -> bytes:
    """All figures."""
    return metrics.exposition(app.config["METERS"].registry, app.config["LEDGER"])


class _Apart:
    """On the internal port: figures and health without a key, and nothing else."""

    def __init__(self, app: Flask, inner: Wsgi, port: str) -> None:
        self.app, self.inner, self.port = app, inner, port

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if environ["SERVER_PORT"] != self.port or path in INTERNAL:
            return self.inner(environ, start)
        found = path == "/metrics" and environ["REQUEST_METHOD"] == "GET"
        body = text(self.app) if found else b"Only /metrics, /healthz and /readyz are here.\n"
        start("200 OK" if found else "404 Not Found", [("Content-Type", metrics.MEDIA_TYPE)])
        return [body]
