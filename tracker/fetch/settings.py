"""Fetch settings say how far, how long and how politely we reach out."""

from dataclasses import dataclass

from tracker import __version__

PRODUCT = "privacy-policy-tracker"
"""Product token of the User-Agent, and the name that robots.txt can address."""


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """What every outbound request obeys."""

    contact: str = ""
    """Mail address or URL by which a site owner reaches whoever runs this tracker."""

    allow_networks: tuple[str, ...] = ()
    """Non-public networks that may be reached, as CIDR: "10.1.0.0/16", "127.0.0.0/8"."""

    deadline_seconds: float = 60.0
    """For one page with all its redirects, from the first connection to the last byte."""

    size_cap_bytes: int = 20_000_000
    """Most decoded bytes of one page; also most bytes on the wire."""

    max_redirects: int = 10

    host_delay_seconds: float = 1.0
    """Pause between two visits of one host."""

    host_connections: int = 1
    """Requests at a time to one host."""

    robots: bool = True
    """Whether robots.txt is asked at all; a source can only opt out further."""

    ca_bundle: str | None = None
    """PEM file of further trusted authorities, beside the public ones."""

    proxies: tuple[tuple[str, str], ...] = ()
    """Proxy by scheme: (("https", "http://proxy.example:3128"),). The environment is never read."""

    chromium: str | None = None
    """Path of the browser; None: looked for in the usual places."""

    @property
    def user_agent(self) -> str:
        """What we call ourselves."""
        return f"{PRODUCT}/{__version__}" + (f" (+{self.contact})" if self.contact else "")

    def proxy_for(self, scheme: str) -> str | None:
        """The configured proxy for URLs of this scheme."""
        return dict(self.proxies).get(scheme)
