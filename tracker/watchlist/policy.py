"""A policy is one text of a service that is watched, with the source it is read from."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

FetchMode = Literal["http", "browser", "auto"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where and how the text of a policy is read."""

    urls: tuple[str, ...]
    """One URL, or several whose texts are joined in this order."""

    fetch: FetchMode = "http"
    """Plain HTTP, a browser, or a browser only where plain HTML holds no policy text."""

    select: tuple[str, ...] = ()
    """CSS selectors of what to keep; empty: the policy is found without selectors."""

    remove: tuple[str, ...] = ()
    """CSS selectors of what to drop before reading."""

    language: str | None = None
    """Expected language as ISO 639-1 code; None: the one of the first reading."""

    robots: bool = True
    """Whether robots.txt is obeyed; where not, the record says so."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One watched text."""

    service: str
    """Title of the service as people write it: "X", "Coursera"."""

    service_slug: str
    """Folder name of the service: `[a-z0-9]` and single dashes, at most 64 characters."""

    slug: str
    """Folder name of the policy within its service: "privacy", "cookies"."""

    title: str
    """Title of the policy for readers: "Privacy Policy"."""

    source: Source

    every: timedelta = timedelta(hours=6)
    """Time between two checks; with `cron`, the longest wait after a failed one."""

    cron: str = ""
    """When it is checked, instead of each `every`: "30 6 * * mon-fri"; "": by `every`."""

    zone: str = "UTC"
    """Time zone of `cron`, as "Europe/Amsterdam"."""

    confirm_after: timedelta = timedelta(minutes=30)
    """Time after which a sighted change is looked at again."""

    paused: bool = False
    """Kept in the archive and in reports, not checked."""

    @property
    def key(self) -> str:
        """`service/policy`, unique in a watchlist and the folder below `snapshots/`."""
        return f"{self.service_slug}/{self.slug}"
