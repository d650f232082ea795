"""A text alone shows whether it can be a policy at all."""

from tracker.extract.document import Document
from tracker.gate.reading import Reason, Unreadable
from tracker.gate.signs import find_sign
from tracker.gate.substance import ENOUGH_DENSITY, LEAST_DENSITY, TITLE, density, size_of

LEAST_WORDS = 60  # the shortest real policies of small apps have about 80
SHORT_WORDS = 250
MANY_NAMES = 4
SIGNED_WORDS = 1000
"""A longer text with such a sentence in it is judged by its words."""

SAYS = {
    Reason.BLOCKED: "The page is a bot check",
    Reason.GONE: "The page says that it is gone",
    Reason.HTTP_ERROR: "The page is an error message",
    Reason.WALL: "The page asks to log in or to choose first",
    Reason.SHELL: "The page needs JavaScript",
}
TRY = {
    Reason.BLOCKED: "Try fetch = 'browser' for this policy, or check less often.",
    Reason.GONE: "Look for the policy's new address.",
    Reason.HTTP_ERROR: "We try again later.",
    Reason.WALL: "Look for an address that shows the policy to everybody.",
    Reason.SHELL: "Try fetch = 'browser' for this policy.",
}


def refuse_alone(document: Document) -> Unreadable | None:
    """Why this text is no policy, whatever the policy was before; None where it may be one."""
    size = size_of(document)
    found = density(document) if size >= LEAST_WORDS else 0.0
    if found is not None and found >= ENOUGH_DENSITY and size >= SHORT_WORDS:
        return None
    if (found is None or found < ENOUGH_DENSITY) and size < SIGNED_WORDS and (sign := find_sign(document)):
        return signed(*sign)
    return _too_little(size) or _too_foreign(size, found) or _mere_links(document, size)


def _too_little(size: int) -> Unreadable | None:
    if size == 0:
        return Unreadable(Reason.SHELL, "The page holds no text. Try fetch = 'browser' for this policy.")
    if size >= LEAST_WORDS:
        return None
    return Unreadable(
        Reason.STUB, f"The page holds {size} words, too few for a policy. Check the URL and the selectors."
    )


def _too_foreign(size: int, found: float | None) -> Unreadable | None:
    if found is None or found >= LEAST_DENSITY:
        return None
    return Unreadable(
        Reason.OTHER_DOCUMENT,
        f"The text of {size} words hardly speaks of personal data. Check where the URL leads.",
    )


def _mere_links(document: Document, size: int) -> Unreadable | None:
    """A page that lists the policies of several regions or products, without holding one."""
    if size >= SHORT_WORDS:
        return None
    lines = [block for block in document.blocks if block.kind != "heading"]
    names = [block for block in lines if len(block.text.split()) < 12 and TITLE.search(block.text)]
    prose = sum(len(block.text.split()) for block in lines if len(block.text.split()) >= 12)
    if len(names) < MANY_NAMES or prose >= 0.5 * size:
        return None
    return Unreadable(
        Reason.STUB,
        f"The page lists {len(names)} policies and holds none of them. Use the address of the one you want.",
    )


def signed(reason: Reason, words: str) -> Unreadable:
    """The refusal of a page that says itself what it is."""
    return Unreadable(reason, f"{SAYS[reason]} (“{words}”). {TRY[reason]}")
