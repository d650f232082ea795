"""A recorded version is one version of a policy as somebody else kept it."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from tracker.fetch.capture import Capture
from tracker.watchlist.policy import Source
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
    language: str | None = None
    """As the page declared it, where stated."""
    seen_again: tuple[datetime, ...] = ()
    """Later looks at the same text that confirmed a change, or put it in force."""
    capture: Capture | None = None
    """The whole exchange, where a tracker kept it; then `body` is only its last answer."""
    source: Source | None = None
    """How the text is read out of the capture, where a tracker says so."""

    @property
    def is_admitted(self) -> bool:
        """Whether a tracker took this for a version before: then it is not doubted again."""
        return self.content_type == CANONICAL or self.capture is not None


def origin_of(importer: str, origin: object) -> str:
    """The importer; "jsonl/check" where checks saw the text: they would have seen its absence too."""
    return f"{importer}/check" if str(origin).rpartition("/")[2] == "check" else importer


def seen_again(versions: Sequence[datetime], events: Iterable[datetime]) -> list[tuple[datetime, ...]]:
    """For each version, by its ascending times: the events from it to the next that no version made."""
    found: list[set[datetime]] = [set() for _ in versions]
    for event in events:
        place = bisect_left(versions, event)
        if place > 0 and (place == len(versions) or versions[place] != event):
            found[place - 1].add(event)
    return [tuple(sorted(moments)) for moments in found]


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


def moved(version: RecordedVersion, moment: datetime) -> RecordedVersion:
    """At another moment, with a note of its own date."""
    dated = f"dated {version.recorded_at:%Y-%m-%dT%H:%M:%SZ}"
    return replace(version, recorded_at=moment, note=f"{version.note}, {dated}" if version.note else dated)


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
