"""W3C trace context, from the request through the job's row to the worker; and spans where somebody collects them.

Every request and job has a ``traceparent``: the caller's, or one of ours. It is a column of the job, so that it
survives whatever becomes of the message. Spans are made only where OTEL_EXPORTER_OTLP_ENDPOINT is set and the extra
``tracing`` is installed: without it OpenTelemetry is not even imported, and a span costs nothing but its name.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.util import find_spec
from typing import Any

from ledger.settings import BadSettingError

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_HEADER = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}\Z")
_current: ContextVar[str | None] = ContextVar("traceparent", default=None)
_provider: Any = None


def wanted() -> bool:
    """Whether the environment names a collector."""
    return any(os.environ.get(name) for name in ENDPOINTS) and os.environ.get("OTEL_SDK_DISABLED") != "true"


def check() -> None:
    """Raise BadSettingError where spans are wanted and the library is missing."""
    if wanted() and find_spec("opentelemetry.sdk") is None:
        raise BadSettingError(
            "已设定 OTEL_EXPORTER_OTLP_ENDPOINT，需要安装 OpenTelemetry：pip install 'gouji[tracing]'\n"
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, which needs OpenTelemetry: pip install 'gouji[tracing]'"
        )


def start(room: str, exporter: Any = None) -> None:
    """Begin to make spans in this process, if they are wanted. To be called after every fork: it starts a thread."""
    global _provider
    if exporter is None and not wanted():
        return
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"gouji-{room}"}), shutdown_on_exit=False)
    if exporter is None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    else:
        provider.add_span_processor(SimpleSpanProcessor(exporter))
    _provider = provider


def stop() -> None:
    """Send what is still here. To be called at the end of every process that has started."""
    global _provider
    if _provider is not None:
        _provider.shutdown()
    _provider = None


def sent(header: str | None) -> str | None:
    """The context that a caller has sent, None when there is none or it is malformed."""
    return header if header and _HEADER.match(header) else None


def trace_id(traceparent: str) -> str:
    """The part that stays the same from end to end: for logs and problems."""
    return traceparent[3:35]


class Span:
    """A stretch of work. ``traceparent`` is what to hand on to what comes out of it."""

    __slots__ = ("_span", "traceparent")

    def __init__(self, traceparent: str, span: Any = None) -> None:
        self.traceparent = traceparent
        self._span = span

    def name(self, name: str, **attributes: str | int | float) -> None:
        """What it turned out to be, and what became of it. Never text of reports, names of files or people."""
        if self._span is not None:
            self._span.update_name(name)
            self._span.set_attributes(attributes)

    def fail(self, why: str) -> None:
        """It went wrong; ``why`` is a word."""
        if self._span is not None:
            from opentelemetry.trace import Status, StatusCode

            self._span.set_status(Status(StatusCode.ERROR, why))

    def end(self) -> None:
        if self._span is not None:
            self._span.end()


def begin(name: str, parent: str | None = None, kind: str = "internal", since: int | None = None) -> Span:
    """A span below ``parent``, or the first of a trace; ``since`` is when it began (nanoseconds). From now on it is
    the current one of this thread."""
    made = _begin(name, parent, kind, since)
    _current.set(made.traceparent)
    return made


@contextmanager
def span(name: str, parent: str | None = None, kind: str = "internal", since: int | None = None) -> Iterator[Span]:
    """The same for the length of a block, below the current one where no parent is given. An exception that leaves the
    block is noted by its kind alone."""
    before = _current.get()
    made = begin(name, parent or before, kind, since)
    try:
        yield made
    except BaseException as trouble:
        made.fail(type(trouble).__name__)
        raise
    finally:
        made.end()
        _current.set(before)


def leave() -> None:
    """This thread works for nobody now."""
    _current.set(None)


def current() -> str | None:
    """The context in which this thread works."""
    return _current.get()


def _begin(name: str, parent: str | None, kind: str, since: int | None) -> Span:
    if _provider is None:
        if parent:
            return Span(parent)
        made_up = secrets.token_hex(24)
        return Span(f"00-{made_up[:32]}-{made_up[32:]}-01")
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carried = TraceContextTextMapPropagator().extract({"traceparent": parent} if parent else {})
    tracer = _provider.get_tracer("gouji")
    made = tracer.start_span(name, carried, SpanKind[kind.upper()], start_time=since)
    context = made.get_span_context()
    return Span(f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}", made)
