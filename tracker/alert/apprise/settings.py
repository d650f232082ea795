"""The keys of an apprise channel in tracker.toml."""

from dataclasses import dataclass

from tracker.watchlist.secret import Secret


@dataclass(frozen=True, slots=True)
class AppriseSettings:
    """Any of the services that the library Apprise knows."""

    url_from: Secret
    """Where Apprise's URL is found, which holds tokens: { env = "NAME" } or { file = "path" }."""
