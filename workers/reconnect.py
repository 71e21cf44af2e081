"""A worker notices that its broker was restarted while all its threads were busy.

Celery learns of a lost connection when it reads from it. A worker with every thread at work does not read; its
acknowledgements then fail, are logged and forgotten, the messages count as held for ever, and nothing is read again:
the worker lives and does nothing. So every few seconds the messages that the channel holds are compared with the
requests that are at work; held ones without a request mean a lost connection, and Celery's own way of reconnecting
is taken.
"""

from __future__ import annotations

from typing import Any

from celery import bootsteps
from celery.worker import state

from ledger.logs import log

SECONDS = 2.0


class Reconnect(bootsteps.StartStopStep):  # type: ignore[misc]
    """A step of Celery's consumer that looks after its own connection."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **_: Any) -> None:
        self.timer: Any = None
        self.seen_before: frozenset[str] = frozenset()
        super().__init__(consumer)

    def start(self, consumer: Any) -> None:
        self.seen_before = frozenset()
        self.timer = consumer.timer.call_repeatedly(SECONDS, self.look, (consumer,))

    def stop(self, _: Any) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer = None

    def look(self, consumer: Any) -> None:
        """Raise a connection error, which makes Celery reconnect, when a message is held and not at work twice
        in a row."""
        left = held(consumer)
        if left & self.seen_before:
            log().warning("reconnecting", messages=len(left))
            raise ConnectionResetError("acknowledgements got lost")
        self.seen_before = left


def held(consumer: Any) -> frozenset[str]:
    """Delivery tags of messages that the channel counts as held and that no request is at work on."""
    channel = consumer.task_consumer.channel
    at_work = {request.message.delivery_tag for request in state.reserved_requests if request.message}
    left: frozenset[str] = frozenset(channel.qos._delivered) - at_work - channel.qos._dirty
    return left
