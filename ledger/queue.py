"""The Celery application and the one message that exists: the id of a job that waits.

Shells know tasks by name only, and a task's name says in which queue it waits (ROUTES). Celery's result backend is not
used: the ledger says what became of a job.
"""

from __future__ import annotations

import time

from celery import Celery
from kombu.exceptions import OperationalError

from ledger.settings import Settings

AUDIT = "gouji.audit"
AUDIT_SLOW = "gouji.audit.slow"
HOOK = "gouji.hook"
ROUTES = {AUDIT: "fast", AUDIT_SLOW: "slow", HOOK: "hooks"}
TASKS = {queue: task for task, queue in ROUTES.items()}
BUDGET = 1.0  # seconds that publishing may take on each step before the sweeper is left to do it
PAUSE = 5.0  # seconds without another try after the broker did not answer
VISIBILITY = 900  # seconds until Redis hands out an unacknowledged message again; far above a document's budget
_ONE_TRY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}


def application(settings: Settings) -> Celery:
    """Celery, configured. Late acknowledgement is safe because the claim decides, not the message."""
    app = Celery("gouji", broker=settings.redis_url)
    app.conf.update(
        task_default_queue=broker_queue(settings, "fast"),
        task_routes={task: {"queue": broker_queue(settings, queue)} for task, queue in ROUTES.items()},
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=False,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_channel_error_retry=True,  # a broker that refuses to write (its disk is full) is one that is away
        broker_transport_options={
            "visibility_timeout": VISIBILITY,
            "socket_timeout": 5,
            "socket_connect_timeout": BUDGET,
            "socket_keepalive": True,
            "health_check_interval": 25,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "global_keyprefix": f"{settings.queue}:",
        },
    )
    return app


def broker_queue(settings: Settings, queue: str) -> str:
    """What the broker calls a queue."""
    return f"{settings.queue}-{queue}"


class Queue:
    """Publishes ids. A broker that is away costs one short try, then none for a while."""

    def __init__(self, settings: Settings) -> None:
        self.app = application(settings)
        self.app.conf.broker_transport_options |= {"socket_timeout": BUDGET, **_ONE_TRY}
        self._away_until = 0.0

    def publish(self, key: str, queue: str = "fast") -> bool:
        """Send the message that wakes a worker of the queue: a job's id, a webhook's on ``hooks``. False when the
        broker does not take it now. Never raises for that."""
        if time.monotonic() < self._away_until:
            return False
        try:
            self.app.send_task(TASKS[queue], args=[key], retry=False)
        except (OperationalError, OSError):
            self._away_until = time.monotonic() + PAUSE
            return False
        return True

    def warm(self) -> None:
        """Load what publishing needs, without a connection: a process that forks does it once for all."""
        self.app.finalize()
        with self.app.connection_for_write() as connection:
            _ = self.app.amqp.router, connection.transport

    def ping(self) -> None:
        """Raise when the broker does not answer within the budget."""
        with self.app.connection_for_read(connect_timeout=BUDGET) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=BUDGET)

    def close(self) -> None:
        self.app.close()
