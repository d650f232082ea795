"""Texts are folded to keys that ignore what no reader would call a change."""

import re

from tracker.recent import recent

_ENUMERATION = re.compile(
    r"^(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[IVXLCivxlc]{1,6})[.)]+|\d{1,2}(?:\.\d{1,2})+|[•·▪◦‣*#§\-–—]+)\s+"
)
_INSIDE_NUMBER = re.compile(r"(?<=\d)[.,:\s/\-–]+(?=\d)")
_IGNORED = re.compile(
    r"[^\w%$€£¥@·+<>=]+|_+|(?<!\w)[ÂÃ](?!\w)"
)  # a lone Â is a space read in the wrong encoding
_OBSCURED = re.compile(r"\S{0,64}\[email[\s\xa0]?protected\]")
_WORD = re.compile(r"\w+")


@recent
def fold(text: str) -> str:
    """A key that is equal for texts that differ in white space, case, punctuation and numbering alone.

    Punctuation inside a number stays, because 1.5 is not 15; a text of punctuation alone is its own key.
    """
    body = _ENUMERATION.sub("", text)
    if "protected]" in body:
        body = _OBSCURED.sub("@", body)
    key = _IGNORED.sub("", _INSIDE_NUMBER.sub("·", body)).lower()
    return key or text.strip()


def folded_words(text: str) -> list[str]:
    """The words of a text in lower case, in order."""
    return _WORD.findall(_ENUMERATION.sub("", text).lower())
