"""What many look at is made once: the answer of a function is kept with the immutable object it was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar

Owner = TypeVar("Owner")
Answer = TypeVar("Answer")


def once(make: Callable[[Owner], Answer]) -> Callable[[Owner], Answer]:
    """Decorate a pure function of one immutable object, such as a Document or a Report: a view of it that several
    machines and rules share. The answer lives and dies with the object, so memory does not grow; nobody may change it.
    """
    name = _name(make)

    @wraps(make)
    def kept(owner: Owner) -> Answer:
        answers = owner.__dict__
        if name not in answers:
            answers[name] = make(owner)
        answer: Answer = answers[name]
        return answer

    return kept


def foretell(view: Callable[[Owner], Answer], answers: Iterable[tuple[Owner, Answer]]) -> None:
    """Keep answers of a ``once`` view that are known without making them one by one."""
    name = _name(view)
    for owner, answer in answers:
        owner.__dict__.setdefault(name, answer)


def _name(view: Callable[[Owner], Answer]) -> str:
    return f"{view.__module__}.{view.__qualname__}"
