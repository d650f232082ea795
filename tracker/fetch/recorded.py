"""A recorded text becomes a capture, as if we had fetched it then."""

from datetime import datetime

from tracker.fetch.capture import Capture, Exchange, Page

IMPORTED = "import"
"""The fetcher of what others recorded."""


def recorded_capture(
    url: str,
    text_or_html: bytes,
    fetched_at: datetime,
    content_type: str = "text/markdown; charset=utf-8",
    language: str | None = None,
) -> Capture:
    """One page with status 200 and only the headers that say what it is."""
    declared = (("Content-Language", language),) if language else ()
    answer = Exchange(
        url=url,
        request_headers=(),
        status=200,
        phrase="OK",
        headers=(("Content-Type", content_type), *declared),
        payload=text_or_html,
        body=text_or_html,
        started_at=fetched_at,
        seconds=0.0,
    )
    return Capture(pages=(Page(url, (answer,)),), fetched_at=fetched_at, fetcher=IMPORTED)
