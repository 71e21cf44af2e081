"""``python -m workers``: one worker, until SIGTERM; then its jobs go back to the queue uncounted."""

from __future__ import annotations

import sys
import warnings

from ledger.book import check
from ledger.queue import broker_queue
from ledger.settings import BadSettingError, load
from workers.lanes import Lanes


def main() -> int:
    warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")
    try:
        settings = load()
        lanes = Lanes(settings)
        check(settings)  # Celery would only log what is wrong with it
    except BadSettingError as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    from workers.app import app  # reads the settings

    queues = ",".join(broker_queue(settings, name) for name in lanes.places)
    options = ["--pool=threads", f"--concurrency={lanes.threads}", f"--queues={queues}", "--without-gossip"]
    app.worker_main(["worker", *options, "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
