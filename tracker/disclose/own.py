"""The words, categories and languages that a user adds to the built-in ones.

One file a process: the watchlist that was opened last decides. It is read when it is first needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Any

_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Own:
    """What a user's file adds; files with the same content are equal."""

    digest: str = ""
    """Hash over the file and the language files that it names; "" where there is no file."""
    categories: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: _NONE, compare=False)
    """New categories by id, in the form of `taxonomy.toml`."""
    words: Mapping[str, Mapping[str, Mapping[str, list[str]]]] = field(
        default_factory=lambda: _NONE, compare=False
    )
    """Phrases by language, then category, then tier."""
    ignore: Mapping[str, list[str]] = field(default_factory=lambda: _NONE, compare=False)
    """Sense guards by language."""
    languages: Mapping[str, Path] = field(default_factory=lambda: _NONE, compare=False)
    """Lexicon files of further languages, by code."""


NOTHING = Own()


class _Chosen:
    """Which file holds for this process."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.path: Path | None = None
        self.own: Own | None = NOTHING


_chosen = _Chosen()


def choose(path: Path | None, *, now: bool = False) -> None:
    """Let a file hold from now on, None: the built-in words alone; it is read when it is first needed.

    With `now` it is read at once: where it is wrong, WatchlistError is raised, and what held before holds on.
    """
    own = NOTHING if path is None else _read(path) if now else None
    with _chosen.lock:
        _chosen.path, _chosen.own = path, own


def current() -> Own:
    """What the chosen file adds; raises WatchlistError where it cannot be meant."""
    own = _chosen.own
    if own is None:
        with _chosen.lock:
            if _chosen.own is None:
                assert _chosen.path is not None
                _chosen.own = _read(_chosen.path)
            own = _chosen.own
    return own


def _read(path: Path) -> Own:
    from tracker.disclose.own_file import read_own  # noqa: PLC0415 - it needs the lexicons, which need this

    return read_own(path)
