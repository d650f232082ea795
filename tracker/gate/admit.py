"""The gate admits a reading only if it is an observation of the policy."""

import hashlib

from tracker.extract.document import Document
from tracker.fetch.capture import Capture
from tracker.gate.history import History
from tracker.gate.reading import Reading, Reason, Unreadable
from tracker.watchlist.policy import Source

LEAST_WORDS = 60


def admit(reading: Document | Unreadable, capture: Capture, source: Source, history: History) -> Reading:
    """The reading itself, or why it is none."""
    if isinstance(reading, Unreadable):
        return reading
    if reading.words < LEAST_WORDS:
        return Unreadable(Reason.STUB, f"Only {reading.words} words; a policy has more.")
    return reading


def text_hash(document: Document) -> str:
    """What two readings of the same words share, whatever their markup."""
    return hashlib.sha256("\n".join(block.text for block in document.blocks).encode()).hexdigest()


def unreadable_from(capture: Capture) -> Unreadable | None:
    """What status and media type alone say against a capture; None lets it pass to extraction."""
    for page in capture.pages:
        answer = page.answer
        if answer.status in (404, 410):
            return Unreadable(Reason.GONE, f"{answer.url} answers {answer.status}. Look for the new address.")
        if answer.status >= 400:
            return Unreadable(Reason.HTTP_ERROR, f"{answer.url} answers {answer.status}. We try again later.")
    return None
