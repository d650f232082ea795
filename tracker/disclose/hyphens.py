"""Words that leave a part to their neighbour are completed: "Bild- und Tonaufnahmen"."""

import re
from collections.abc import Callable, Sequence

from tracker.disclose.tokens import TOKEN

_OPEN = re.compile(r"[^\W\d_]-(?=[\s,/)]|$)|(?<=[\s(/])-(?=[^\W\d_])")
_REACH = 14  # tokens between a word and the one that completes it: "Vertrags-, Zahlungs- und Kontaktdaten"
_STEM = 4  # letters of the part that a word shares: "Geräte" of "Gerätetyp und -modell"

Known = Callable[[str], bool]


def completed(folded: str, tokens: Sequence[str], heads: Sequence[str], known: Known) -> list[str]:
    """The tokens of a text, one for one; a cut word gets its missing part where that makes a known one."""
    result = list(tokens)
    if not _OPEN.search(folded):
        return result
    places = [match.span() for match in TOKEN.finditer(folded)]
    for at, (start, end) in enumerate(places):
        word = tokens[at]
        if not word[0].isalpha():
            continue
        if folded[end : end + 1] == "-" and _apart(folded, end + 1):
            result[at] = _ended(word, tokens[at + 1 : at + _REACH], heads, known)
        elif folded[start - 1 : start] == "-" and start > 1 and folded[start - 2] in " (/":
            result[at] = _begun(word, tokens[max(0, at - _REACH) : at], known)
    return result


def _apart(folded: str, at: int) -> bool:
    return at >= len(folded) or folded[at] in " ,/)\u00a0"


def _ended(stem: str, following: Sequence[str], heads: Sequence[str], known: Known) -> str:
    """The stem with the end of a later word: "kredit" of "Kredit- oder Debitkarten"."""
    for word in following:
        for head in heads:
            if word.endswith(head) and len(word) > len(head) and known(stem + head):
                return stem + head
    return stem


def _begun(rest: str, before: Sequence[str], known: Known) -> str:
    """The rest with the beginning of an earlier word: "-version" of "Browsertyp und -version"."""
    for word in reversed(before):
        for length in range(len(word) - 1, _STEM - 1, -1):
            if known(word[:length] + rest):
                return word[:length] + rest
    return rest
