"""Changes of addresses, numbers to call and ways to write are told from changes of what is said."""

import re
from collections import Counter

from tracker.compare.fold import fold, folded_words
from tracker.compare.vocabulary import Vocabulary

MAX_MASKED = 20_000
"""Characters in which addresses and dates are looked for; no policy has sentences as long."""

_MAIL = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}|\S{0,64}\[email[\s ]?protected\]\S{0,64}"
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s)>\]]{1,500}"
    r"|\b(?:[\w-]{1,63}\.){1,6}(?:com|org|net|eu|co\.uk|de|fr|nl|es|it|io)(?:/[^\s)>\]]{0,500})?"
)
_QUERY = re.compile(r"((?:https?://|www\.)[^\s?#]{1,500})[?#]\S{0,1000}")
_PHONE = re.compile(r"\+?\(?\d[\d\s().\-/]{6,24}\d")
_HINT = re.compile(r"@|//|\w\.\w|protected\]|\d[\d\s().\-/]{6}")
_STREET = re.compile(
    r"\b[A-Z]\w+ (?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd|Square|Real|Way)\b"
    r"|\b(?:rue|avenue|boulevard|chemin|[Vv]ia|[Cc]alle|[Pp]laza|[Pp]iazza) [A-Z]"
    r"|\w(?:straat|laan|plein|weg|platz|kai|allee|gasse) \d"
    r"|\w(?:straße|strasse|str\.) ?\d|\b(?:P\.? ?O\.? [Bb]ox|Postfach|Postbus) \d|[Ss]iège social"
    r"|\b(?:[A-Z]-|[A-Z]{2} )?\d{5} [A-Z]\w|\b[A-Z]{2} \d{5}\b|\b\d{4} [A-Z]{2}\b"
    r"|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b"
)


_STREETS = frozenset(
    ("rue", "avenue", "boulevard", "chemin", "via", "calle", "plaza", "piazza", "floor", "suite")
)
"""Words of addresses that are written small."""


def holds_address(text: str) -> bool:
    """Whether a sentence holds a postal address."""
    return re.search(r"\d", text) is not None and _STREET.search(text[:MAX_MASKED]) is not None


def is_address_swap(gone: str, come: str, words: Vocabulary) -> bool:
    """Whether streets and numbers were swapped, in sentences that hold an address."""
    numbered = re.search(r"\d", gone) and re.search(r"\d", come)
    return bool(numbered) and all(_is_address_part(side, words) for side in (gone, come))


def _is_address_part(text: str, words: Vocabulary) -> bool:
    """Whether a text is no more than streets, numbers, names of towns and words of grammar."""
    return all(
        word[0].isdigit()
        or word[0].isupper()
        or word in _STREETS
        or word in words.plain
        or word in words.contact
        for word in re.findall(r"[^\W_]+", text)
    )


def is_contact_swap(gone: str, come: str, words: Vocabulary) -> bool:
    """Whether an address or number was swapped for another way to reach the same, and nothing with it."""
    if len(gone) + len(come) > MAX_MASKED:
        return False
    rest = [without_contacts(side) for side in (gone, come)]
    if rest == [gone, come]:
        return False
    return all(_is_bare(side, words) for side in rest)


def differ_in_ways(old: str, new: str, words: Vocabulary) -> bool:
    """Whether two sentences differ in an address or number and in words for ways to write alone."""
    rest = without_contacts(old), without_contacts(new)
    if rest == (old, new):
        return False
    before, after = (Counter(folded_words(side)) for side in rest)
    differing = " ".join([*(before - after), *(after - before)])
    return _is_bare(differing, words)


def is_contact_line(text: str, words: Vocabulary) -> bool:
    """Whether a line is no more than addresses, numbers and the names they belong to."""
    if len(text) > MAX_MASKED:
        return False
    rest = without_contacts(text)
    if rest == text:
        return False
    names = re.sub(r"\S+\.\w{2,}\S*|\b[A-ZÀ-Þ][\w&.-]*|\d+", " ", rest)
    return _is_bare(names, words)


def _is_bare(text: str, words: Vocabulary) -> bool:
    """Whether a text holds words of grammar and of contact alone."""
    return all(len(word) == 1 or word in words.plain or word in words.contact for word in folded_words(text))


def without_contacts(text: str) -> str:
    """The text without mail addresses, addresses of pages and numbers to call."""
    if not _HINT.search(text):
        return text
    return _PHONE.sub(" ", _URL.sub(" ", _MAIL.sub(" ", text)))


def is_number_to_call(text: str) -> bool:
    """Whether a text is a telephone number."""
    return _PHONE.fullmatch(text) is not None


def differ_in_tracking(old: str, new: str) -> bool:
    """Whether two texts differ in the queries of their addresses alone."""
    return fold(_QUERY.sub(r"\1", old)) == fold(_QUERY.sub(r"\1", new))


def differ_in_mail(old: str, new: str) -> bool:
    """Whether two texts differ in their mail addresses alone."""
    return fold(_MAIL.sub("@", old)) == fold(_MAIL.sub("@", new))


def differ_in_contacts(old: str, new: str) -> bool:
    """Whether two texts differ in addresses and numbers alone."""
    if not (_HINT.search(old) and _HINT.search(new)):
        return False  # they differ, and neither by a masked part
    masked = {fold(_PHONE.sub("#", _URL.sub("/", _MAIL.sub("@", text)))) for text in (old, new)}
    return len(masked) == 1
