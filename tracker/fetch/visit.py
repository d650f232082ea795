"""A visit follows the URLs of one source to their answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tracker.fetch.backoff import retry_after_seconds
from tracker.fetch.browser import Browser
from tracker.fetch.capture import Exchange, Page, Validators
from tracker.fetch.conditional import conditions
from tracker.fetch.cookies import Cookies
from tracker.fetch.deadline import Deadline
from tracker.fetch.door import REDIRECTS, Door, require_web_url
from tracker.fetch.markup import joined, wrapped_page
from tracker.fetch.politeness import Politeness
from tracker.fetch.robots import Robots
from tracker.fetch.settings import FetchSettings
from tracker.fetch.trouble import Trouble
from tracker.gate.reading import Reason
from tracker.watchlist.policy import Source

ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,application/pdf;q=0.8,*/*;q=0.5"
MOST_WRAPPERS = 2  # a frame in a frame; deeper is no policy page


class Lost(Exception):
    """A page could not be fetched; carries what was received until then."""

    def __init__(self, trouble: Trouble, exchanges: tuple[Exchange, ...]) -> None:
        super().__init__(trouble.detail)
        self.trouble = trouble
        self.exchanges = exchanges


@dataclass(frozen=True, slots=True)
class Way:
    """What all visits of a client share."""

    settings: FetchSettings
    now: Callable[[], datetime]
    door: Door
    politeness: Politeness
    robots: Robots
    browser: Browser


class Visit:
    """The way to the pages of one source."""

    def __init__(self, way: Way, source: Source) -> None:
        self._way = way
        self._source = source
        self._obey = source.robots and way.settings.robots
        self._cookies = Cookies()
        self._deadline: Deadline | None = None
        self.robots = "allowed" if self._obey else "ignored"

    def page(self, url: str, validators: tuple[Validators, ...] = ()) -> Page:
        """Follow one URL to its answer over plain HTTP; raises Lost."""
        exchanges: list[Exchange] = []
        try:
            self._follow(url, validators, exchanges)
        except Trouble as trouble:
            raise Lost(trouble, tuple(exchanges)) from trouble
        return Page(url, tuple(exchanges))

    def rendered(self, url: str) -> Page:
        """One URL as a browser shows it; raises Lost."""
        try:
            self._may_ask(url)
            self._pause(url)
            with self._way.politeness.turn(urlsplit(url).netloc):
                return Page(url, self._way.browser.render(url, self._source.language, self._way.now()))
        except Trouble as trouble:
            raise Lost(trouble, ()) from trouble

    def _follow(self, url: str, validators: tuple[Validators, ...], exchanges: list[Exchange]) -> None:
        """Redirects, quick refreshes and frames, one by one, each through the same checks."""
        self._deadline = None
        seen: set[str] = set()
        wrappers = 0
        target: str | None = url
        while target:
            if target in seen or len(exchanges) > self._way.settings.max_redirects:
                raise _no_end(url, len(exchanges), loop=target in seen)
            seen.add(target)
            exchanges.append(self._ask(target, validators, first=not exchanges))
            target = _redirect(exchanges[-1])
            if self._cookies.learn(exchanges[-1]) and target:
                seen.clear()  # the same page may answer otherwise to whoever brings the cookie
            if target is None and wrappers < MOST_WRAPPERS:
                target = wrapped_page(exchanges[-1])
                target = None if target in seen else target
                wrappers += 1
        self._judge(exchanges[-1], asked=bool(validators))

    def _ask(self, url: str, validators: tuple[Validators, ...], *, first: bool) -> Exchange:
        self._may_ask(url)
        if first:
            self._pause(url)
        headers = {"Accept": ACCEPT, "Accept-Language": languages(self._source.language)}
        headers |= conditions(url, validators) | self._cookies.header(url)
        with self._way.politeness.turn(urlsplit(url).netloc):
            if self._deadline is None:  # waiting for our turn is not the server's fault
                self._deadline = Deadline(self._way.settings.deadline_seconds)
            return self._way.door.exchange("GET", url, headers, self._deadline)

    def _may_ask(self, url: str) -> None:
        """Obey robots.txt, and remember for the record that there was none."""
        require_web_url(url)
        if self._obey:
            said = self._way.robots.verdict(url, self._ask_robots)
            self.robots = "absent" if said == "absent" else self.robots

    def _pause(self, url: str) -> None:
        wish = self._way.robots.delay_seconds(url) if self._obey else 0.0
        self._way.politeness.visit(urlsplit(url).netloc, wish)

    def _ask_robots(self, url: str) -> Exchange:
        with self._way.politeness.turn(urlsplit(url).netloc):
            deadline = Deadline(self._way.settings.deadline_seconds)
            return self._way.door.exchange("GET", url, {"Accept": "text/plain,*/*;q=0.5"}, deadline)

    def _judge(self, answer: Exchange, *, asked: bool) -> None:
        """Statuses that say something about the asking rather than about the page."""
        wish = retry_after_seconds(answer.header("retry-after"), self._way.now())
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


def languages(language: str | None) -> str:
    """What we ask a server to speak: the expected language, else English."""
    return f"{language}, en;q=0.5" if language and language != "en" else "en"


def _redirect(answer: Exchange) -> str | None:
    location = answer.header("location")
    if answer.status not in REDIRECTS or not location:
        return None
    return joined(answer.url, location)


def _no_end(url: str, count: int, *, loop: bool) -> Trouble:
    how = "in a circle" if loop else f"{count} times without an end"
    return Trouble(Reason.REDIRECTS, f"{url} redirects {how}. Open it in a browser and use the final URL.")
