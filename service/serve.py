"""``python -m service.serve``: the application under gunicorn (gthread), by the settings of the environment."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from ledger import metrics, tracing
from ledger.book import check
from ledger.logs import configure
from ledger.settings import BadSettingError, Settings, load
from service.access.auth import check_start
from service.access.keyring import RefusedError
from service.access.limiting import Limiter
from service.app import create_app, warm


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
        app = create_app(self.settings)
        warm(app)
        gc.collect()
        gc.freeze()  # the processes share this memory for as long as the collector leaves it alone
        return app


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "bind": _addresses(settings),
        "worker_class": "service.server.Worker",
        "workers": settings.web_processes,
        "threads": settings.web_threads,
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 10,
        "keepalive": 5,
        "loglevel": "warning",
        "control_socket_disable": True,
        "post_worker_init": _tell_when_stopping,
        "post_fork": lambda _server, _worker: tracing.start("service"),
        "worker_exit": lambda _server, _worker: tracing.stop(),
    }


def _tell_when_stopping(worker: Any) -> None:
    """Let those who wait on behalf of a caller know that this process wants to stop."""
    worker.wsgi.config["SERVING"] = lambda: worker.alive


def _addresses(settings: Settings) -> list[str]:
    places = [(settings.host, settings.port)]
    if settings.metrics_port:
        places.append((settings.metrics_host, settings.metrics_port))
    return [f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in places]


def _share_counters(settings: Settings) -> None:
    """The web processes count together, in the folder of the settings or in one that is removed at the end."""
    folder = settings.metrics_folder
    if not folder:
        folder = tempfile.mkdtemp(prefix="gouji-metrics-")
        atexit.register(_remove, folder, os.getpid())
    metrics.share(folder)


def _remove(folder: str, owner: int) -> None:
    if os.getpid() == owner:  # not when one of the web processes ends
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    try:
        settings = load()
        check_start(settings)
        Limiter(settings)
        check(settings)
    except (BadSettingError, RefusedError) as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    _share_counters(settings)
    Server(settings).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
