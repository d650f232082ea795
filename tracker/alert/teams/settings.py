"""The keys of a teams channel in tracker.toml."""

from dataclasses import dataclass
from pathlib import Path

from tracker.alert.target import Target, check_target
from tracker.watchlist.secret import Secret


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """A Teams workflow that starts when a webhook request is received."""

    url: str = ""
    """Address of the workflow's trigger."""

    url_from: Secret | None = None
    """Instead of `url`, since the address is a secret itself: { env = "NAME" } or { file = "path" }."""

    allow_networks: tuple[str, ...] = ()
    """Private networks that the receiver may be in, as "10.0.0.0/8"; none by default."""

    ca_bundle: Path | None = None
    """PEM file of further trusted authorities."""

    timeout_seconds: float = 20.0
    """Longest time for one message, from the connection to the end of the answer."""

    proxy: str = ""
    """An HTTP proxy to go through; "": none."""

    def __post_init__(self) -> None:
        check_target(self.target)

    @property
    def target(self) -> Target:
        """Where it goes, and how."""
        return Target(
            self.url, self.url_from, self.allow_networks, self.ca_bundle, self.timeout_seconds, self.proxy
        )
