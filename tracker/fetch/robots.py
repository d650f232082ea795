"""robots.txt says which pages a visitor may ask for (RFC 9309)."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from tracker.fetch.backoff import retry_after_seconds
from tracker.fetch.capture import Exchange
from tracker.fetch.door import REDIRECTS
from tracker.fetch.markup import joined
from tracker.fetch.settings import PRODUCT
from tracker.fetch.trouble import Trouble
from tracker.gate.reading import Reason

SIZE_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB are read
KEPT = timedelta(hours=24)  # RFC 9309, 2.4
FAILURE_KEPT = timedelta(minutes=10)
MOST_REDIRECTS = 5  # RFC 9309, 2.3.1.2
LONGEST_DELAY_SECONDS = 30.0  # beyond this a Crawl-delay is a wish that we do not grant

Ask = Callable[[str], Exchange]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one site said, and until when we take its word."""

    parser: Any
    """Of protego; None where there is no robots.txt."""
    refused: Trouble | None
    """Why nothing may be fetched now."""
    until: datetime


class Robots:
    """The robots.txt files met so far; safe to share between threads."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._rules: dict[str, _Rules] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def verdict(self, url: str, ask: Ask) -> str:
        """ "allowed" or "absent"; raises Trouble where the page may not be fetched.

        `ask` fetches one URL without following anything.
        """
        rules = self._of_site(url, ask)
        if rules.refused:
            raise rules.refused
        if rules.parser is None:
            return "absent"
        if not rules.parser.can_fetch(url, PRODUCT):
            raise Trouble(
                Reason.ROBOTS,
                f"robots.txt of {urlsplit(url).netloc} forbids this page. Ask the owner, "
                "or set robots = false for this policy; the record will say so.",
            )
        return "allowed"

    def delay_seconds(self, url: str) -> float:
        """The site's `Crawl-delay` as far as known, within reason."""
        rules = self._rules.get(_site(url))
        wished = rules.parser.crawl_delay(PRODUCT) if rules and rules.parser else None
        return min(float(wished or 0.0), LONGEST_DELAY_SECONDS)

    def _of_site(self, url: str, ask: Ask) -> _Rules:
        site = _site(url)
        known = self._rules.get(site)
        if known and known.until > self._now():
            return known
        with self._lock:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            known = self._rules.get(site)
            if known is None or known.until <= self._now():
                known = self._load(site, ask)
                self._rules[site] = known
            return known

    def _load(self, site: str, ask: Ask) -> _Rules:
        now = self._now()
        try:
            answer = _follow(f"{site}/robots.txt", ask)
        except Trouble as trouble:
            return _Rules(None, _not_now(site, trouble), now + FAILURE_KEPT)
        if answer is None or (400 <= answer.status < 500 and answer.status != 429):
            return _Rules(None, None, now + KEPT)  # RFC 9309, 2.3.1.3: unavailable means allowed
        if answer.status != 200:
            detail = f"robots.txt of {site} answers {answer.status}: nothing may be fetched for now."
            wish = retry_after_seconds(answer.header("retry-after"), now)
            return _Rules(None, Trouble(Reason.ROBOTS, detail, retry_after_seconds=wish), now + FAILURE_KEPT)
        return _Rules(_parse(answer.body), None, now + KEPT)


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def _follow(url: str, ask: Ask) -> Exchange | None:
    """The answer after redirects; None where they do not end, which counts as unavailable."""
    for _ in range(MOST_REDIRECTS + 1):
        answer = ask(url)
        target = answer.header("location")
        if answer.status not in REDIRECTS or not target:
            return answer
        url = joined(url, target)
    return None


def _parse(body: bytes) -> Any:
    from protego import Protego  # noqa: PLC0415  (only where a site has rules)

    return Protego.parse(body[:SIZE_BYTES].decode("utf-8", errors="replace"))


def _not_now(site: str, trouble: Trouble) -> Trouble:
    if trouble.reason is Reason.REFUSED_ADDRESS or trouble.reason is Reason.UNREACHABLE:
        return trouble  # the page itself would fail in the same way: say that
    return Trouble(Reason.ROBOTS, f"robots.txt of {site} cannot be had: {trouble.detail}")
