"""Cookies live for one visit: some sites set one and redirect, and turn in circles for whoever forgets it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tracker.fetch.capture import Exchange

MOST_COOKIES = 30
LONGEST_COOKIE = 4096  # RFC 6265, 6.1


@dataclass(slots=True)
class Cookies:
    """What the servers of one visit have asked us to remember; forgotten after it."""

    _known: dict[tuple[str, str], str] = field(default_factory=dict)
    """Value by host (with a leading dot where its subdomains count) and name."""

    def learn(self, exchange: Exchange) -> bool:
        """Take the cookies of an answer; whether any of them is new or changed."""
        before = dict(self._known)
        host = urlsplit(exchange.url).hostname or ""
        for name, value in exchange.headers:
            if name.lower() == "set-cookie" and len(value) <= LONGEST_COOKIE:
                self._take(host, value)
        return before != self._known

    def header(self, url: str) -> dict[str, str]:
        """The `Cookie` header for a URL, empty where there is nothing to say."""
        host = urlsplit(url).hostname or ""
        pairs = [
            f"{name}={value}"
            for (scope, name), value in self._known.items()
            if scope == host or (scope.startswith(".") and f".{host}".endswith(scope))
        ]
        return {"Cookie": "; ".join(pairs)} if pairs else {}

    def _take(self, host: str, text: str) -> None:
        pair, *attributes = text.split(";")
        name, equals, value = (part.strip() for part in pair.partition("="))
        clean = (name + value).isascii() and (name + value).isprintable()
        if not name or not equals or not clean or len(self._known) >= MOST_COOKIES:
            return
        scope = host
        for attribute in attributes:
            key, _, wished = (part.strip().lower() for part in attribute.partition("="))
            wished = wished.lstrip(".")
            if key == "domain" and wished.count(".") >= 1 and f".{host}".endswith(f".{wished}"):
                scope = f".{wished}"
        self._known[scope, name] = value
