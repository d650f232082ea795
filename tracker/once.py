"""Computes a value once, however many threads ask for it at the same time."""

from collections.abc import Callable
from functools import cache, wraps
from threading import RLock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def once(function: Callable[P, R]) -> Callable[P, R]:
    """`functools.cache` for values that are dear: threads that ask meanwhile wait, and compute nothing."""
    cached, lock = cache(function), RLock()

    @wraps(function)
    def ask(*args: P.args, **keywords: P.kwargs) -> R:
        with lock:
            return cached(*args, **keywords)  # type: ignore[arg-type]

    return ask
