"""Likeness is how much two texts share, whatever the order and however often."""

import re
from dataclasses import dataclass

from tracker.extract.document import Document

WORDS_A_SHINGLE = 4
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
    """Whole blocks first; word sequences only in the blocks that differ."""
    olds = dict.fromkeys(block.text for block in old.blocks)
    news = dict.fromkeys(block.text for block in new.blocks)
    lost = tuple(text for text in olds if text not in news)
    added = tuple(text for text in news if text not in olds)
    old_shingles, new_shingles = _shingles(lost), _shingles(added)
    # A sentence that moved into another block is found among all of the other side.
    everything = old_shingles & new_shingles
    shared = sum(len(text.split()) for text in olds if text in news)
    return Likeness(
        kept=_share(shared, len(everything), len(old_shingles)),
        known=_share(shared, len(everything), len(new_shingles)),
        lost=lost,
        added=added,
    )


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


def _shingles(texts: tuple[str, ...]) -> set[int]:
    found: set[int] = set()
    for text in texts:
        words = _WORD.findall(text.lower())
        size = min(WORDS_A_SHINGLE, len(words))
        found.update(hash(tuple(words[at : at + size])) for at in range(len(words) - size + 1) if size)
    return found


def _share(shared: int, common: int, all_shingles: int) -> float:
    total = shared + all_shingles
    return (shared + common) / total if total else 1.0
