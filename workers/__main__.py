"""``python -m workers``: one worker, until SIGTERM; then its jobs go back to the queue uncounted."""

from __future__ import annotations

import warnings

from ledger.settings import load
from workers.app import app


def main() -> None:
    warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")
    threads = load().worker_threads
    options = ["--pool=threads", f"--concurrency={threads}", "--without-gossip", "--without-mingle"]
    app.worker_main(["worker", *options, "--without-heartbeat", "--loglevel=WARNING"])


if __name__ == "__main__":
    main()
