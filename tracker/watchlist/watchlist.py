"""A watchlist is everything that tracker.toml says: policies, settings, channels."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path

from tracker.errors import UnknownName
from tracker.watchlist.duration import parse_duration
from tracker.watchlist.policy import Policy
from tracker.watchlist.table import BadValue
from tracker.watchlist.verdict import VerdictRule


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[tracker]` table."""

    archive: Path = Path("snapshots")
    """Folder of the snapshots; relative paths start at the watchlist's own folder."""

    reports: Path = Path("reports")
    """Folder into which reports are written."""

    contact: str = ""
    """Address that web sites find in the User-Agent: "mailto:…" or a URL."""

    every: timedelta = timedelta(hours=6)
    """Time between two checks of a policy that does not say otherwise."""

    confirm_after: timedelta = timedelta(minutes=30)
    """Time after which a sighted change is looked at again."""

    language: str = "en"
    """Language of reports and alerts."""

    lexicon: Path | None = None
    """File with words, categories and languages of your own, beside the built-in ones."""

    allow_networks: tuple[str, ...] = ()
    """Private networks that may be reached all the same, as "10.0.0.0/8"; none by default."""

    workers: int = 16
    """Policies checked at the same time."""

    host_delay_seconds: float = 1.0
    """Least time between two requests to one host."""

    host_connections: int = 1
    """Requests at a time to one host."""

    deadline_seconds: float = 60.0
    """Longest time for one whole answer."""

    size_cap_bytes: int = 20_000_000
    """Largest page that is read, after decoding."""

    full_fetch_every: timedelta = timedelta(days=7)
    """Time after which a page is fetched in full, whatever its server says of changes."""

    keep: str = "all"
    """WARC files that are kept: "all", or those of the last "730d"; texts and records always are."""

    proxy: str = ""
    """HTTP proxy for all fetches, as "http://proxy.example:3128"; "": none, the environment is not read."""

    ca_bundle: Path | None = None
    """PEM file of further trusted authorities, for servers of your own; a browser knows the system's only."""

    browser: str = ""
    """Path of a Chromium; "": the one that is found."""

    stop_seconds: float = 60.0
    """Longest time that a stop of `tracker run` waits for checks and messages in flight."""

    heartbeat_url: str = ""
    """Address that is asked once a minute while checks of `tracker run` come to their end, and after
    `tracker run --once`: for a monitor that notices silence."""

    base_url: str = ""
    """Where readers find the reports; "": links in alerts are paths."""

    def __post_init__(self) -> None:
        positive = {
            "every": self.every.total_seconds(),
            "deadline_seconds": self.deadline_seconds,
            "size_cap_bytes": self.size_cap_bytes,
            "workers": self.workers,
            "stop_seconds": self.stop_seconds,
        }
        for key, number in positive.items():
            if number <= 0:
                raise BadValue(key, "must be more than nothing")
        if self.host_delay_seconds < 0:
            raise BadValue("host_delay_seconds", "must not be negative")
        for network in self.allow_networks:
            _check_network(network)
        try:
            _ = self.kept_for
        except ValueError as error:
            raise BadValue("keep", f'{error}, or "all"') from None

    @property
    def kept_for(self) -> timedelta | None:
        """How long captures are kept; None: for ever."""
        return None if self.keep == "all" else parse_duration(self.keep)


@dataclass(frozen=True, slots=True)
class Channel:
    """One `[[channel]]`: where alerts go, and which of them."""

    name: str
    """Unique, of a-z, 0-9 and single dashes; used in the outbox and in `tracker alert test NAME`."""

    type: str
    """Name of a channel type: "email", "webhook", …"""

    settings: object
    """The frozen settings dataclass of that type."""

    rule: object = None
    """Which alerts it gets, as a value of `tracker.alert.rules.Rule`; None: all."""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What is watched, how, and who is told."""

    policies: tuple[Policy, ...] = ()
    settings: Settings = Settings()
    channels: tuple[Channel, ...] = ()
    verdict_rules: tuple[VerdictRule, ...] = ()
    """The reader's own, on how much a kind of change matters, in the order of the file."""
    path: Path = field(default=Path("tracker.toml"), compare=False)
    """The file it was read from."""

    def find(self, name: str) -> Policy:
        """The policy of that key, or of that service where it has one only; raises UnknownName."""
        wanted = name.strip().lower().rstrip("/")
        by_key = {policy.key: policy for policy in self.policies}
        if wanted in by_key:
            return by_key[wanted]
        of_service = [p for p in self.policies if wanted in (p.service_slug, p.service.lower())]
        if len(of_service) == 1:
            return of_service[0]
        if of_service:
            keys = ", ".join(policy.key for policy in of_service)
            raise UnknownName(f'"{name}" has several policies', str(self.path), f"Say which: {keys}.")
        raise UnknownName(f'nothing called "{name}" is watched', str(self.path), self._suggestion(wanted))

    def select(self, names: Iterable[str]) -> tuple[Policy, ...]:
        """The policies of those names, a service's name standing for all its policies; all for no names."""
        chosen: dict[str, Policy] = {}
        wanted = list(names)
        for name in wanted:
            of_service = [
                p for p in self.policies if name.strip().lower() in (p.service_slug, p.service.lower())
            ]
            for policy in of_service or [self.find(name)]:
                chosen[policy.key] = policy
        return tuple(chosen.values()) if wanted else self.policies

    def _suggestion(self, wanted: str) -> str:
        known = sorted({name for p in self.policies for name in (p.key, p.service_slug)})
        close = get_close_matches(wanted, known, n=3, cutoff=0.5)
        if close:
            return f"Did you mean {' or '.join(close)}?"
        return (
            "See `tracker list` for what is watched, `tracker add` for more."
            if known
            else "Start with `tracker add`."
        )


def _check_network(network: str) -> None:
    import ipaddress  # noqa: PLC0415 - rarely needed, and not free

    try:
        ipaddress.ip_network(network)
    except ValueError:
        raise BadValue("allow_networks", f'"{network}" is no network such as "10.0.0.0/8"') from None
