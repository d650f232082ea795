"""The client fetches sources politely, over connections that are kept alive."""

from collections.abc import Callable
from datetime import datetime
from typing import Self
from urllib.parse import urljoin, urlsplit

from tracker.fetch.backoff import retry_after_seconds
from tracker.fetch.capture import Capture, Exchange, Failure, Fetched, Page, Unchanged, Validators
from tracker.fetch.deadline import Deadline
from tracker.fetch.door import REDIRECTS, Door, utc_now
from tracker.fetch.politeness import Politeness
from tracker.fetch.robots import Robots
from tracker.fetch.settings import FetchSettings
from tracker.fetch.trouble import Trouble
from tracker.gate.reading import Reason
from tracker.watchlist.policy import Source

ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,application/pdf;q=0.8,*/*;q=0.5"
LONGEST_VALIDATOR = 1024  # longer ones are not worth replaying


class _Lost(Exception):
    """A page could not be fetched; carries what was received until then."""

    def __init__(self, trouble: Trouble, exchanges: tuple[Exchange, ...]) -> None:
        super().__init__(trouble.detail)
        self.trouble = trouble
        self.exchanges = exchanges


class Client:
    """Fetches sources; one object serves many threads."""

    def __init__(
        self, settings: FetchSettings = FetchSettings(), *, now: Callable[[], datetime] = utc_now
    ) -> None:
        self.settings = settings
        self._now = now
        self._door = Door(settings, now)
        self._politeness = Politeness(settings.host_delay_seconds, settings.host_connections)
        self._robots = Robots(now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every connection."""
        self._door.close()

    def fetch(
        self, source: Source, validators: tuple[Validators, ...] = (), *, full: bool = False
    ) -> Fetched:
        """All pages of a source, in its order; one missing page is a failure of the whole.

        `full` asks without validators, so that the bodies come in any case.
        """
        at = self._now()
        pages: list[Page] = []
        visit = _Visit(self, source)
        try:
            for url in source.urls:
                pages.append(visit.page(url, () if full else validators))
            if pages and all(page.answer.status == 304 for page in pages):
                return Unchanged(tuple(pages), at)
            for index, page in enumerate(pages):
                if page.answer.status == 304:  # another page changed, so we need this one's body too
                    pages[index] = visit.page(page.url, ())
        except _Lost as lost:
            partial = (Page(url, lost.exchanges),) if lost.exchanges else ()
            return Failure(
                reason=str(lost.trouble.reason),
                detail=lost.trouble.detail,
                pages=(*pages, *partial),
                fetched_at=at,
                retry_after_seconds=lost.trouble.retry_after_seconds,
            )
        return Capture(tuple(pages), at, "http", visit.robots)


class _Visit:
    """The way to the pages of one source."""

    def __init__(self, client: Client, source: Source) -> None:
        self._client = client
        self._source = source
        self._obey = source.robots and client.settings.robots
        self.robots = "allowed" if self._obey else "ignored"

    def page(self, url: str, validators: tuple[Validators, ...]) -> Page:
        """Follow one URL to its answer; raises _Lost."""
        exchanges: list[Exchange] = []
        deadline = Deadline(self._client.settings.deadline_seconds)
        seen: set[str] = set()
        target = url
        try:
            while True:
                if target in seen or len(exchanges) > self._client.settings.max_redirects:
                    raise _no_end(url, len(exchanges), loop=target in seen)
                seen.add(target)
                exchanges.append(self._ask(target, validators, deadline, first=not exchanges))
                following = _redirect(exchanges[-1])
                if following is None:
                    break
                target = following
            self._judge(exchanges[-1], asked=bool(validators))
        except Trouble as trouble:
            raise _Lost(trouble, tuple(exchanges)) from trouble
        return Page(url, tuple(exchanges))

    def _ask(
        self, url: str, validators: tuple[Validators, ...], deadline: Deadline, *, first: bool
    ) -> Exchange:
        client = self._client
        if self._obey:
            said = client._robots.verdict(url, lambda robots_url: self._ask_robots(robots_url, deadline))
            self.robots = "absent" if said == "absent" else self.robots
        host = urlsplit(url).netloc
        if first:
            client._politeness.visit(host, client._robots.delay_seconds(url) if self._obey else 0.0)
        headers = {"Accept": ACCEPT, "Accept-Language": _languages(self._source.language)}
        headers |= _conditions(url, validators)
        with client._politeness.turn(host):
            return client._door.exchange("GET", url, headers, deadline)

    def _ask_robots(self, url: str, deadline: Deadline) -> Exchange:
        client = self._client
        with client._politeness.turn(urlsplit(url).netloc):
            return client._door.exchange("GET", url, {"Accept": "text/plain,*/*;q=0.5"}, deadline)

    def _judge(self, answer: Exchange, *, asked: bool) -> None:
        """Statuses that say something about the asking rather than about the page."""
        wish = retry_after_seconds(answer.header("retry-after"), self._client._now())
        if answer.status == 429 or (answer.status == 503 and wish is not None):
            pause = f" and asks us to wait {wish:g} s" if wish is not None else ""
            host = urlsplit(answer.url).hostname
            raise Trouble(
                Reason.RATE_LIMITED,
                f"{host} answers {answer.status}{pause}. We come back later; check less often if this lasts.",
                retry_after_seconds=wish,
            )
        if answer.status == 304 and not asked:
            raise Trouble(
                Reason.HTTP_ERROR, f"{answer.url} answers 304 although nothing was asked conditionally."
            )


def validators_of(capture: Capture) -> tuple[Validators, ...]:
    """What the servers gave to ask again with; to be saved after the capture was fully processed."""
    return tuple(found for page in capture.pages if (found := _validators(page.answer)))


def _validators(answer: Exchange) -> Validators | None:
    etag, modified = answer.header("etag"), answer.header("last-modified")
    if answer.status != 200 or not (etag or modified):
        return None
    if max(len(etag or ""), len(modified or "")) > LONGEST_VALIDATOR:
        return None
    return Validators(answer.url, etag, modified)


def _conditions(url: str, validators: tuple[Validators, ...]) -> dict[str, str]:
    """The server's own words back to it, verbatim; never a time of ours."""
    known = next((each for each in validators if each.url == url), None)
    if known is None:
        return {}
    pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in pairs.items() if value}


def _redirect(answer: Exchange) -> str | None:
    location = answer.header("location")
    if answer.status not in REDIRECTS or not location:
        return None
    return urljoin(answer.url, location.strip())


def _no_end(url: str, count: int, *, loop: bool) -> Trouble:
    how = "in a circle" if loop else f"{count} times without an end"
    return Trouble(Reason.REDIRECTS, f"{url} redirects {how}. Open it in a browser and use the final URL.")


def _languages(language: str | None) -> str:
    return f"{language}, en;q=0.5" if language and language != "en" else "en"
