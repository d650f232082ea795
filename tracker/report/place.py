"""A place says where the edits of a comparison lie in the two texts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tracker.compare.comparison import Comparison, Sentence
from tracker.extract.document import Block, Document

_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")


@dataclass(frozen=True, slots=True)
class Gap:
    """Text of a block that no edit touches."""

    block: int
    text: str
    offset: int
    """Visible characters of untouched text before it."""

    @property
    def end(self) -> int:
        return self.offset + visible(self.text)


@dataclass(frozen=True, slots=True)
class Touched:
    """The point of a text at which a sentence of an edit stands."""

    edit: int
    part: int
    """Which sentence of its side of the edit; a replacement stands as one, at its first."""
    block: int
    offset: int


Piece = Gap | Touched


def visible(text: str) -> int:
    """Number of characters that are no white space."""
    return sum(map(len, text.split()))


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence of one side of an edit."""

    edit: int
    part: int
    sentence: Sentence
    shown: bool
    """Whether it makes a point of its own."""


def pieces(document: Document, sides: Iterable[Side]) -> Iterator[Piece]:
    """One text as untouched stretches and points of edits, in order of reading.

    A sentence that is not where it claims to be still gets a point, at the place nearest to it.
    """
    by_block: dict[int, list[Side]] = {}
    last = max(len(document.blocks) - 1, 0)
    for side in sides:
        by_block.setdefault(min(max(side.sentence.block, 0), last), []).append(side)
    offset = 0
    for index, block in enumerate(document.blocks):
        for piece in _block_pieces(index, block, by_block.get(index, []), offset):
            if isinstance(piece, Gap):
                offset = piece.end
            yield piece


def _block_pieces(index: int, block: Block, sides: list[Side], offset: int) -> Iterator[Piece]:
    position = 0
    for side in sorted(sides, key=lambda side: side.sentence.start):
        text = side.sentence.text
        start = _find(block.text, side.sentence, position)
        if start > position:
            gap = Gap(index, block.text[position:start], offset)
            offset = gap.end
            yield gap
        if side.shown:
            yield Touched(side.edit, side.part, index, offset)
        position = max(position, start + len(text)) if block.text.startswith(text, start) else position
    if position < len(block.text):
        yield Gap(index, block.text[position:], offset)


def _find(text: str, sentence: Sentence, position: int) -> int:
    if text.startswith(sentence.text, sentence.start) and sentence.start >= position:
        return sentence.start
    found = text.find(sentence.text, position)
    return found if found >= 0 else position


def _sides(comparison: Comparison, name: Literal["old", "new"]) -> Iterator[Side]:
    for number, edit in enumerate(comparison.edits):
        side = edit.old if name == "old" else edit.new
        for part, sentence in enumerate(side):
            yield Side(number, part, sentence, part == 0 or edit.kind != "replace")


def interleave(comparison: Comparison, old: Document, new: Document) -> Iterator[Piece | tuple[Touched, int]]:
    """The new text with what is gone put where it stood: its point in the old text, a block of the new.

    Untouched text is the same on both sides, so a point of the old text is found in the new one by
    the untouched characters before it.
    """
    gone = [
        piece
        for piece in pieces(old, _sides(comparison, "old"))
        if isinstance(piece, Touched) and comparison.edits[piece.edit].kind in ("delete", "move")
    ]
    gone.reverse()
    block = 0
    for piece in pieces(new, _sides(comparison, "new")):
        block = piece.block
        rest: Piece | None = piece
        while gone and rest is not None and _stood_before(gone[-1], rest):
            if isinstance(rest, Gap):
                before, rest = _cut(rest, gone[-1].offset)
                if before:
                    yield before
            yield gone.pop(), block
        if rest is not None:
            yield rest
    while gone:
        yield gone.pop(), block


def _stood_before(gone: Touched, piece: Piece) -> bool:
    """Whether what is gone stood before the end of a piece of the new text."""
    if isinstance(piece, Gap):
        return gone.offset < piece.end
    return (gone.offset, gone.edit) < (piece.offset, piece.edit)


def _cut(gap: Gap, offset: int) -> tuple[Gap | None, Gap | None]:
    """The gap before and after a number of visible characters, cut at the end of a sentence near it."""
    if offset <= gap.offset:
        return None, gap
    wanted = offset - gap.offset
    ends = [found.end() for found in _SENTENCE_END.finditer(gap.text)]
    cuts = [(abs(visible(gap.text[:end]) - wanted), end) for end in ends]
    distance, cut = min(cuts, default=(wanted, len(gap.text)))
    if distance > wanted or distance > gap.end - offset:
        cut = 0 if wanted < gap.end - offset else len(gap.text)
    before, after = gap.text[:cut], gap.text[cut:]
    first = Gap(gap.block, before, gap.offset) if before else None
    second = Gap(gap.block, after, gap.offset + visible(before)) if after else None
    return first, second
