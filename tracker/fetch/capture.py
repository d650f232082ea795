"""A capture is everything one check received: bytes, status, headers, redirect chain."""

from dataclasses import dataclass
from datetime import datetime

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and the answer to it."""

    url: str
    request_headers: Headers
    status: int
    phrase: str
    """Reason phrase of the status line, may be empty."""
    headers: Headers
    """Response headers in the order received, names as received."""
    payload: bytes
    """Body as received, before content decoding; empty for a redirect."""
    body: bytes
    """Body after content decoding; the same object as `payload` where nothing was encoded."""
    started_at: datetime
    """Aware, UTC."""
    seconds: float

    def header(self, name: str) -> str | None:
        """First value of a response header, by case-insensitive name."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Page:
    """What one URL of a source led to."""

    url: str
    """As the source names it."""

    exchanges: tuple[Exchange, ...]
    """Redirects first, the answer last; never empty."""

    @property
    def answer(self) -> Exchange:
        return self.exchanges[-1]

    @property
    def content_type(self) -> str:
        """Lower-case media type without parameters; "" if the server sent none."""
        return (self.answer.header("content-type") or "").split(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Validators:
    """The server's own cache validators of one page, replayed verbatim."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """The pages of one check, one for each URL of the source, in its order."""

    pages: tuple[Page, ...]
    fetched_at: datetime
    """When the check started; aware, UTC."""
    fetcher: str
    """"http", "browser", or "import" for texts that others recorded."""
    robots: str = "allowed"
    """What robots.txt said: "allowed", "ignored" (by configuration), "absent"."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Every page answered 304 to our conditional request."""

    pages: tuple[Page, ...]
    fetched_at: datetime
    fetcher: str = "http"


@dataclass(frozen=True, slots=True)
class Failure:
    """No capture: the page could not be fetched."""

    reason: str
    """A member of `tracker.gate.reading.Reason`, by value."""
    detail: str
    """What, where and what to try, for a person."""
    pages: tuple[Page, ...]
    """What was received before it failed, for the record; may be empty."""
    fetched_at: datetime
    fetcher: str = "http"
    retry_after_seconds: float | None = None
    """The server's own wish, where it stated one."""


Fetched = Capture | Unchanged | Failure
