"""Logs: one JSON object a line on standard error. Never report text, file names or keys, only ids, codes and times."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog

from ledger import tracing

_logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class Calm:
    """A stream that never raises: when the disk with the logs is full the work goes on, and lines are missing."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError):
            self.stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self.stream.flush()


def configure(level: str, room: str) -> None:
    """Set up structlog and the standard library's logging for this process. ``room`` says who speaks."""
    stream = Calm(sys.stderr)
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)

    def named(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        event["room"] = room
        return event

    def traced(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        if traceparent := tracing.current():
            event.setdefault("trace_id", tracing.trace_id(traceparent))
        return event

    shared: list[structlog.typing.Processor] = [
        named,
        traced,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, stream)),
        cache_logger_on_first_use=True,
    )
    global _logger  # one that is made anew with every line costs as much as the line
    _logger = structlog.get_logger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processor=structlog.processors.JSONRenderer(), foreign_pre_chain=shared)
    )
    logging.basicConfig(handlers=[handler], level=max(number, logging.WARNING), force=True)


def log() -> structlog.typing.FilteringBoundLogger:
    """The logger of this process."""
    return _logger
