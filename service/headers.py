"""The headers that tell browsers and caches to keep their hands off: on every answer, whoever made it."""

from __future__ import annotations

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from ledger.settings import Settings
from service import current

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",  # pages bring their own
}
PUBLIC = frozenset({"docs", "health", "problems", "rules", "templates", "vocabulary"})  # the same for everybody


def register(app: Flask, settings: Settings) -> None:
    """Set them on every answer of the app, and believe so many proxies about where requests come from."""
    always = dict(ALWAYS)
    if settings.hsts_seconds:
        always["Strict-Transport-Security"] = f"max-age={settings.hsts_seconds}"

    @app.after_request
    def _guard(response: Response) -> Response:
        present = {name.lower() for name, _ in response.headers}  # one look for all of them: this is every answer
        for name, value in always.items():
            if name.lower() not in present:
                response.headers.add(name, value)
        asked = current.asked()
        if asked.blueprint not in PUBLIC and asked.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response

    if settings.proxies:
        near = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=near, x_proto=near)  # type: ignore[method-assign]
