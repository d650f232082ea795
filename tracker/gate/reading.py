"""A reading is the outcome of trying to draw the policy text out of a capture."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.extract.document import Document


class Reason(StrEnum):
    """Why a policy could not be read; a closed set, for counting."""

    UNREACHABLE = "unreachable"
    """No answer: name, connection, TLS, time-out."""
    REFUSED_ADDRESS = "refused-address"
    """Our own door refused the address: private network, odd scheme."""
    ROBOTS = "robots"
    """robots.txt forbids the fetch, or could not be had."""
    HTTP_ERROR = "http-error"
    GONE = "gone"
    """404 or 410, or a page that says so with status 200."""
    BLOCKED = "blocked"
    """A challenge or bot block; the detail names the vendor where known."""
    RATE_LIMITED = "rate-limited"
    REDIRECTS = "redirects"
    """A loop, or too many."""
    TOO_LARGE = "too-large"
    TRUNCATED = "truncated"
    """Cut off, or half loaded."""
    NOT_TEXT = "not-text"
    """A media type that holds no policy text we can read."""
    WALL = "wall"
    """Log-in or consent instead of the policy."""
    SHELL = "shell"
    """Needs JavaScript; the plain page has no policy text."""
    STUB = "stub"
    """Far too short, alone or against the policy's own history."""
    LANGUAGE = "language"
    """Another language than expected."""
    OTHER_DOCUMENT = "other-document"
    """Unlike the last good text, and no announcement of a new one."""
    DUPLICATED = "duplicated"
    """The same text twice."""
    SELECTOR = "selector"
    """A configured selector matches nothing, or next to nothing."""
    BROWSER = "browser"
    """A browser is asked for and there is none, or it failed."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A policy that we reached for and could not read."""

    reason: Reason
    """Why, as one of a closed set, for counting."""

    detail: str
    """Why, in words for a person, with what to try."""

    mark: str = ""
    """What is the same where this defect comes again in another text; "": only the same text is the same."""


Reading = Document | Unreadable
