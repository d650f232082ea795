"""Reads a page the way a check does, without an archive."""

from tracker.cli.network import fetch_settings
from tracker.extract.read import read
from tracker.fetch.capture import Capture, Failure
from tracker.fetch.client import Client
from tracker.gate.admit import admit, unreadable_from
from tracker.gate.history import History
from tracker.gate.reading import Reading, Reason, Unreadable
from tracker.watchlist.policy import Source
from tracker.watchlist.watchlist import Settings


def read_source(source: Source, settings: Settings) -> Reading:
    """The text at a source now, or why there is none; nothing is stored."""
    with Client(fetch_settings(settings)) as client:
        fetched = client.fetch(source, full=True)
    if isinstance(fetched, Failure):
        return Unreadable(Reason(fetched.reason), fetched.detail)
    assert isinstance(fetched, Capture), "nothing was asked conditionally"
    return read_capture(fetched, source)


def read_capture(capture: Capture, source: Source) -> Reading:
    """The text of a capture, judged without any history."""
    reading = unreadable_from(capture) or read(capture, source)
    return admit(reading, capture, source, History())
