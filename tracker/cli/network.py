"""The way out that commands use, with the watchlist's settings."""

from tracker.errors import NotPossible
from tracker.fetch.capture import Capture, Failure
from tracker.fetch.client import Client
from tracker.fetch.settings import FetchSettings
from tracker.watchlist.policy import Source
from tracker.watchlist.watchlist import Settings


def fetch_settings(settings: Settings) -> FetchSettings:
    """What the watchlist says of outbound requests."""
    return FetchSettings(
        contact=settings.contact,
        allow_networks=settings.allow_networks,
        deadline_seconds=settings.deadline_seconds,
        size_cap_bytes=settings.size_cap_bytes,
        host_delay_seconds=settings.host_delay_seconds,
        chromium=settings.browser or None,
    )


def fetch_once(source: Source, settings: Settings) -> Capture:
    """A source's pages, now; raises NotPossible with the reason where it cannot be fetched."""
    with Client(fetch_settings(settings)) as client:
        fetched = client.fetch(source, full=True)
    if isinstance(fetched, Failure):
        raise NotPossible(*parts(fetched.detail))
    assert isinstance(fetched, Capture), "nothing was asked conditionally"
    return fetched


def parts(detail: str) -> tuple[str, str, str]:
    """A detail's first sentence as what went wrong, the rest as what to try."""
    what, _, advice = detail.partition(". ")
    return what.rstrip("."), "", advice
