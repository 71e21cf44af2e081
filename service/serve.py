"""``python -m service.serve``: the application under gunicorn (gthread), by the settings of the environment."""

from __future__ import annotations

import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from ledger.book import open_blobs
from ledger.logs import configure
from ledger.settings import BadSettingError, Settings, load
from service.app import create_app
from service.auth import check_start
from service.keyring import RefusedError


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings instead of its own command line. The application is loaded once, before the fork."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in _options(self.settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        configure(self.settings.log_level, "service")
        return create_app(self.settings)


def _options(settings: Settings) -> dict[str, Any]:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return {
        "bind": [f"{host}:{settings.port}"],
        "worker_class": "gthread",
        "workers": settings.web_processes,
        "threads": settings.web_threads,
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 10,
        "keepalive": 5,
        "loglevel": "warning",
        "control_socket_disable": True,
    }


def main() -> int:
    try:
        settings = load()
        check_start(settings)
        open_blobs(settings)
    except (BadSettingError, RefusedError) as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    Server(settings).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
