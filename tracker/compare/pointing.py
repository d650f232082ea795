"""What a sentence points to, or says a second time, is told from what it says."""

import re
from collections.abc import Sequence

RUN = 5
"""Fewest words in a row that are no chance, where another sentence has them too."""
MAX_POINTED = 12
"""Most words of the title of a page or a button."""
MAX_WORDS = 120
"""Words of a swap in which repeated runs are looked for; what is longer was written anew."""
MAX_SENTENCE = 2_000
"""Words of the other sentence; what is longer was written to cost time."""

_BEFORE = re.compile(
    r"\b(?:visit(?:ing)?|click(?:ing)?(?: on)?|go(?:ing)? to|bezoek|klik(?: op)?|ga naar"
    r"|visite[zr]|consulte[zr]|clique[zr](?: sur)?|besuchen(?: sie)?|klicken sie(?: auf)?"
    r"|visit[ae]|consult[ae]|haga clic en|cliccando(?: su)?)"
    r"(?: (?:our|the|your|this|onze|de|het|notre|la|le|unsere?n?|die|das|den|nuestr[oa]|el|nostr[oa]|il))?"
    r"\s*[\"“”'‘’„«]?\s*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s*(?:$|[\"“”'‘’»]|[.,;:)]"
    r"|(?:and|or|to|link|page|section|en|of|om|et|ou|pour|und|oder|um|y|o|para|e|per)\b)",
    re.IGNORECASE,
)


def is_pointed_to(gone: str, come: str, lead: str, trail: str) -> bool:
    """Whether a swap lies between "visit our" and the clause's end: the title of a page for another.

    `lead` and `trail` are the equal text before and after it.
    """
    if not gone or not come or max(len(gone.split()), len(come.split())) > MAX_POINTED:
        return False
    return _BEFORE.search(lead) is not None and _BEHIND.match(trail) is not None


def said_once(words: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words without the runs of some length that another sentence has as well."""
    if not RUN <= len(words) <= MAX_WORDS or len(other) > MAX_SENTENCE:
        return list(words)
    runs = {tuple(other[at : at + RUN]) for at in range(len(other) - RUN + 1)}
    repeated = {
        place
        for at in range(len(words) - RUN + 1)
        if tuple(words[at : at + RUN]) in runs
        for place in range(at, at + RUN)
    }
    return [word for place, word in enumerate(words) if place not in repeated]
