"""The client fetches sources politely, over connections that are kept alive."""

from collections.abc import Callable
from datetime import datetime
from typing import Self

from tracker.fetch.browser import Browser
from tracker.fetch.capture import Capture, Failure, Fetched, Page, Unchanged, Validators
from tracker.fetch.conditional import validators_of
from tracker.fetch.door import Door, utc_now
from tracker.fetch.markup import HARDLY_WORDS, is_html, visible_text
from tracker.fetch.politeness import Politeness
from tracker.fetch.robots import Robots
from tracker.fetch.settings import FetchSettings
from tracker.fetch.visit import Lost, Visit, Way
from tracker.gate.substance import policy_words
from tracker.watchlist.policy import Source

MENU_WORDS = 1500
POLICY_WORDS = 15
"""A policy of a hundred words has about as many of its own; menus with their footers have five."""

__all__ = ["Client", "validators_of"]


class Client:
    """Fetches sources; one object serves many threads."""

    def __init__(
        self, settings: FetchSettings | None = None, *, now: Callable[[], datetime] = utc_now
    ) -> None:
        self.settings = settings or FetchSettings()
        self._way = Way(
            settings=self.settings,
            now=now,
            door=Door(self.settings, now),
            politeness=Politeness(self.settings.host_delay_seconds, self.settings.host_connections),
            robots=Robots(now),
            browser=Browser(self.settings),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every connection, and of the browser."""
        self._way.door.close()
        self._way.browser.close()

    def fetch(
        self, source: Source, validators: tuple[Validators, ...] = (), *, full: bool = False
    ) -> Fetched:
        """All pages of a source, in its order; one missing page is a failure of the whole.

        `full` asks without validators, so that the bodies come in any case.
        """
        at = self._way.now()
        visit = Visit(self._way, source)
        fetcher = "browser" if source.fetch == "browser" else "http"
        pages: list[Page] = []
        try:
            for url in source.urls:
                pages.append(
                    visit.rendered(url)
                    if fetcher == "browser"
                    else visit.page(url, () if full else validators)
                )
            if pages and all(page.answer.status == 304 for page in pages):
                return Unchanged(tuple(pages), at)
            for index, page in enumerate(pages):
                if page.answer.status == 304:  # another page changed, so we need this one's body too
                    pages[index] = visit.page(page.url)
            if source.fetch == "auto" and any(map(_is_shell, pages)):
                fetcher = "browser"
                pages = [visit.rendered(page.url) if _is_shell(page) else page for page in pages]
        except Lost as lost:
            partial = (
                (Page(source.urls[len(pages) % len(source.urls)], lost.exchanges),) if lost.exchanges else ()
            )
            return Failure(
                reason=str(lost.trouble.reason),
                detail=lost.trouble.detail,
                pages=(*pages, *partial),
                fetched_at=at,
                fetcher=fetcher,
                retry_after_seconds=lost.trouble.retry_after_seconds,
            )
        return Capture(tuple(pages), at, fetcher, visit.robots)


def _is_shell(page: Page) -> bool:
    """Whether a page came whole but without a policy to read: hardly any words, or menus alone."""
    answer = page.answer
    if answer.status != 200 or not is_html(answer):
        return False
    text = visible_text(answer.body).decode("utf-8", "replace")
    words = len(text.split())
    return words < HARDLY_WORDS or (words < MENU_WORDS and policy_words(text) < POLICY_WORDS)
