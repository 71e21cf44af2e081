"""``python -m workers``: one worker, until SIGTERM; then its jobs go back to the queue uncounted."""

from __future__ import annotations

import sys
import warnings

from ledger.book import check
from ledger.settings import BadSettingError, load


def main() -> int:
    warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")
    try:
        settings = load()
        check(settings)  # Celery would only log what is wrong with it
    except BadSettingError as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    from workers.app import app  # reads the settings

    options = ["--pool=threads", f"--concurrency={settings.worker_threads}", "--without-gossip", "--without-mingle"]
    app.worker_main(["worker", *options, "--without-heartbeat", "--loglevel=WARNING"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
