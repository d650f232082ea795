"""A session is what one call of the program works on: its files and its way of speaking."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import WatchlistError

if TYPE_CHECKING:
    from tracker.archive.archive import Archive
    from tracker.watchlist.watchlist import Settings, Watchlist

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
        from tracker.disclose.own import choose
        from tracker.watchlist.read import read_watchlist

        watchlist = read_watchlist(self.path)
        choose(watchlist.settings.lexicon)
        return watchlist

    @cached_property
    def optional_watchlist(self) -> "Watchlist":
        """The watchlist; an empty one with the usual settings where there is no file."""
        from tracker.watchlist.read import parse_watchlist

        return self.watchlist if self.path.exists() else parse_watchlist("", self.path)

    @property
    def settings(self) -> "Settings":
        """The settings of the optional watchlist."""
        return self.optional_watchlist.settings

    @contextmanager
    def archive(self) -> Iterator["Archive"]:
        """The archive to read from; raises ArchiveError where there is none yet."""
        from tracker.archive.archive import Archive

        with Archive.open(self.settings.archive, create=False) as archive:
            yield archive

    def known(self, archive: "Archive") -> "Watchlist":
        """The watchlist with those policies added that only the archive still knows."""
        from tracker.watchlist.policy import Policy, Source
        from tracker.watchlist.watchlist import Watchlist

        watchlist = (
            self.watchlist if self.path.exists() else Watchlist(settings=self.settings, path=self.path)
        )
        watched = {policy.key for policy in watchlist.policies}
        kept = []
        for held in archive.policies():
            service, _, slug = held.key.partition("/")
            if held.key not in watched:
                kept.append(Policy(held.service, service, slug, held.title, Source(()), paused=True))
        return replace(watchlist, policies=(*watchlist.policies, *kept))

    def require_watchlist(self) -> "Watchlist":
        """The watchlist, with something on it; raises WatchlistError."""
        if not self.watchlist.policies:
            raise WatchlistError(
                "nothing is watched yet",
                str(self.path),
                "Start with `tracker add coursera` or `tracker add https://…`.",
            )
        return self.watchlist
