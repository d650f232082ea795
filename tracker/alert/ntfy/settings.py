"""The keys of an ntfy channel in tracker.toml."""

import re
from dataclasses import dataclass
from pathlib import Path

from tracker.alert.target import Target, check_target
from tracker.watchlist.secret import Secret

_TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")  # as the ntfy server has it


@dataclass(frozen=True, slots=True)
class NtfySettings:
    """A topic of an ntfy server."""

    topic: str
    """Name of the topic: letters, digits, "_" and "-"."""

    token: Secret | None = None
    """Where the access token is found: { env = "NAME" } or { file = "path" }; none for an open topic."""

    url: str = ""
    """Address of the server, without the topic: "https://ntfy.example.org"."""

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
        if not _TOPIC.fullmatch(self.topic):
            raise ValueError(f'topic "{self.topic}" is no name of a topic')

    @property
    def target(self) -> Target:
        """Where it goes, and how."""
        return Target(
            self.url, self.url_from, self.allow_networks, self.ca_bundle, self.timeout_seconds, self.proxy
        )
