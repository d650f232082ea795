"""A session is what one call of the program works on: its files and its way of speaking."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import ArchiveError

if TYPE_CHECKING:
    from tracker.archive.archive import Archive
    from tracker.watchlist.watchlist import Watchlist

DEFAULT_WATCHLIST = "tracker.toml"


@dataclass
class Session:
    """Filled in by the options that every command has."""

    path: Path = field(default=Path(DEFAULT_WATCHLIST))
    """Of the watchlist."""
    json: bool = False
    """Whether one JSON document is wanted on stdout."""
    quiet: bool = False
    """Whether progress and hints stay away."""
    debug: bool = False
    """Whether an error shows its traceback."""
    exit_zero: bool = False
    """Whether codes that report news or unreadable policies become 0."""

    @cached_property
    def watchlist(self) -> "Watchlist":
        """The watchlist; raises WatchlistError."""
        from tracker.watchlist.read import read_watchlist

        return read_watchlist(self.path)

    @contextmanager
    def archive(self) -> Iterator["Archive"]:
        """The archive to read from; raises ArchiveError where there is none yet."""
        from tracker.archive.archive import Archive

        folder = self.watchlist.settings.archive
        if not folder.is_dir():
            raise ArchiveError("there is no archive yet", str(folder), "Run `tracker check` first.")
        with Archive.open(folder) as archive:
            yield archive
