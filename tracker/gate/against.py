"""A text against the policy's own past shows whether it is the same policy, and all of it."""

import re
from itertools import pairwise

from tracker.extract.document import Document
from tracker.gate.alone import signed
from tracker.gate.history import History
from tracker.gate.hollow import mark_of_hollow, newly_hollow
from tracker.gate.likeness import Likeness, repeated_share
from tracker.gate.panel import is_panel
from tracker.gate.reading import Reason, Unreadable
from tracker.gate.signs import embedded_errors, find_sign, waiting_lines
from tracker.gate.substance import ENOUGH_DENSITY, TITLE, density, size_of

UNLIKE = 0.25
ALIKE = 0.6
COLLAPSE = 0.3
HALF = 0.5
EMPTIED = 0.08
SHORTER = 0.03
PART_WORDS = 20

_NUMBER = re.compile(r"^[\W_]*(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5})[.)]\s*", re.IGNORECASE)


def is_alike(like: Likeness | None) -> bool:
    """Whether the text shares most of its words with the last version, so that it is no other document."""
    return like is not None and like.known >= ALIKE and like.kept >= ALIKE


def refuse_firmly(document: Document, history: History, like: Likeness | None) -> Unreadable | None:
    """What no repetition makes good: another language, or a part that says of itself that it is missing."""
    language = None if like and like.known >= ALIKE else _language(document, history)
    return language or _broken_part(document, like)


def refuse_unlike(document: Document, old: Document, like: Likeness) -> Unreadable | None:
    """Why this text is not the policy that we know, as far as one look can tell; None where it is."""
    return (
        _collapsed(document, old, like)
        or _half(document, old, like)
        or _waiting(document, old, like)
        or _doubled(document, old, like)
        or _with_panel(like)
        or _foreign(document, old, like)
    )


def _language(document: Document, history: History) -> Unreadable | None:
    expected, found = history.language, document.language
    if not expected or not found or found == expected:
        return None
    return Unreadable(
        Reason.LANGUAGE,
        f"The text is in “{found}” and not in “{expected}”. Use an address that is for one language, "
        f"or set language = '{found}' if this is the one you want.",
    )


def _broken_part(document: Document, like: Likeness | None) -> Unreadable | None:
    """An error in the place of text: with a past, something is missing; without one, it is a heading.

    The hidden messages of a form are neither.
    """
    if like and sum(len(text.split()) for text in like.lost) < PART_WORDS:
        return None
    counts = like.added if like else {block.text for block in document.blocks if block.kind == "heading"}
    broken = next((line for line in embedded_errors(document) if line in counts), None)
    if broken is None:
        return None
    return Unreadable(
        Reason.TRUNCATED, f"A part of the page could not be shown: “{broken[:80]}”. We try again later."
    )


def _collapsed(document: Document, old: Document, like: Likeness) -> Unreadable | None:
    size, before = size_of(document), size_of(old)
    if size >= COLLAPSE * before or is_panel(like.lost):
        return None
    if like.known >= 0.9:
        return _cut(size, before)
    sign = find_sign(document)
    if sign and size < 1000 and (density(document) or 0.0) < ENOUGH_DENSITY:
        return signed(*sign)
    return Unreadable(
        Reason.STUB,
        f"The text has {size} words where it had {before}. If the policy is now that short, accept it.",
    )


def _half(document: Document, old: Document, like: Likeness) -> Unreadable | None:
    """Nothing new, and much of what was there is missing; or headings that lost their text."""
    if like.known >= 0.97 and like.kept < HALF and not is_panel(like.lost):
        return _cut(size_of(document), size_of(old))
    if hollow := newly_hollow(document, old):
        return Unreadable(
            Reason.TRUNCATED,
            f"The section “{hollow[0][:80]}” holds no text: it may not have loaded. We try again later.",
            mark=mark_of_hollow(hollow),
        )
    emptied = _emptied(old, document, frozenset(like.lost))
    if emptied >= EMPTIED * old.words:
        return Unreadable(
            Reason.TRUNCATED,
            f"Headings stand without their text, of which {emptied} words are missing. We try again later.",
        )
    return None


def _waiting(document: Document, old: Document, like: Likeness) -> Unreadable | None:
    """A placeholder, where the text as a whole became shorter; beside a whole text it is a spinner."""
    if old.words - document.words < max(PART_WORDS, SHORTER * old.words):
        return None
    line = next((line for line in waiting_lines(document) if line in like.added), None)
    if line is None:
        return None
    return Unreadable(
        Reason.TRUNCATED, f"A part of the page says “{line}” and has no text. We try again later."
    )


def _cut(size: int, before: int) -> Unreadable:
    return Unreadable(
        Reason.TRUNCATED,
        f"Of {before} words only {size} are there, and nothing new: the page is cut off or half loaded. "
        "We try again later.",
    )


def _emptied(old: Document, new: Document, lost: frozenset[str]) -> int:
    """Lost words that stood in the old text between a heading and the next one, where now the two meet."""
    places: dict[str, list[int]] = {}
    for at, block in enumerate(old.blocks):
        places.setdefault(_bare(block.text), []).append(at)
    missing = 0
    for heading, following in pairwise(new.blocks):
        if heading.kind != "heading" or following.kind != "heading" or following.level > heading.level:
            continue
        match places.get(_bare(heading.text)), places.get(_bare(following.text)):
            case [start], [end]:
                between = old.blocks[start + 1 : max(end, start + 1)]
                missing += sum(len(block.text.split()) for block in between if block.text in lost)
    return missing


def _bare(text: str) -> str:
    """A heading without its number and marks, however the page wrote it."""
    return _NUMBER.sub("", text).strip(" .:").lower()


def _doubled(document: Document, old: Document, like: Likeness) -> Unreadable | None:
    """Twice what was there before with nothing new; a page with an upcoming text says something new."""
    if document.words < 1.6 * old.words or like.kept < 0.98 or like.known < 0.985:
        return None
    if repeated_share(document) < 0.4 or repeated_share(old) > 0.3:
        return None
    return Unreadable(
        Reason.DUPLICATED,
        "The same text stands on the page twice. A selector for one of them helps if this lasts.",
    )


def _with_panel(like: Likeness) -> Unreadable | None:
    if like.kept < 0.98 or like.known > 0.9 or not is_panel(like.added):
        return None
    return Unreadable(
        Reason.WALL,
        "A consent tool with its list of cookies stands in the text; the rest is as before. "
        "Drop it with remove = ['…'] if this lasts.",
    )


def _foreign(document: Document, old: Document, like: Likeness) -> Unreadable | None:
    """Unlike the last version, and not a re-write of it: other words, or another title."""
    if like.kept >= UNLIKE or like.known >= UNLIKE or size_of(document) > 3 * size_of(old):
        return None
    now, before = density(document), density(old)
    if now is None or before is None or now >= 0.75 * before:
        return None
    if now >= ENOUGH_DENSITY and not _lost_title(document, old):
        return None
    return Unreadable(
        Reason.OTHER_DOCUMENT,
        f"The text shares {like.kept:.0%} with the last version and speaks less of personal data: "
        "this seems to be another document. Check where the URL leads.",
    )


def _lost_title(document: Document, old: Document) -> bool:
    """Whether the old text called itself a privacy policy and the new one calls itself something else."""
    beginning = " ".join((document.title, *(block.text for block in document.blocks[:8])))
    return bool(TITLE.search(old.title)) and not TITLE.search(beginning)
