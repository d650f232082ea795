"""The gate admits a reading only if it is an observation of the policy."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from tracker.extract.document import Document
from tracker.fetch.capture import Capture
from tracker.gate.against import is_alike, refuse_firmly, refuse_unlike
from tracker.gate.alone import refuse_alone
from tracker.gate.history import History
from tracker.gate.likeness import liken
from tracker.gate.reading import Reading, Unreadable
from tracker.gate.status import unreadable_from
from tracker.gate.substance import ENOUGH_DENSITY, density, size_of
from tracker.watchlist.policy import Source

__all__ = ["admit", "text_hash", "unreadable_from"]

PASSES_AFTER_CHECKS = 3
PASSES_AFTER = timedelta(days=2)
PASSES_WITH_WORDS = 150


def admit(reading: Document | Unreadable, capture: Capture, source: Source, history: History) -> Reading:
    """The reading itself, or why it is none.

    A text that is refused only for being unlike its past passes once it has held for days.
    """
    if isinstance(reading, Unreadable):
        return reading
    if reading == history.last_good:
        return reading
    if history.known and text_hash(reading) in history.known:
        return reading
    past = replace(history, language=source.language or history.language)
    like = liken(past.last_good, reading) if past.last_good else None
    alone = None if is_alike(like) else refuse_alone(reading)
    if refused := alone or refuse_firmly(reading, past, like):
        return refused
    if past.last_good and like and (refused := refuse_unlike(reading, past.last_good, like)):
        return _unless_it_holds(reading, refused, history, capture.fetched_at)
    return reading


def text_hash(document: Document) -> str:
    """What two readings of the same words share, whatever their markup."""
    return hashlib.sha256("\n".join(block.text for block in document.blocks).encode()).hexdigest()


def _unless_it_holds(document: Document, refused: Unreadable, history: History, at: datetime) -> Reading:
    wanted = text_hash(document)
    before = next((each for each in history.refused if each.text_sha256 == wanted), None)
    if before is None:
        return refused
    held = before.count + 1 >= PASSES_AFTER_CHECKS and at - before.first_at >= PASSES_AFTER
    if (
        held
        and size_of(document) >= PASSES_WITH_WORDS
        and (density(document) or ENOUGH_DENSITY) >= ENOUGH_DENSITY
    ):
        return document
    return replace(
        refused,
        detail=f"{refused.detail} The same text was there {before.count} times before: "
        "this looks like the new page. A policy text that holds for two days of checks passes by itself.",
    )
