"""A recorded version is one version of a policy as somebody else kept it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from tracker.watchlist.slug import slugify

Kind = Literal["first", "change", "technical"]

MARKDOWN = "text/markdown"
CANONICAL = "text/markdown; variant=canonical"
"""Written by this program: reading gives back the same blocks (the parameter is that of RFC 7763)."""
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class RecordedVersion:
    """One version to be replayed with its own time as the clock."""

    policy: str
    """Key: `service/policy`."""
    service: str
    """Title of the service, for readers."""
    title: str
    """Title of the policy, for readers."""
    url: str
    """Where the text was read; "" where the source does not say."""
    recorded_at: datetime
    """Aware, UTC."""
    body: bytes
    """The text, or the page as received."""
    content_type: str
    """"text/html", "application/pdf", "text/markdown", or `CANONICAL`."""
    kind: Kind = "change"
    """"technical": recorded after a change of extraction rules; still compared."""
    origin: str = "jsonl"
    """The importer."""
    note: str = ""
    """Where it comes from, for the record: file and line, commit, capture id."""
    charset: str | None = None
    """Of `body`, where stated."""


def slug(name: str, fallback: str = "unnamed") -> str:
    """The folder name for a title; the fallback where no letter of the title can stand in one."""
    return slugify(name) or fallback


POLICY_SLUGS = {
    "privacy policy": "privacy",
    "privacy notice": "privacy",
    "cookie policy": "cookies",
    "cookies policy": "cookies",
    "terms of service": "terms",
    "terms and conditions": "terms",
    "trackers policy": "trackers",
}
"""Titles whose folder has a shorter name by custom."""


def policy_slug(title: str) -> str:
    """Folder name of a policy by its title: "Privacy Policy" is "privacy"."""
    return POLICY_SLUGS.get(title.strip().lower()) or slug(title, "policy")


def after(moment: datetime, last: datetime | None) -> datetime:
    """The moment itself; where it is not later than the version before, a second after that one.

    Recorders are restarted with other clocks, and record old pages anew: the order in which they kept
    versions is the truth.
    """
    return moment if last is None or moment > last else last + timedelta(seconds=1)


class Keys:
    """Keys by titles: two services whose folder names would be the same get different ones, in order."""

    def __init__(self) -> None:
        self._services: dict[str, str] = {}
        self._policies: dict[tuple[str, str], str] = {}

    def key(self, service: str, title: str) -> str:
        """`service/policy`; the same titles give the same key."""
        if service not in self._services:
            self._services[service] = _free(slug(service), self._services.values())
        folder = self._services[service]
        if (folder, title) not in self._policies:
            taken = [name for (other, _), name in self._policies.items() if other == folder]
            self._policies[folder, title] = _free(policy_slug(title), taken)
        return f"{folder}/{self._policies[folder, title]}"


def _free(wanted: str, taken: Collection[str]) -> str:
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted[: 64 - len(str(number)) - 1].rstrip('-')}-{number}"
    return found
