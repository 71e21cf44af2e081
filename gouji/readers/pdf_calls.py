"""Functions of pdfium, asked about many characters or drawings at once.

One call of a C function per thing and property from a Python loop costs more than pdfium's own work. Here ``map``
makes the calls without any Python code between them, and pdfium writes into one array per property.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

HANDLE = ctypes.c_void_p
INT = ctypes.c_int
_CHUNK = 2_048


class Handle(ctypes.c_void_p):
    """A handle that pdfium gives: as the result of a call it stays one, and may be passed on as it is."""


def quick(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium that keeps the interpreter's lock, as giving it up and taking it back costs as much as the
    call. With the types of its arguments it takes plain numbers for addresses; without, arguments are passed on as
    they are, which is faster still: whole numbers, handles and references."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


def address(handle: Any) -> int:
    """The address behind a handle or a function."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


class Slots:
    """Room for the answers of ``chunk`` calls, with a reference to each; made once, as references cost time."""

    def __init__(self, kind: str, width: int, *offsets: int, chunk: int = _CHUNK) -> None:
        self.kind = kind
        self.bytes = (ctypes.c_char * (width * chunk))()
        self.view = memoryview(self.bytes).cast("B")
        self.width = width
        self.references = [
            [ctypes.byref(self.bytes, width * index + offset) for index in range(chunk)] for offset in offsets
        ]

    def ask(self, function: Callable[..., Any], count: int, *arguments: Iterable[Any]) -> array[Any]:
        """What the function writes in each of ``count`` calls, given these arguments and where to write."""
        found: array[Any] = array(self.kind)
        rest = [iter(each) for each in arguments]
        chunk = len(self.references[0])
        for start in range(0, count, chunk):
            size = min(chunk, count - start)
            deque(map(function, *(islice(each, size) for each in rest), *self.references), maxlen=0)
            found.frombytes(self.view[: self.width * size])
        return found


def columns(values: Sequence[Any], width: int) -> list[Any]:
    """The properties of things that lie one after the other."""
    return [values[index::width] for index in range(width)]
