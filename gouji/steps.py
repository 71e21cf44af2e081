"""How far an audit is, told to whoever asked for it.

The work lies deep in readers that take nothing but bytes; what they tell goes to the listener of the audit that they
are part of. Nobody listens: nothing happens, and the result is the same either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

READING, RECOGNISING, EXTRACTING, CHECKING = STEPS = ("reading", "recognising", "extracting", "checking")

Listener = Callable[[str, float], None]
"""Called with a step and the share of it that is done, 0 to 1. What it raises ends the audit."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def tell(step: str, share: float = 0.0) -> None:
    """The audit is at this step. Steps come in the order of STEPS; not every document needs every step."""
    if listener := _listener.get():
        listener(step, share)


@contextmanager
def told_to(listener: Listener | None) -> Iterator[None]:
    """What is told from here on goes to ``listener``."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
