"""A name says in a headline what a finding is about, in the policy's words where they say more."""

import re

from tracker.disclose.disclosure import Finding
from tracker.report.messages import Messages
from tracker.report.proofs import label_of
from tracker.report.terminal import safe
from tracker.report.vocabulary import legal_badges

WORDS_AT_MOST = 4
LAST_LETTERS = 4
"""A shorter last word is a pronoun or a preposition more often than data."""
STEM_LETTERS = 5
"""Words that begin with the same letters are taken for one: "educational" and "education"."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FUNCTION_WORDS = frozenset("""
    a about also and any as at by from in it its my on or our such that the their them these they this those
    to us we which who with you your
    ce ces cette de des du en et la le les leur leurs nos notre nous ou par pour sur un une vos votre vous
    al das dat de deine den der die dit een en het hun ihr ihre jouw of onze oder ons op und unsere uw van
    voor
""".split())  # fmt: skip # noqa: SIM905 - so many words are easier to read in lines
"""Words that tie a phrase to its sentence; one that begins, ends or holds them reads badly elsewhere."""
_BINDING = frozenset(("of", "de", "du", "des", "d", "van", "von"))
"""Of these, the ones that may stand inside: "date of birth"."""


def telling_name(finding: Finding, policy_language: str | None, m: Messages) -> str:
    """The kind of data as the headline names it.

    A reader of the policy's own language gets its words where they are plain and more exact than our label.
    A kind that the law protects keeps its label, with the words behind it: "biometric data (voiceprint)".
    """
    label = label_of(finding, m)
    if not finding.kind.startswith("category") or (policy_language or "")[:2] != m.language:
        return label
    phrase = safe(finding.phrase)
    if not _is_plain(phrase):
        return label
    if _stems(phrase) & _stems(label):
        return phrase if " " in phrase else label
    if any(badge.weighty for badge in legal_badges(finding.subject, m)):
        return m("{data} ({words})", data=label, words=phrase)
    return phrase if " " in phrase else label


def _is_plain(phrase: str) -> bool:
    """Whether a phrase stands by itself: few words in small letters, abbreviations aside."""
    words = phrase.split()
    if not 0 < len(words) <= WORDS_AT_MOST or not all(_WORD.fullmatch(word) for word in words):
        return False
    if any(word != word.lower() and word != word.upper() for word in words) or len(words[-1]) < LAST_LETTERS:
        return False
    small = [word.lower() for word in words]
    inside = set(small[1:-1]) - _BINDING
    return not ({small[0], small[-1]} | inside) & _FUNCTION_WORDS


def _stems(text: str) -> set[str]:
    return {word[:STEM_LETTERS].casefold() for word in _WORD.findall(text) if len(word) >= STEM_LETTERS}
