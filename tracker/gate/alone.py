"""A text alone shows whether it can be a policy at all."""

from tracker.extract.document import Document
from tracker.gate.reading import Reason, Unreadable
from tracker.gate.signs import find_sign
from tracker.gate.substance import ENOUGH_DENSITY, LEAST_DENSITY, density, size_of

LEAST_WORDS = 60  # the shortest real policies of small apps have about 80
SHORT_WORDS = 250
LEAST_PROSE = 0.35

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
    if size == 0:
        return Unreadable(Reason.SHELL, "The page holds no text. Try fetch = 'browser' for this policy.")
    found = density(document) if size >= LEAST_WORDS else 0.0
    if found is not None and found >= ENOUGH_DENSITY and size >= SHORT_WORDS:
        return None
    sign = find_sign(document)
    if sign and (found is None or found < ENOUGH_DENSITY) and size < 4 * SHORT_WORDS:
        return signed(*sign)
    if size < LEAST_WORDS:
        return Unreadable(
            Reason.STUB,
            f"The page holds {size} words, too few for a policy. Check the URL and the selectors.",
        )
    if size < SHORT_WORDS and _prose_share(document) < LEAST_PROSE:
        return Unreadable(
            Reason.STUB,
            f"The page is a list of {size} words without sentences, perhaps of links to several policies. "
            "Use the address of the one you want.",
        )
    if found is not None and found < LEAST_DENSITY:
        return Unreadable(
            Reason.OTHER_DOCUMENT,
            f"The text of {size} words hardly speaks of personal data. Check where the URL leads.",
        )
    return None


def _prose_share(document: Document) -> float:
    """Share of the words that stand in blocks long enough for a sentence."""
    sizes = [max(len(block.text.split()), len(block.text) // 12) for block in document.blocks]
    return sum(size for size in sizes if size >= 10) / max(1, sum(sizes))


def signed(reason: Reason, words: str) -> Unreadable:
    """The refusal of a page that says itself what it is."""
    return Unreadable(reason, f"{SAYS[reason]} (“{words}”). {TRY[reason]}")
