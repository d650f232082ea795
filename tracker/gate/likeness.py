"""Likeness is how much two texts share, whatever the order and however often."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.extract.document import Document

WORDS_A_SHINGLE = 4
NEARLY_ALL = 0.95
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shares between 0 and 1, by words; repetition inside one text does not count."""

    kept: float
    """How much of the old text stands in the new one."""
    known: float
    """How much of the new text stood in the old one."""
    lost: tuple[str, ...]
    """Blocks of the old text that are not in the new one as they were."""
    added: tuple[str, ...]
    """Blocks of the new text that were not in the old one as they are."""


def liken(old: Document, new: Document) -> Likeness:
    """By whole blocks where nearly all are the same; else by word sequences, which find moved text."""
    olds = dict.fromkeys(block.text for block in old.blocks)
    news = dict.fromkeys(block.text for block in new.blocks)
    lost = tuple(text for text in olds if text not in news)
    added = tuple(text for text in news if text not in olds)
    shared = sum(len(text.split()) for text in olds if text in news)
    kept = _share(shared, shared + sum(len(text.split()) for text in lost))
    known = _share(shared, shared + sum(len(text.split()) for text in added))
    if min(kept, known) < NEARLY_ALL:
        old_shingles, new_shingles = _shingles(olds), _shingles(news)
        common = len(old_shingles & new_shingles)
        kept, known = _share(common, len(old_shingles)), _share(common, len(new_shingles))
    return Likeness(kept, known, lost, added)


def repeated_share(document: Document) -> float:
    """Share of the words in blocks that repeat an earlier one, among blocks of eight words and more."""
    seen: set[str] = set()
    total = again = 0
    for block in document.blocks:
        words = len(block.text.split())
        if words < 8:
            continue
        total += words
        again += words if block.text in seen else 0
        seen.add(block.text)
    return again / total if total else 0.0


def _shingles(texts: Iterable[str]) -> set[int]:
    found: set[int] = set()
    for text in texts:
        words = _WORD.findall(text.lower())
        size = min(WORDS_A_SHINGLE, len(words))
        found.update(map(hash, zip(*(words[at:] for at in range(size)), strict=False)))
    return found


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
