"""What a change newly says of data that was known: finer kinds, other purposes, other recipients."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from tracker.disclose.context import frame
from tracker.disclose.disclosure import Disclosure, Finding, FindingKind
from tracker.disclose.lexicon import Lexicon, lexicon
from tracker.disclose.read import rules
from tracker.disclose.sides import Side, folded
from tracker.recent import recent

NOTEWORTHY_PURPOSES = frozenset(
    ("advertising", "ai-training", "identification", "inference", "recruitment", "research", "sale")
)
NOTEWORTHY_RECIPIENTS = frozenset(
    (
        "advertisers",
        "ai-providers",
        "authorities",
        "credit-agencies",
        "data-brokers",
        "employers",
        "insurers",
        "researchers",
        "social-networks",
    )
)
_MOST_DETAILS = 3
"""Finer kinds told of one category; more is a new list, which the category's other findings tell."""


def new_details(before: Side, after: Side) -> Iterator[Finding]:
    """Names of a known category that the old text had nowhere, at most a few a category."""
    known = before.evidence()
    names = {(one.category, _stem(one.phrase)) for one in before.said}
    text = " ".join(folded(block.text) for block in before.document.blocks)
    told: dict[str, list[str]] = {}
    for one in after.came(before):
        detail = _stem(one.phrase)
        seen = told.setdefault(one.category, [])
        fresh = (one.category, detail) not in names and detail not in text
        if one.category in known and fresh and detail not in seen and len(seen) < _MOST_DETAILS:
            seen.append(detail)
            yield _finding("detail-new", one, after, f"“{one.phrase}” was not named before", 0.7)


def new_purposes(before: Side, after: Side, language: str | None) -> Iterator[Finding]:
    """Noteworthy purposes that the old text gave for no sentence about a known category."""
    for one, purpose in _fresh(before, after, lambda place: place.statement.purposes, NOTEWORTHY_PURPOSES):
        found = _finding("purpose-new", one, after, f"purpose: {purpose}", 0.7)
        yield replace(
            found,
            phrase=_words_for(one.quote, purpose, language, "purposes") or one.phrase,
            statement=replace(one.statement, purposes=(purpose,)),
        )


def new_recipients(before: Side, after: Side, language: str | None) -> Iterator[Finding]:
    """Noteworthy kinds of recipients that the old text gave for no sentence about a known category."""
    words = lexicon((language or "en")[:2])

    def recipients(place: Disclosure) -> Iterable[str]:
        shares = {"share", "sell"}.intersection(place.statement.actions)
        return frame(place.quote, words).recipients if shares else ()

    for one, recipient in _fresh(before, after, recipients, NOTEWORTHY_RECIPIENTS):
        phrase = _words_for(one.quote, recipient, language, "recipients")
        found = _finding("recipient-new", one, after, f"recipient: {recipient}", 0.7)
        yield replace(found, phrase=phrase, statement=replace(one.statement, recipients=(phrase,)))


def _fresh(
    before: Side, after: Side, told_of: Callable[[Disclosure], Iterable[str]], noteworthy: frozenset[str]
) -> Iterator[tuple[Disclosure, str]]:
    """Disclosures of known categories with something noteworthy that no old sentence about them has."""
    known = before.evidence()
    told = [(one, what) for one in after.came(before) if one.category in known for what in told_of(one)]
    noted = [(one, what) for one, what in told if what in noteworthy]
    if not noted:
        return  # most changes; to read all of the old text again is dear
    old = {(one.category, what) for one in before.statements() for what in told_of(one)}
    sentences: set[tuple[str, str]] = set()
    for one, what in noted:
        if (one.category, what) not in old and (one.quote, what) not in sentences:
            old.add((one.category, what))
            sentences.add((one.quote, what))
            yield one, what


def _finding(kind: FindingKind, one: Disclosure, side: Side, reason: str, confidence: float) -> Finding:
    return Finding(
        kind=kind,
        subject=one.category,
        quote=one.quote,
        path=one.path,
        block=one.block,
        phrase=one.phrase,
        old_quote=side.beside.get((one.block, side.offset(one)), ""),
        statement=one.statement,
        confidence=confidence,
        reasons=(reason,),
        rules=rules(),
    )


def _words_for(quote: str, key: str, language: str | None, table: str) -> str:
    """The words of a quote that name a purpose or a recipient, as written."""
    words: Lexicon = lexicon((language or "en")[:2])
    found = frame(quote, words)
    places = (found.purposes if table == "purposes" else found.recipients).get(key)
    if not places:
        return ""
    spans = found.spans()
    start, end = places[0]
    return quote[spans[start][0] : spans[end - 1][1]]


@recent
def _stem(phrase: str) -> str:
    """A phrase without plural endings, so that "fingerprints" is no news beside "fingerprint"."""
    return " ".join(
        word[:-1] if len(word) > 3 and word.endswith("s") else word for word in folded(phrase).split()
    )
