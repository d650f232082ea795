"""How much of one text stands in another, counted in words of whole sentences."""

import re
from collections import Counter

from tracker.compare.comparison import Comparison, EditClass
from tracker.compare.sentences import sentences
from tracker.extract.document import Document
from tracker.recent import recent, recent_object

_NOT_A_WORD = re.compile(r"[^\w]+")


@recent
def folded(text: str) -> str:
    """The text as lower-case words alone, so that quotes, dashes and spacing do not count."""
    return _NOT_A_WORD.sub(" ", text.casefold()).strip()


@recent_object(64)
def sentence_words(document: Document) -> Counter[str]:
    """Every different sentence of a document, folded, with its number of words; not to be altered."""
    counted: Counter[str] = Counter()
    for sentence in sentences(document):
        key = folded(sentence.text)
        if key:
            counted[key] = key.count(" ") + 1
    return counted


def agreement(one: Counter[str], other: Counter[str]) -> float:
    """Share of words, of both texts together, that stand in sentences of both; 0 to 1."""
    total = one.total() + other.total()
    shared = sum(words for key, words in one.items() if key in other)
    return 2 * shared / total if total else 1.0


def retained(comparison: Comparison, text: Counter[str]) -> float:
    """Share of what a comparison brought that stands in a text, in words; 1.0 where it brought nothing."""
    brought = {
        folded(sentence.text)
        for edit in comparison.edits
        if edit.edit_class >= EditClass.WORDING
        for sentence in edit.new
    }
    total = sum(key.count(" ") + 1 for key in brought)
    kept = sum(key.count(" ") + 1 for key in brought if key in text)
    return kept / total if total else 1.0


def is_cosmetic(comparison: Comparison) -> bool:
    """Whether no word of the policy itself changed."""
    return (comparison.edit_class or EditClass.SPACE) <= EditClass.FURNITURE
