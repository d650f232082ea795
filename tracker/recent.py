"""Keeps what was computed of the texts seen last: the next version of a policy has nearly all of them."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

KEPT = 8_192
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
