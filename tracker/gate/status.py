"""Status, headers and raw bytes alone can show that a capture is not the policy."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from tracker.fetch.capture import Capture, Exchange, Page
from tracker.fetch.markup import HARDLY_WORDS, visible_words
from tracker.gate.reading import Reason, Unreadable
from tracker.once import once

TEXT_TYPES = frozenset(
    {
        "",
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/markdown",
        "application/pdf",
        "application/xml",
        "text/xml",
        "application/octet-stream",
        "binary/octet-stream",
        "text/x-markdown",
    }
)
CHALLENGE_BYTES = 60_000  # challenge pages have 1 to 40 KB; the marks stand at their beginning
PARTIAL = (204, 205, 206)
GONE = (404, 410)
ASKS_FOR_LOGIN = (401, 407)
BLOCKS = (403, 405, 406, 418, 451, 999)


@dataclass(frozen=True, slots=True)
class _Vendor:
    """How the pages of one bot defence are known."""

    name: str
    header: tuple[tuple[str, str], ...]
    body: tuple[bytes, ...]


def unreadable_from(capture: Capture) -> Unreadable | None:
    """What speaks against a capture before any text is drawn from it; None lets it pass to extraction."""
    return next((refused for page in capture.pages if (refused := _refuse(page))), None)


def _refuse(page: Page) -> Unreadable | None:
    answer = page.answer
    if vendor := _vendor(answer):
        return Unreadable(
            Reason.BLOCKED,
            f"Blocked by {vendor} (status {answer.status}). Try fetch = 'browser', or check less often.",
        )
    if answer.status >= 300 or answer.status in PARTIAL:
        return _by_status(answer)
    if not answer.body.strip():
        return Unreadable(Reason.SHELL, f"{answer.url} answers with an empty page. We try again later.")
    if page.content_type not in TEXT_TYPES:
        return Unreadable(
            Reason.NOT_TEXT,
            f"{answer.url} is “{page.content_type[:60]}”; we read HTML, plain text and PDF. Check the URL.",
        )
    return _cut_off(page)


def _by_status(answer: Exchange) -> Unreadable:
    status = answer.status
    if status in PARTIAL or status < 400:
        reason = Reason.TRUNCATED if status == 206 else Reason.HTTP_ERROR
        return Unreadable(reason, f"{answer.url} answers {status} without the page. We try again later.")
    if status in GONE:
        return Unreadable(Reason.GONE, f"{answer.url} answers {status}. Look for the policy's new address.")
    if status == 429:
        return Unreadable(
            Reason.RATE_LIMITED, f"{answer.url} answers 429: too many requests. Check less often."
        )
    if status in ASKS_FOR_LOGIN:
        return Unreadable(Reason.WALL, f"{answer.url} answers {status}: it asks to log in.")
    if status in BLOCKS:
        return Unreadable(
            Reason.BLOCKED,
            f"{answer.url} answers {status} to us. Open it in a browser; try fetch = 'browser'.",
        )
    return Unreadable(Reason.HTTP_ERROR, f"{answer.url} answers {status}. We try again later.")


def _cut_off(page: Page) -> Unreadable | None:
    """A page whose body ends inside a tag or comment was not received whole."""
    if page.content_type not in ("text/html", "application/xhtml+xml"):
        return None
    end = page.answer.body[-2000:]
    if end.rfind(b"<!--") > end.rfind(b"-->") and b"</html" not in end.lower():
        return Unreadable(
            Reason.TRUNCATED, f"{page.answer.url} ends in the middle of a comment. We try again later."
        )
    return None


@once
def _vendors() -> tuple[_Vendor, ...]:
    table = tomllib.loads((files(__package__) / "vendors.toml").read_text(encoding="utf-8"))
    return tuple(
        _Vendor(
            entry["name"],
            tuple(entry.get("header", {}).items()),
            tuple(mark.encode() for mark in entry.get("body", ())),
        )
        for entry in table["vendor"]
    )


def _vendor(answer: Exchange) -> str | None:
    """The bot defence that answered instead of the page, if one did."""
    headers = {name.lower(): value.lower() for name, value in answer.headers}
    for vendor in _vendors():
        for name, value in vendor.header:
            if name in headers and value in headers[name]:
                return vendor.name
    if answer.status < 400 and len(answer.body) > CHALLENGE_BYTES:
        return None
    start = answer.body[:CHALLENGE_BYTES]
    for vendor in _vendors():
        if any(mark in start for mark in vendor.body) and (
            answer.status >= 400 or visible_words(start) < HARDLY_WORDS
        ):
            return vendor.name
    return None
