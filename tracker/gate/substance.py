"""Substance is how much of a text speaks as privacy policies do."""

import re

from tracker.extract.document import Document

LEAST_DENSITY = 1.5  # measured: policies of six languages have 2.9 to 14, pages of another kind 0 to 0.3
ENOUGH_DENSITY = 2.5
SAMPLE_WORDS = 3000

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def size_of(document: Document) -> int:
    """Words, where scripts without spaces count two signs as a word."""
    words = document.words
    if words > 400:
        return words
    signs = sum(len(_CJK.findall(block.text)) for block in document.blocks)
    return max(words, signs // 2)


def density(document: Document) -> float | None:
    """Policy words in a hundred words, of an even sample; None where we do not know the language's words."""
    from tracker.extract.vocabulary import LANGUAGES, vocabulary  # noqa: PLC0415  (slow to build)

    if document.language is not None and document.language not in LANGUAGES:
        return None
    step = document.words // SAMPLE_WORDS + 1
    sample = document.blocks[::step]
    words = sum(len(block.text.split()) for block in sample)
    if not words:
        return 0.0
    pattern = vocabulary().policy
    return 100 * sum(len(pattern.findall(block.text)) for block in sample) / words
