"""The gate admits a reading only if it is an observation of the policy."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from tracker.extract.document import Document
from tracker.fetch.capture import Capture
from tracker.gate.against import is_alike, refuse_firmly, refuse_unlike
from tracker.gate.alone import refuse_alone
from tracker.gate.history import History, Refusal
from tracker.gate.likeness import liken
from tracker.gate.reading import Reading, Reason, Unreadable
from tracker.gate.status import unreadable_from
from tracker.gate.substance import ENOUGH_DENSITY, density, size_of
from tracker.watchlist.policy import Source

__all__ = ["admit", "text_hash", "unreadable_from"]

HOLDS_AFTER_CHECKS = 3
HOLDS_AFTER = timedelta(days=2)
PASSES_WITH_WORDS = 150

MAY_BE_THE_POLICY = frozenset({Reason.STUB, Reason.OTHER_DOCUMENT})
"""Reasons for which a text alone is refused that a person may know better; an error page says what it is."""


def admit(reading: Document | Unreadable, capture: Capture, source: Source, history: History) -> Reading:
    """The reading itself, or why it is none.

    A text that is refused only for being unlike its past passes once it has held for days; others that come
    again are offered to the user, unless they say themselves that they are something else.
    """
    if isinstance(reading, Unreadable) or reading == history.last_good:
        return reading
    if history.known and text_hash(reading) in history.known:
        return reading
    past = replace(history, language=source.language or history.language)
    like = liken(past.last_good, reading) if past.last_good else None
    alone = None if is_alike(like) else refuse_alone(reading)
    unlike = None
    if not (firm := alone or refuse_firmly(reading, past, like)) and past.last_good and like:
        unlike = refuse_unlike(reading, past.last_good, like)
    refused = firm or unlike
    if refused is None or refused.mark in history.known:
        return reading
    before = _before(reading, refused, history)
    if before is None or (alone and alone.reason not in MAY_BE_THE_POLICY):
        return refused
    held, passes = _holds(before, capture.fetched_at), bool(unlike) and _speaks_as_policies_do(reading)
    if held and passes:
        return reading
    return _offered(refused, before, history.name, held=held, passes=passes)


def text_hash(document: Document) -> str:
    """What two readings of the same words share, whatever their markup."""
    return hashlib.sha256("\n".join(block.text for block in document.blocks).encode()).hexdigest()


def _before(document: Document, refused: Unreadable, history: History) -> Refusal | None:
    """How often this very text was refused before, or another with the same defect."""
    if not history.refused:
        return None
    wanted = refused.mark or text_hash(document)
    return next((each for each in history.refused if each.text_sha256 == wanted), None)


def _holds(before: Refusal, at: datetime) -> bool:
    """Whether a text has been the same for several checks and days."""
    return before.count + 1 >= HOLDS_AFTER_CHECKS and at - before.first_at >= HOLDS_AFTER


def _speaks_as_policies_do(document: Document) -> bool:
    found = density(document)
    return size_of(document) >= PASSES_WITH_WORDS and (found is None or found >= ENOUGH_DENSITY)


def _offered(refused: Unreadable, before: Refusal, name: str, *, held: bool, passes: bool) -> Unreadable:
    """The refusal with the way to overrule it."""
    times = "once" if before.count == 1 else f"{before.count} times"
    command = f"`tracker accept {name}`" if name else "`tracker accept`"
    offer = f"this looks like the new page: {command}." if held else f"if it is the policy: {command}."
    if passes:
        offer += " After two days of checks it passes by itself."
    what = "defect" if refused.mark else "text"
    said = f"The same {what} was refused {times} before, first on {before.first_at:%Y-%m-%d}; {offer}"
    return replace(refused, detail=f"{refused.detail} {said}")
