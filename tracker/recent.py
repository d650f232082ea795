"""Keeps what was computed of the texts seen last: the next version of a policy has nearly all of them."""

from collections.abc import Callable
from functools import lru_cache, wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

KEPT = 4_096
"""Texts a function; a long policy has a thousand blocks."""

MAX_CHARACTERS = 4_096
"""Longer texts are computed anew, so that no page fills the memory."""


def recent(function: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
    """The function of a text, which must give a frozen value, with its last answers at hand."""
    cached = lru_cache(KEPT)(function)

    @wraps(function)
    def ask(text: str, /, *args: P.args, **keywords: P.kwargs) -> R:
        if len(text) > MAX_CHARACTERS:
            return function(text, *args, **keywords)
        return cached(text, *args, **keywords)  # type: ignore[arg-type]

    return ask


def recent_object(kept: int) -> Callable[[Callable[Concatenate[T, P], R]], Callable[Concatenate[T, P], R]]:
    """The same for a function of a large frozen value, known by its identity: comparing it would be dear."""

    def decorate(function: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
        held: dict[tuple[object, ...], tuple[T, R]] = {}
        lock = Lock()

        @wraps(function)
        def ask(value: T, /, *args: P.args, **keywords: P.kwargs) -> R:
            key = (id(value), args, *keywords.items())
            found = held.get(key)
            if found is not None and found[0] is value:
                return found[1]
            answer = function(value, *args, **keywords)
            with lock:
                held.pop(key, None)
                held[key] = (value, answer)
                if len(held) > kept:
                    held.pop(next(iter(held)))
            return answer

        return ask

    return decorate
