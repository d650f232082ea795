"""Computes a value once, however many threads ask for it at the same time."""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def once(function: Callable[P, R]) -> Callable[P, R]:
    """`functools.cache` for values that are dear: threads that ask meanwhile wait, and compute nothing.

    A value that is there is given without waiting for any lock.
    """
    found: dict[tuple[object, ...], R] = {}
    lock = RLock()

    @wraps(function)
    def ask(*args: P.args, **keywords: P.kwargs) -> R:
        key = (args, *keywords.items())
        try:
            return found[key]
        except KeyError:
            pass
        with lock:
            if key not in found:
                found[key] = function(*args, **keywords)
            return found[key]

    return ask
