"""Text is folded and cut into the tokens that phrases are made of."""

import re
import unicodedata
from functools import cache

TOKEN = re.compile(r"[^\W_]+|[,;:()\[\]/|…•–—?!]|\.(?!\w)")
"""A run of letters and digits, or a mark that no phrase crosses; hyphens, quotes and inner dots only part."""

_LIGATURES = (("ß", "ss"), ("œ", "oe"), ("æ", "ae"))
_BASE_FORMS = {
    code: base
    for code in range(0xC0, 0x250)
    if (base := unicodedata.normalize("NFKD", chr(code))[0].lower()) != chr(code).lower() and len(base) == 1
}
_ACCENTED = re.compile("[\u00c0-\u024f]")


def fold(text: str) -> str:
    """Lower case without accents, of the same length, so that offsets hold."""
    folded = text.lower()
    if len(folded) != len(text):  # "İ" becomes two characters
        folded = "".join(character.lower()[0] for character in text)
    plain = folded.isascii() or not _ACCENTED.search(folded)  # most have typographic quotes alone
    return folded if plain else folded.translate(_BASE_FORMS)


def words(folded: str) -> list[str]:
    """The tokens of a folded text, ligatures spelled out."""
    found = TOKEN.findall(folded)
    if not folded.isascii():
        for ligature, letters in _LIGATURES:
            if ligature in folded:
                found = [token.replace(ligature, letters) for token in found]
    return found


def offsets(folded: str) -> list[tuple[int, int]]:
    """Start and end of each token of a folded text, one for one with `words`."""
    return list(map(re.Match[str].span, TOKEN.finditer(folded)))


@cache
def phrase_words(text: str) -> tuple[str, ...]:
    """The tokens of a phrase out of a lexicon, without marks and stops."""
    return tuple(token for token in words(fold(text)) if token[0].isalnum())
